"""Each index that a room declares is built."""

from services import members
from services.common.mongo import Database
from services.members.wiring import migrate
from tests.component.indexes import missing


async def test_each_index_that_a_room_declares_is_built(db: Database) -> None:
    await migrate(db)
    assert await missing(db, members) == []

"""The feedback process: `python -m services.feedback`, and `… migrate` to build indexes."""

import sys
from collections.abc import Sequence

from services.common import mongo, server
from services.common.checked_clock import CheckedClock
from services.common.settings import load
from services.feedback.wiring import Settings, connect_members, migrate, wire


async def main(arguments: Sequence[str]) -> None:
    """Serve until told to stop, or `migrate`."""
    settings = load(Settings)
    db = mongo.connect(settings.mongo_url, settings.mongo_db)
    if list(arguments) == ["migrate"]:
        await migrate(db)
        await mongo.close(db)
        return
    async with connect_members(settings) as members:
        await server.serve(**wire(settings, db, members, CheckedClock(db)))
    await mongo.close(db)


if __name__ == "__main__":
    server.run(main(sys.argv[1:]))

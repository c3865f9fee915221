"""An erasure that races with a member's own write leaves nothing of them."""

from datetime import timedelta

import pytest

from services.common.clock import ManualClock
from services.common.mongo import Database, Session
from services.feedback.offers.domain.record import Request, Shown
from services.feedback.offers.domain.section import Basis
from services.feedback.offers.storage.records import RECORDS, MongoOfferRecords
from tests.component.feedback.conftest import NOON

SHOWN = Shown("tea", "mem_1", "iced", "fruit", NOON.date(), NOON, Basis.TOGETHER)


class ErasedBetween(MongoOfferRecords):
    """Erases the member as soon as the first transaction has begun."""

    is_erased = False

    async def _is_erased(self, session: Session, shown: Shown) -> bool:
        if not self.is_erased:
            self.is_erased = True
            await self._records.find_one({}, session=session)
            await self.forget(shown.brand, shown.member_id)
        return await super()._is_erased(session, shown)


@pytest.mark.parametrize("write", ["show", "decline"])
async def test_nothing_is_kept_behind_an_erasure(db: Database, write: str) -> None:
    records = ErasedBetween(db, ManualClock(NOON))
    request = Request("tea", "r", b"r")
    if write == "show":
        await records.show(request, [SHOWN])
    else:
        await records.decline(request, SHOWN, NOON - timedelta(days=1))
    assert await db[RECORDS].find({}).to_list(9) == [{"_id": "tea/mem_1", "erased": True}]


async def test_a_member_who_is_there_has_one_more_document_that_ends_with_theirs(
    db: Database,
) -> None:
    records = MongoOfferRecords(db, ManualClock(NOON))
    await records.show(Request("tea", "r", b"r"), [SHOWN])
    kept = await db[RECORDS].find({}).sort("_id", 1).to_list(9)
    assert [each["_id"] for each in kept] == ["tea/mem_1", "tea/mem_1/iced/2026-03-02"]
    # Both end by one index.
    assert [each["shown_at"] for each in kept] == [NOON, NOON]
    await records.forget("tea", "mem_1")
    assert await db[RECORDS].find({}).to_list(9) == [{"_id": "tea/mem_1", "erased": True}]

"""A ledger in memory for the worked rules, with a clock that stands still."""

from __future__ import annotations

from datetime import datetime, timedelta

from services.common.clock import ManualClock
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.balance import Balance
from services.points.ledger.domain.posting import Posted, PostingRequest, Refused
from tests.builders import (
    NEW_YEAR,
)
from tests.fakes import FakeLedgerStore

ANN = "mem_ann"
BOB = "mem_bob"
DAY = timedelta(days=1)
SOON = NEW_YEAR + 2 * DAY
LATER = NEW_YEAR + 20 * DAY


class World:
    """A ledger in memory, and a clock that stands still."""

    def __init__(self) -> None:
        self.clock = ManualClock(NEW_YEAR)
        self.store = FakeLedgerStore()
        self.ledger = Ledger(self.store, self.clock)

    async def post(self, *requests: PostingRequest) -> Posted:
        for request in requests:
            posted = await self.ledger.post(request)
        return posted

    async def refusal(self, request: PostingRequest) -> tuple[str, str]:
        """Reason and field of the refusal that `request` meets; nothing may have changed."""
        before = dict(self.store.accounts), dict(self.store.postings), dict(self.store.records)
        (result,) = await self.ledger.post_all([request])
        assert isinstance(result, Refused), f"accepted: {result}"
        assert before == (self.store.accounts, self.store.postings, self.store.records)
        error = result.error
        return getattr(error, "reason", repr(error)), getattr(error, "field", "")

    async def balance(self, owner: str = ANN) -> Balance:
        return (await self.ledger.balances("tea", [(owner, "POINTS")], self.clock.now()))[0]

    async def available(self, owner: str = ANN) -> int:
        return (await self.balance(owner)).available

    async def lots(self, owner: str = ANN) -> dict[datetime | None, int]:
        account = (await self.ledger.account_state("tea", [(owner, "POINTS")]))[owner, "POINTS"]
        return {lot.expire_at: lot.points for lot in account.lots}

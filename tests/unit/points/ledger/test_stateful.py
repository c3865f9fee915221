"""The ledger against a model that is obviously right; all invariants after every step."""

from __future__ import annotations

import asyncio
from collections import Counter
from copy import deepcopy
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
)

from services.common.clock import ManualClock
from services.points.ledger.commands.group_commit.fold import needs
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.commands.verify import Verifier
from services.points.ledger.domain.account import AccountKey
from services.points.ledger.domain.audit_report import Colour
from services.points.ledger.domain.batch import RequestKey
from services.points.ledger.domain.posting import Leg, Posted, PostingKind, PostingRequest, Refused
from tests import builders
from tests.builders import NEW_YEAR
from tests.fakes import FakeLedgerStore
from tests.unit.points.ledger.ledger_model import NEVER, Coin, Purse

OWNERS = ("mem_ann", "mem_bob")
HOUSES = ("issued", "redeemed", "expired", "clawed_back")
DAY = timedelta(days=1)
owners = st.sampled_from(OWNERS)
points = st.integers(1, 12)
plenty = st.integers(5, 30)


class LedgerMachine(RuleBasedStateMachine):
    """Ledger and model are asked the same: both accept, or both refuse and nothing changes."""

    requests = Bundle("requests")
    earned = Bundle("earned")
    placed = Bundle("placed")

    @initialize()
    def begin(self) -> None:
        self.runner = asyncio.Runner()
        self.clock = ManualClock(NEW_YEAR)
        self.store = FakeLedgerStore()
        self.ledger = Ledger(self.store, self.clock)
        self.purses = {owner: Purse() for owner in OWNERS}
        self.written = 0
        self.undone: set[str] = set()
        for owner in OWNERS:
            self.earn(owner, 20, None)
            self.earn(owner, 10, 2)

    def teardown(self) -> None:
        if hasattr(self, "runner"):
            self.runner.close()

    # --- what is asked ---

    @rule(targets=(requests, earned), owner=owners, n=plenty, life=st.integers(-2, 9) | st.none())
    def earn(self, owner: str, n: int, life: int | None) -> object:
        now = self.clock.now()
        expire_at = None if life is None else now + life * DAY
        request = builders.earn(owner, n, expire_at=expire_at)
        self.accepted(request)
        self.purses[owner].put(n, Coin(expire_at or NEVER, now), now)
        return request

    @rule(targets=(requests, earned), owner=owners, n=plenty, wait=st.integers(1, 4))
    def earn_pending(self, owner: str, n: int, wait: int) -> object:
        now = self.clock.now()
        coin = Coin(now + 6 * DAY, now + wait * DAY)
        request = builders.earn(owner, n, expire_at=coin.expire, available_at=coin.available)
        self.accepted(request)
        self.purses[owner].put(n, coin, now)
        return request

    @rule(target=requests, owner=owners, n=points)
    def spend(self, owner: str, n: int) -> object:
        request = builders.spend(owner, n)
        if self.refused_for_lack(request, owner, n):
            return multiple()
        self.purses[owner].take(n, self.clock.now(), pending_first=False)
        return request

    @rule(giver=owners, n=points)
    def transfer(self, giver: str, n: int) -> None:
        taker = OWNERS[giver == OWNERS[0]]
        if self.refused_for_lack(builders.transfer(giver, taker, n), giver, n):
            return
        now = self.clock.now()
        self.purses[taker].expire(now)
        self.purses[giver].take(n, now, pending_first=False)
        self.purses[taker].put(n, Coin(NEVER, now), now)

    @rule(target=requests, owner=owners, n=points, pending_first=st.booleans())
    def claw_back_into_debt(self, owner: str, n: int, pending_first: bool) -> object:
        request = builders.claw_back(owner, n, pending_first=pending_first)
        self.accepted(request)
        self.purses[owner].take(n, self.clock.now(), pending_first)
        return request

    @rule(target=placed, owner=owners, n=points, name=st.sampled_from("ab"), days=st.integers(1, 5))
    def hold(self, owner: str, n: int, name: str, days: int) -> object:
        now = self.clock.now()
        purse = self.purses[owner]
        request = builders.hold(owner, n, now + days * DAY, hold_id=name)
        if purse.holds.get(name, (0, now))[1] > now:
            self.refused(request, "INVALID_ARGUMENT")
        elif not self.refused_for_lack(request, owner, n):
            purse.holds[name] = (n, now + days * DAY)
            return owner, name
        return multiple()

    @rule(where=placed)
    def release(self, where: tuple[str, str]) -> None:
        owner, name = where
        request = builders.release(owner, hold_id=name)
        if self.lacks_hold(owner, name):
            self.refused(request, "HOLD_NOT_FOUND")
        else:
            self.accepted(request)
            del self.purses[owner].holds[name]

    @rule(where=placed, n=points)
    def capture(self, where: tuple[str, str], n: int) -> None:
        owner, name = where
        request = builders.capture(owner, n, hold_id=name)
        purse = self.purses[owner]
        if self.lacks_hold(owner, name):
            self.refused(request, "HOLD_NOT_FOUND")
        elif n > purse.holds[name][0]:
            self.refused(request, "HOLD_EXCEEDED")
        else:
            self.accepted(request)
            held, end = purse.holds.pop(name)
            if held > n:
                purse.holds[name] = (held - n, end)
            purse.take(n, self.clock.now(), pending_first=False, captured=n)

    @rule(owner=owners, n=points, floor=st.integers(-9, 9))
    def spend_down_to(self, owner: str, n: int, floor: int) -> None:
        legs = Leg(owner, "POINTS", -n, minimum=floor), Leg("house:redeemed", "POINTS", n)
        if not self.refused_for_lack(builders.posting(PostingKind.SPEND, *legs), owner, n, floor):
            self.purses[owner].take(n, self.clock.now(), pending_first=False)

    @rule(request=earned)
    def reverse(self, request: PostingRequest) -> None:
        posting = self.store.postings[RequestKey("tea", request.request_id)]
        undo = builders.reverse(posting.id)
        if posting.id in self.undone:
            self.refused(undo, "ALREADY_REVERSED")
            return
        entry, now = posting.entries[0], self.clock.now()
        had = self.purses[entry.owner].available(now)
        after = deepcopy(self.purses[entry.owner])
        after.expire(now)
        after.take(
            entry.amount, now, entry.available_at is not None, prefer=entry.expire_at or NEVER
        )
        # Pending points pay for a reversal only where the points to undo were pending too.
        waiting = self.purses[entry.owner].pending(now) - after.pending(now)
        left = after.available(now) - (0 if entry.available_at else waiting)
        if left < min(0, had):
            self.refused(undo, "INSUFFICIENT_POINTS")
        else:
            self.accepted(undo)
            self.purses[entry.owner] = after
            self.undone.add(posting.id)

    @rule(request=requests)
    def ask_again(self, request: PostingRequest) -> None:
        posted = self.runner.run(self.ledger.post(request))
        assert posted.replayed

    @rule(request=requests, n=points)
    def reuse_the_id(self, request: PostingRequest, n: int) -> None:
        other = builders.earn("mem_cas", n, request_id=request.request_id)
        self.refused(other, "REQUEST_ID_REUSED")

    @rule(hours=st.sampled_from([1, 24, 24, 72]))
    def wait(self, hours: int) -> None:
        self.clock.advance(timedelta(hours=hours))

    # --- how it is compared ---

    def accepted(self, request: PostingRequest) -> Posted:
        for key in needs([request]).accounts:
            self.purses[key.owner].expire(self.clock.now())
        posted = self.runner.run(self.ledger.post(request))
        assert not posted.replayed
        self.written += 1
        return posted

    def refused(self, request: PostingRequest, reason: str) -> None:
        before = deepcopy((self.store.accounts, self.store.postings))
        (result,) = self.runner.run(self.ledger.post_all([request]))
        assert isinstance(result, Refused)
        assert getattr(result.error, "reason", result.error) == reason
        assert before == (self.store.accounts, self.store.postings)

    def refused_for_lack(self, request: PostingRequest, owner: str, n: int, floor: int = 0) -> bool:
        if self.purses[owner].available(self.clock.now()) - n < floor:
            self.refused(request, "INSUFFICIENT_POINTS")
            return True
        self.accepted(request)
        return False

    def lacks_hold(self, owner: str, name: str) -> bool:
        return self.purses[owner].holds.get(name, (0, NEW_YEAR))[1] <= self.clock.now()

    # --- what must hold after every step ---

    @invariant()
    def balances_are_those_of_the_model(self) -> None:
        now = self.clock.now()
        accounts = [(owner, "POINTS") for owner in OWNERS]
        for told in self.runner.run(self.ledger.balances("tea", accounts, now)):
            purse = self.purses[told.owner]
            assert told.posted == purse.posted(now)
            assert told.held == purse.held(now)
            assert told.pending == purse.pending(now)
            assert told.available == purse.available(now)

    @invariant()
    def lots_are_those_of_the_model(self) -> None:
        now = self.clock.now()
        for key, account in self.store.accounts.items():
            coins = Counter[Coin]()
            for lot in account.lots:
                coin = Coin(lot.expire_at or NEVER, max(lot.available_at or now, now))
                coins[coin] += lot.points if coin.expire > now else 0
            owned = (Coin(c.expire, max(c.available, now)) for c in self.purses[key.owner].coins)
            assert coins == Counter(coin for coin in owned if coin.expire > now)

    @invariant()
    def lots_sum_to_the_balance(self) -> None:
        for account in self.store.accounts.values():
            assert sum(lot.points for lot in account.lots) == max(0, account.posted)
            assert all(lot.points > 0 for lot in account.lots)

    @invariant()
    def points_are_conserved(self) -> None:
        members = sum(account.posted for account in self.store.accounts.values())
        keys = [AccountKey("tea", f"house:{name}", "POINTS") for name in HOUSES]
        house = sum(self.runner.run(self.store.house_sum(key, None)) for key in keys)
        assert members + house == 0

    @invariant()
    def verify_finds_nothing(self) -> None:
        report = self.runner.run(Verifier(self.store, self.clock).verify("tea"))
        assert report.problems == []
        assert report.colour is not Colour.RED

    @invariant()
    def each_request_was_written_once(self) -> None:
        kinds = [posting.kind for posting in self.store.postings.values()]
        assert len(kinds) - kinds.count(PostingKind.EXPIRE) == self.written


LedgerMachine.TestCase.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, derandomize=False
)
TestLedger = LedgerMachine.TestCase

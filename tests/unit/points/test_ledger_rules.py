"""The worked rules of the ledger, one by one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.common.clock import ManualClock
from services.points.commands.ledger import Ledger
from services.points.domain.account import HOLDS_MAX, LOTS_MAX, Account, AccountKey
from services.points.domain.balance import Balance
from services.points.domain.check import CLOCK_SKEW
from services.points.domain.posting import (
    NEVER,
    Leg,
    Posted,
    PostingKind,
    PostingRequest,
    Record,
    Refused,
)
from tests.builders import (
    NEW_YEAR,
    capture,
    claw_back,
    earn,
    hold,
    posting,
    release,
    reverse,
    spend,
    transfer,
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


@pytest.fixture
def world() -> World:
    return World()


async def test_an_account_never_written_has_zeros(world: World) -> None:
    assert await world.balance() == Balance(ANN, "POINTS", 0)


# --- lots and expiry ---


async def test_spending_takes_the_earliest_expiring_lot_first(world: World) -> None:
    await world.post(earn(ANN, 10), earn(ANN, 10, expire_at=LATER), earn(ANN, 10, expire_at=SOON))
    await world.post(spend(ANN, 15))
    assert await world.lots() == {LATER: 5, None: 10}


async def test_lots_of_the_same_expiry_are_one(world: World) -> None:
    await world.post(earn(ANN, 10, expire_at=SOON), earn(ANN, 5, expire_at=SOON))
    assert await world.lots() == {SOON: 15}


async def test_points_past_expiry_cannot_be_spent_though_nothing_swept(world: World) -> None:
    await world.post(earn(ANN, 10, expire_at=SOON), earn(ANN, 3))
    world.clock.set(SOON)
    told = await world.balance()
    assert (told.posted, told.available) == (3, 3)
    assert await world.refusal(spend(ANN, 4)) == ("INSUFFICIENT_POINTS", "legs[0].amount")


async def test_points_are_good_until_the_very_instant_of_expiry(world: World) -> None:
    await world.post(earn(ANN, 10, expire_at=SOON))
    world.clock.set(SOON - timedelta(milliseconds=1))
    await world.post(spend(ANN, 10))
    assert await world.available() == 0


async def test_the_next_posting_records_what_expired(world: World) -> None:
    await world.post(earn(ANN, 10, expire_at=SOON), earn(ANN, 4, expire_at=SOON + DAY))
    world.clock.set(SOON + 3 * DAY)
    written = await world.post(earn(ANN, 1))
    kinds = [one.kind for one in world.store.postings.values()]
    assert kinds[2:] == [PostingKind.EXPIRE, PostingKind.EXPIRE, PostingKind.EARN]
    first, second = list(world.store.postings.values())[2:4]
    assert (first.effective_at, first.entries[0].amount) == (SOON, -10)
    assert (second.effective_at, second.entries[0].amount) == (SOON + DAY, -4)
    assert (written.posting.entries[0].sequence, written.posting.entries[0].balance_after) == (5, 1)


async def test_a_refusal_does_not_record_expiries_either(world: World) -> None:
    await world.post(earn(ANN, 10, expire_at=SOON))
    world.clock.set(SOON)
    await world.refusal(spend(ANN, 1))


async def test_points_that_come_past_their_expiry_are_lost_at_once(world: World) -> None:
    await world.post(earn(ANN, 7), hold(ANN, 5, LATER))
    await world.post(earn(ANN, 100, expire_at=NEW_YEAR - DAY))
    assert await world.available() == 2
    assert await world.lots() == {None: 7}


async def test_what_expires_soon_is_told_by_date(world: World) -> None:
    await world.post(earn(ANN, 10, expire_at=SOON), earn(ANN, 4, expire_at=NEW_YEAR + 40 * DAY))
    assert [(e.points, e.expire_at) for e in (await world.balance()).expiring] == [(10, SOON)]


# --- pending ---


async def test_pending_points_settle_at_their_time(world: World) -> None:
    await world.post(earn(ANN, 10, available_at=SOON, expire_at=LATER))
    assert (await world.balance()).pending == 10
    assert (await world.refusal(spend(ANN, 1)))[0] == "INSUFFICIENT_POINTS"
    world.clock.set(SOON)
    await world.post(earn(ANN, 1, expire_at=LATER), spend(ANN, 10))
    assert await world.lots() == {LATER: 1}


async def test_pending_points_cannot_be_given_away(world: World) -> None:
    await world.post(earn(ANN, 10, available_at=SOON))
    assert (await world.refusal(transfer(ANN, BOB, 1)))[0] == "INSUFFICIENT_POINTS"


# --- clawback and debt ---


async def test_a_clawback_takes_pending_then_the_same_lot_then_others_then_debt(
    world: World,
) -> None:
    await world.post(earn(ANN, 5, expire_at=SOON), earn(ANN, 5, expire_at=LATER))
    await world.post(earn(ANN, 5, available_at=SOON))
    await world.post(claw_back(ANN, 5, prefer_expire_at=LATER))
    assert await world.lots() == {SOON: 5, LATER: 5}
    await world.post(claw_back(ANN, 4, prefer_expire_at=LATER))
    assert await world.lots() == {SOON: 5, LATER: 1}
    written = await world.post(claw_back(ANN, 8, prefer_expire_at=LATER))
    assert await world.lots() == {}
    assert sum(lot.points for lot in written.posting.entries[0].lots) == 6
    assert await world.available() == -2


async def test_the_lot_that_never_expires_can_be_named(world: World) -> None:
    await world.post(earn(ANN, 5), earn(ANN, 5, expire_at=SOON))
    await world.post(claw_back(ANN, 5, prefer_expire_at=NEVER))
    assert await world.lots() == {SOON: 5}


async def test_a_guarded_clawback_stays_within_the_balance(world: World) -> None:
    await world.post(earn(ANN, 5, available_at=SOON))
    assert (await world.refusal(claw_back(ANN, 6, unguarded=False)))[0] == "INSUFFICIENT_POINTS"
    await world.post(claw_back(ANN, 5, unguarded=False))
    assert (await world.balance()).posted == 0


async def test_a_credit_pays_debt_first(world: World) -> None:
    await world.post(earn(ANN, 5), claw_back(ANN, 15), earn(ANN, 30, expire_at=SOON))
    assert await world.lots() == {SOON: 20}
    assert await world.available() == 20


async def test_a_minimum_may_be_named(world: World) -> None:
    await world.post(earn(ANN, 5))
    legs = Leg(ANN, "POINTS", -7, minimum=-2), Leg("house:redeemed", "POINTS", 7)
    await world.post(posting(PostingKind.SPEND, *legs))
    assert (await world.refusal(posting(PostingKind.SPEND, *legs)))[0] == "INSUFFICIENT_POINTS"
    assert await world.available() == -2


# --- holds ---


async def test_held_points_cannot_be_spent_by_others(world: World) -> None:
    await world.post(earn(ANN, 10), hold(ANN, 7, SOON))
    told = await world.balance()
    assert (told.posted, told.held, told.available) == (10, 7, 3)
    assert (await world.refusal(spend(ANN, 4)))[0] == "INSUFFICIENT_POINTS"
    assert (await world.refusal(hold(ANN, 4, SOON, hold_id="b")))[0] == "INSUFFICIENT_POINTS"


async def test_a_hold_ends_by_itself(world: World) -> None:
    await world.post(earn(ANN, 10), hold(ANN, 7, SOON))
    world.clock.set(SOON)
    assert await world.available() == 10
    assert (await world.refusal(capture(ANN, 7)))[0] == "HOLD_NOT_FOUND"


async def test_part_of_a_hold_is_captured_and_the_rest_let_go(world: World) -> None:
    await world.post(earn(ANN, 10), hold(ANN, 7, SOON), capture(ANN, 3))
    told = await world.balance()
    assert (told.posted, told.held, told.available) == (7, 4, 3)
    assert (await world.refusal(capture(ANN, 5))) == ("HOLD_EXCEEDED", "change_holds[0].reduce_by")
    await world.post(release(ANN))
    assert await world.available() == 7
    assert (await world.refusal(capture(ANN, 1)))[0] == "HOLD_NOT_FOUND"


async def test_a_hold_is_not_captured_twice(world: World) -> None:
    await world.post(earn(ANN, 10), hold(ANN, 7, SOON), capture(ANN, 7))
    assert (await world.refusal(capture(ANN, 7)))[0] == "HOLD_NOT_FOUND"


async def test_a_hold_can_be_extended_within_90_days(world: World) -> None:
    await world.post(earn(ANN, 10), hold(ANN, 7, SOON))
    change = release(ANN).change_holds[0]
    for end, reason in ((LATER, ""), (NEW_YEAR + 91 * DAY, "INVALID_ARGUMENT")):
        extended = type(change)("hold", ANN, "POINTS", expire_at=end)
        request = posting(PostingKind.HOLD, change_holds=(extended,))
        if reason:
            assert await world.refusal(request) == (reason, "change_holds[0].expire_time")
        else:
            await world.post(request)
    world.clock.set(SOON + DAY)
    assert (await world.balance()).held == 7


async def test_points_that_expire_while_held_can_still_be_captured(world: World) -> None:
    await world.post(earn(ANN, 10, expire_at=SOON), hold(ANN, 6, LATER))
    world.clock.set(SOON + DAY)
    assert (await world.balance()).posted == 6
    await world.post(capture(ANN, 6))
    assert (await world.balance()).posted == 0


async def test_points_that_expired_while_held_are_gone_when_it_ends(world: World) -> None:
    await world.post(earn(ANN, 10, expire_at=SOON), hold(ANN, 6, LATER))
    world.clock.set(SOON + DAY)
    await world.post(release(ANN))
    assert await world.available() == 0


async def test_held_points_past_expiry_pay_for_nothing_else(world: World) -> None:
    await world.post(earn(ANN, 6, expire_at=SOON), hold(ANN, 6, LATER), earn(ANN, 5))
    world.clock.set(SOON + DAY)
    await world.post(spend(ANN, 5))
    assert await world.lots() == {SOON: 6}


async def test_a_hold_is_kept_even_where_a_clawback_made_debt(world: World) -> None:
    await world.post(earn(ANN, 10), hold(ANN, 10, LATER), claw_back(ANN, 4))
    assert await world.available() == -4
    await world.post(capture(ANN, 10))
    assert (await world.balance()).posted == -4


# --- reversals ---


async def test_a_reversal_gives_each_lot_back_what_was_taken_from_it(world: World) -> None:
    await world.post(earn(ANN, 5, expire_at=SOON), earn(ANN, 5, expire_at=LATER))
    spent = await world.post(spend(ANN, 7))
    undone = await world.post(reverse(spent.posting.id))
    assert await world.lots() == {SOON: 5, LATER: 5}
    assert undone.posting.reverses_posting_id == spent.posting.id


async def test_a_posting_is_reversed_once(world: World) -> None:
    earned = await world.post(earn(ANN, 5), earn(ANN, 5))
    await world.post(reverse(earned.posting.id))
    again = await world.refusal(reverse(earned.posting.id))
    assert again == ("ALREADY_REVERSED", "reverses_posting_id")


async def test_of_two_reversals_in_one_batch_one_is_refused(world: World) -> None:
    earned = await world.post(earn(ANN, 5), earn(ANN, 5))
    undo = [reverse(earned.posting.id), reverse(earned.posting.id)]
    first, second = await world.ledger.post_all(undo)
    assert isinstance(first, Posted)
    assert isinstance(second, Refused)


async def test_a_reversal_is_not_reversed(world: World) -> None:
    earned = await world.post(earn(ANN, 5))
    undone = await world.post(reverse(earned.posting.id))
    refused = await world.refusal(reverse(undone.posting.id))
    assert refused == ("REVERSAL_OF_REVERSAL", "reverses_posting_id")


async def test_points_that_were_spent_cannot_be_reversed_away(world: World) -> None:
    earned = await world.post(earn(ANN, 5))
    await world.post(spend(ANN, 3))
    assert (await world.refusal(reverse(earned.posting.id)))[0] == "INSUFFICIENT_POINTS"


async def test_what_does_not_exist_in_this_brand_is_not_reversed(world: World) -> None:
    other = await world.post(earn(ANN, 5, brand="retail"))
    assert (await world.refusal(reverse(other.posting.id)))[0] == "POSTING_NOT_FOUND"


# --- idempotency ---


async def test_the_same_request_gets_the_first_answer(world: World) -> None:
    request = earn(ANN, 5, request_id="r")
    first = await world.post(request)
    world.clock.advance(400 * DAY)
    again = await world.post(request)
    assert (again.posting, again.replayed) == (first.posting, True)


async def test_the_same_id_with_other_content_is_refused(world: World) -> None:
    await world.post(earn(ANN, 5, request_id="r"))
    refused = await world.refusal(earn(ANN, 6, request_id="r"))
    assert refused == ("REQUEST_ID_REUSED", "request_id")


async def test_who_spent_the_last_points_is_not_refused_when_asking_again(world: World) -> None:
    await world.post(earn(ANN, 5), spend(ANN, 5, request_id="last"))
    assert (await world.post(spend(ANN, 5, request_id="last"))).replayed


async def test_a_request_twice_in_one_batch_is_one_posting(world: World) -> None:
    request, other = earn(ANN, 5, request_id="r"), earn(ANN, 6, request_id="r")
    first, second, third = await world.ledger.post_all([request, request, other])
    assert isinstance(first, Posted)
    assert isinstance(second, Posted)
    assert (first.replayed, second.replayed) == (False, True)
    assert isinstance(third, Refused)
    assert await world.available() == 5


async def test_an_id_that_was_refused_may_be_used_again(world: World) -> None:
    await world.refusal(spend(ANN, 5, request_id="r"))
    await world.post(earn(ANN, 5))
    assert not (await world.post(spend(ANN, 5, request_id="r"))).replayed


async def test_two_brands_may_use_one_id(world: World) -> None:
    await world.post(earn(ANN, 5, request_id="r"))
    assert not (await world.post(earn(ANN, 6, request_id="r", brand="retail"))).replayed


# --- records ---


async def test_a_record_changes_with_its_posting_or_not_at_all(world: World) -> None:
    order = Record("order", "1", 0, {"total": 5})
    await world.refusal(spend(ANN, 5, records=(order,)))
    await world.post(earn(ANN, 5, records=(order,)))
    assert await world.ledger.record("tea", "order", "1") == (1, {"total": 5})
    assert await world.ledger.record("retail", "order", "1") is None
    refused = await world.refusal(earn(ANN, 5, records=(order,)))
    assert refused[0] == "RECORD_CHANGED"


async def test_in_one_batch_a_record_changes_once_under_one_version(world: World) -> None:
    requests = [earn(ANN, 5, records=(Record("cap", "1", 0, {"n": n}),)) for n in range(3)]
    results = await world.ledger.post_all(requests)
    assert [isinstance(result, Posted) for result in results] == [True, False, False]
    assert await world.ledger.record("tea", "cap", "1") == (1, {"n": 0})


# --- as of ---


async def test_balances_as_of_effective_and_recorded_time(world: World) -> None:
    await world.post(earn(ANN, 10))
    world.clock.advance(10 * DAY)
    await world.post(earn(ANN, 5, effective_at=NEW_YEAR - 30 * DAY))
    then = NEW_YEAR + DAY
    assert await world.ledger.effective_at("tea", ANN, "POINTS", then) == 15
    assert await world.ledger.recorded_at("tea", ANN, "POINTS", then) == 10
    assert await world.ledger.recorded_at("tea", ANN, "POINTS", NEW_YEAR - DAY) == 0
    assert await world.ledger.recorded_at("tea", ANN, "POINTS", NEW_YEAR + 10 * DAY) == 15


async def test_by_effective_time_only_what_was_recorded_since_is_read(world: World) -> None:
    read: list[int] = []
    effective_sum = world.store.effective_sum

    async def counted(key: AccountKey, until: datetime, after: int = 0) -> int:
        read.append(after)
        return await effective_sum(key, until, after)

    world.store.effective_sum = counted  # type: ignore[method-assign]
    for day in range(20):
        late = earn(ANN, 1, effective_at=NEW_YEAR + day * DAY - (day % 3) * 5 * DAY)
        await world.post(late)
        await world.post(earn(ANN, 1))
        world.clock.advance(DAY)
    for until in (*(NEW_YEAR + n * DAY for n in range(-30, 30)), datetime.min.replace(tzinfo=UTC)):
        told = await world.ledger.effective_at("tea", ANN, "POINTS", until)
        assert told == await effective_sum(AccountKey("tea", ANN, "POINTS"), until)
    read.clear()
    await world.ledger.effective_at("tea", ANN, "POINTS", NEW_YEAR + 18 * DAY + CLOCK_SKEW)
    assert read == [38]


async def test_by_effective_time_points_leave_at_their_expiry_recorded_or_not(
    world: World,
) -> None:
    await world.post(earn(ANN, 10, expire_at=SOON))
    world.clock.set(LATER)
    for _ in range(2):
        assert await world.ledger.effective_at("tea", ANN, "POINTS", SOON - DAY) == 10
        assert await world.ledger.effective_at("tea", ANN, "POINTS", SOON) == 0
        await world.post(earn(ANN, 1))


# --- limits ---


async def test_an_account_carries_a_bounded_number_of_lots_and_holds(world: World) -> None:
    for n in range(LOTS_MAX // 20):
        legs = [
            leg
            for m in range(20)
            for leg in earn(ANN, 1, expire_at=LATER + (20 * n + m) * DAY).legs
        ]
        await world.post(posting(PostingKind.EARN, *legs))
    assert (await world.refusal(earn(ANN, 1)))[0] == "ACCOUNT_FULL"
    for n in range(HOLDS_MAX // 10):
        placed = [hold(ANN, 1, SOON, hold_id=f"{n}-{m}").place_holds[0] for m in range(10)]
        await world.post(posting(PostingKind.HOLD, place_holds=tuple(placed)))
    assert (await world.refusal(hold(ANN, 1, SOON, hold_id="x")))[0] == "ACCOUNT_FULL"


async def test_a_balance_beyond_the_database_is_refused(world: World) -> None:
    key = AccountKey("tea", ANN, "POINTS")
    world.store.accounts[key] = Account(key, posted=2**62 - 5, version=1)
    assert (await world.refusal(earn(ANN, 6)))[0] == "AMOUNT_INVALID"


async def test_the_record_of_an_account_never_runs_backwards(world: World) -> None:
    await world.post(earn(ANN, 1))
    world.clock.advance(-DAY)
    assert (await world.post(earn(ANN, 1))).posting.recorded_at == NEW_YEAR

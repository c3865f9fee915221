"""Members are told once, 30, 7 and 1 days before, of the points that they may lose."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.common.clock import ManualClock
from services.common.errors import Refusal
from services.points.ledger.api.messages import balance_message, posting_event, posting_message
from services.points.ledger.commands import expiry_reminders
from services.points.ledger.commands.expiry_reminders import Reminders
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.commands.verify import Verifier
from services.points.ledger.domain.account import Account, AccountKey
from services.points.ledger.domain.balance import balance
from services.points.ledger.domain.batch import Unwritable
from services.points.ledger.domain.expiry_reminder import ExpiryReminder, due_reminders, reminder_in
from services.points.ledger.domain.posting import (
    Lot,
    PostingKind,
    PostingRequest,
    PostingResult,
    Refused,
)
from tests.builders import earn, spend
from tests.fakes import FakeLedgerStore

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
ENDS = datetime(2026, 3, 31, 16, tzinfo=UTC)
"""31 March is the last day: its end in Shanghai."""
LAST = date(2026, 3, 31)


class World:
    """Two brands, in which members are reminded 30, 7 and 1 days before."""

    def __init__(self) -> None:
        self.clock = ManualClock(ENDS - 40 * DAY)
        self.store = FakeLedgerStore()
        self.ledger = Ledger(self.store, self.clock)
        self.days: dict[str, date] = {}
        self.broken: set[str] = set()

    async def zone(self, brand: str) -> ZoneInfo:
        if brand in self.broken:
            raise ValueError(brand)
        return SHANGHAI

    async def remind_days(self, brand: str) -> Mapping[str, Sequence[int]]:
        return {"POINTS": (30, 7, 1)}

    async def told_until(self, brand: str) -> date | None:
        return self.days.get(brand)

    async def keep(self, brand: str, day: date) -> None:
        self.days[brand] = day

    async def may_work(self) -> bool:
        return True

    def reminders(self) -> Reminders:
        return Reminders(self.ledger, self.store, self, self, self.clock, self.may_work)

    async def once(self, ahead: int) -> list[ExpiryReminder]:
        """Remind on the day that is so many days before the last; all that was written so far."""
        self.clock.set(ENDS - timedelta(hours=5) - ahead * DAY)
        await self.reminders().once()
        return self.told()

    def told(self) -> list[ExpiryReminder]:
        postings = sorted(self.store.postings.values(), key=lambda posting: posting.id)
        return [told for posting in postings if (told := reminder_in(posting)) is not None]


@pytest.fixture
def world() -> World:
    return World()


async def test_a_member_is_told_30_7_and_1_days_before_each_once(world: World) -> None:
    await world.ledger.post(earn("mem_ann", 10, expire_at=ENDS))
    for ahead in range(35, -1, -1):
        await world.once(ahead)
        await world.once(ahead)
    said = [(told.member_id, told.points, told.on, told.days) for told in world.told()]
    assert said == [("mem_ann", 10, LAST, days) for days in (30, 7, 1)]


async def test_the_reminder_says_what_is_left_and_the_day_that_the_card_says(world: World) -> None:
    await world.ledger.post(earn("mem_ann", 10, expire_at=ENDS))
    await world.ledger.post(earn("mem_ann", 5, expire_at=ENDS, available_at=ENDS - 33 * DAY))
    await world.ledger.post(earn("mem_ann", 90, expire_at=ENDS + DAY))
    world.clock.set(ENDS - 31 * DAY)
    await world.ledger.post(spend("mem_ann", 4))
    (told,) = await world.once(30)
    assert (told.points, told.on) == (11, LAST)
    key = AccountKey("tea", "mem_ann", "POINTS")
    card = balance_message(balance(world.store.accounts[key], world.clock.now(), 40), SHANGHAI)
    assert (card.expiring[0].points, card.expiring[0].on) == (11, "2026-03-31")


async def test_a_reminder_is_an_event_of_the_feed_and_moves_nothing(world: World) -> None:
    await world.ledger.post(earn("mem_ann", 10, expire_at=ENDS))
    before = world.store.accounts.copy()
    await world.once(7)
    (posting,) = [p for p in world.store.postings.values() if p.kind is PostingKind.REMINDER]
    message = posting_message(posting)
    assert (message.expiring.member_id, message.expiring.asset) == ("mem_ann", "POINTS")
    assert (message.expiring.points, message.expiring.on) == (10, "2026-03-31")
    assert message.expiring.days == 7
    assert dict(message.metadata) == {"member_id": "mem_ann"}
    assert posting_event(posting).subject == "mem_ann"
    assert world.store.accounts == before
    assert (await Verifier(world.store, world.clock).verify("tea")).problems == []


async def test_after_days_without_the_service_the_latest_reminder_alone_is_told(
    world: World,
) -> None:
    await world.ledger.post(earn("mem_ann", 10, expire_at=ENDS))
    await world.once(31)
    (told,) = await world.once(5)
    assert (told.days, told.stage) == (5, 7)


async def test_points_given_for_a_few_days_are_told_from_the_next_stage_on(world: World) -> None:
    await world.once(6)
    await world.ledger.post(earn("mem_ann", 10, expire_at=ENDS))
    assert await world.once(5) == []
    assert [told.days for told in await world.once(1)] == [1]


async def test_two_replicas_at_once_remind_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expiry_reminders, "SLICE", 2)
    for n in range(5):
        await world.ledger.post(earn(f"mem_{n}", 10, expire_at=ENDS))
    world.clock.set(ENDS - timedelta(hours=5) - DAY)
    written = await asyncio.gather(*(world.reminders().once() for _ in range(3)))
    assert sum(written) == len(world.told()) == 5


async def test_a_reminder_that_ended_half_way_goes_on_and_repeats_none(world: World) -> None:
    for n in range(3):
        await world.ledger.post(earn(f"mem_{n}", 10, expire_at=ENDS))
    await world.once(1)
    world.days.clear()
    await world.ledger.post(earn("mem_9", 10, expire_at=ENDS))
    told = await world.once(1)
    assert sorted(each.member_id for each in told) == ["mem_0", "mem_1", "mem_2", "mem_9"]


async def test_a_brand_that_fails_keeps_no_other_from_being_reminded(world: World) -> None:
    await world.ledger.post(earn("mem_bob", 10, brand="car", expire_at=ENDS))
    await world.ledger.post(earn("mem_ann", 10, expire_at=ENDS))
    world.broken = {"car"}
    assert [told.member_id for told in await world.once(1)] == ["mem_ann"]
    world.broken = set()
    assert [told.member_id for told in await world.once(1)] == ["mem_ann", "mem_bob"]


async def test_a_damaged_account_keeps_no_other_from_being_reminded(world: World) -> None:
    await world.ledger.post(earn("mem_ann", 10, expire_at=ENDS))
    await world.ledger.post(earn("mem_bob", 10, expire_at=ENDS))
    key = AccountKey("tea", "mem_ann", "POINTS")
    world.store.accounts[key] = world.store.accounts[key]._replace(lots=(Lot("?", ENDS),))  # type: ignore[arg-type]
    assert [told.member_id for told in await world.once(1)] == ["mem_bob"]


async def test_a_member_whose_reminder_is_refused_keeps_no_other_from_being_reminded(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expiry_reminders, "SLICE", 1)
    await world.ledger.post(earn("mem_ann", 10, expire_at=ENDS))
    await world.ledger.post(earn("mem_bob", 10, expire_at=ENDS))
    post = world.ledger.post_all

    async def refusing(requests: Sequence[PostingRequest]) -> list[PostingResult]:
        ann = [each for each in requests if "mem_ann" in each.request_id]
        return [Refused(refusal)] if ann else await post(requests)

    monkeypatch.setattr(world.ledger, "post_all", refusing)
    refusal: Exception = Refusal("STORAGE_UNAVAILABLE")
    assert await world.once(1) == []
    refusal = Unwritable("mem_ann")
    assert [told.member_id for told in await world.once(1)] == ["mem_bob"]


async def test_nobody_is_reminded_of_what_a_reward_or_another_asset_has(world: World) -> None:
    await world.ledger.post(earn("reward:cup", 10, expire_at=ENDS))
    await world.ledger.post(earn("mem_ann", 10, asset="CARD", expire_at=ENDS))
    assert await world.once(1) == []


@given(st.sets(st.integers(0, 40), min_size=1))
def test_whichever_days_a_process_ran_no_stage_is_told_twice(ran: set[int]) -> None:
    account = Account(AccountKey("tea", "mem_ann", "POINTS"), 10, lots=(Lot(10, ENDS),))
    told: list[ExpiryReminder] = []
    until = LAST - 41 * DAY
    for ahead in sorted(ran, reverse=True):
        now = ENDS - timedelta(hours=5) - ahead * DAY
        told += due_reminders(account, now, SHANGHAI, (30, 7, 1), until)
        until = LAST - ahead * DAY
    stages = [each.stage for each in told]
    assert stages == sorted(set(stages), reverse=True)
    # Whoever ran on the last day, or the day before, told the last reminder.
    assert (1 in stages) is bool(ran & {0, 1})

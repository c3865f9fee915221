"""Wishes, judgements and previews over a store in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from services.common.clock import Clock, ManualClock
from services.feedback.audience.domain import Counted, Purpose, Reached, Said
from services.feedback.fact_store.domain import NOTHING_TOLD, FactsChanged, StageFacts, ToldFacts
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Publication
from services.feedback.providers.domain.outgoing import Answer, Outgoing
from services.feedback.reach.commands.context import ReachContext, rules_of
from services.feedback.reach.commands.judging import judge_due
from services.feedback.reach.commands.reading import preview
from services.feedback.reach.commands.store import Change, Judge
from services.feedback.reach.commands.wishing import WITHOUT_PROGRAMME, Happened, wish
from services.feedback.reach.domain.pressure import Brake, Measured, PressureState
from services.feedback.reach.domain.resolved import Resolved
from services.feedback.reach.domain.section import reach_section
from services.feedback.reach.domain.touch import (
    ChannelCounts,
    HandedOver,
    Resending,
    State,
    Touch,
    TouchFilter,
)
from services.feedback.reach.domain.wish import Occasion, touch_id
from services.feedback.timers.domain import Timer
from tests.condition_facts import assert_as_declared
from tests.example_programmes import example
from tests.no_pressure import NoPressure
from tests.no_quotas import NoQuotas
from tests.unit.feedback.reach.samples import LONG_AGO, local

NOW = local("2026-12-16 15:00")
TEA = example("tea")
# Each wish of a test has an id of its own, and with it another part of the spread.
for _quiet in (*TEA["reach"]["quiet"], *TEA["reach"]["windows"]):
    _quiet["spread_minutes"] = 0


class Store:
    async def keep(self, publication: Publication) -> None:
        raise NotImplementedError

    async def revision(self, brand: str) -> str | None:
        return "r1"

    async def load(self, brand: str) -> Publication | None:
        return Publication(brand, "r1", TEA)

    async def brands(self, after: str, limit: int) -> list[str]:
        return []


class Facts:
    """What is told of the member: how active they are."""

    def __init__(self, level: str = "") -> None:
        self._told = ToldFacts(stage=StageFacts((1,), "", level)) if level else NOTHING_TOLD

    async def of(self, brand: str, member_id: str) -> ToldFacts:
        return self._told

    async def keep(self, changes: Sequence[FactsChanged]) -> None:
        raise NotImplementedError

    async def forget(self, brand: str, member_id: str) -> None:
        raise NotImplementedError

    async def remember(self, brand: str, member_id: str) -> None:
        raise NotImplementedError


class Contacts:
    async def resolve(
        self, brand: str, purpose: str, channel: str, message: str, member_ids: Sequence[str]
    ) -> Mapping[str, Resolved]:
        raise NotImplementedError


class NoProviders:
    def configured(self, brand: str) -> frozenset[str]:
        return frozenset({"sms", "wechat_subscription"})

    def paused_until(self, brand: str, channel: str) -> datetime | None:
        return None

    async def send(self, brand: str, message: Outgoing) -> Answer:
        raise NotImplementedError

    async def asked(self, brand: str, channel: str, task_id: str, *, stop: bool) -> Answer:
        raise NotImplementedError


class Members:
    """The audience and the touches of one member in memory."""

    def __init__(self, reached: Reached | None) -> None:
        self.reached = reached
        self.touches: dict[str, Touch] = {}

    async def of(self, brand: str, member_id: str) -> Reached | None:
        return self.reached

    async def wish(self, brand: str, touches: Sequence[Touch]) -> None:
        self.touches = {each.id: each for each in touches} | self.touches

    async def judge(self, timers: Sequence[Timer], now: datetime, judge: Judge) -> Sequence[Timer]:
        judged = await judge("tea", "mem_1", self.reached, list(self.touches.values()))
        self.touches |= {each.id: each for each in judged.touches}
        return timers

    async def planned(self, timers: Sequence[Timer]) -> Sequence[tuple[str, Touch]]:
        raise NotImplementedError

    async def hand_over(
        self, timers: Sequence[Timer], ended: Sequence[HandedOver]
    ) -> Sequence[Timer]:
        raise NotImplementedError

    async def mark_handed(
        self, timers: Sequence[Timer], marked: Sequence[tuple[str, Touch]], answer_due: datetime
    ) -> tuple[Sequence[Timer], Collection[str]]:
        raise NotImplementedError

    async def settle(
        self, brand: str, touch_id: str, change: Change, states: Collection[State] = ()
    ) -> None:
        raise NotImplementedError

    async def resend(self, again: Resending, clock: Clock) -> tuple[Touch, bool]:
        raise NotImplementedError

    async def channel_counts(self, brand: str, since: datetime) -> Sequence[ChannelCounts]:
        raise NotImplementedError

    async def find(self, brand: str, touch_id: str) -> Touch | None:
        return self.touches.get(touch_id)

    async def page(
        self, brand: str, only: TouchFilter, before: str, limit: int
    ) -> Sequence[tuple[str, Touch]]:
        raise NotImplementedError


class Allowed(NoQuotas):
    """Points, by which the member allows so many messages of each template."""

    def __init__(self, left: int | None) -> None:
        self._left = left

    async def left(
        self, brand: str, member_id: str, assets: Collection[str]
    ) -> Mapping[str, int] | None:
        return None if self._left is None else dict.fromkeys(assets, self._left)


def context(
    reached: Reached | None,
    now: datetime = NOW,
    left: int | None = None,
    pressure: PressureState | None = None,
    level: str = "",
) -> tuple[ReachContext, Members]:
    members = Members(reached)
    programmes = Programmes(Store(), (reach_section,))
    clock = ManualClock(now)
    return ReachContext(
        members,
        members,
        Facts(level),
        programmes,
        Contacts(),
        NoProviders(),
        clock,
        Allowed(left),
        NoPressure(pressure),
    ), members


MOMENTS = st.integers(0, 7 * 24 * 60).map(lambda each: NOW + timedelta(minutes=each))
WORDS = st.dictionaries(
    st.tuples(
        st.sampled_from(["marketing", "service", "profiling", "survey"]),
        st.sampled_from(["all", "in_app", "sms", "wechat"]),
    ),
    st.builds(Said, st.just(LONG_AGO), st.booleans()),
)
COUNTED = st.lists(
    st.builds(
        Counted,
        st.uuids().map(str),
        st.sampled_from([Purpose.MARKETING, Purpose.SURVEY]),
        st.integers(0, 10 * 24 * 60).map(lambda each: NOW - timedelta(minutes=each)),
    ),
    max_size=4,
).map(tuple)
OCCASIONS = st.sampled_from(
    [
        Occasion("birthday", day="2026-12-16"),
        Occasion("birthday", 3, "2026-12-19"),
        Occasion("level_entered", to="dormant"),
        Occasion("level_entered", to="lost"),
        Occasion("member_enrolled", channel="app"),
        Occasion("tier_changed", to="gold", before="silver"),
    ]
)
MEMBERS = st.none() | st.builds(
    Reached,
    st.sampled_from([f"mem_{number}" for number in range(40)]),
    st.just(LONG_AGO),
    st.sampled_from(["", "basic", "diamond"]),
    WORDS,
    COUNTED,
)


BRAKES = st.builds(
    PressureState,
    st.just(NOW.date()),
    st.dictionaries(
        st.sampled_from([3, 7]),
        st.builds(
            Brake,
            st.just(Measured(3, NOW.date(), 6, 100)),
            st.none() | st.just(NOW.date()),
            st.integers(0, 2),
        ),
    ),
)


LEVELS = st.sampled_from(["", "active", "semi_active", "dormant", "lost"])


@given(MEMBERS, OCCASIONS, MOMENTS, st.none() | st.integers(0, 2), BRAKES, LEVELS)
async def test_case_15_a_preview_is_the_decision_of_that_instant(
    reached: Reached | None,
    occasion: Occasion,
    now: datetime,
    left: int | None,
    brakes: PressureState,
    level: str,
) -> None:
    ctx, members = context(reached, now, left, brakes, level)
    member_id = "mem_1" if reached is None else reached.member_id
    await wish(ctx, [Happened("tea", member_id, occasion, now, "evt_1")])
    previewed = await preview(ctx, "tea", member_id, "", occasion, now)
    [touch] = members.touches.values()
    await judge_due(ctx, [Timer("tea", "reach_wish", touch.id, now)])
    [decided] = members.touches.values()
    assert decided.checks == previewed.decision.checks
    assert decided.message == previewed.decision.message
    assert decided.text == previewed.decision.text
    assert decided.wake_at == previewed.decision.until
    assert (decided.state is State.DELIVERED) is False


@given(MOMENTS, st.booleans())
async def test_what_happened_too_long_ago_or_has_no_row_brings_no_wish(
    now: datetime, late: bool
) -> None:
    ctx, members = context(None, now)
    ago = timedelta(hours=24, seconds=1 if late else 0)
    birthday = Happened("tea", "mem_1", Occasion("birthday"), now - ago, "evt_1")
    no_row = replace(birthday, occasion=Occasion("birthday", lead_days=9), at=now)
    await wish(ctx, [birthday, birthday, no_row])
    assert len(members.touches) == (0 if late else 1)


async def test_what_happens_before_a_brand_has_a_programme_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ctx, members = context(None)
    happened = [Happened("tea", "mem_1", Occasion("birthday"), NOW, f"evt_{n}") for n in range(2)]

    async def none(self: Store, brand: str) -> None:
        return None

    with capture_logs() as told:
        await wish(ctx, happened)
        assert told == []
        monkeypatch.setattr(Store, "revision", none)
        monkeypatch.setattr(Store, "load", none)
        ctx, members = context(None)
        before = WITHOUT_PROGRAMME._value.get()
        await wish(ctx, happened)
    assert members.touches == {}
    assert WITHOUT_PROGRAMME._value.get() - before == 2
    [line] = told
    assert (line["event"], line["brand"], line["occasions"]) == (
        "occasions_without_programme",
        "tea",
        2,
    )


async def test_marketing_waits_for_others_and_service_for_nothing() -> None:
    ctx, members = context(None)
    happened = [
        Happened("tea", "mem_1", Occasion(code), NOW, "evt_1")
        for code in ("birthday", "member_enrolled")
    ]
    await wish(ctx, happened)
    waits = {
        each.wish.occasion.code: each.wake_at and each.wake_at - NOW
        for each in members.touches.values()
    }
    assert waits == {"birthday": timedelta(minutes=10), "member_enrolled": timedelta(0)}
    assert set(members.touches) == {
        touch_id("tea", code, "evt_1", "mem_1") for code in ("birthday", "member_enrolled")
    }


async def test_rows_see_the_facts_that_are_declared() -> None:
    ctx, _ = context(None)
    rules = await rules_of(ctx, "tea")
    assert rules.zone == ZoneInfo("Asia/Shanghai")
    given_facts = {
        "member": {"tier": "gold", **NOTHING_TOLD.at(NOW, rules.zone)},
        "occasion": dict(Occasion("birthday").facts()),
    }
    assert_as_declared("reach.row", given_facts)

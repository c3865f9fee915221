"""Segments by facts and day alone: judged on their next days only, nobody is judged too late."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.common.civil_calendar import solar_of
from services.members.activities.domain.activity import Activity
from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.facts import Facts
from services.members.activities.domain.nearness import NearStore
from services.members.activities.domain.purchase import NO_PURCHASE, Purchase
from services.members.events.domain import SegmentEntered, SegmentFacts, SegmentLeft
from services.members.programme.domain.rules import Rules
from services.members.segments.commands.definitions import Definitions, definitions
from services.members.segments.commands.judging import codes_of
from services.members.segments.domain.aging import DAILY
from services.members.segments.domain.estimate import estimate
from services.members.segments.domain.known_member import KnownMember
from services.members.segments.domain.membership import NOWHERE, moves
from services.members.segments.domain.section import Segment
from services.members.tags.domain.tag import Tag, TagSource
from services.members.tags.domain.tags import NO_TAGS
from tests.condition_facts import assert_as_declared

TODAY = date(2026, 3, 3)
NOW = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
"""00:30 of 3 March in Shanghai."""
ENROLLED = NOW - timedelta(days=20)
CLASSES = {f"r{r}m{m}": f"class_{r}{m}" for r in (1, 2, 3) for m in (1, 2, 3)}
DOCUMENT = {
    "tags": [
        {"code": "vip", "name": {"zh": "v", "en": "v"}, "kind": "style", "refresh": "periodic"}
    ],
    "rfm": {
        "recency_days": [10, 40],
        "orders": [2, 4],
        "spent_minor": [300, 900],
        "classes": CLASSES,
    },
}
RULES = Rules(1, ZoneInfo("Asia/Shanghai"), "CNY", "CN", DOCUMENT)
WHENS = {
    "month": "stats.orders_30d >= 2",
    "week": "stats.spent_minor_7d > 100",
    "active": "stats.active_days_30d > 2",
    "tea": 'stats.bought["tea"] >= 2',
    "quiet": "stats.last_order_days > 12",
    "odd": "stats.last_order_days % 5 == 3",
    "near": "stats.nearest_store_m <= 1000",
    "fresh": "member.enrolled_days <= 30",
    "aged": "member.age > 30",
    "birthday": "member.birthday_month == 4",
    "vip": '"vip" in member.tags',
    "lively": "rfm.active && !rfm.high_value",
    "best": 'rfm.value_class == "class_32" || rfm.frequency == 3',
}


def wanted(**whens: str) -> Definitions:
    segments = [Segment(code, code, code, when, saved=True) for code, when in whens.items()]
    return definitions("tea", RULES, segments)


ALL = wanted(**WHENS)
EACH = {code: wanted(**{code: when}) for code, when in WHENS.items()}


def see(facts: Facts, kind: ActivityType, days_ago: int) -> None:
    at = NOW - timedelta(days=days_ago)
    near = None if kind is ActivityType.ORDER else NearStore("s", 500 * (1 + days_ago % 4))
    one = Activity("pos", "e", "m", kind, at, "", None, {}, b"", near=near)
    facts.see(one, RULES.local_day(at), TODAY, 400)
    if kind is ActivityType.ORDER:
        day = RULES.local_day(at)
        facts.count(NO_PURCHASE, Purchase(1, 150, {"tea": 1}, {"jasmine": 1}), day, TODAY)


def member(*activities: tuple[ActivityType, int], **more: object) -> KnownMember:
    facts = Facts()
    for kind, days_ago in activities:
        see(facts, kind, days_ago)
    given = {"enrolled_at": ENROLLED, "facts": facts, "tags": NO_TAGS, "solar_of": solar_of, **more}
    return KnownMember(**given)  # type: ignore[arg-type]


ORDER, VISIT = ActivityType.ORDER, ActivityType.VISIT
TAGGED = NO_TAGS.changed(
    [Tag("vip", TagSource.RULE, "", NOW, 100, NOW + timedelta(days=3))], (), NOW
)


@pytest.mark.parametrize(
    "known",
    [member(), member((ORDER, 1), (VISIT, 2), birthday="1995-02-28", language="zh", tags=TAGGED)],
    ids=["nothing", "much"],
)
def test_facts_of_segments_are_as_declared(known: KnownMember) -> None:
    assert_as_declared("segments.member", known.condition_facts(RULES, NOW, ALL.bought))


def test_what_is_unknown_makes_a_condition_false_and_what_was_not_bought_is_0() -> None:
    some = wanted(
        age="member.age < 99", none='stats.bought["cocoa"] == 0', last="!(rfm.recency == 3)"
    )
    assert codes_of(some, member(), RULES, NOW) == ["none"]


def test_rfm_is_scored_by_the_brands_cut_points() -> None:
    known = member((ORDER, 10), (ORDER, 11))
    assert known.condition_facts(RULES, NOW)["rfm"] == {
        "recency": 3,
        "frequency": 2,
        "monetary": 2,
        "value_class": "class_32",
        "high_value": False,
        "active": False,
    }
    later = NOW + timedelta(days=1)
    assert known.condition_facts(RULES, later)["rfm"]["recency"] == 2


def test_a_member_who_withdrew_profiling_is_nowhere() -> None:
    assert codes_of(ALL, member((ORDER, 1), (ORDER, 2), profiled=False), RULES, NOW) == []


def test_a_counter_of_days_that_is_compared_with_numbers_matters_on_these_days_only() -> None:
    assert wanted(a=WHENS["quiet"]).aging.last_order == {12}
    assert wanted(a="5 < stats.last_order_days && member.enrolled_days == 3").aging.last_order == {
        5
    }
    assert wanted(a=WHENS["odd"]).aging.last_order == {DAILY}
    assert wanted(a="stats.last_order_days > member.enrolled_days").aging.enrolled == {DAILY}
    assert wanted(a="has(stats.last_order_days)").aging.last_order == frozenset()


def test_a_segment_that_time_does_not_touch_is_judged_by_no_job() -> None:
    ever = wanted(a='stats.orders > 3 && member.stage == "loyalty"')
    assert ever.aging.next_at(member((ORDER, 1), (VISIT, 2)), RULES, NOW) is None


def test_entering_and_leaving_are_told_once_and_since_stays() -> None:
    one = NOWHERE.changed(["a", "b"], NOW)
    later = one.changed(["b", "c"], NOW + timedelta(hours=1))
    assert moves("m", NOWHERE, one) == [SegmentEntered("m", "a"), SegmentEntered("m", "b")]
    assert moves("m", one, later) == [SegmentLeft("m", "a"), SegmentEntered("m", "c")]
    assert later.since["b"] == NOW
    assert later.changed(["c", "b"], NOW + timedelta(hours=2)) is later
    assert later.facts(7) == SegmentFacts((2, 7), ("b", "c"))


def test_the_programmes_segment_stands_before_a_saved_one_of_its_code() -> None:
    written = {"code": "a", "name": {"zh": "a", "en": "a"}, "when": "stats.orders > 1"}
    rules = Rules(1, RULES.zone, "CNY", "CN", {"segments": [written]})
    both = definitions("tea", rules, [Segment("0", "", "", "true"), Segment("a", "", "", "false")])
    assert {code: each.when for code, each in both.segments.items()} == {
        "a": "stats.orders > 1",
        "0": "true",
    }


def test_an_estimate_is_exact_where_all_were_judged_and_else_an_interval_around_it() -> None:
    assert estimate(7, 20, 20) == estimate(7, 20, 7)
    some = estimate(100, 1_000, 50_000)
    assert (some.low, some.members, some.high) == (4_145, 5_000, 6_008)
    none = estimate(0, 1_000, 50_000)
    assert (none.members, none.low) == (0, 0)
    assert none.high == 191


KINDS = st.sampled_from([ORDER, VISIT])
TOLD = st.lists(st.tuples(KINDS, st.integers(0, 60)), max_size=10)
BIRTHDAYS = st.sampled_from(
    ["", "1995-03-20", "1996-02-29", "1995-L01-29", "1995-L02-20", "L12-20", "L02-01"]
)


@settings(max_examples=12, deadline=None)
@given(TOLD, BIRTHDAYS, st.booleans())
def test_whoever_is_judged_on_their_next_days_only_is_where_a_judgement_of_each_day_puts_them(
    activities: list[tuple[ActivityType, int]], birthday: str, tagged: bool
) -> None:
    known = member(*activities, birthday=birthday, tags=TAGGED if tagged else NO_TAGS)
    within = set(codes_of(ALL, known, RULES, NOW))
    due = {code: each.aging.next_at(known, RULES, NOW) for code, each in EACH.items()}
    for days in range(1, 66):
        now = NOW + timedelta(days=days)
        fresh = set(codes_of(ALL, known, RULES, now))
        for code, each in EACH.items():
            at = due[code]
            if at is not None and at <= now:
                within = (within - {code}) | (fresh & {code})
                due[code] = each.aging.next_at(known, RULES, now)
        assert within == fresh, days


@settings(max_examples=30, deadline=None)
@given(TOLD, st.randoms(use_true_random=False))
def test_activities_in_any_order_lead_to_the_same_segments(
    activities: list[tuple[ActivityType, int]], chance: Random
) -> None:
    shuffled = [*activities]
    chance.shuffle(shuffled)
    one, other = member(*activities), member(*shuffled)
    assert codes_of(ALL, one, RULES, NOW) == codes_of(ALL, other, RULES, NOW)

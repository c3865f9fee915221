"""Facts that conditions name are told to other services: no others, and nothing personal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.common.civil_calendar import lunar_of, solar_of
from services.members.activities.commands.retelling import tell_again
from services.members.activities.commands.telling import Telling
from services.members.activities.domain.activity import Activity
from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.facts import Facts
from services.members.activities.domain.subject import Subject
from services.members.events.domain import (
    ActivityFacts,
    ActivityRecorded,
    FactsChanged,
    MemberEvent,
    ProfileFacts,
)
from services.members.identities.domain.profile import Profile
from services.members.identities.domain.profile_facts import age_of, month_of
from services.members.occasions.domain.days import LeapDay, birthday_keys
from services.members.programme.commands.named_facts import named_facts
from services.members.programme.domain.rules import from_programme
from tests.unit.members.activities.test_facts import Line, back, bought, noon
from tests.unit.members.activities.told_world import TODAY, World

FAN = 'stats.bought["tea"] >= 3 && stats.orders_30d > 1'


def rules(*conditions: str) -> dict[str, Any]:
    rules = [{"code": f"r{n}", "on": "order", "when": when} for n, when in enumerate(conditions)]
    return {
        "timezone": "Asia/Shanghai",
        "currency": "CNY",
        "earning": {"rules": rules},
        "feedback": {"routing": [{"when": 'member.language == "en"'}]},
    }


def test_the_facts_of_every_rooms_conditions_are_named() -> None:
    named = named_facts(from_programme(1, rules(FAN, "stats.bought.milk > 0", "member.tier == ''")))
    assert named.profile == ("language",)
    assert named.activity == ("bought/milk", "bought/tea", "orders_30d")
    whole = named_facts(from_programme(1, rules(FAN, "stats.bought.exists(s, s == 'x')")))
    assert whole.activity == ("bought", "orders_30d")
    assert not named_facts(from_programme(1, {"timezone": "UTC", "currency": "CNY"}))


def kinds(events: list[MemberEvent]) -> list[str]:
    return [type(event).__name__ for event in events]


async def test_a_follower_knows_the_facts_as_they_were_before_each_activity() -> None:
    world = World(rules(FAN))
    tea = Line("1", 2, 3600, "tea")
    orders = [bought(1, tea, order_id="o1"), bought(0, tea, order_id="o2")]
    events = await world.record(*orders)
    # Nothing was told before, so the state before comes first.
    assert kinds(events) == [
        "FactsChanged",
        "ActivityRecorded",
        "FactsChanged",
        "ActivityRecorded",
        "FactsChanged",
    ]
    before, first, second = (event for event in events if isinstance(event, FactsChanged))
    assert before.profile == ProfileFacts((1, TODAY.toordinal(), 1), ("language",), language="zh")
    names = ("bought/tea", "orders_30d")
    assert before.activity == ActivityFacts((0, 1), names)
    yesterday, today = (TODAY - timedelta(days=1)).toordinal(), TODAY.toordinal()
    assert first.activity == ActivityFacts(
        (1, 1),
        names,
        days=((yesterday, 1, 3600),),
        series=(("tea", (yesterday,), (2,)),),
    )
    assert second.activity is not None
    assert second.activity.version == (2, 1)
    assert second.activity.series == (("tea", (yesterday, today), (2, 2)),)
    assert second.profile is None


async def test_what_changes_no_named_fact_is_not_told() -> None:
    world = World(rules(FAN))
    await world.record(bought(0, Line("1", 1, 100, "tea")))
    milk = bought(90, Line("1", 1, 100, "milk"), order_id="o2")
    assert kinds(await world.record(milk)) == ["ActivityRecorded"]
    again = await world.record(milk)
    assert again == []
    refund = await world.record(back(0, "r1", Line("1", 1, 100)))
    assert kinds(refund) == ["ActivityRecorded", "FactsChanged"]


async def test_a_refund_is_told_on_the_day_of_its_order() -> None:
    world = World(rules("stats.spent_minor_90d > 0"))
    await world.record(bought(40, Line("1", 2, 3600)))
    [_, told] = await world.record(back(0, "r1", Line("1", 1, 1800)))
    assert isinstance(told, FactsChanged)
    assert told.activity is not None
    assert told.activity.days == (((TODAY - timedelta(days=40)).toordinal(), 1, 1800),)


async def test_a_programme_that_names_other_facts_has_them_told_before_the_next_activity() -> None:
    world = World(rules())
    await world.record(bought(0, Line("1", 1, 100, "tea")))
    world.publish(rules("stats.orders >= 1"))
    told = await world.record(bought(0, Line("1", 1, 100, "tea"), order_id="o2"))
    assert kinds(told) == ["FactsChanged", "ActivityRecorded", "FactsChanged"]
    first = told[0]
    assert isinstance(first, FactsChanged)
    assert first.activity == ActivityFacts((1, 2), ("orders",), orders=1)


async def test_an_age_is_told_anew_on_another_day_and_no_day_of_birth_ever() -> None:
    world = World(rules("member.age >= 18 && member.birthday_month == 11"))
    await world.profile(Profile(name="张三", birthday="2000-11-22", language="zh"))
    [before, _] = await world.record(bought(0, Line("1", 1, 100)))
    names = ("age", "birthday_month", "language")
    assert isinstance(before, FactsChanged)
    assert before.profile == ProfileFacts((2, TODAY.toordinal(), 1), names, 25, 11, "zh")
    assert kinds(await world.record(bought(0, Line("1", 1, 100), order_id="o2"))) == [
        "ActivityRecorded"
    ]
    world.clock.advance(timedelta(days=1))
    [birthday, recorded] = await world.record(bought(-1, Line("1", 1, 100), order_id="o3"))
    assert isinstance(birthday, FactsChanged)
    assert isinstance(recorded, ActivityRecorded)
    assert birthday.profile == ProfileFacts((2, TODAY.toordinal() + 1, 1), names, 26, 11, "zh")
    assert all("2000" not in repr(event) for _, event in world.store.events)


async def test_a_changed_profile_is_told_where_facts_follow_from_it() -> None:
    world = World(rules())
    [_, told] = await world.profile(Profile(language="en"))
    assert isinstance(told, FactsChanged)
    assert told.profile == ProfileFacts((2, TODAY.toordinal(), 1), ("language",), language="en")
    assert kinds(await world.profile(Profile(name="李四"), "name")) == ["MemberUpdated"]


async def test_members_are_told_anew_once_when_a_programme_names_other_facts() -> None:
    world = World(rules("stats.orders >= 1"))
    await world.record(bought(0, Line("1", 1, 100, "tea")))
    assert await tell_again(world.ctx, "tea", 1) == 0, "told before the activity"
    quiet = await world.enrol("mem_2")
    world.publish(rules(FAN))
    before = len(world.store.events)
    assert await tell_again(world.ctx, "tea", 2) == 2
    told = [event for _, event in world.store.events[before:]]
    assert [event.member_id for event in told] == ["mem_1", quiet]
    first, second = told
    assert isinstance(first, FactsChanged)
    assert first.activity is not None
    assert first.activity.series == (("tea", (TODAY.toordinal(),), (1,)),)
    assert isinstance(second, FactsChanged)
    assert second.activity == ActivityFacts((0, 2), ("bought/tea", "orders_30d"))
    assert await tell_again(world.ctx, "tea", 2) == 0
    assert kinds(await world.record(bought(0, Line("1", 1, 100, "x"), order_id="o2"))) == [
        "ActivityRecorded",
        "FactsChanged",
    ]
    world.publish(rules(FAN))
    assert await tell_again(world.ctx, "tea", 3) == 0, "it names the same"


async def test_the_event_of_a_search_is_without_its_words() -> None:
    world = World(rules())
    at = noon(TODAY)
    searched = Activity(
        "app", "s1", "mem_1", ActivityType.SEARCH, at, "", None, {}, b"words", told=b"none"
    )
    events = await world.record(replace(searched, subject=Subject(search_words="words")))
    assert [e.content for e in events if isinstance(e, ActivityRecorded)] == [b"none"]


LAST = date(2098, 12, 31)


def age(text: str, today: date) -> int | None:
    return age_of(text, today, solar_of)


def month(text: str, today: date = TODAY) -> int | None:
    return month_of(text, today, solar_of)


def test_ages_and_months_of_birthdays() -> None:
    assert age("2000-11-21", TODAY) == 26
    assert age("2000-11-22", TODAY) == 25
    assert age("2004-02-29", date(2027, 2, 28)) == 22
    assert age("2004-02-29", date(2027, 3, 1)) == 23
    assert (age("02-29", TODAY), month("02-29")) == (None, 2)
    assert (age("", TODAY), month("")) == (None, None)
    assert month("no birthday") is None


def test_a_lunar_birthday_has_an_age_and_each_year_a_month() -> None:
    assert age("1990-L08-15", date(2026, 10, 2)) == 35
    assert age("1990-L08-15", date(2026, 10, 3)) == 36, "born on 3 October 1990"
    assert month("L08-15", date(2026, 9, 1)) == 9
    assert month("L01-15", date(2093, 3, 1)) == 2, "kept in March in 2094 only"
    assert month("1990-L08-15", date(2026, 9, 30)) == 9, "kept on 25 September 2026"
    assert month("L08-15", date(2028, 9, 1)) == 10
    assert age("L08-15", TODAY) is None


@settings(max_examples=60)
@given(st.integers(1, 12), st.integers(1, 30), st.booleans(), st.dates(date(1902, 1, 1), LAST))
def test_a_lunar_birthday_is_of_this_month_just_where_it_is_kept_in_it(
    number: int, day: int, leap: bool, today: date
) -> None:
    key = f"L{number:02d}{'L' if leap else ''}-{day:02d}"
    first = today.replace(day=1)
    days = (first + timedelta(days=n) for n in range(31))
    kept = any(
        key in birthday_keys(each, lunar_of(each), LeapDay.FEB_28)
        for each in days
        if each.month == today.month
    )
    assert (month(key, today) == today.month) == kept


def test_a_month_of_birth_is_told_anew_when_a_month_begins() -> None:
    named = from_programme(1, rules("member.birthday_month == 9"))
    told = {"mem_1": Facts(told=named_facts(named).key, profile_told_on=date(2026, 8, 3))}
    assert Telling(named, date(2026, 8, 31)).due(told) == set()
    assert Telling(named, date(2026, 9, 1)).due(told) == {"mem_1"}
    assert Telling(named, date(2027, 8, 3)).due(told) == {"mem_1"}

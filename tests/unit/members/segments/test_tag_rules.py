"""Tags by rules: when each is judged, what it gives and takes, and that order is nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.members.activities.domain.activity_type import ActivityType
from services.members.programme.commands import programme_file
from services.members.programme.domain.rules import Rules
from services.members.segments.commands.definitions import definitions
from services.members.segments.domain.rfm import Cuts, RfmSection
from services.members.segments.domain.rfm_run import Table
from services.members.segments.domain.tag_rules import (
    NOT_JUDGED,
    TagsJudged,
    by_rules,
    changes,
    judged_now,
    next_period,
    ruled_tags,
    seen,
)
from services.members.tags.domain.section import TagDefinition
from services.members.tags.domain.tag import Tag, TagSource, Why
from services.members.tags.domain.tags import NO_TAGS, TAGS_MAX, Tags
from tests.paths import PROGRAMMES
from tests.unit.members.segments.test_segments import TOLD, member

NOW = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
TODAY = date(2026, 3, 3)
"""In Shanghai."""
BROWSE, VISIT = ActivityType.BROWSE, ActivityType.VISIT
WHY = Why(7, (("stats.orders", "3"),))


def written(code: str, refresh: str, **more: Any) -> dict[str, Any]:
    rule = {"when": "stats.orders > 2", **more}
    name = {"zh": code, "en": code}
    return {"code": code, "name": name, "kind": "style", "refresh": refresh, "rule": rule}


DOCUMENT = {
    "tags": [
        written("now", "real_time", confidence_percent=80) | {"days": 2},
        written("weekly", "periodic", every_days=7),
        written("browsing", "triggered", on=["search", "browse"]),
        {
            "code": "by_hand",
            "name": {"zh": "h", "en": "h"},
            "kind": "style",
            "refresh": "triggered",
        },
    ]
}
RULES = Rules(7, ZoneInfo("Asia/Shanghai"), "CNY", "CN", DOCUMENT)
RULED = ruled_tags(RULES)


def saw(day: date = TODAY, key: str = "k", **done: int) -> TagsJudged:
    return seen(RULED, key, day, {ActivityType(kind): n for kind, n in done.items()})


def due(was: TagsJudged, now: TagsJudged) -> list[str]:
    return [code for code, each in RULED.items() if judged_now(each, was, now)]


def test_tags_without_a_rule_are_never_judged() -> None:
    assert list(RULED) == ["now", "weekly", "browsing"]


@pytest.mark.parametrize(
    ("was", "now", "judged"),
    [
        (NOT_JUDGED, saw(), ["now", "weekly", "browsing"]),
        (saw(key="old"), saw(), ["now", "weekly", "browsing"]),
        (saw(), saw(), ["now"]),
        (saw(), saw(browse=1), ["now", "browsing"]),
        (saw(browse=1), saw(browse=1, visit=4), ["now"]),
        (saw(TODAY - timedelta(days=7)), saw(), ["now", "weekly"]),
    ],
    ids=["never", "other rules", "nothing", "triggered", "another type", "a week"],
)
def test_each_refresh_has_its_own_occasion(
    was: TagsJudged, now: TagsJudged, judged: list[str]
) -> None:
    assert due(was, now) == judged


def test_a_period_is_over_on_the_same_day_for_every_member() -> None:
    ends = next_period(RULED, TODAY)
    assert ends is not None
    assert TODAY < ends <= TODAY + timedelta(days=7)
    for days in range(1, 8):
        later = TODAY + timedelta(days=days)
        assert ("weekly" in due(saw(), saw(later))) is (later >= ends)
    assert next_period({"now": RULED["now"]}, TODAY) is None


def held(*tags: Tag) -> Tags:
    return NO_TAGS.changed(tags, (), NOW)


def judged(
    tags: Tags, *holding: str, among: dict[str, TagDefinition] | None = None, at: datetime = NOW
) -> Any:
    return changes(tags, among or dict(RULED), dict.fromkeys(holding, WHY), RULES, at)


def test_a_rule_gives_its_tag_with_confidence_life_and_reason_and_takes_it() -> None:
    [given_one], taken = judged(NO_TAGS, "now")
    two_days = datetime(2026, 3, 4, 16, tzinfo=UTC)
    assert given_one == Tag("now", TagSource.RULE, "", NOW, 80, two_days, WHY)
    assert taken == []
    tags = held(given_one)
    assert judged(tags, "now") == ([], [])
    assert judged(tags) == ([], ["now"])
    assert judged(tags, among={"weekly": RULED["weekly"]}) == ([], [])
    assert by_rules(tags, NOW) == ["now"]
    assert by_rules(tags, two_days) == []


def test_a_tag_whose_rule_goes_on_holding_is_set_again_and_lapses_later() -> None:
    [first], _ = judged(NO_TAGS, "now")
    next_day = NOW + timedelta(days=1)
    [again], taken = judged(held(first), "now", at=next_day)
    assert (again.at, again.expires_at) == (next_day, datetime(2026, 3, 5, 16, tzinfo=UTC))
    assert taken == []
    tags = held(first).changed([again], (), next_day)
    assert judged(tags, "now", at=next_day + timedelta(hours=1)) == ([], []), "once a local day"
    assert judged(tags, among={"weekly": RULED["weekly"]}, at=next_day) == ([], [])
    forever, _ = judged(NO_TAGS, "weekly")
    assert judged(held(*forever), "weekly", at=next_day) == ([], [])
    by_hand = held(replace(first, source=TagSource.OPERATOR))
    assert judged(by_hand, "now", at=next_day) == ([], [])


def test_a_member_with_all_tags_one_may_have_keeps_those_whose_rules_hold() -> None:
    [first], _ = judged(NO_TAGS, "now")
    others = (Tag(f"t{n}", TagSource.CHANNEL, "pos", NOW) for n in range(TAGS_MAX - 1))
    later = NOW + timedelta(days=1)
    given_ones, _ = judged(held(first, *others), "weekly", "now", at=later)
    assert [each.code for each in given_ones] == ["now"]


def test_a_tag_that_a_person_set_stands_above_the_rule() -> None:
    by_hand = held(Tag("now", TagSource.OPERATOR, "ann", NOW))
    assert judged(by_hand) == ([], [])
    assert judged(by_hand, "now") == ([], [])
    assert by_rules(by_hand, NOW) == []


def test_a_member_with_all_tags_one_may_have_gets_no_more() -> None:
    full = held(*(Tag(f"t{n}", TagSource.CHANNEL, "pos", NOW) for n in range(TAGS_MAX - 1)))
    given_ones, _ = judged(full, "now", "weekly")
    assert [each.code for each in given_ones] == ["now"]


@given(st.lists(st.booleans(), max_size=20), st.booleans())
@settings(max_examples=60)
def test_a_tag_in_real_time_is_had_by_what_holds_last_alone(before: list[bool], last: bool) -> None:
    tags = NO_TAGS
    for holds in [*before, last]:
        given_ones, taken = judged(tags, *(["now"] if holds else []))
        tags = tags.changed(given_ones, taken, NOW)
    assert ("now" in tags.current(NOW)) is last


@settings(max_examples=30, deadline=None)
@given(TOLD, st.randoms(use_true_random=False))
def test_activities_in_any_order_lead_to_the_same_tags_scores_and_class(
    activities: list[tuple[ActivityType, int]], chance: Random
) -> None:
    shuffled = [*activities]
    chance.shuffle(shuffled)
    wanted = definitions("tea", RULES, [])
    section = RfmSection(Cuts((30, 90), (2, 5), (200, 500)), {(3, 2): "growing"})
    seen_of = []
    for known in (member(*activities), member(*shuffled)):
        facts = known.condition_facts(RULES, NOW, wanted.bought)
        holding = {code: WHY for code, holds in wanted.tag_rules.items() if holds(facts)}
        given_ones, taken = changes(NO_TAGS, RULED, holding, RULES, NOW)
        counted = seen(RULED, "k", TODAY, known.facts.done)
        table = Table()
        table.count(known.facts, section.scores(known.facts, TODAY), section, TODAY)
        seen_of.append((given_ones, taken, counted, table))
    assert seen_of[0] == seen_of[1]


TEA = (PROGRAMMES / "tea.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        (", every_days: 30", "", "rule"),
        ("confidence_percent: 90", "every_days: 3", "rule.every_days"),
        (", on: [browse, search]", "", "rule"),
        ("on: [browse, search]", "on: [browsing]", "rule.on[0]"),
        ("when: stats.orders_90d >= 6, every", "when: member.tags.size() > 1, every", "rule.when"),
    ],
)
def test_a_rule_that_does_not_fit_its_refresh_is_refused_with_its_place(
    old: str, new: str, at: str
) -> None:
    assert TEA.count(old) == 1
    keys = [each.key for each in programme_file.read(TEA.replace(old, new)).problems]
    assert any(key.startswith("tags[") and key.endswith(at) for key in keys), keys


def test_rules_that_say_the_same_have_the_same_words() -> None:
    other = replace(RULES, document={"tags": [written("b", "triggered", on=["browse", "search"])]})
    again = replace(RULES, document={"tags": [written("b", "triggered", on=["search", "browse"])]})
    assert ruled_tags(other) == ruled_tags(again)

"""Earning gives conditions the facts that are declared, each with its type, and no other."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from services.common.cel import FAILED, Condition, compile_condition
from services.common.stores import KnownStore, OpeningHours
from services.points.activities.domain.activity import Activity
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.member_facts import (
    NO_FACTS,
    ActivityFacts,
    MemberFacts,
    ProfileFacts,
    SegmentFacts,
    StageFacts,
    TagFacts,
)
from services.points.activities.domain.standing import Tier
from services.points.activities.domain.validation import (
    ARTICLE_CHARS_MAX,
    CHANNEL_CHARS_MAX,
    LABEL_CHARS_MAX,
    LABELS_MAX,
    LINE_ID_CHARS_MAX,
    LINES_MAX,
    STORE_ID_CHARS_MAX,
)
from services.points.earning.domain.award import judge
from services.points.earning.domain.condition_facts import scope_of, with_line
from services.points.earning.domain.earning_rules import earning_rules
from services.points.programme.domain.programme import UNRANKED, parse
from tests.activities import GOLD, NOON, PLAIN, TWO_DRINKS, activity, bought, document
from tests.condition_facts import assert_as_declared, declared_fact, declared_kind

SHANGHAI = ZoneInfo("Asia/Shanghai")
NAMES = tuple(sorted(declared_kind("earning.activity").facts["stats"]))
TODAY = date(2026, 3, 4).toordinal()
EVERY_FACT = MemberFacts(
    ProfileFacts((1,), ("age", "birthday_month", "enrolled_days", "language"), 31, 2, "zh", NOON),
    ActivityFacts(
        (1,),
        NAMES,
        orders=2,
        spent_minor=5000,
        days=((TODAY, 1, 2000),),
        active_days=(TODAY,),
        last_order_day=TODAY,
        series=(("milk_tea", (TODAY,), (2,)),),
        articles={"jasmine": 1},
    ),
    TagFacts((1,), (("vip", None),)),
    StageFacts((1,), "loyalty", "active", "first_order"),
    SegmentFacts((1,), ("vips",)),
)
STORE = KnownStore("tea", "SH001", 1, "上海", OpeningHours("Asia/Shanghai", ((3, 600, 1320),)))
WITHOUT_HOURS = KnownStore("tea", "SH001", 1, "上海", OpeningHours("Asia/Shanghai"))
VISIT = activity(ActivityType.VISIT)
ORDER = bought(*TWO_DRINKS)


@pytest.mark.parametrize("facts", [NO_FACTS, EVERY_FACT], ids=["unknown", "told"])
@pytest.mark.parametrize("tier", [UNRANKED, Tier("gold", 2, 130)])
@pytest.mark.parametrize("said", [VISIT, ORDER], ids=["visit", "order"])
def test_facts_of_an_activity_are_as_declared(
    said: Activity, tier: Tier, facts: MemberFacts
) -> None:
    given = scope_of(said, tier, SHANGHAI, facts=facts)
    assert_as_declared("earning.activity", given)
    assert_as_declared("earning.campaign", given)


@pytest.mark.parametrize("store", [{}, STORE.facts(NOON), WITHOUT_HOURS.facts(NOON)])
def test_facts_of_a_line_and_of_its_store_are_as_declared(store: dict[str, object]) -> None:
    given = with_line(scope_of(ORDER, UNRANKED, SHANGHAI, store=store), TWO_DRINKS[0])
    assert_as_declared("earning.line", given)


@pytest.mark.parametrize(
    "text",
    [
        "store.open",
        "!store.open",
        'store.city == "上海"',
        'store.city != "上海"',
        'store.code == "SH001"',
        'activity.weekday < 6 && store.city.startsWith("上")',
    ],
)
def test_a_condition_on_a_store_that_nobody_knows_is_false_and_is_no_failure(text: str) -> None:
    FAILED.take()
    assert not compile_condition(text, "tea")(scope_of(VISIT, UNRANKED, SHANGHAI))
    assert not FAILED.take()


def test_a_condition_sees_the_store_of_the_activity_and_its_hours() -> None:
    given = scope_of(VISIT, UNRANKED, SHANGHAI, store=STORE.facts(NOON))
    assert compile_condition('store.open && store.city == "上海" && store.code == "SH001"')(given)
    unknown_hours = scope_of(VISIT, UNRANKED, SHANGHAI, store=WITHOUT_HOURS.facts(NOON))
    assert compile_condition('store.city == "上海"')(unknown_hours)
    assert not compile_condition("store.open || !store.open")(unknown_hours)


@pytest.mark.parametrize(
    ("when", "names"),
    [
        ("store.open", True),
        ('activity.weekday > 5 && store.city == "上海"', True),
        ('activity.store_id == "SH001"', False),
        ('activity.labels.event == "x"', False),
    ],
)
@pytest.mark.parametrize("section", ["rules", "campaigns"])
def test_stores_are_read_for_programmes_that_name_them(
    section: str, when: str, names: bool
) -> None:
    earning = {"rules": [PLAIN["earning"]["rules"][0]], "campaigns": []}
    if section == "rules":
        earning["rules"] = [earning["rules"][0] | {"when": when}]
    else:
        earning["campaigns"] = [{"code": "spring", "percent": 200, "when": when}]
    programme = parse("tea", 1, PLAIN | {"earning": earning}, compile_condition)
    assert earning_rules(programme).names_stores is names


def test_rules_and_campaigns_are_given_the_facts_of_their_kind() -> None:
    """What judge hands over, by the text of the condition that it was handed to."""
    given: dict[str, list[dict[str, dict[str, object]]]] = {}

    def compile_(text: str, _brand: str) -> Condition:
        given[text] = []
        return lambda facts: not given[text].append(dict(facts))  # type: ignore[func-returns-value]

    tea = document("tea")
    points = tea["earning"]["rules"][0]
    tea["earning"] = {
        "rules": [
            points | {"code": each, "each": each, "award": {"points": 1}, "when": f"'{each}' != ''"}
            for each in ("activity", "line", "item")
        ],
        "campaigns": [{"code": "spring", "percent": 200, "when": "'campaign' != ''"}],
    }
    judge(ORDER, GOLD, parse("tea", 1, tea, compile_), {})
    kinds = {"activity": "activity", "line": "line", "item": "line", "campaign": "campaign"}
    assert {text.split("'")[1] for text in given} == kinds.keys()
    for text, all_facts in given.items():
        assert all_facts, text
        for facts in all_facts:
            assert_as_declared("earning." + kinds[text.split("'")[1]], facts)


def test_bounds_are_those_that_activities_are_held_to() -> None:
    bounds = {
        "activity.channel": CHANNEL_CHARS_MAX,
        "activity.store_id": STORE_ID_CHARS_MAX,
        "activity.labels": LABEL_CHARS_MAX,
        "line.line_id": LINE_ID_CHARS_MAX,
        "line.sku": ARTICLE_CHARS_MAX,
        "line.series": ARTICLE_CHARS_MAX,
    }
    for name, characters_max in bounds.items():
        assert declared_fact("earning.line", name).characters_max == characters_max, name
    assert declared_fact("earning.line", "activity.labels").items_max == LABELS_MAX
    assert declared_kind("earning.line").evaluations_max == LINES_MAX


def test_a_condition_on_a_fact_that_is_unknown_is_false() -> None:
    given = scope_of(VISIT, UNRANKED, SHANGHAI)
    assert not compile_condition('activity.labels.event == "spring"')(given)
    assert not compile_condition('line.series == "fresh_fruit"')(given)
    for text in ("stats.orders == 0", "stats.orders < 9", "!(stats.orders > 3)", "member.age > 0"):
        assert not compile_condition(text)(given), text
    assert not compile_condition('stats.bought["tea"] >= 0')(given)


def test_every_fact_of_members_is_given_once_it_is_told() -> None:
    given = scope_of(VISIT, UNRANKED, SHANGHAI, facts=EVERY_FACT)
    kind = declared_kind("earning.activity")
    assert given["stats"].keys() == kind.facts["stats"].keys()
    assert given["member"].keys() == kind.facts["member"].keys()

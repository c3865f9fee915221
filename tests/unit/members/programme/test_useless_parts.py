"""A part of a programme that others leave nothing to do is refused, by line and key."""

import json
from datetime import UTC, datetime

import pytest

from services.members.programme.commands import programme_file
from tests.paths import PROGRAMMES

TEA = (PROGRAMMES / "tea.yaml").read_text(encoding="utf-8")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TOTE = "code: tote_bag\n"
POINTS_EXPIRY = "expiry: {policy: end_of_month, months: 12}"
MULTIPLIERS = "multipliers: [tier, campaigns]"
CLOCK = "urgent: {first_response_minutes: 15, resolution_minutes: 240, hours: always}"

CASES = {
    "a campaign that ends before it begins": (
        "until: 2027-12-31",
        "until: 2025-12-31",
        "earning.campaigns[0].until",
        "before from, 2026-01-01",
    ),
    "a reward whose window ends before it begins": (
        TOTE,
        TOTE + "      from: 2026-05-02\n      until: 2026-05-01\n",
        "rewards.items[1].until",
        "before from, 2026-05-02",
    ),
    "a reward whose window ended": (
        TOTE,
        TOTE + "      until: 2026-02-28\n",
        "rewards.items[1].until",
        "is past, today is 2026-03-01",
    ),
    "points that expired before they are earned": (
        POINTS_EXPIRY,
        "expiry: {policy: fixed_date, date: 2026-02-28}",
        "assets.POINTS.expiry.date",
        "is past",
    ),
    "points that expire before they can be spent": (
        POINTS_EXPIRY,
        "expiry: {policy: days, days: 7}",
        "earning.rules[0].pending_days",
        "before it can be spent",
    ),
    "points of a fixed day that are pending on it": (
        POINTS_EXPIRY,
        "expiry: {policy: fixed_date, date: 2026-03-05}",
        "earning.rules[0].pending_days",
        "after 5 days",
    ),
    "growth that is spent": (
        "GROWTH: {spendable: false",
        "GROWTH: {spendable: true",
        "assets.GROWTH.spendable",
        "never spent",
    ),
    "rewards for points that cannot be spent": (
        "POINTS: {spendable: true",
        "POINTS: {spendable: false",
        "assets.POINTS.spendable",
        "must be spendable",
    ),
    "a campaign that no rule multiplies by": (
        MULTIPLIERS,
        "multipliers: [tier]",
        "earning.campaigns[0].code",
        "no rule has multipliers: [campaigns]",
    ),
    "a tier's multiplier that no rule multiplies by": (
        MULTIPLIERS,
        "multipliers: [campaigns]",
        "ladders[0].tiers[1].multiplier_percent",
        "no rule has multipliers: [tier]",
    ),
    "a multiplier beside the main ladder": (
        "reach: 30000, keep: 30000, multiplier_percent: 100",
        "reach: 30000, keep: 30000, multiplier_percent: 110",
        "ladders[1].tiers[1].multiplier_percent",
        "only the main ladder's",
    ),
    "months of a window that does not roll": (
        "window: {kind: rolling, months: 12}  #",
        "window: {kind: calendar_year, months: 24}  #",
        "ladders[0].window.months",
        "this is calendar_year",
    ),
    "a tier that is kept by less than the one below": (
        "reach: 1000, keep: 800",
        "reach: 1000, keep: 200",
        "ladders[0].tiers[2].keep",
        "below 240",
    ),
    "a cap that stands twice": (
        "caps: [{per: day, times: 1}]",
        "caps: [{per: day, times: 1}, {per: day, times: 2}]",
        "earning.rules[3].caps[1].per",
        "twice",
    ),
    "a cap of a day above the cap of its week": (
        "caps: [{per: week, amount: 30}]",
        "caps: [{per: week, amount: 30}, {per: day, amount: 31}]",
        "earning.rules[4].caps[1].amount",
        "more than 30 per week",
    ),
    "a cap of nothing": (
        "caps: [{per: week, amount: 30}]",
        "caps: [{per: week, amount: 0}]",
        "earning.rules[4].caps[0].amount",
        "minimum",
    ),
    "a budget in an asset that nobody has": (
        "budget: {points: 200000}",
        "budget: {points: 200000, asset: BEANS}",
        "earning.campaigns[0].budget.asset",
        "BEANS is not among the assets",
    ),
    "a limit above the limit for ever": (
        "limits: [{per: member, times: 2}]",
        "limits: [{per: member, times: 2}, {per: month, times: 3}]",
        "rewards.items[1].limits[1].times",
        "more than 2 per member",
    ),
    "a limit of nothing": (
        "limits: [{per: member, times: 2}]",
        "limits: [{per: member, times: 0}]",
        "rewards.items[1].limits[0].times",
        "minimum",
    ),
    "a resolution before the first response": (
        CLOCK,
        "urgent: {first_response_minutes: 15, resolution_minutes: 14}",
        "feedback.clocks.urgent.resolution_minutes",
        "before the first response",
    ),
    "a line in a rule that sees none": (
        "      each: item ",
        "      each: activity ",
        "earning.rules[1].when",
        "line",
    ),
}


@pytest.mark.parametrize(("right", "wrong", "key", "message"), CASES.values(), ids=CASES.keys())
def test_a_part_that_contradicts_another_is_refused_by_line_and_key(
    right: str, wrong: str, key: str, message: str
) -> None:
    source = TEA.replace(right, wrong, 1)
    assert source != TEA
    problems = programme_file.read(source, now=NOW).problems
    named = [each for each in problems if each.key == key and message in each.message]
    assert named, problems
    assert named[0].line > 1


def test_the_first_none_are_refused() -> None:
    source = TEA.replace("first: 50", "first: 0", 1)
    (problem,) = programme_file.read(source, now=NOW).problems
    assert problem.key.endswith("].first")
    assert "minimum" in problem.message


def test_a_route_behind_one_that_takes_everything_is_never_reached() -> None:
    route = "{when: 'true', category: general, priority: complex, team: quality}"
    head = "  routing:\n"
    source = TEA.replace(head, f"{head}    - {route}\n", 1)
    keys = [problem.key for problem in programme_file.read(source, now=NOW).problems]
    assert keys
    assert keys[0] == "feedback.routing[1].when"


def test_a_category_stands_once() -> None:
    document = json.loads(json.dumps(programme_file.read(TEA).document))
    categories = document["feedback"]["categories"]
    categories.append(categories[0])
    keys = [p.key for p in programme_file.read(json.dumps(document), now=NOW).problems]
    assert keys == [f"feedback.categories[{len(categories) - 1}].code"], keys


def test_a_day_is_past_where_the_brand_lives() -> None:
    source = TEA.replace(TOTE, TOTE + "      until: 2026-03-01\n", 1)
    evening = datetime(2026, 3, 1, 15, 59, tzinfo=UTC)
    assert programme_file.read(source, now=evening).problems == ()
    midnight = datetime(2026, 3, 1, 16, tzinfo=UTC)
    assert [p.key for p in programme_file.read(source, now=midnight).problems] == [
        "rewards.items[1].until"
    ]


def test_a_campaign_that_ended_stays_for_what_comes_late() -> None:
    source = TEA.replace("until: 2027-12-31", "until: 2026-02-01", 1)
    assert programme_file.read(source, now=NOW).problems == ()


def test_a_document_with_its_defaults_can_be_published_again() -> None:
    document = programme_file.read(TEA.replace("kind: rolling, months: 12", "kind: lifetime", 1))
    assert document.problems == ()
    again = programme_file.read(json.dumps(document.document), now=NOW)
    assert again.problems == ()
    assert again.document == document.document

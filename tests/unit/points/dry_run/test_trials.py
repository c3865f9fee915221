"""Trials: two programmes over the same activities, in books that are thrown away."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

from services.points.activities.domain.activity import Activity
from services.points.activities.domain.standing import Standing
from services.points.dry_run.commands.history import Piece, Told
from services.points.dry_run.domain.tally import Amounts, Report, RuleRow, Tally, compare
from services.points.trials import TwoTrials
from tests.activities import NOON, bought, document, gave_back, line

DAY = timedelta(days=1)
ANN, BOB = Standing("mem_ann"), Standing("mem_bob")


def order(number: int, minor: int, member_id: str = "mem_ann") -> Activity:
    return bought(
        line("1", minor, series="fresh_fruit"),
        order_id=f"o{number}",
        event_id=f"e{number}",
        member_id=member_id,
        brand="retail",
        currency="GBP",
        at=NOON - DAY,
    )


async def tried(now: dict[str, Any], draft: dict[str, Any], *activities: Activity) -> Report:
    trials = TwoTrials("retail", NOON - 2 * DAY)
    await trials.begin(now, draft)
    told = [Told(NOON - DAY + timedelta(minutes=n), one) for n, one in enumerate(activities)]
    standings = {each.member_id: each for each in (ANN, BOB)}
    await trials.take(Piece(told, standings, {}))
    return await trials.report()


def retail() -> dict[str, Any]:
    """The example, with one rule alone and a worth of points."""
    made = document("retail")
    made["assets"]["POINTS"]["value"] = {"minor_units": 500, "per_points": 1}
    made["earning"] |= {"rules": made["earning"]["rules"][:1], "campaigns": []}
    return made


def doubled() -> dict[str, Any]:
    made = deepcopy(retail())
    made["earning"]["rules"][0]["award"]["points"] *= 2
    return made


async def test_a_rule_that_gives_twice_as_much_is_seen_by_rule_member_and_worth() -> None:
    report = await tried(retail(), doubled(), order(1, 1_000), order(2, 500, "mem_bob"))
    (rule,) = [row for row in report.rules if row.asset == "POINTS"]
    assert rule.amounts.draft == 2 * rule.amounts.now > 0
    (points,) = [row for row in report.assets if row.asset == "POINTS"]
    assert (points.gain, points.lose, points.amounts) == (2, 0, rule.amounts)
    assert points.draft_minor == 2 * points.now_minor > 0
    first, second = report.members
    assert (first.member_id, second.member_id) == ("mem_ann", "mem_bob")
    assert first.amounts.now == 2 * second.amounts.now


async def test_what_was_given_back_is_in_neither() -> None:
    back = gave_back(
        line("1", 1_000, series="fresh_fruit"),
        order_id="o1",
        member_id="mem_ann",
        brand="retail",
        currency="GBP",
        at=NOON,
    )
    report = await tried(retail(), doubled(), order(1, 1_000), back)
    assert {row.amounts for row in report.rules} == {Amounts(0, 0)}
    assert report.members == ()


async def test_a_programme_differs_in_nothing_from_itself() -> None:
    tea = document("tea")
    activities = [order(n, 100 * n, member_id="mem_bob") for n in range(1, 20)]
    report = await tried(tea, tea, *activities)
    assert all(row.amounts.difference == 0 for row in report.rules)
    assert report.members == ()


async def test_what_a_draft_refuses_is_counted_and_stops_nothing() -> None:
    draft = retail()
    draft["earning"]["limits"] = {"quantity": 1}
    many = bought(
        line("1", 1_000, quantity=5, series="fresh_fruit"),
        order_id="o9",
        event_id="e9",
        member_id="mem_ann",
        brand="retail",
        currency="GBP",
        at=NOON - DAY,
    )
    report = await tried(retail(), draft, many, order(1, 1_000))
    assert report.refused == Amounts(0, 1)
    (rule,) = [row for row in report.rules if row.asset == "POINTS"]
    assert rule.amounts.now == 2 * rule.amounts.draft > 0


def test_the_ten_that_differ_most_come_first_and_the_others_are_left_out() -> None:
    now, draft = Tally(), Tally()
    for number in range(12):
        now.by_rule["POINTS", f"r{number:02}"] = 100
        draft.by_rule["POINTS", f"r{number:02}"] = 100 - number
    report = compare(now, draft, {})
    assert report.rules[0] == RuleRow("r11", "POINTS", Amounts(100, 89))
    assert [row.rule for row in report.rules] == [f"r{n:02}" for n in range(11, 1, -1)]
    assert report.assets[0].amounts == Amounts(1_200, 1_200 - 66)
    assert report.assets[0].currency == ""

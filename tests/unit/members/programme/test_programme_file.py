"""A programme file is refused with the line and the key of what is wrong."""

import time
from pathlib import Path

import pytest

from services.members.programme.commands import programme_file, schema
from tests.condition_facts import declared_fact
from tests.paths import PROGRAMMES

TEA = (PROGRAMMES / "tea.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(PROGRAMMES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_example_is_good(path: Path) -> None:
    file = programme_file.read(path.read_text(encoding="utf-8"))
    assert file.problems == ()
    assert file.document["programme"] == path.stem


def test_defaults_are_filled_in() -> None:
    document = programme_file.read(TEA).document
    assert document["phone_region"] == "CN"
    series_bonus = document["earning"]["rules"][1]
    assert series_bonus["rounding"] == "floor"
    assert series_bonus["caps"] == []
    assert document["ladders"][1]["main"] is False
    assert document["assets"]["POINTS"]["expiry"] == {"policy": "end_of_month", "months": 12}


def test_the_key_on_stays_a_word() -> None:
    assert programme_file.read(TEA).document["earning"]["rules"][0]["on"] == "order"


@pytest.mark.parametrize(
    ("right", "wrong", "key", "message"),
    [
        ("timezone: Asia/Shanghai", "timezone: Asia/Shang", "timezone", "not a timezone"),
        (
            "timezone: Asia/Shanghai",
            "timezone: UTC\nfoo: 1",
            "foo",
            "unknown key; known: programme",
        ),
        (
            'line.series == "fresh_fruit"',
            'line.series = "fresh_fruit"',
            "earning.rules[1].when",
            "not a CEL condition",
        ),
        ('"safety" in feedback.topics', "feedback.channel", "feedback.routing[0].when", "not true"),
        (
            '"safety" in feedback.topics',
            "fedback.x",
            "feedback.routing[0].when",
            "did you mean feedback?",
        ),
        ("per: week,", "per: fortnight,", "earning.rules[4].caps[0].per", "one of day, week"),
        ("reach: 1000,", "reach: 100,", "ladders[0].tiers[2].reach", "above 300"),
        ("keep: 800,", "keep: 1800,", "ladders[0].tiers[2].keep", "not be above reach"),
        (
            "POINTS: {spendable: true",
            "POINTS: {spendable: false",
            "assets.POINTS.spendable",
            "rewards are paid in POINTS",
        ),
        ("min_tier: gold", "min_tier: golden", "rewards.items[2].min_tier", "basic, silver, gold"),
        ("code: tasting\n", "code: tote_bag\n", "rewards.items[2].code", "stands here twice"),
        ("asset: GROWTH", "asset: GROTH", "earning.rules[2].asset", "not among the assets"),
        (
            "    on: check_in",
            "    on: check_in\n      each: line",
            "earning.rules[3].each",
            "lines",
        ),
        ("{every: 7, asset: POINTS", "{every: 7, asset: P", "check_in.streak.asset", "among the"),
        ("{asset: MAKE_UP_CARD", "{asset: CARD", "check_in.make_up.asset", "among the assets"),
        ("{asset: MAKE_UP_CARD", "{asset: GROWTH", "check_in.make_up.asset", "ladders count"),
        (
            "member}\n    min_tier: gold",
            "member}\n    min_tier: g",
            "badges[2].min_tier",
            "basic, silver, gold",
        ),
        ("code: taster", "code: good_company", "badges[1].code", "stands here twice"),
        ("    on: review\n    times", "    times", "badges[1].times", "of which type"),
        (
            "club}\n    on: invite\n",
            "club}\n    when: 'true'\n",
            "badges[0]",
            "'on' is a dependency of 'when'",
        ),
        ("{every: 7", "{every: 1", "check_in.streak.every", "minimum of 2"),
        ("last_days: 7", "last_days: 32", "check_in.make_up.last_days", "maximum of 31"),
        ("assets: [POINTS]", "assets: [GROWTH]", "gifts.assets[0]", "not spendable"),
        ("assets: [POINTS]", "assets: [COINS]", "gifts.assets[0]", "not among the assets"),
        ("assets: [POINTS]", "assets: [SIZE_UPGRADE]", "gifts.assets[0]", "own tier"),
        ("min_amount: 5", "min_tier: golden", "gifts.min_tier", "main ladder"),
        ("    diamond: {per_day", "    ruby: {per_day", "gifts.tiers.ruby", "main ladder"),
        ("{times: 3, amount: 200}", "{times: 3}", "gifts.per_day", "amount"),
        ("asset: SIZE_UPGRADE", "asset: SIZE", "benefits[0].asset", "not among the assets"),
        ("asset: SIZE_UPGRADE", "asset: POINTS", "benefits[0].asset", "not a benefit's"),
        ("{gold: 2, diamond", "{golden: 2, diamond", "benefits[0].times.golden", "main ladder"),
        ("times: {gold: 2", "times: {gold: 0", "benefits[0].times.gold", "minimum of 1"),
        ("SIZE_UPGRADE, per: month", "SIZE_UPGRADE, per: week", "benefits[0].per", "month"),
        (
            "benefits: [{code: new_flavours",
            "benefits: [{code: size_upgrade",
            "ladders[0].tiers[2].benefits[0].code",
            "counted benefit already",
        ),
        (
            "reach: 30000, keep: 30000,",
            "reach: 30000, keep: 30000, benefits: [{code: b, name: {zh: b, en: b}}],",
            "ladders[1].tiers[1].benefits",
            "only the main ladder",
        ),
        ("main: true ", "main: false ", "ladders", "exactly one ladder"),
        (
            "window: {kind: rolling, months: 12}  #",
            "window: {kind: calendar_year, kept_until: anniversary}  #",
            "ladders[0].window.kept_until",
            "kind: rolling",
        ),
        ("    complex: {first", "    urgentt: {first", "feedback.clocks.urgentt", "no name"),
        ("price: 200", "price: 0.5", "rewards.items[0].price", "integer"),
        ("until: 2027-12-31", "until: 2027-02-30", "earning.campaigns[0].until", "not a date"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_key(
    right: str, wrong: str, key: str, message: str
) -> None:
    source = TEA.replace(right, wrong, 1)
    assert source != TEA
    problems = programme_file.read(source).problems
    named = [each for each in problems if each.key == key and message in each.message]
    assert named, problems
    if "\n" not in wrong and key != "ladders":
        assert named[0].line == TEA[: TEA.index(right)].count("\n") + 1


def test_what_is_not_spendable_makes_up_for_no_day_and_pays_for_no_reward() -> None:
    source = TEA.replace("MAKE_UP_CARD: {spendable: true", "MAKE_UP_CARD: {spendable: false")
    problem, priced = programme_file.read(source).problems
    assert (problem.key, "not spendable" in problem.message) == ("check_in.make_up.asset", True)
    assert priced.key == "rewards.items[4].prices.MAKE_UP_CARD"


def test_a_benefit_has_a_spendable_asset_of_its_own() -> None:
    source = TEA.replace("SIZE_UPGRADE: {spendable: true", "SIZE_UPGRADE: {spendable: false")
    (problem,) = programme_file.read(source).problems
    assert (problem.key, "not spendable" in problem.message) == ("benefits[0].asset", True)
    (written,) = [row for row in TEA.splitlines() if "code: size_upgrade" in row]
    source = TEA.replace(written, f"{written}\n{written.replace('code: size_', 'code: other_')}")
    (problem,) = programme_file.read(source).problems
    assert (problem.key, "of its own" in problem.message) == ("benefits[1].asset", True)


@pytest.mark.parametrize(
    ("source", "line"),
    [("a: [", 1), ("a: 1\na: 2", 2), ("- 1", 1), ("", 1), ("a: &a [*a]", 1), ("1: 2", 1)],
)
def test_what_is_no_programme_at_all_is_refused(source: str, line: int) -> None:
    problems = programme_file.read(source).problems
    assert [problem.line for problem in problems] == [line]


def test_a_file_beyond_the_limit_is_refused() -> None:
    assert "256 KiB" in programme_file.read("a" * 300_000).problems[0].message


SERIES = 'line.series == "fresh_fruit"'
CAMPAIGN = 'activity.channel == "pos" && activity.weekday >= 6 && "store_event" in activity.labels'
TEN = "[1,2,3,4,5,6,7,8,9,10].all(a, "


@pytest.mark.parametrize(
    ("right", "wrong", "key", "reason", "fault", "message"),
    [
        (
            SERIES,
            'line.serie == "a"',
            "earning.rules[1].when",
            "UNKNOWN_FACT",
            "line",
            "did you mean line.series?",
        ),
        (
            SERIES,
            'true && line.serie == "a"',
            "earning.rules[1].when",
            "UNKNOWN_FACT",
            "line",
            "did you mean",
        ),
        (
            SERIES,
            "member.shoe_size >= 18",
            "earning.rules[1].when",
            "UNKNOWN_FACT",
            "member",
            "known: member.tier",
        ),
        (
            CAMPAIGN,
            SERIES,
            "earning.campaigns[0].when",
            "UNKNOWN_FACT",
            "line",
            "only earning.line sees it",
        ),
        (
            CAMPAIGN,
            'activity.weekday == "6"',
            "earning.campaigns[0].when",
            "WRONG_TYPE",
            "==",
            "for int, string",
        ),
        (
            "'\"safety\" in feedback.topics'",
            "feedback.mood < 0",
            "feedback.routing[0].when",
            "UNKNOWN_FACT",
            "feedback",
            "no such fact",
        ),
        (
            "'\"safety\" in feedback.topics'",
            "feedback.text.like('x')",
            "feedback.routing[0].when",
            "UNKNOWN_FUNCTION",
            "like",
            "no such function",
        ),
        (
            "'\"safety\" in feedback.topics'",
            "feedback.channel",
            "feedback.routing[0].when",
            "NOT_BOOLEAN",
            "feedback",
            "gives a string",
        ),
        (
            CAMPAIGN,
            TEN * 8 + "true" + ")" * 8,
            "earning.campaigns[0].when",
            "TOO_COSTLY",
            "(a",
            "steps",
        ),
        (
            CAMPAIGN,
            "(" * 40 + "true" + ")" * 40,
            "earning.campaigns[0].when",
            "TOO_DEEP",
            "(",
            "nested too deep",
        ),
        (
            CAMPAIGN,
            "true" + " || true" * 1000,
            "earning.campaigns[0].when",
            "TOO_LONG",
            "true",
            "2000 at most",
        ),
    ],
)
def test_a_wrong_condition_is_refused_by_line_column_and_reason(
    right: str, wrong: str, key: str, reason: str, fault: str, message: str
) -> None:
    quoted = "'" + wrong.replace("'", "''") + "'"
    assert right in TEA
    source = TEA.replace(right, quoted, 1)
    started = time.process_time()
    (problem,) = programme_file.read(source).problems
    assert time.process_time() - started < 1
    assert (problem.key, problem.reason) == (key, f"CONDITION_{reason}"), problem
    assert message in problem.message
    at = source.index(quoted)
    at += quoted.index(fault)
    assert problem.line == source[:at].count("\n") + 1
    assert problem.column == at - source.rfind("\n", 0, at)


def test_conditions_are_refused_one_by_one_beside_other_problems() -> None:
    source = TEA.replace(SERIES, "line.serie == 1", 1).replace(CAMPAIGN, "member.shoe_size > 3", 1)
    source = source.replace("price: 200", "price: many", 1)
    problems = programme_file.read(source).problems
    assert [problem.key for problem in problems] == [
        "earning.rules[1].when",
        "earning.campaigns[0].when",
        "rewards.items[0].price",
    ]
    assert [bool(problem.reason) for problem in problems] == [True, True, False]


def test_all_conditions_together_are_bounded_too() -> None:
    """One of these is let through; a thousand lines of an order would meet each of them."""
    dear = TEN * 3 + "line.series != ''" + ")" * 3
    once = TEA.replace(SERIES, f"'{dear.replace(chr(39), chr(39) * 2)}'", 1)
    assert programme_file.read(once).problems == ()
    rule = next(part for part in once.split("    - code: ") if dear[:40] in part)
    many = "".join(
        "    - code: " + rule.replace("fresh_fruit_bonus", f"bonus_{i}", 1) for i in range(9)
    )
    source = once.replace("    - code: " + rule, "    - code: " + rule + many, 1)
    problems = programme_file.read(source).problems
    assert [problem.reason for problem in problems] == ["CONDITION_TOO_COSTLY"]
    assert "all conditions" in problems[0].message


def test_topics_are_as_many_as_conditions_are_bounded_for() -> None:
    topics = declared_fact("feedback.routing", "feedback.topics")
    form = schema.files()["feedback.schema.json"]["properties"]["topics"]
    assert topics.items_max == form["maxItems"]

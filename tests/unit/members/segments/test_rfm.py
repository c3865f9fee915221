"""RFM: terciles by counting, days of runs, and ladders that count the class of the last run."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.members.activities.domain.facts import Facts
from services.members.activities.domain.purchase import NO_PURCHASE, Purchase
from services.members.programme.commands import programme_file
from services.members.programme.domain.rules import NO_RULES, Rules
from services.members.segments.domain.rfm import Cuts, Measures, RfmSection, rfm_section
from services.members.segments.domain.rfm_run import Cause, RfmRun, Table, due
from services.members.segments.domain.terciles import Counted, Terciles, bucket
from services.members.tiers.domain import standing as judging
from services.members.tiers.domain.ladder import Ladder, parse_ladders
from services.members.tiers.domain.standing import Standing
from services.members.tiers.domain.tiers import Decision, Reason
from tests.paths import PROGRAMMES
from tests.unit.members.tiers.ladders import ENROLLED_AT, on, tier

TODAY = date(2026, 3, 3)
NOW = datetime(2026, 3, 3, 4, tzinfo=UTC)
CLASSES = {(r, m): f"r{r}m{m}" for r in (1, 2, 3) for m in (1, 2, 3)}
AMOUNTS = st.one_of(
    st.integers(0, 5), st.integers(0, 5_000), st.integers(0, 10**12), st.just(123_456_789)
)


def counted(values: list[int], *, fewer: bool = False) -> tuple[int, int]:
    one = Counted(fewer)
    for value in values:
        one.add(value)
    if one.look_within():
        for value in values:
            one.add_within(value)
    return one.cuts()


@given(st.lists(AMOUNTS, min_size=1, max_size=60))
@settings(max_examples=300)
def test_terciles_by_counting_are_those_of_all_values_in_order(values: list[int]) -> None:
    ordered = sorted(values)
    n = len(ordered)
    assert counted(values) == (ordered[n // 3], ordered[2 * n // 3])
    ordered.reverse()
    assert counted(values, fewer=True) == (ordered[n // 3], ordered[2 * n // 3])


@given(AMOUNTS, AMOUNTS)
def test_buckets_are_in_the_order_of_values_and_few(one: int, other: int) -> None:
    assert bucket(min(one, other)) <= bucket(max(one, other))
    assert one * 1_023 // 1_024 <= bucket(one) <= one


def test_a_million_values_are_counted_in_few_buckets() -> None:
    one = Counted()
    for value in range(0, 10**12, 10**7):
        one.add(value)
    assert len(one.buckets) < 32_000


def test_terciles_are_cut_points_of_which_the_latest_order_is_the_best() -> None:
    terciles = Terciles()
    measures = [Measures(n, n, 100 * n) for n in range(9)]
    for each in measures:
        terciles.add(each)
    assert not terciles.look_within()
    cuts = terciles.cuts()
    assert cuts == Cuts((2, 5), (3, 6), (300, 600))
    section = RfmSection(cuts, CLASSES)
    scored = [section.scored(each, cuts) for each in measures]
    assert [each.recency for each in scored] == [3, 3, 3, 2, 2, 2, 1, 1, 1]
    assert [each.monetary for each in scored] == [1, 1, 1, 2, 2, 2, 3, 3, 3]


def test_members_who_are_alike_at_a_cut_point_have_the_higher_score() -> None:
    assert counted([1, 1, 1, 1, 1, 9]) == (1, 1)
    assert counted([1, 2, 2, 2, 2, 3]) == (2, 2)


def bought(*days_ago: int, spent: int = 100) -> Facts:
    facts = Facts()
    for ago in days_ago:
        day = TODAY - timedelta(days=ago)
        facts.count(NO_PURCHASE, Purchase(1, spent), day, TODAY)
    return facts


def test_a_late_run_sees_the_day_that_it_is_for() -> None:
    month_end = date(2026, 2, 28)
    assert Measures.of(bought(2, 10, 400), month_end) == Measures(7, 1, 100)
    assert Measures.of(bought(10), month_end) == Measures(7, 1, 100)
    assert Measures.of(bought(2), month_end) is None
    assert Measures.of(Facts(), month_end) is None


def test_an_order_that_was_given_back_scores_nobody() -> None:
    facts = bought(10, 2)
    facts.count(Purchase(1, 100), NO_PURCHASE, TODAY - timedelta(days=2), TODAY)
    assert Measures.of(facts, TODAY) == Measures(10, 1, 100)
    facts.count(Purchase(1, 100), NO_PURCHASE, TODAY - timedelta(days=10), TODAY)
    assert Measures.of(facts, TODAY) is None


def run(on: date, cause: Cause = Cause.MONTH, key: str = "k") -> RfmRun:
    return RfmRun("rfm_1", "tea", on, cause, key, NOW)


@pytest.mark.parametrize(
    ("last", "asked", "needed"),
    [
        (None, None, (TODAY, Cause.PUBLISHED)),
        (run(date(2026, 1, 31)), None, (date(2026, 2, 28), Cause.MONTH)),
        (run(date(2026, 2, 28)), None, None),
        # What was asked for on the last day had not seen all of it.
        (run(date(2026, 2, 28), Cause.ASKED), None, (date(2026, 2, 28), Cause.MONTH)),
        (run(date(2026, 3, 1), Cause.ASKED), None, None),
        (run(date(2026, 2, 28), key="other"), None, (TODAY, Cause.PUBLISHED)),
        (run(date(2026, 2, 28)), NOW + timedelta(seconds=1), (TODAY, Cause.ASKED)),
        (run(date(2026, 2, 28)), NOW - timedelta(seconds=1), None),
    ],
)
def test_a_run_is_due_once_a_month_once_for_a_section_and_once_for_a_wish(
    last: RfmRun | None, asked: datetime | None, needed: object
) -> None:
    assert due(last, "k", TODAY, asked) == needed


def test_a_table_counts_each_member_once() -> None:
    section = RfmSection(Cuts((30, 90), (2, 5), (200, 500)), CLASSES, 250, 3)
    table = Table()
    for facts in (bought(1, 2, 3), bought(100), Facts()):
        table.count(facts, section.scores(facts, TODAY), section, TODAY)
    assert table.members == {(3, 2, 2): 1, (1, 1, 1): 1}
    assert table.by_class == {"r3m2": 1, "r1m1": 1}
    assert table.value_minor == {"r3m2": 300, "r1m1": 100}
    assert table.by_value == {(True, False): 1, (False, False): 2}


def by_class(downgrade: str = "to_balance") -> Ladder:
    steps: list[dict[str, Any]] = [
        tier("low", 0, 0, 100),
        tier("mid", 1, 1, 100) | {"classes": ["r2m2"]},
        tier("high", 2, 2, 100) | {"classes": ["r3m3", "r3m2"]},
    ]
    written = {"code": "rfm", "main": True, "basis": "rfm", "window": {"kind": "lifetime"}}
    document = {"ladders": [{**written, "downgrade": downgrade, "tiers": steps}]}
    return parse_ladders(replace(NO_RULES, document=document))[0]


def after_runs(ladder: Ladder, *classes: str) -> tuple[Standing, list[Decision]]:
    standing, decisions = Standing(), list[Decision]()
    for n, value_class in enumerate(classes):
        month_end = date(2026, 2, 28) + timedelta(days=30 * n)
        time = on(month_end + timedelta(days=1))
        judging.settle(standing, (ladder,), ENROLLED_AT, time)
        standing.value_class = value_class
        decisions += judging.judge_run(standing, (ladder,), ENROLLED_AT, time, on=month_end)
    return standing, decisions


@pytest.mark.parametrize(
    ("downgrade", "classes", "held", "reasons"),
    [
        ("to_balance", ["r3m3"], "high", ["upgrade"]),
        ("to_balance", ["r3m3", "r3m2"], "high", ["upgrade", "kept"]),
        ("to_balance", ["r3m3", "r1m1"], "low", ["upgrade", "not_kept"]),
        ("to_balance", ["r3m3", "r2m2"], "mid", ["upgrade", "not_kept"]),
        ("one_down", ["r3m3", "r1m1"], "mid", ["upgrade", "not_kept"]),
        ("one_down", ["r3m3", "r1m1", "r1m1"], "low", ["upgrade", "not_kept", "not_kept"]),
        ("none", ["r3m3", "r1m1"], "high", ["upgrade", "kept"]),
        ("to_balance", ["r1m1", "r1m1"], "low", []),
    ],
)
def test_each_policy_lowers_a_tier_by_the_class_of_a_run_in_its_own_way(
    downgrade: str, classes: list[str], held: str, reasons: list[str]
) -> None:
    standing, decisions = after_runs(by_class(downgrade), *classes)
    assert standing.positions["rfm"].tier == held
    assert [made.reason.value for made in decisions] == reasons


def test_between_runs_nothing_changes_a_tier_by_class_but_the_programme() -> None:
    ladder = by_class("one_down")
    standing, _ = after_runs(ladder, "r3m3", "r1m1")
    for taken in (False, True):
        time = on(date(2026, 4, 20))
        assert not judging.settle(standing, (ladder,), ENROLLED_AT, time)
        assert not judging.judge(standing, (ladder,), ENROLLED_AT, time, taken=taken)
    assert standing.positions["rfm"].tier == "mid"


def test_a_decision_by_class_tells_the_days_that_the_run_looked_at() -> None:
    _, [made] = after_runs(by_class(), "r2m2")
    assert made.reason is Reason.UPGRADE
    assert (made.growth, made.inputs) == (
        1,
        {"from": "2025-03-01", "judged_on": "2026-03-01", "keep": 1},
    )


RETAIL = (PROGRAMMES / "retail.yaml").read_text("utf-8")
FASHION = (PROGRAMMES / "fashion.yaml").read_text("utf-8")


def rules_of(source: str) -> Rules:
    file = programme_file.read(source)
    assert not file.problems
    return replace(NO_RULES, document=file.document)


def test_a_programme_may_leave_its_cut_points_to_its_members() -> None:
    fashion, retail = (rfm_section(rules_of(source)) for source in (FASHION, RETAIL))
    assert fashion is not None
    assert retail is not None
    assert fashion.cuts is None
    assert retail.cuts == Cuts((45, 120), (3, 8), (30_000, 150_000))
    cuts = Cuts((1, 2), (3, 4), (5, 6))
    assert (fashion.cut_by(cuts).cuts, retail.cut_by(cuts).cuts) == (cuts, retail.cuts)


@pytest.mark.parametrize(
    ("source", "old", "new", "at"),
    [
        (FASHION, "cut: terciles", "cut: points", "rfm"),
        (FASHION, "cut: terciles", "cut: terciles\n  orders: [1, 2]", "rfm.orders"),
        (RETAIL, "classes: [potential, new]", "classes: [potential, odd]", "tiers[1].classes[1]"),
        (RETAIL, ", classes: [high_value]}", "}", "tiers[2].code"),
        (RETAIL, "[high_value]}", "[high_value, new]}", "tiers[2].classes[1]"),
        (RETAIL, "reach: 2, keep: 2", "reach: 5, keep: 2", "tiers[2].reach"),
        (RETAIL, "basis: rfm", "basis: ltv", "tiers[1].classes"),
        (
            RETAIL,
            "basis: rfm\n    window: {kind: lifetime}",
            "basis: rfm\n    window: {kind: rolling}",
            "window.kind",
        ),
    ],
)
def test_cut_points_and_classes_that_do_not_fit_are_refused_with_their_place(
    source: str, old: str, new: str, at: str
) -> None:
    assert source.count(old) == 1
    keys = [each.key for each in programme_file.read(source.replace(old, new)).problems]
    assert any(key.endswith(at) for key in keys), keys

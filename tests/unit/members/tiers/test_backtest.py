"""A back-test judges the days that are kept as the draft would have judged them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.members.programme.domain.rules import Rules, from_programme
from services.members.tiers.domain import tiers
from services.members.tiers.domain.backtest import Known, Report, count
from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.ladder import Source
from services.members.tiers.domain.replay import replayed
from services.members.tiers.domain.standing import Standing
from services.members.tiers.domain.tiers import LadderPosition, Reason
from tests.unit.members.tiers.ladders import ENROLLED_AT, ENROLLED_ON, on, tea, tier, totals

TODAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


@given(st.lists(st.tuples(st.dates(ENROLLED_ON, TODAY), st.integers(1, 900)), max_size=8))
def test_a_replay_comes_to_where_a_member_stands_who_was_judged_day_by_day(
    earned: Sequence[tuple[date, int]],
) -> None:
    ladder, counted = tea(), DailyTotals()
    position = tiers.first_position(ladder, ENROLLED_AT, ENROLLED_ON)
    for day, amount in sorted(earned):
        position, _ = tiers.settle(ladder, position, counted, on(day))
        counted.add(day, amount, day, kept_days=9_999)
        position, _ = tiers.after_change(ladder, position, counted, on(day), taken=False)
    position, _ = tiers.settle(ladder, position, counted, on(TODAY))
    seen, _ = replayed(ladder, Standing(totals=counted), ENROLLED_AT, on(TODAY))
    assert (seen.tier, seen.since) == (position.tier, position.since)


def test_what_is_older_than_the_kept_days_counts_from_the_enrolment() -> None:
    ladder = tea(window={"kind": "lifetime"}, downgrade="none", grace_days=0)
    standing = Standing(totals=DailyTotals(1_000))
    position, made = replayed(ladder, standing, ENROLLED_AT, on(TODAY))
    assert position.tier == "gold"
    assert made is not None
    assert made.reason is Reason.UPGRADE


def rules(*reach: int, percent: int = 150, version: int = 3, **changes: Any) -> Rules:
    """Ladder `growth` with basic, silver and gold at these amounts."""
    codes = ("basic", "silver", "gold", "diamond")
    steps = [tier(code, least, least, 100) for code, least in zip(codes, (0, *reach), strict=False)]
    steps[-1]["multiplier_percent"] = percent
    document = {
        "timezone": "Asia/Shanghai",
        "currency": "CNY",
        "ladders": [
            {
                "code": "growth",
                "main": True,
                "basis": "growth",
                "window": {"kind": "rolling", "months": 12},
                "downgrade": "one_down",
                "tiers": steps,
            }
        ],
        "earning": {
            "rules": [
                {
                    "on": "order",
                    "asset": "POINTS",
                    "award": {"points": 1, "per_minor_units": 100},
                    "multipliers": ["tier"],
                    "when": "true",
                },
                {
                    "on": "order",
                    "asset": "POINTS",
                    "award": {"points": 9, "per_minor_units": 1},
                    "multipliers": ["tier"],
                    "when": "false",
                },
            ]
        },
        "benefits": [{"code": "drink", "times": {"silver": 1, "gold": 4}}],
    }
    return from_programme(version, {**document, **changes})


def known(number: int, growth: int, held: str, spend: int = 0) -> Known:
    position = LadderPosition(held, ENROLLED_AT, ENROLLED_ON)
    grown = Standing(totals=totals(d2026_10_01=growth), positions={"growth": position})
    bought = Standing(totals=totals(d2026_10_01=spend, d2025_09_01=70_000))
    both = {Source.GROWTH: grown, Source.PURCHASES: bought}
    return Known(f"mem_{number:04d}", ENROLLED_AT, both)


def test_who_moves_where_and_what_it_costs() -> None:
    now, draft, report = rules(300, 1_000), rules(200, 600), Report()
    for number, (growth, held) in enumerate([(700, "silver"), (250, "basic"), (100, "gold")]):
        count(report, known(number, growth, held, 10_000), now, draft, AT)
    moves = report.moves["growth"]
    assert moves.by_pair == Counter(
        {("silver", "gold"): 1, ("basic", "silver"): 1, ("gold", "basic"): 1}
    )
    # The one who falls does so when the window ends.
    assert moves.at_once == 2
    assert report.spend_minor == 30_000
    assert (report.points_now, report.points_draft) == (100 + 100 + 150, 150 + 100 + 100)
    assert report.benefits == {"drink": [1 + 0 + 4, 4 + 1 + 0]}
    why = {each.member_id: (each.reason, each.counted, each.threshold) for each in report.sample}
    assert why == {
        "mem_0000": ("upgrade", 700, 600),
        "mem_0001": ("upgrade", 250, 200),
        "mem_0002": ("enrolled", 0, 0),
    }


def test_a_new_ladder_moves_nobody_from_a_tier_and_counts_all() -> None:
    draft = rules(200)
    other = replace(draft, document={**draft.document, "ladders": []})
    report = Report()
    count(report, known(1, 700, "gold"), other, draft, AT)
    assert report.moves["growth"].by_pair == {("", "silver"): 1}
    assert report.moves["growth"].at_once == 0


def test_the_sample_is_the_same_in_whatever_slices_members_are_counted() -> None:
    now, draft = rules(300, 1_000), rules(200, 600)
    members = [known(number, 700, "silver") for number in range(40)]
    forth, back = Report(), Report()
    for one in members:
        count(forth, one, now, draft, AT)
    for one in reversed(members):
        count(back, one, now, draft, AT)
    assert [each.member_id for each in forth.sample] == [each.member_id for each in back.sample]
    assert len(forth.sample) == 10

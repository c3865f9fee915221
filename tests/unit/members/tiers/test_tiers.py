"""Judging tiers: worked cases on the tea programme's growth ladder."""

from datetime import UTC, date, datetime, timedelta

from services.members.tiers.domain import tiers
from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.ladder import Ladder
from services.members.tiers.domain.standing import Standing, judge
from services.members.tiers.domain.tiers import LadderPosition, Reason
from tests.unit.members.tiers.ladders import ENROLLED_AT, ENROLLED_ON, on, tea, tier, totals


def start(ladder: Ladder) -> LadderPosition:
    return tiers.first_position(ladder, ENROLLED_AT, ENROLLED_ON)


def change(
    ladder: Ladder, position: LadderPosition, counted: DailyTotals, day: date, amount: int
) -> tuple[LadderPosition, Reason | None]:
    """Count `amount` on `day` and judge."""
    counted.add(day, amount, day)
    position, decision = tiers.after_change(ladder, position, counted, on(day), taken=amount < 0)
    return position, decision.reason if decision else None


def settle(
    ladder: Ladder, position: LadderPosition, counted: DailyTotals, day: date
) -> tuple[LadderPosition, list[tuple[str, str, str]]]:
    position, made = tiers.settle(ladder, position, counted, on(day))
    return position, [(d.from_tier, d.to_tier, d.reason) for d in made]


def test_who_did_nothing_has_the_lowest_tier() -> None:
    assert start(tea()).tier == "basic"


def test_an_upgrade_is_immediate_and_may_skip_a_tier() -> None:
    ladder, counted = tea(), DailyTotals()
    position, reason = change(ladder, start(ladder), counted, date(2026, 3, 1), 299)
    assert (position.tier, reason) == ("basic", None)
    position, reason = change(ladder, position, counted, date(2026, 3, 15), 701)
    assert (position.tier, reason) == ("gold", Reason.UPGRADE)
    assert position.since == date(2026, 3, 15)


def test_growth_older_than_the_window_does_not_count() -> None:
    ladder, counted = tea(), DailyTotals()
    position, _ = change(ladder, start(ladder), counted, date(2025, 3, 15), 200)
    position, reason = change(ladder, position, counted, date(2026, 3, 15), 200)
    assert (position.tier, reason) == ("basic", None)
    position, reason = change(ladder, position, counted, date(2026, 3, 15), 100)
    assert (position.tier, reason) == ("silver", Reason.UPGRADE)


def test_late_growth_lands_on_its_own_day() -> None:
    ladder, counted = tea(), DailyTotals()
    today = date(2026, 3, 15)
    counted.add(date(2025, 1, 1), 5000, today)
    position, decision = tiers.after_change(ladder, start(ladder), counted, on(today), taken=False)
    assert (position.tier, decision) == ("basic", None)


def test_a_tier_not_kept_falls_only_after_window_and_grace() -> None:
    ladder, counted = tea(), totals(d2026_03_14=900)
    position, _ = change(ladder, start(ladder), counted, date(2026, 3, 15), 100)
    assert tiers.judged_on(ladder, position, ENROLLED_ON) == date(2027, 4, 14)
    assert settle(ladder, position, counted, date(2027, 4, 13)) == (position, [])
    position, made = settle(ladder, position, counted, date(2027, 4, 14))
    assert made == [("gold", "silver", "not_kept")]
    assert position.since == date(2027, 3, 15)


def test_growth_in_the_days_of_grace_still_keeps_the_tier() -> None:
    ladder, counted = tea(), totals(d2026_03_14=900)
    position, _ = change(ladder, start(ladder), counted, date(2026, 3, 15), 100)
    position, _ = change(ladder, position, counted, date(2027, 4, 10), 700)
    position, made = settle(ladder, position, counted, date(2027, 4, 14))
    assert made == [("gold", "gold", "kept")]
    assert position.since == date(2027, 3, 15)


def test_keeping_takes_less_than_reaching() -> None:
    ladder, counted = tea(), totals(d2026_03_14=900)
    position, _ = change(ladder, start(ladder), counted, date(2026, 3, 15), 100)
    position, _ = change(ladder, position, counted, date(2026, 9, 1), 699)
    assert settle(ladder, position, counted, date(2027, 4, 14))[1][0][2] == "not_kept"
    change(ladder, position, counted, date(2026, 9, 2), 1)
    assert settle(ladder, position, counted, date(2027, 4, 14))[1][0][2] == "kept"


def test_one_down_falls_a_tier_each_window() -> None:
    ladder = tea()
    position, _ = change(ladder, start(ladder), DailyTotals(), date(2026, 3, 15), 3000)
    position, made = settle(ladder, position, DailyTotals(), date(2029, 4, 14))
    assert [(f, t) for f, t, _ in made] == [
        ("diamond", "gold"),
        ("gold", "silver"),
        ("silver", "basic"),
    ]
    assert tiers.judged_on(ladder, position, ENROLLED_ON) is None


def test_to_balance_falls_to_the_tier_that_the_growth_keeps() -> None:
    ladder = tea(downgrade="to_balance", grace_days=0)
    position, _ = change(ladder, start(ladder), DailyTotals(), date(2026, 3, 15), 3000)
    _, made = settle(ladder, position, totals(d2026_06_01=250), date(2027, 3, 15))
    assert made == [("diamond", "silver", "not_kept")]


def test_a_ladder_without_downgrade_is_never_judged() -> None:
    ladder = tea(downgrade="none")
    position, _ = change(ladder, start(ladder), DailyTotals(), date(2026, 3, 15), 3000)
    assert tiers.judged_on(ladder, position, ENROLLED_ON) is None
    assert settle(ladder, position, DailyTotals(), date(2036, 1, 1)) == (position, [])


def test_a_late_judgement_looks_at_the_window_only() -> None:
    ladder, counted = tea(), totals(d2026_03_14=900)
    position, _ = change(ladder, start(ladder), counted, date(2026, 3, 15), 100)
    counted.add(date(2027, 4, 14), 5000, date(2027, 5, 1))
    _, made = settle(ladder, position, counted, date(2027, 5, 1))
    assert made == [("gold", "silver", "not_kept")]


def test_a_calendar_year_tier_lasts_through_the_year_after_it_was_reached() -> None:
    ladder = tea(window={"kind": "calendar_year"}, grace_days=0)
    counted = DailyTotals()
    position, _ = change(ladder, start(ladder), counted, date(2026, 12, 20), 1000)
    position, made = settle(ladder, position, counted, date(2027, 1, 1))
    assert made == [("gold", "gold", "kept")]
    _, made = settle(ladder, position, counted, date(2028, 1, 1))
    assert made == [("gold", "silver", "not_kept")]


def test_an_anniversary_tier_is_judged_on_the_day_of_enrolment() -> None:
    ladder = tea(window={"kind": "anniversary"}, grace_days=0)
    position, _ = change(ladder, start(ladder), DailyTotals(), date(2026, 3, 15), 1000)
    assert tiers.judged_on(ladder, position, ENROLLED_ON) == date(2027, 2, 10)


def test_a_lifetime_ladder_counts_everything_and_never_judges() -> None:
    ladder, counted = tea(window={"kind": "lifetime"}), DailyTotals()
    counted.add(date(2010, 12, 1), 600, date(2026, 3, 15))
    position, reason = change(ladder, start(ladder), counted, date(2026, 3, 15), 400)
    assert (position.tier, reason) == ("gold", Reason.UPGRADE)
    assert tiers.judged_on(ladder, position, ENROLLED_ON) is None


# --- refunds -----------------------------------------------------------------------------------


def test_a_refund_of_the_growth_that_raised_a_tier_undoes_the_upgrade() -> None:
    ladder, counted = tea(), DailyTotals()
    silver, _ = change(ladder, start(ladder), counted, date(2026, 3, 1), 400)
    gold, _ = change(ladder, silver, counted, date(2026, 3, 15), 600)
    position, reason = change(ladder, gold, counted, date(2026, 3, 20), -600)
    assert reason is Reason.REFUND_UNDID_UPGRADE
    assert position == silver


def test_an_undone_upgrade_that_skipped_tiers_leaves_what_the_growth_still_reaches() -> None:
    ladder, counted = tea(), DailyTotals()
    gold, _ = change(ladder, start(ladder), counted, date(2026, 3, 15), 1000)
    position, reason = change(ladder, gold, counted, date(2026, 3, 20), -600)
    assert (position.tier, reason) == ("silver", Reason.REFUND_UNDID_UPGRADE)


def test_a_refund_of_later_growth_undoes_nothing() -> None:
    ladder, counted = tea(), DailyTotals()
    gold, _ = change(ladder, start(ladder), counted, date(2026, 3, 15), 1000)
    gold, _ = change(ladder, gold, counted, date(2026, 5, 1), 500)
    assert change(ladder, gold, counted, date(2026, 5, 8), -500) == (gold, None)


def test_growth_that_grew_old_is_not_undone_by_a_small_refund() -> None:
    ladder, counted = tea(), totals(d2025_04_01=950)
    gold, _ = change(ladder, start(ladder), counted, date(2026, 3, 15), 50)
    assert gold.tier == "gold"
    gold, _ = change(ladder, gold, counted, date(2026, 10, 1), 30)
    assert change(ladder, gold, counted, date(2026, 10, 3), -30) == (gold, None)


def test_a_refund_in_parts_undoes_the_upgrade_with_the_part_that_goes_below_it() -> None:
    ladder, counted = tea(), totals(d2026_03_01=300)
    gold, _ = change(ladder, start(ladder), counted, date(2026, 3, 15), 1000)
    gold, reason = change(ladder, gold, counted, date(2026, 3, 20), -300)
    assert (gold.tier, reason) == ("gold", None)
    position, reason = change(ladder, gold, counted, date(2026, 3, 21), -1)
    assert (position.tier, reason) == ("silver", Reason.REFUND_UNDID_UPGRADE)


def test_an_upgrade_kept_over_a_window_can_still_be_undone() -> None:
    ladder, counted = tea(window={"kind": "calendar_year"}, grace_days=0), DailyTotals()
    position, _ = change(ladder, start(ladder), counted, date(2026, 12, 20), 1000)
    position, _ = settle(ladder, position, counted, date(2027, 1, 1))
    position, reason = change(ladder, position, counted, date(2027, 1, 5), -1000)
    assert (position.tier, reason) == ("basic", Reason.REFUND_UNDID_UPGRADE)


def test_climbing_again_after_an_undone_upgrade_works_as_the_first_time() -> None:
    ladder, counted = tea(), DailyTotals()
    position, _ = change(ladder, start(ladder), counted, date(2026, 3, 15), 1000)
    position, _ = change(ladder, position, counted, date(2026, 3, 16), -1000)
    assert position.tier == "basic"
    position, reason = change(ladder, position, counted, date(2026, 3, 17), 1000)
    assert (position.tier, reason, len(position.climbs)) == ("gold", Reason.UPGRADE, 1)


def test_a_tier_that_a_new_programme_no_longer_has_gives_way_to_what_counts() -> None:
    ladder = tea()
    day = date(2026, 3, 15)
    gone = LadderPosition("platinum", ENROLLED_AT, ENROLLED_ON)
    for amount, code in ((0, "basic"), (300, "silver")):
        counted = totals(d2026_03_15=amount)
        position, decision = tiers.after_programme(ladder, gone, counted, on(day))
        assert decision is not None
        assert (position.tier, decision.from_tier) == (code, "platinum")
        assert decision.reason is Reason.PROGRAMME_CHANGED


def test_a_new_programme_raises_at_once_and_lowers_nobody_before_their_time() -> None:
    counted, day = totals(d2026_03_15=1000), date(2026, 3, 15)
    gold, _ = tiers.after_change(tea(), start(tea()), counted, on(day), taken=False)
    basic = tier("basic", 0, 0, 100)
    harder = tea(tiers=[basic, tier("gold", 5000, 4000, 130)])
    easier = tea(tiers=[basic, tier("gold", 10, 5, 130), tier("top", 20, 9, 150)])
    assert tiers.after_programme(harder, gold, counted, on(day)) == (gold, None)
    assert tiers.after_programme(easier, gold, counted, on(day))[0].tier == "top"


def test_a_decision_holds_what_it_was_made_of() -> None:
    ladder = tea()
    day = date(2026, 3, 15)
    counted = totals(d2026_03_15=1000)
    _, decision = tiers.after_change(ladder, start(ladder), counted, on(day), taken=False)
    assert decision is not None
    assert (decision.growth, decision.inputs["reach"]) == (1000, 1000)
    assert decision.inputs["from"] == (date(2025, 3, 15) + timedelta(days=1)).isoformat()


def test_only_a_refund_demotes_and_an_adjustment_before_it_is_not_its() -> None:
    ladder, standing = tea(), Standing()
    day = date(2026, 3, 15)

    def count(amount: int, *, refund: bool = False) -> tuple[str, list[str]]:
        standing.totals.add(day, amount, day)
        if amount < 0 and not refund:
            standing.set_aside(amount)
        made = judge(standing, (ladder,), ENROLLED_AT, on(day), taken=refund)
        return standing.positions["growth"].tier, [one.reason for one in made]

    assert count(1400) == ("gold", [Reason.UPGRADE])
    assert count(-500) == ("gold", [])
    # Of the 1400 that reached gold a refund has taken 400, which gold does not need.
    assert count(-400, refund=True) == ("gold", [])
    assert count(-1, refund=True) == ("silver", [Reason.REFUND_UNDID_UPGRADE])


def test_a_refund_of_what_was_older_than_the_window_undoes_no_climb() -> None:
    ladder, standing = tea(), Standing()
    old, today, later = date(2025, 2, 12), date(2026, 3, 15), date(2027, 3, 20)
    """`later` the climb's own window is over, and in grace: nothing counts but what comes."""

    def count(amount: int, of: date, at: date) -> tuple[str, list[str]]:
        standing.totals.add(of, amount, at)
        standing.set_aside(amount, of=of)
        made = judge(standing, (ladder,), ENROLLED_AT, on(at), taken=amount < 0)
        return standing.positions["growth"].tier, [one.reason for one in made]

    assert count(290, old, old) == ("basic", [])
    assert count(1000, today, today) == ("gold", [Reason.UPGRADE])
    assert count(-290, old, today) == ("gold", [])
    # An order of that time that is told late, and goes back, changes nothing of it either.
    assert count(500, old, later) == ("gold", [])
    assert count(-400, old, later) == ("gold", [])
    assert count(-1, today, later) == ("basic", [Reason.REFUND_UNDID_UPGRADE])


def test_a_tier_is_held_since_the_day_on_which_it_was_reached() -> None:
    ladder, today = tea(), date(2026, 3, 15)
    bought_at = datetime(2026, 1, 5, 9, tzinfo=UTC)
    counted = totals(d2026_01_05=300)
    silver, decision = tiers.after_change(
        ladder, start(ladder), counted, on(today), taken=False, counted_at=bought_at
    )
    assert decision is not None
    assert (silver.tier, silver.reached_at, silver.since) == ("silver", bought_at, date(2026, 1, 5))
    assert (decision.since, decision.decided_at) == (bought_at, on(today).at)
    # What is told now of February makes 1000 together with what March had already.
    counted.add(date(2026, 3, 2), 500, today)
    counted.add(date(2026, 2, 1), 200, today)
    gold, _ = tiers.after_change(
        ladder,
        silver,
        counted,
        on(today),
        taken=False,
        counted_at=datetime(2026, 2, 1, 9, tzinfo=UTC),
    )
    assert (gold.tier, gold.reached_at) == ("gold", datetime(2026, 3, 2, tzinfo=UTC))


def test_a_tier_that_is_not_kept_is_lost_on_the_day_of_judgement_however_late_that_runs() -> None:
    ladder, counted = tea(), totals(d2026_03_14=900)
    position, _ = change(ladder, start(ladder), counted, date(2026, 3, 15), 100)
    position, made = tiers.settle(ladder, position, counted, on(date(2027, 4, 20)))
    assert [(one.to_tier, one.since) for one in made] == [
        ("silver", datetime(2027, 4, 14, tzinfo=UTC))
    ]
    assert position.reached_at == datetime(2027, 4, 14, tzinfo=UTC)

"""A tier by hand lifts what was earned, until its last day, and is no floor afterwards."""

from datetime import date, timedelta

import pytest

from services.members.tiers.domain import held
from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.forecast import forecast
from services.members.tiers.domain.held import HELD
from services.members.tiers.domain.ladder import Ladder
from services.members.tiers.domain.manual_tier import ManualTier, ManualTierNotFound, TierNotAbove
from services.members.tiers.domain.standing import Standing, judge, next_judgement, settle
from services.members.tiers.domain.tiers import Decision, LadderPosition, Reason
from tests.unit.members.tiers.ladders import ENROLLED_AT, ENROLLED_ON, on, tea, tier

GIVEN = date(2026, 3, 1)
LAST = date(2026, 6, 30)
AFTER = LAST + timedelta(days=1)


def told(decisions: list[Decision]) -> list[tuple[str, str, Reason]]:
    """Those after which another tier is held."""
    return [(made.from_tier, made.to_tier, made.reason) for made in held.changed(decisions)]


class Member:
    """One member of tea, who has `code` by hand from GIVEN to LAST."""

    def __init__(self, code: str = "gold", growth: int = 0, **changes: object) -> None:
        self.ladder: Ladder = tea(**changes)
        self.standing = Standing(totals=DailyTotals())
        self.decisions: list[Decision] = []
        self.settle(GIVEN)
        if growth:
            self.earn(growth, GIVEN)
        self.decisions = [self.grant(code, GIVEN, LAST)]

    def grant(self, code: str, day: date, last: date) -> Decision:
        time = on(day)
        manual = ManualTier(code, time.at, last, "guest of the year")
        position, made = held.grant(self.ladder, self.position, manual, self.standing.totals, time)
        self.standing.positions["growth"] = position
        return made

    @property
    def position(self) -> LadderPosition:
        return self.standing.positions["growth"]

    def earn(self, amount: int, day: date) -> None:
        time = on(day)
        self.settle(day)
        self.standing.totals.add(day, amount, day)
        self.decisions += judge(self.standing, (self.ladder,), ENROLLED_AT, time, taken=amount < 0)

    def settle(self, day: date) -> None:
        self.decisions += settle(self.standing, (self.ladder,), ENROLLED_AT, on(day))

    def tier(self, day: date) -> str:
        return held.held(self.ladder, self.position, day).code


def test_it_is_held_to_the_end_of_its_last_day_and_then_what_was_earned_counts() -> None:
    member = Member("gold")
    assert told(member.decisions) == [("basic", "gold", Reason.MANUAL)]
    assert next_judgement(member.standing, (member.ladder,), ENROLLED_ON) == AFTER
    member.settle(LAST)
    assert member.tier(LAST) == "gold"
    # A late job changes no answer.
    assert member.tier(AFTER) == "basic"
    member.settle(AFTER + timedelta(days=9))
    assert told(member.decisions)[1:] == [("gold", "basic", Reason.MANUAL_ENDED)]
    assert member.decisions[-1].since == on(AFTER).midnight(AFTER)
    assert member.decisions[-1].inputs == {"until": "2026-06-30", "note": "guest of the year"}
    assert next_judgement(member.standing, (member.ladder,), ENROLLED_ON) is None


def test_it_is_no_floor_of_what_was_earned_meanwhile() -> None:
    member = Member("gold")
    member.earn(300, date(2026, 4, 1))
    assert told(member.decisions) == [("basic", "gold", Reason.MANUAL)]
    assert member.decisions[-1].inputs[HELD] == "gold"
    assert (member.decisions[-1].from_tier, member.decisions[-1].to_tier) == ("basic", "silver")
    member.settle(AFTER)
    assert told(member.decisions)[1:] == [("gold", "silver", Reason.MANUAL_ENDED)]


def test_earning_more_lifts_above_it_and_falling_back_stops_at_it() -> None:
    member = Member("silver")
    member.earn(1_000, date(2026, 4, 1))
    assert told(member.decisions)[1:] == [("silver", "gold", Reason.UPGRADE)]
    member.earn(-1_000, date(2026, 4, 2))
    assert told(member.decisions)[2:] == [("gold", "silver", Reason.REFUND_UNDID_UPGRADE)]
    member.settle(AFTER)
    assert told(member.decisions)[3:] == [("silver", "basic", Reason.MANUAL_ENDED)]


def test_who_earned_as_much_meanwhile_notices_nothing_at_its_end() -> None:
    member = Member("silver")
    member.earn(300, date(2026, 4, 1))
    member.settle(AFTER)
    assert told(member.decisions) == [("basic", "silver", Reason.MANUAL)]
    assert member.tier(AFTER) == "silver"


def test_a_window_that_ends_below_it_is_judged_all_the_same() -> None:
    member = Member("gold", growth=300, window={"kind": "rolling", "months": 2}, grace_days=0)
    member.settle(AFTER)
    assert told(member.decisions) == [
        ("silver", "gold", Reason.MANUAL),
        ("gold", "basic", Reason.MANUAL_ENDED),
    ]


def test_what_is_earned_or_higher_is_not_given_and_another_takes_its_place() -> None:
    with pytest.raises(TierNotAbove):
        Member("silver", growth=300)
    member = Member("gold")
    member.decisions.append(member.grant("silver", GIVEN, AFTER))
    assert told(member.decisions)[1:] == [("gold", "silver", Reason.MANUAL)]


def test_it_ends_before_its_time_and_only_once() -> None:
    member = Member("gold")
    position, made = held.end(
        member.ladder, member.position, "a mistake", member.standing.totals, on(GIVEN)
    )
    assert told(made) == [("gold", "basic", Reason.MANUAL_ENDED)]
    assert made[0].inputs["note"] == "a mistake"
    with pytest.raises(ManualTierNotFound):
        held.end(member.ladder, position, "again", member.standing.totals, on(GIVEN))


def test_a_programme_without_the_tier_ends_it() -> None:
    member = Member("gold")
    written = tea(tiers=[tier("basic", 0, 0, 100), tier("silver", 300, 240, 110)])
    member.ladder = written
    member.settle(date(2026, 4, 1))
    assert told(member.decisions)[1:] == [("gold", "basic", Reason.MANUAL_ENDED)]


def test_the_forecast_says_what_keeps_the_tier_after_its_last_day() -> None:
    member = Member("gold")
    member.earn(300, date(2026, 4, 1))
    seen = forecast(member.ladder, member.position, member.standing.totals, on(date(2026, 4, 1)))
    assert (seen.judged_on, seen.expected_tier, seen.to_keep, seen.next_tier) == (
        AFTER,
        "silver",
        700,
        "diamond",
    )

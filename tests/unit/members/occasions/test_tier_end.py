"""Whose tier ends on a day: who has too little by then, and nobody else."""

from datetime import date

from services.members.occasions.domain.tier_end import tier_end
from services.members.tiers.domain import tiers
from tests.unit.members.tiers.ladders import ENROLLED_AT, ENROLLED_ON, on, tea, totals

JUDGED = date(2027, 4, 14)


def test_a_tier_that_would_be_lost_is_told_with_what_is_missing() -> None:
    ladder, counted = tea(), totals(d2026_03_01=900, d2026_03_15=100)
    position = tiers.first_position(ladder, ENROLLED_AT, ENROLLED_ON)
    position, _ = tiers.after_change(ladder, position, counted, on(date(2026, 3, 15)), taken=False)
    time = on(date(2027, 3, 15))
    end = tier_end(ladder, position, counted, time, JUDGED)
    assert end is not None
    assert (end.tier, end.expected_tier, end.to_keep) == ("gold", "silver", 700)
    # Another day is not the day, and who has enough loses nothing.
    assert tier_end(ladder, position, counted, time, date(2027, 4, 13)) is None
    counted.add(date(2026, 8, 1), 700, date(2026, 8, 1))
    assert tier_end(ladder, position, counted, time, JUDGED) is None


def test_the_lowest_tier_does_not_end() -> None:
    ladder = tea()
    position = tiers.first_position(ladder, ENROLLED_AT, ENROLLED_ON)
    assert tier_end(ladder, position, totals(), on(ENROLLED_ON), JUDGED) is None

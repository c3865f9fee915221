"""The amounts that a member needs to rise and to stay."""

from dataclasses import dataclass
from datetime import date

from services.members.tiers.domain import tiers
from services.members.tiers.domain.amounts import Amounts
from services.members.tiers.domain.ladder import Ladder
from services.members.tiers.domain.tiers import JudgementTime, LadderPosition


@dataclass(frozen=True, slots=True)
class Forecast:
    """Amounts in the ladder's basis.

    `to_next` is None on the highest tier; `judged_on` is None when the tier can't be lost (the
    lowest, or a ladder that never lowers). `expected_tier` is the tier after that judgement if
    nothing is earned or taken until then.
    """

    to_next: int | None
    next_tier: str
    to_keep: int
    judged_on: date | None
    expected_tier: str


def forecast(
    ladder: Ladder, position: LadderPosition, totals: Amounts, time: JudgementTime
) -> Forecast:
    """The forecast for a member at `position`."""
    held = ladder.tier(position.tier)
    above = ladder.above(held)
    now = tiers.counted(ladder, totals, time)
    on = tiers.judged_on(ladder, position, time.enrolled_on)
    then = tiers.counted_when_judged(ladder, position, totals, on) if on else held.keep
    return Forecast(
        to_next=max(0, above.reach - now) if above else None,
        next_tier=above.code if above else "",
        to_keep=max(0, held.keep - then),
        judged_on=on,
        expected_tier=tiers.tier_when_judged(ladder, held, then).code,
    )

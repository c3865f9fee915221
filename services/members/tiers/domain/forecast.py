"""The amounts that a member needs to rise and to stay."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from services.members.tiers.domain import tiers
from services.members.tiers.domain.amounts import Amounts
from services.members.tiers.domain.held import in_force
from services.members.tiers.domain.ladder import Ladder
from services.members.tiers.domain.manual_tier import ManualTier
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
    ladder: Ladder, position: LadderPosition, amounts: Amounts, time: JudgementTime
) -> Forecast:
    """The forecast for a member at `position`.

    A manual tier is kept by earning it until its last day; the day after, what was earned counts.
    """
    manual = in_force(ladder, position, time.today)
    if manual is not None:
        return _after(manual, ladder, position, amounts, time)
    held = ladder.tier(position.tier)
    above = ladder.above(held)
    now = tiers.counted(ladder, amounts, time)
    on = tiers.judged_on(ladder, position, time.enrolled_on)
    then = tiers.counted_when_judged(ladder, position, amounts, on) if on else held.keep
    return Forecast(
        to_next=max(0, above.reach - now) if above else None,
        next_tier=above.code if above else "",
        to_keep=max(0, held.keep - then),
        judged_on=on,
        expected_tier=tiers.tier_when_judged(ladder, held, then).code,
    )


def _after(
    manual: ManualTier,
    ladder: Ladder,
    position: LadderPosition,
    amounts: Amounts,
    time: JudgementTime,
) -> Forecast:
    given = ladder.tier(manual.tier)
    above = ladder.above(given)
    now = tiers.counted(ladder, amounts, time)
    ends = manual.until + timedelta(days=1)
    earned = replace(position, manual=None)
    then, _ = tiers.settle(ladder, earned, amounts, replace(time, today=ends))
    return Forecast(
        to_next=max(0, above.reach - now) if above else None,
        next_tier=above.code if above else "",
        to_keep=max(0, given.reach - now),
        judged_on=ends,
        expected_tier=ladder.tier(then.tier).code,
    )

"""The amounts that a member needs to rise and to stay."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from services.members.tiers.domain import tiers
from services.members.tiers.domain.amounts import Amounts
from services.members.tiers.domain.held import in_force
from services.members.tiers.domain.ladder import Basis, Ladder, TierRule
from services.members.tiers.domain.manual_tier import ManualTier
from services.members.tiers.domain.tiers import JudgementTime, LadderPosition


@dataclass(frozen=True, slots=True)
class Forecast:
    """Amounts in the ladder's basis.

    `to_next` is None on the highest tier; `judged_on` is None when the tier can't be lost (the
    lowest, or a ladder that never lowers). `expected_tier` is the tier after that judgement if
    nothing is earned or taken until then. Places of classes are no amounts: nothing of them is
    missing.
    """

    to_next: int | None
    next_tier: str
    to_keep: int
    judged_on: date | None
    expected_tier: str


@dataclass(frozen=True, slots=True)
class NextRun:
    """The next run of RFM: the local day `judged_on` which it judges, and the place of the class
    that it gives if nothing is bought or given back until then."""

    judged_on: date
    place: int


def run_after(today: date) -> date:
    """The local day on which the classes of the month of `today` judge tiers."""
    return (today.replace(day=1) + timedelta(days=31)).replace(day=1)


def forecast(
    ladder: Ladder,
    position: LadderPosition,
    amounts: Amounts,
    time: JudgementTime,
    run: NextRun | None = None,
) -> Forecast:
    """The forecast for a member at `position`. `run`: on a ladder of the basis rfm; None for one
    whom no run scores.

    A manual tier is kept by earning it until its last day; the day after, what was earned counts.
    """
    manual = in_force(ladder, position, time.today)
    if manual is not None:
        return _after(manual, ladder, position, amounts, time)
    held = ladder.tier(position.tier)
    if ladder.basis is Basis.RFM:
        return _by_class(ladder, held, run)
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


def _by_class(ladder: Ladder, held: TierRule, run: NextRun | None) -> Forecast:
    above = ladder.above(held)
    expected = held
    if run is not None:
        reached = ladder.reached_by(run.place)
        expected = tiers.tier_when_judged(ladder, held, run.place)
        expected = reached if reached.rank > held.rank else expected
    return Forecast(
        to_next=None,
        next_tier=above.code if above else "",
        to_keep=0,
        judged_on=run.judged_on if run else None,
        expected_tier=expected.code,
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
    is_amount = ladder.basis is not Basis.RFM
    return Forecast(
        to_next=max(0, above.reach - now) if above and is_amount else None,
        next_tier=above.code if above else "",
        to_keep=max(0, given.reach - now) if is_amount else 0,
        judged_on=ends,
        expected_tier=ladder.tier(then.tier).code,
    )

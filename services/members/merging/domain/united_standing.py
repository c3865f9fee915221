"""The standing of two members as one: amounts are added day by day, the higher position stays."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.ladder import Ladder
from services.members.tiers.domain.manual_tier import ManualTier
from services.members.tiers.domain.standing import Standing
from services.members.tiers.domain.tiers import LadderPosition


def united_totals(own: DailyTotals, other: DailyTotals) -> DailyTotals:
    """Both together, each amount on its own day; a day that comes to nothing is left out."""
    days = own.by_day.keys() | other.by_day.keys()
    sums = {day: own.by_day.get(day, 0) + other.by_day.get(day, 0) for day in sorted(days)}
    return DailyTotals(own.total + other.total, {day: n for day, n in sums.items() if n})


def united_standing(
    own: Standing, other: Standing, ladders: Iterable[Ladder], enrolled_on: date
) -> Standing:
    """The survivor's standing, with entries numbered as the survivor's account has them.

    `enrolled_on` is the survivor's: the windows of anniversaries count from it.
    """
    positions = dict(own.positions)
    for ladder in ladders:
        theirs = other.positions.get(ladder.code)
        mine = positions.get(ladder.code)
        if theirs is not None and (
            mine is None or ladder.tier(theirs.tier).rank > ladder.tier(mine.tier).rank
        ):
            since = ladder.window.start(theirs.since, enrolled_on)
            moved = replace(theirs, since=max(since, theirs.since))
            positions[ladder.code] = _beside(moved, own.amounts(ladder).total)
        elif mine is not None:
            positions[ladder.code] = _beside(mine, other.amounts(ladder).total)
        if theirs is not None and mine is not None:
            positions[ladder.code] = replace(
                positions[ladder.code], manual=_better(ladder, mine.manual, theirs.manual)
            )
    return Standing(
        totals=united_totals(own.totals, other.totals),
        positions=positions,
        sequence=own.sequence,
        ahead=set(own.ahead),
        value_class=own.value_class or other.value_class,
    )


def _better(
    ladder: Ladder, mine: ManualTier | None, theirs: ManualTier | None
) -> ManualTier | None:
    """Of two manual tiers the higher, of two alike the longer."""
    given = [each for each in (mine, theirs) if each is not None]
    return max(given, key=lambda each: (ladder.tier(each.tier).rank, each.until), default=None)


def _beside(position: LadderPosition, came: int) -> LadderPosition:
    """The position where `came` is in the total that was not when it was climbed to: no refund
    shows in the difference."""
    climbs = tuple(replace(climb, total=climb.total + came) for climb in position.climbs)
    return replace(position, climbs=climbs)

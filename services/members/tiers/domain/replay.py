"""A ladder over the days of a member that are kept, as if it had been in force from the start."""

from datetime import date, datetime

from services.members.tiers.domain import tiers
from services.members.tiers.domain.amounts import amounts_of
from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.ladder import Basis, Ladder
from services.members.tiers.domain.standing import Standing
from services.members.tiers.domain.tiers import Decision, JudgementTime, LadderPosition

_BY_ORDERS = frozenset({Basis.ORDERS, Basis.REPURCHASE, Basis.EVENT})


def replayed(
    ladder: Ladder, standing: Standing, enrolled_at: datetime, time: JudgementTime
) -> tuple[LadderPosition, Decision | None]:
    """The position at `time`, and the last decision that made it; None where nothing was decided.

    Each day is judged with what came on it and before. Of days whose detail is forgotten, the sum
    counts as from the enrolment.
    """
    totals, orders = _forgotten(standing.totals), _forgotten(standing.orders)
    amounts = amounts_of(ladder, totals, orders, standing.value_class)
    counted = standing.orders if ladder.basis in _BY_ORDERS else standing.totals
    position = tiers.first_position(ladder, enrolled_at, time.enrolled_on)
    last = None
    for day in (time.enrolled_on, *sorted(counted.by_day)):
        then = JudgementTime(time.midnight(day), day, time.enrolled_on, time.zone)
        position, made = tiers.settle(ladder, position, amounts, then)
        change = counted.by_day.get(day, 0)
        _add(totals, standing.totals, day)
        _add(orders, standing.orders, day)
        position, decision = tiers.after_change(ladder, position, amounts, then, taken=change < 0)
        last = decision or (made[-1] if made else last)
    position, made = tiers.settle(ladder, position, amounts, time)
    return position, made[-1] if made else last


def _forgotten(kept: DailyTotals) -> DailyTotals:
    return DailyTotals(kept.total - sum(kept.by_day.values()))


def _add(growing: DailyTotals, kept: DailyTotals, day: date) -> None:
    amount = kept.by_day.get(day, 0)
    if amount and day not in growing.by_day:
        growing.by_day[day] = amount
        growing.total += amount

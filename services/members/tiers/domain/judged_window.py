"""The days and the amount that a decision on a tier was made by, as it keeps them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.members.tiers.domain.tiers import Decision

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class JudgedWindow:
    """Local days from `first` to `last`; no `first` where every day counts, neither at enrolment.

    `threshold`: the amount of reaching the tier, or of keeping it on the day of judgement.
    """

    first: date | None
    last: date | None
    threshold: int | None


def window_of(decision: Decision, local_day: Callable[[datetime], date]) -> JudgedWindow:
    """The window of `decision`; `local_day` is that of the brand's zone."""
    inputs = decision.inputs
    if "from" not in inputs:
        return JudgedWindow(None, None, None)
    first = date.fromisoformat(str(inputs["from"]))
    if "judged_on" in inputs:
        last = date.fromisoformat(str(inputs["judged_on"])) - _DAY
        return JudgedWindow(first, last, int(inputs["keep"]))
    since = None if first == date.min else first
    return JudgedWindow(since, local_day(decision.decided_at), int(inputs["reach"]))

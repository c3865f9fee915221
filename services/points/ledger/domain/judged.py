"""The time by which a posting is judged: that at which it is recorded, but for one case.

The record of an account never runs backwards. A replica whose clock was ahead leaves accounts that
were recorded in the future: were what comes next judged by that time too, every hold would have
ended before it is placed, until real time catches up. So it is recorded at the account's time and
judged by the clock, and its metadata say by which time.
"""

from __future__ import annotations

from datetime import datetime

from services.points.ledger.domain.posting import Posting
from services.points.ledger.domain.validation import CLOCK_SKEW, METADATA_KEY_MAX

JUDGED_AT = "judged_at_while_recorded_in_the_future"
"""In a posting's metadata. Longer than the keys of callers, so that none of them can write it."""
assert len(JUDGED_AT) > METADATA_KEY_MAX


def judging_time(now: datetime, recorded_at: datetime) -> datetime:
    """By which time a posting is judged that is recorded at `recorded_at`, which is not before."""
    return now if is_ahead(recorded_at, now) else recorded_at


def is_ahead(recorded_at: datetime, now: datetime) -> bool:
    """Whether no honest clock tells that time."""
    return recorded_at - now > CLOCK_SKEW


def judged_at(posting: Posting) -> datetime:
    """By which time `posting` was judged."""
    told = posting.metadata.get(JUDGED_AT)
    return posting.recorded_at if told is None else datetime.fromisoformat(told)


def told_in(judged: datetime, recorded_at: datetime) -> dict[str, str]:
    """The metadata that say so."""
    if judged == recorded_at:
        return {}
    return {JUDGED_AT: judged.isoformat(timespec="milliseconds")}

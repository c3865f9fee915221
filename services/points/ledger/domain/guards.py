"""Guards: what a debit or a hold must leave, now and at every instant since it takes effect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from services.points.ledger.domain.account import Account, AccountKey
from services.points.ledger.domain.chart_of_accounts import BUDGET
from services.points.ledger.domain.effective_guard import LOOK_BACK_MAX, Dated, floor
from services.points.ledger.domain.posting import Leg, Posting, PostingRequest
from services.points.ledger.domain.validation import EffectiveTimeInvalid
from services.points.ledger.domain.working_account import Working

Work = Mapping[tuple[str, str], Working]
Later = Callable[[AccountKey, datetime], Iterable[Dated] | None]
"""The entries of an account that take effect after an instant; None for more than LOOK_BACK_MAX."""
Limits = Mapping[tuple[str, str], tuple[int, str, int]]
"""By account: the minimum that a debit or hold leaves, and the part of the request it is of."""


class InsufficientPoints(Exception):
    """Less is available than the posting takes."""

    reason = "INSUFFICIENT_POINTS"

    def __init__(
        self, key: AccountKey, available: int, needed: int, field: str, at: str = ""
    ) -> None:
        super().__init__(f"{needed} needed, {available} available{at}")
        self.field = field
        self.metadata = {
            "account": f"{key.owner}/{key.asset}",
            "available": str(available),
            "needed": str(needed),
        }


def limits_of(request: PostingRequest, legs: Sequence[Leg], work: Work) -> Limits:
    limits: dict[tuple[str, str], tuple[int, str, int]] = {}
    for index, leg in enumerate(legs):
        name = (leg.owner, leg.asset)
        if leg.amount > 0 or leg.unguarded or name not in work:
            continue
        if name not in limits or limits[name][0] < leg.minimum:
            limits[name] = leg.minimum, "legs", index
    for index, hold in enumerate(request.place_holds):
        name = (hold.owner, hold.asset)
        if name not in limits or limits[name][0] < 0:
            limits[name] = 0, "place_holds", index
    return limits


def guard(
    limits: Limits, known: Mapping[tuple[str, str], Account], work: Work, at: datetime
) -> None:
    """Available may not fall below the minimum of a debit or hold, nor further where it is below.

    A hold is a promise: it is captured even where a clawback took the account into debt since.
    """
    for name, (minimum, field, index) in limits.items():
        state = work[name]
        left = state.available()
        if left < minimum:
            had = known[name].available(at)
            if left < had:
                needed = had - left + minimum
                raise InsufficientPoints(state.key, had, needed, f"{field}[{index}].amount")


def held_from(
    limits: Limits,
    known: Mapping[tuple[str, str], Account],
    work: Work,
    expiries: Sequence[Posting],
    effective: datetime,
    later: Later,
) -> tuple[Exception, datetime | None] | None:
    """Why a posting dated back can't take effect then, and from when it can (None: from now on).

    None where nothing speaks against it: nearly always, for no entry takes effect later.
    """
    found: tuple[Exception, datetime] | None = None
    for name, (minimum, field, index) in limits.items():
        if name[1] == BUDGET:
            continue
        state, account = work[name], known[name]
        expired = [
            Dated(entry.sequence, posting.effective_at, entry.amount)
            for posting in expiries
            for entry in posting.entries
            if (entry.owner, entry.asset) == name
        ]
        taken = account.posted + sum(one.amount for one in expired) - state.posted
        if taken <= 0 or (account.effective_to <= effective and not expired):
            continue
        entries = later(state.key, effective)
        if entries is None:
            return EffectiveTimeInvalid(f"before {LOOK_BACK_MAX} entries: date it later"), None
        since, lowest = floor(state.posted, minimum, effective, (*entries, *expired))
        if since > effective and (found is None or found[1] < since):
            needed, at = taken + minimum, f" at some instant from {effective.isoformat()} on"
            had = lowest + taken
            refusal = InsufficientPoints(state.key, had, needed, f"{field}[{index}].amount", at)
            found = refusal, since
    return found

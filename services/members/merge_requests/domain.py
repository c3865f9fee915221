"""A member's request to be merged with the membership that holds their number."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

WAITS_FOR = timedelta(days=30)


class MergeRequestState(StrEnum):
    """How far a request is."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    EXPIRED = "expired"


class MergeRequestWaits(Exception):
    """The member asked already, and nobody has decided yet."""

    reason = "MERGE_REQUEST_WAITING"


class PhoneNotTaken(Exception):
    """The number, which is proven, belongs to no other member."""

    reason = "PHONE_NOT_TAKEN"
    field = "phone"


class MergeRequestNotFound(Exception):
    """The brand has no such request."""

    reason = "MERGE_REQUEST_NOT_FOUND"
    field = "merge_request_id"


class MergeRequestEnded(Exception):
    """It was decided on, or its time is over."""

    reason = "MERGE_REQUEST_ENDED"
    field = "merge_request_id"

    def __init__(self, state: MergeRequestState) -> None:
        super().__init__(f"it is {state}")
        self.metadata = {"state": state.value}


@dataclass(frozen=True, slots=True)
class MergeRequest:
    """`member_id` asked; `other_id` holds the number. `reason`: of the operator who ended it, and
    `merge_id` the merge, where it was accepted."""

    id: str
    brand: str
    member_id: str
    other_id: str
    asked_at: datetime
    state: MergeRequestState = MergeRequestState.WAITING
    ended_at: datetime | None = None
    ended_by: str = ""
    reason: str = ""
    merge_id: str = ""

    @property
    def expires_at(self) -> datetime:
        """Until when it may be decided on."""
        return self.asked_at + WAITS_FOR

    def state_at(self, now: datetime) -> MergeRequestState:
        """The state for who looks at `now`."""
        if self.state is MergeRequestState.WAITING and now >= self.expires_at:
            return MergeRequestState.EXPIRED
        return self.state

    def ended(
        self, state: MergeRequestState, now: datetime, by: str, reason: str, merge_id: str = ""
    ) -> "MergeRequest":
        """The request as an operator ends it. Raises MergeRequestEnded."""
        known = self.state_at(now)
        if known is not MergeRequestState.WAITING:
            raise MergeRequestEnded(known)
        return replace(
            self, state=state, ended_at=now, ended_by=by, reason=reason, merge_id=merge_id
        )

    def expired(self) -> "MergeRequest":
        """The request as its time ended it."""
        return replace(self, state=MergeRequestState.EXPIRED, ended_at=self.expires_at)


def first_enrolled(enrolled: Mapping[str, datetime]) -> str:
    """Who of the members enrolled first; of two at one instant the lower id."""
    return min(enrolled, key=lambda member_id: (enrolled[member_id], member_id))

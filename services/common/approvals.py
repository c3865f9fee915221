"""Approvals: a wish above a limit waits for a second operator, who decides once.

The wish is kept as the bytes of its request, sealed when it is asked: a wish that is not as it was
asked is never carried out. A service keeps approvals in its own database and carries a wish out in
the transaction in which the approval ends; here is what they have in common.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.common.errors import Refusal

NOTE_CHARS_MAX = 200


class State(StrEnum):
    """The state of an approval; it is EXPIRED by the time at which it is looked at."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    EXPIRED = "expired"


class ApprovalChanged(Exception):
    """What is kept of the wish is not what was asked: it is never carried out. A fault of ours, or
    somebody wrote the database; `verify` and the audit log say more."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision of operator `by`, under its own request id."""

    request_id: str
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Approval:
    """A wish: `kind` is the method, `content` the bytes of its request, `subject_id` whom it is
    about."""

    id: str
    kind: str
    request_id: str
    content: bytes
    subject_id: str
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    reason: str
    state: State = State.PENDING
    decided_by: str = ""
    decided_at: datetime | None = None
    decision_id: str = ""
    note: str = ""

    def state_at(self, now: datetime) -> State:
        """The state for a caller at `now`."""
        late = self.state is State.PENDING and now >= self.expires_at
        return State.EXPIRED if late else self.state

    @property
    def seal(self) -> str:
        """64 hexadecimal digits over all that was asked: the same while nothing changed."""
        digest = hashlib.sha256()
        for part in (
            *(self.id, self.kind, self.request_id, self.subject_id, self.asked_by, self.reason),
            *(self.asked_at.isoformat(), self.expires_at.isoformat(), self.content.hex()),
        ):
            raw = part.encode()
            digest.update(len(raw).to_bytes(4, "big") + raw)
        return digest.hexdigest()


def decided(approval: Approval, verdict: Verdict, state: State, now: datetime) -> Approval:
    """`approval` as `verdict` ends it. Raises APPROVAL_OWN and APPROVAL_ENDED."""
    if verdict.by == approval.asked_by:
        raise Refusal("APPROVAL_OWN", "a second operator decides")
    if (found := approval.state_at(now)) is not State.PENDING:
        raise Refusal("APPROVAL_ENDED", f"it is {found}", metadata={"state": found.value})
    return replace(
        approval,
        state=state,
        decided_by=verdict.by,
        decided_at=now,
        decision_id=verdict.request_id,
        note=verdict.note,
    )


def is_repeat(approval: Approval, verdict: Verdict, state: State) -> bool:
    """True when `verdict` is the one that ended it."""
    ended_by = (approval.decided_by, approval.decision_id, approval.state)
    return ended_by == (verdict.by, verdict.request_id, state)


def not_found(approval_id: str) -> Refusal:
    """No such approval in the caller's brand."""
    return Refusal("APPROVAL_NOT_FOUND", f"no approval {approval_id[:64]}")


def to_body(approval: Approval) -> dict[str, Any]:
    """What is kept of it."""
    return {**asdict(approval), "state": approval.state.value}


def from_body(body: Mapping[str, Any]) -> Approval:
    """The approval in `body`."""
    return Approval(**{**body, "content": bytes(body["content"]), "state": State(body["state"])})

"""An entry of the audit log: staff saw personal data in clear."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """`actor` did `action` to a member, in that `role`, for that `reason`."""

    brand: str
    actor: str
    role: str
    action: str
    member_id: str
    reason: str
    at: datetime

"""TODO: say what this is."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what to whom, when and why."""

    brand: str
    actor: str
    role: str
    action: str
    member_id: str
    reason: str
    at: datetime

"""The section `privacy` of a programme."""

from dataclasses import dataclass
from datetime import timedelta

from services.members.privacy.domain.retention import Retention, retention_of
from services.members.programme.domain.rules import Rules

ERASURE_WAIT_DAYS = 7
APPROVAL_DAYS = 7
REVEALS_A_DAY = 400


@dataclass(frozen=True, slots=True)
class Privacy:
    """How long a member's own wish waits, and an operator's for the second operator; how long what
    is kept; and for how many members a day operators may ask to see the phones."""

    erasure_wait: timedelta
    approval_ttl: timedelta
    retention: Retention
    reveals_a_day: int


def parse_privacy(rules: Rules) -> Privacy:
    """The section of `rules`; a programme without one has the usual times."""
    body = rules.document.get("privacy", {})
    return Privacy(
        erasure_wait=timedelta(days=int(body.get("erasure_wait_days", ERASURE_WAIT_DAYS))),
        approval_ttl=timedelta(days=int(body.get("approval_days", APPROVAL_DAYS))),
        retention=retention_of(body),
        reveals_a_day=int(body.get("reveals_a_day", REVEALS_A_DAY)),
    )

"""The section `publishing`: whether a second operator agrees before a version comes in force."""

from dataclasses import dataclass
from datetime import timedelta

from services.members.programme.domain.rules import Rules

APPROVAL_DAYS = 7


@dataclass(frozen=True, slots=True)
class Publishing:
    """`approval_ttl` is how long a version waits for the second operator."""

    second_operator: bool
    approval_ttl: timedelta


def parse_publishing(rules: Rules) -> Publishing:
    """The section of `rules`; without one, an operator publishes alone."""
    body = rules.document.get("publishing", {})
    return Publishing(
        second_operator=bool(body.get("second_operator", False)),
        approval_ttl=timedelta(days=int(body.get("approval_days", APPROVAL_DAYS))),
    )

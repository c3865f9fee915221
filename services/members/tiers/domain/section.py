"""The section `manual_tiers` of a programme: how operators give tiers."""

from dataclasses import dataclass
from datetime import timedelta

from services.members.programme.domain.rules import Rules

DAYS_MAX = 366
APPROVAL_DAYS = 7


@dataclass(frozen=True, slots=True)
class ManualTiers:
    """`second_operator`: a tier is given once a second operator agrees, within `approval_ttl`.

    `days_max`: the most local days that it lasts, the day of the grant included.
    """

    second_operator: bool
    approval_ttl: timedelta
    days_max: int


def parse_manual_tiers(rules: Rules) -> ManualTiers:
    """The section of `rules`; without one, an operator gives a tier alone, for up to a year."""
    body = rules.document.get("manual_tiers", {})
    return ManualTiers(
        second_operator=bool(body.get("second_operator", False)),
        approval_ttl=timedelta(days=int(body.get("approval_days", APPROVAL_DAYS))),
        days_max=int(body.get("days_max", DAYS_MAX)),
    )

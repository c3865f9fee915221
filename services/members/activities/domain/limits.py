"""The most that one activity may say, as the programme bounds it (its section earning.limits).

Points hold the same line for what tills send there, and that of the points an activity earns.
"""

from dataclasses import dataclass

from services.members.activities.domain.activity import Activity
from services.members.programme.domain.rules import Rules


class ActivityOverLimit(Exception):
    """More pieces or money than the programme lets one activity have: a slip, or a fraud."""

    reason = "ACTIVITY_OVER_LIMIT"

    def __init__(self, field: str, limit: int, value: int) -> None:
        super().__init__(f"{field}: {value}, and earning.limits allows {limit}")
        self.field = field
        self.metadata = {"limit": str(limit), "value": str(value)}


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one activity: all pieces, and minor units."""

    quantity: int = 10_000
    amount_minor: int = 1_000_000_000


def parse_limits(rules: Rules) -> Limits:
    """The programme's limits; the defaults where it names none."""
    written = rules.document.get("earning", {}).get("limits", {})
    return Limits(**{key: written[key] for key in ("quantity", "amount_minor") if key in written})


def check_size(activity: Activity, rules: Rules) -> None:
    """Raise ActivityOverLimit for more than the programme allows."""
    if activity.order is None:
        return
    limits, order = rules.section(parse_limits), activity.order
    if order.total_minor > limits.amount_minor:
        raise ActivityOverLimit("order.total.minor_units", limits.amount_minor, order.total_minor)
    pieces = 0
    for index, line in enumerate(order.lines):
        pieces += line.quantity
        if pieces > limits.quantity:
            raise ActivityOverLimit(f"order.lines[{index}].quantity", limits.quantity, pieces)

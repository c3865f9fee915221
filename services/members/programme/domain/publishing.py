"""Which version may replace the one in force: a second operator agrees, and nobody was overtaken.

The section `publishing` of a programme says whether there is a second operator.
"""

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


class ProgrammeOvertaken(Exception):
    """Another version came in force after the one that a file was made from."""

    reason = "PROGRAMME_OVERTAKEN"

    def __init__(self, base: int, in_force: int) -> None:
        super().__init__(f"made from version {base}, and version {in_force} is in force")
        self.field = "base_version"
        self.metadata = {"base_version": str(base), "version": str(in_force)}


def require_base(base: int | None, in_force: int) -> None:
    """Raises ProgrammeOvertaken unless `in_force` is the version that the author has seen.

    Both are 0 where there is none; None is an author of before, who does not say.
    """
    if base is not None and base != in_force:
        raise ProgrammeOvertaken(base, in_force)

"""An inviter: the code, and the counts of what qualified."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

MONTHS_KEPT = 24


@dataclass(frozen=True, slots=True)
class Inviter:
    """`months`: how many qualified by local month, such as 2026-11, of the latest ones."""

    member_id: str
    code: str = ""
    qualified: int = 0
    months: Mapping[str, int] = field(default_factory=dict)

    def one_more(self, month: str) -> "Inviter":
        """The inviter after one more qualified in that month."""
        months = {**self.months, month: self.months.get(month, 0) + 1}
        kept = dict(sorted(months.items())[-MONTHS_KEPT:])
        return replace(self, qualified=self.qualified + 1, months=kept)

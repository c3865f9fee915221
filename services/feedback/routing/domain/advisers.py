"""The people who look after members (管家), and whether one gets an item."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.feedback.programme.domain import Programme, Text, text_of

ITEMS_MAX = 20


@dataclass(frozen=True, slots=True)
class Adviser:
    """`away`: local days, from and until, on which the adviser is not on duty."""

    person: str
    name: Text
    items_max: int
    away: tuple[tuple[date, date], ...] = ()

    def is_away(self, day: date) -> bool:
        return any(begins <= day <= ends for begins, ends in self.away)

    def cannot(self, day: date, load: int, *, is_open: bool) -> str:
        """Why the adviser gets no item on that day, with so many open items; "" where they do.
        `is_open`: it is business time, or the brand has no hours."""
        if not is_open or self.is_away(day):
            return "not on duty"
        return f"has {load} open items" if load >= self.items_max else ""


def advisers(programme: Programme) -> Mapping[str, Adviser]:
    """The section `advisers`, by person."""
    return {
        each["person"]: Adviser(
            each["person"],
            text_of(each["name"]),
            each.get("items_max", ITEMS_MAX),
            tuple(
                (date.fromisoformat(str(days["from"])), date.fromisoformat(str(days["until"])))
                for days in each.get("away", ())
            ),
        )
        for each in programme.document.get("advisers", ())
    }

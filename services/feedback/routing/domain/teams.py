"""A brand's teams, the people in them, and which of them gets an item."""

from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

from services.feedback.programme.domain import Programme, Text, text_of

LEAST_LOAD = "least_load"


@dataclass(frozen=True)
class Team:
    """`people` are the subjects of operators' tokens. `by_load`: whoever has least gets the next
    item; else people take items themselves."""

    code: str
    name: Text
    people: tuple[str, ...] = ()
    by_load: bool = False


def teams(programme: Programme) -> Mapping[str, Team]:
    """The section `teams`, by code."""
    return {
        each["code"]: Team(
            each["code"],
            text_of(each["name"]),
            tuple(each.get("people", ())),
            each.get("assign") == LEAST_LOAD,
        )
        for each in programme.feedback.get("teams", ())
    }


def least_loaded(team: Team, loads: Mapping[str, int], feedback_id: str) -> str:
    """Whoever of `team` has the fewest items; "" where nobody is given any.

    Of several with as few, the item's id decides: so items that come at once are spread.
    """
    if not team.by_load or not team.people:
        return ""

    def place(person: str) -> tuple[int, int]:
        return loads.get(person, 0), crc32(f"{feedback_id}/{person}".encode())

    return min(team.people, key=place)

"""Give an item to whoever of its team has the least to do."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from services.feedback.items.domain.item import Feedback, assign
from services.feedback.items.domain.keeping_time import owed
from services.feedback.items.domain.states import State
from services.feedback.programme.domain import Programme
from services.feedback.routing.domain.teams import least_loaded, teams


class Loads(Protocol):
    """How much each person has to do."""

    async def loads(self, people: Sequence[str]) -> Mapping[str, int]:
        """As `items.commands.store.Items`."""
        ...


async def assigned(items: Loads, item: Feedback, programme: Programme, now: datetime) -> Feedback:
    """`item` with its person, where its team gives items by load, and anything is owed for it."""
    team = programme.section(teams).get(item.team)
    if team is None or not team.by_load or item.state is not State.TRIAGED or item.assignee:
        return item
    if next(owed(item), None) is None:
        return item
    person = least_loaded(team, await items.loads(team.people), item.id)
    return assign(item, person, now) if person else item

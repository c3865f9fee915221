"""Give an item to the member's adviser, or to whoever of its team has the least to do."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from services.feedback.calendar.commands import business_hours
from services.feedback.fact_store.domain import NOTHING_TOLD, ToldFacts
from services.feedback.items.domain.item import Feedback, assign
from services.feedback.items.domain.keeping_time import owed
from services.feedback.items.domain.states import State
from services.feedback.programme.domain import Programme
from services.feedback.routing.domain.advisers import Adviser, advisers
from services.feedback.routing.domain.teams import least_loaded, teams

BY_ADVISER = "the adviser of the member"
"""The note of an item that goes to the member's adviser."""


class Loads(Protocol):
    """How much each person has to do."""

    async def loads(self, people: Sequence[str]) -> Mapping[str, int]:
        """As `items.commands.store.Items`."""
        ...


async def assigned(
    items: Loads,
    item: Feedback,
    programme: Programme,
    now: datetime,
    member: ToldFacts = NOTHING_TOLD,
) -> Feedback:
    """`item` with its person, where anything is owed for it: the member's adviser, on duty and
    below their load, else by the team's rule. The note says which, or why not the adviser."""
    if item.state is not State.TRIAGED or item.assignee or next(owed(item), None) is None:
        return item
    note = ""
    if (adviser := adviser_of(programme, member)) is not None:
        why_not = await _why_not(items, adviser, programme, now)
        if not why_not:
            return assign(item, adviser.person, now, BY_ADVISER)
        note = f"{BY_ADVISER}, {adviser.person}, {why_not}"
    team = programme.section(teams).get(item.team)
    if team is None or not team.by_load:
        return item
    person = least_loaded(team, await items.loads(team.people), item.id)
    return assign(item, person, now, note) if person else item


def adviser_of(programme: Programme, member: ToldFacts) -> Adviser | None:
    """The member's adviser, where the programme names them."""
    return programme.section(advisers).get(member.adviser.person) if member.adviser else None


async def _why_not(items: Loads, adviser: Adviser, programme: Programme, now: datetime) -> str:
    hours = business_hours(programme)
    load = (await items.loads([adviser.person])).get(adviser.person, 0)
    day = now.astimezone(programme.zone).date()
    return adviser.cannot(day, load, is_open=hours is None or hours.is_open(now))

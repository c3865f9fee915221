"""`changesSince`: what happened to a member, for front ends without a socket."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, TypeVar

import strawberry

from gateway.schema.changes.catch_up import (
    ITEMS_COST,
    Missed,
    feedback_missed,
    points_missed,
    tiers_missed,
)
from gateway.schema.changes.resume_point import Place, read_place
from gateway.schema.changes.subscriptions import TierChange
from gateway.schema.core.connections import First, itself, page_size
from gateway.schema.core.context import Context
from gateway.schema.core.fields import Rule, call, column, join, read
from gateway.schema.core.inputs import MemberId
from gateway.schema.feedback.feedback import Feedback
from gateway.schema.members.members import Member
from gateway.schema.points.points import Entry, Points, pick_points, points_need
from gateway.upstream.loaders import Need

SINCE_COST = 2 * ITEMS_COST

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Since:
    """The source of Changes. What a service could not tell is the exception."""

    member_id: str
    place: Place
    points: Missed[Any, Any] | BaseException
    tiers: Missed[Any, Any] | BaseException
    feedback: Missed[Any, Any] | BaseException

    @property
    def has_more(self) -> bool:
        """Only entries come in pages."""
        return isinstance(self.points, Missed) and self.points.more


def _events(part: str) -> Callable[[Since], Sequence[Any]]:
    def events(since: Since) -> Sequence[Any]:
        missed = getattr(since, part)
        if isinstance(missed, BaseException):
            raise missed
        return [event for _, event in missed.events]

    return events


def _entries(since: Since) -> Sequence[Any]:
    return [moved.entry for moved in _events("points")(since)]


def _items(since: Since) -> Sequence[Any]:
    return [event.feedback for event in _events("feedback")(since)]


@strawberry.type(description="The changes of a member since the answer that gave the token.")
class Changes:
    """Source: Since."""

    token: str = read(
        lambda since: since.place.text(),
        "The token for the next question. Changes that a service could not tell now come then.",
    )
    has_more: bool = column(
        "True when there are more entries behind these: ask again at once, with the new token."
    )
    entries: list[Entry] | None = read(
        _entries, "The new entries of the member's points, oldest first."
    )
    tier_changes: list[TierChange] | None = read(
        _events("tiers"), "The change of the tier on each ladder on which it changed."
    )
    feedback: list[Feedback] | None = read(
        _items, "The items of feedback that changed, as they are now."
    )
    points: Points | None = join(
        pick_points,
        "The balance as it is now. Holds change it without an entry.",
        loader="wallets",
        key=lambda since: since.member_id,
        need=points_need,
    )
    member: Member | None = join(
        itself,
        "The member's card as it is now.",
        loader="members",
        key=lambda since: since.member_id,
        need=lambda args, inner: Need(),
    )


async def _changes_since(
    context: Context,
    token: Annotated[
        str | None,
        strawberry.argument(
            description="The `token` of the answer before. When left out, the answer has no"
            " changes, only a token to begin with."
        ),
    ] = None,
    first: First = 20,
    member_id: MemberId = None,
) -> Since:
    identifier = context.member_id(member_id)
    size = page_size(first)
    before = read_place(token, "token")
    points, tiers, feedback = await asyncio.gather(
        points_missed(context, identifier, before, size),
        tiers_missed(context, identifier, before),
        feedback_missed(context, identifier, before),
        return_exceptions=True,
    )
    place = Place(
        _place(points, before.points),
        _place(tiers, before.tiers),
        _place(feedback, before.feedback),
    )
    if None in (place.points, place.tiers, place.feedback):
        # What is not known yet will be found by the time at which it was first asked for.
        begun = int(context.now.timestamp() * 1000) if before.begun is None else before.begun
        place = replace(place, begun=begun)
    return Since(identifier, place, points, tiers, feedback)


def _place(missed: Missed[P, Any] | BaseException, before: P | None) -> P | None:
    return before if isinstance(missed, BaseException) else missed.place


@strawberry.type
class ChangeQueries:
    """What can be asked for."""

    changes_since: Changes | None = call(
        _changes_since,
        "The changes of a member since the answer before; `first` limits the entries.",
        rule=Rule.SIGNED_IN,
        size="first",
        cost=SINCE_COST,
    )

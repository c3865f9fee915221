"""`changesSince`: the changes of a member, for front ends without a socket."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, TypeVar

import strawberry

from gateway.schema.changes.catch_up import (
    ITEMS_COST,
    CatchUp,
    catch_up_feedback,
    catch_up_points,
    catch_up_tiers,
)
from gateway.schema.changes.messages import TierChange
from gateway.schema.changes.resume_point import ResumePoint, read_resume_point
from gateway.schema.core.connections import First, itself, page_size
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, join, read
from gateway.schema.core.inputs import MemberId
from gateway.schema.feedback.feedback import Feedback
from gateway.schema.members.members import Member
from gateway.schema.points.points import Entry, Points, pick_points, points_need
from gateway.upstream.batching import Need

SINCE_COST = 2 * ITEMS_COST

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class ChangesSince:
    """The source of Changes. A part whose service failed is the exception."""

    member_id: str
    point: ResumePoint
    points: CatchUp[Any, Any] | BaseException
    tiers: CatchUp[Any, Any] | BaseException
    feedback: CatchUp[Any, Any] | BaseException

    @property
    def has_more(self) -> bool:
        """True when entries are left; only entries come in pages."""
        return isinstance(self.points, CatchUp) and self.points.more


def _events(part: str) -> Callable[[ChangesSince], Sequence[Any]]:
    def events(since: ChangesSince) -> Sequence[Any]:
        found = getattr(since, part)
        if isinstance(found, BaseException):
            raise found
        return [event for _, event in found.events]

    return events


def _entries(since: ChangesSince) -> Sequence[Any]:
    return [moved.entry for moved in _events("points")(since)]


def _items(since: ChangesSince) -> Sequence[Any]:
    return [event.feedback for event in _events("feedback")(since)]


@strawberry.type(description="The changes of a member since the answer that gave the token.")
class Changes:
    """Source: ChangesSince."""

    token: str = read(
        lambda since: since.point.text(),
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
    context: RequestContext,
    token: Annotated[
        str | None,
        strawberry.argument(
            description="The `token` of the answer before. When left out, the answer has no"
            " changes, only a token to begin with."
        ),
    ] = None,
    first: First = 20,
    member_id: MemberId = None,
) -> ChangesSince:
    identifier = context.member_id(member_id)
    size = page_size(first)
    before = read_resume_point(token, "token")
    points, tiers, feedback = await asyncio.gather(
        catch_up_points(context, identifier, before, size),
        catch_up_tiers(context, identifier, before),
        catch_up_feedback(context, identifier, before),
        return_exceptions=True,
    )
    point = ResumePoint(
        _position(points, before.points),
        _position(tiers, before.tiers),
        _position(feedback, before.feedback),
    )
    if None in (point.points, point.tiers, point.feedback):
        # A position that is not known yet is found later by the time of the first question.
        now_ms = int(context.now.timestamp() * 1000)
        point = replace(point, asked_at=now_ms if before.asked_at is None else before.asked_at)
    return ChangesSince(identifier, point, points, tiers, feedback)


def _position(found: CatchUp[P, Any] | BaseException, before: P | None) -> P | None:
    return before if isinstance(found, BaseException) else found.position


@strawberry.type
class ChangeQueries:
    """The field of Query."""

    changes_since: Changes | None = call(
        _changes_since,
        "The changes of a member since the answer before; `first` limits the entries.",
        rule=Rule.SIGNED_IN,
        size="first",
        cost=SINCE_COST,
    )

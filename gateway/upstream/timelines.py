"""A member's timeline, joined of those that the services have."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from gateway.core.errors import attempt
from gateway.upstream.clients import Services
from services.common.auth import Caller
from services.common.timeline import Kind, Part, Place, joined
from services.common.timeline_messages import from_place, to_place
from tessera.feedback.v1 import timeline_pb2 as feedback_pb2
from tessera.members.v1 import timeline_pb2 as members_pb2
from tessera.points.v1 import timeline_pb2 as points_pb2

REQUESTS: Mapping[str, Any] = {
    "members": members_pb2.ListTimelineRequest,
    "points": points_pb2.ListTimelineRequest,
    "feedback": feedback_pb2.ListTimelineRequest,
}
SERVICE_OF: Mapping[Kind, str] = {
    Kind.ACTIVITY: "members",
    Kind.TIER_DECISION: "members",
    Kind.ENTRY: "points",
    Kind.REDEMPTION: "points",
    Kind.FEEDBACK: "feedback",
    Kind.TOUCH: "feedback",
}

Item: TypeAlias = members_pb2.TimelineItem | points_pb2.TimelineItem | feedback_pb2.TimelineItem


class TimelinePage(NamedTuple):
    """So many of these kinds, behind a place."""

    kinds: frozenset[Kind]
    before: Place | None
    size: int


async def timeline_of(
    services: Services, caller: Caller, member_id: str, page: TimelinePage
) -> Part[Item] | None:
    """The page, for one RPC to each service that has some of its kinds; None when there is no such
    member. A service that fails fails the page: without its part, the list would lie."""
    asked: dict[str, list[Kind]] = {}
    for kind in sorted(page.kinds):
        asked.setdefault(SERVICE_OF[kind], []).append(kind)

    async def of(service: str, kinds: Sequence[Kind]) -> Any:
        request = REQUESTS[service](member_id=member_id, kinds=kinds, page_size=page.size)
        if page.before is not None:
            request.before.CopyFrom(from_place(page.before))
        method = services.timelines[service].ListTimeline
        # The card of one who does not exist is missing too, and costs the others nothing.
        told, _ = await attempt(services.read(method, request, caller), ("MEMBER_NOT_FOUND",))
        return told

    answers = await asyncio.gather(*(of(*each) for each in asked.items()))
    if any(answer is None for answer in answers):
        return None
    return joined(
        (answer.items for answer in answers),
        lambda item: to_place(item.place),
        page.size,
        any(answer.has_more for answer in answers),
    )

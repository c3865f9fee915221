"""Timelines as the gateway sees them: three servers, each with kinds of its own."""

from typing import Any

from services.common.timeline import Kind, Place, behind, joined
from services.common.timeline_messages import asked_in, from_place
from tessera.feedback.v1 import reach_pb2
from tessera.feedback.v1 import timeline_pb2 as feedback_pb2
from tessera.members.v1 import members_pb2
from tessera.members.v1 import timeline_pb2 as members_timeline_pb2
from tessera.points.v1 import rewards_pb2
from tessera.points.v1 import timeline_pb2 as points_pb2
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import NOW_S, FakeBackend, at, entry, feedback_item

EACH = 4
"""Items of each kind. Every second of them shares its time with one of each other kind."""
KINDS = {
    "members": (Kind.ACTIVITY, Kind.TIER_DECISION),
    "points": (Kind.ENTRY, Kind.REDEMPTION),
    "feedback": (Kind.FEEDBACK, Kind.TOUCH),
}
_ANSWERS: dict[str, Any] = {
    "members": members_timeline_pb2.ListTimelineResponse,
    "points": points_pb2.ListTimelineResponse,
    "feedback": feedback_pb2.ListTimelineResponse,
}


def place(kind: Kind, number: int) -> Place:
    """Where the item of that number is: 1 is the latest."""
    apart = kind * 100 if number % 2 else 0
    return Place((NOW_S - number * 60) * 1000 - apart, kind, f"id_{number}")


def item(owner: str, kind: Kind, number: int) -> Any:
    """The item of that number."""
    where = from_place(place(kind, number))
    if kind is Kind.ACTIVITY:
        order = types_pb2.Activity(
            channel="pos",
            event_id=f"e{number}",
            member_id=owner,
            type=types_pb2.ACTIVITY_TYPE_ORDER,
            occur_time=where.time,
            order=types_pb2.Order(
                order_id=f"o{number}",
                total=types_pb2.Money(currency_code="CNY", minor_units=1800),
            ),
        )
        kept = members_timeline_pb2.RecordedActivity(activity=order, record_time=at(0))
        return members_timeline_pb2.TimelineItem(place=where, activity=kept)
    if kind is Kind.TIER_DECISION:
        made = members_pb2.TierDecision(
            ladder="growth", to_tier="gold", reason="upgrade", decide_time=where.time
        )
        return members_timeline_pb2.TimelineItem(place=where, tier_decision=made)
    if kind is Kind.ENTRY:
        return points_pb2.TimelineItem(place=where, entry=entry(owner, number))
    if kind is Kind.REDEMPTION:
        redeemed = rewards_pb2.Redemption(
            id=f"red_{number}",
            member_id=owner,
            reward_code="tote_bag",
            state=rewards_pb2.REDEMPTION_STATE_HELD,
            create_time=where.time,
        )
        return points_pb2.TimelineItem(place=where, redemption=redeemed)
    if kind is Kind.FEEDBACK:
        return feedback_pb2.TimelineItem(place=where, feedback=feedback_item(owner, number))
    touch = reach_pb2.Touch(
        id=f"tch_{number}",
        member_id=owner,
        state=reach_pb2.TOUCH_STATE_DELIVERED,
        message="birthday",
        wish_time=where.time,
    )
    return feedback_pb2.TimelineItem(place=where, touch=touch)


def answer(service: str, request: Any) -> Any:
    """What the service answers, by the rules of timelines."""
    asked = asked_in(request, KINDS[service])

    def of(kind: Kind) -> list[int]:
        left = behind(asked.before, kind)
        places = ((number, place(kind, number)) for number in range(1, EACH + 1))
        return [n for n, each in places if left is None or (each.ms, each.id) < left]

    lists = [[(place(kind, n), n) for n in of(kind)] for kind in asked.kinds]
    part = joined(lists, lambda pair: pair[0], asked.size)
    items = [item(asked.member_id, where.kind, number) for where, number in part.items]
    return _ANSWERS[service](items=items, has_more=part.has_more)


class Timeline:
    """The timelines of one service, for each of the three gRPC services of that name."""

    def __init__(self, backend: FakeBackend, service: str) -> None:
        self.backend, self.service = backend, service

    async def ListTimeline(self, request: Any, context: Any) -> Any:
        await self.backend.enter(f"{self.service}.ListTimeline", request, context)
        return answer(self.service, request)

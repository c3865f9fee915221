"""Subscribers get the changes of a member as they happen."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import grpc
import pytest

from gateway.app import Gateway
from gateway.core.errors import Refused
from gateway.core.ids import to_global
from gateway.schema.changes.resume_point import ResumePoint
from gateway.upstream import event_hub as subscriptions
from gateway.upstream.event_hub import Feed
from services.common.auth import Role
from tessera.feedback.v1 import feedback_pb2
from tessera.members.v1 import events_pb2
from tessera.points.v1 import ledger_pb2
from tessera.types.v1 import types_pb2
from tests.gateway.in_process_services import refused
from tests.gateway.services import FakeBackend, Servers, at, feedback_item, member_id
from tests.gateway.sockets import (
    FEEDBACK,
    POINTS,
    TIER,
    open_socket,
    posting,
    receive,
    subscribe,
    until,
)


async def test_a_member_gets_changes_of_its_points(
    url: str, gateway: Gateway, backend: FakeBackend, token: Callable[..., str]
) -> None:
    async with open_socket(url, token()) as socket:
        await subscribe(socket, gateway.hub.points, POINTS)
        backend.publish("points", posting("tea", member_id(3)))
        backend.publish("points", posting("retail", member_id(2)))
        backend.publish("points", posting("tea", member_id(2)))
        received = await receive(socket)
    assert received["payload"]["data"]["pointsChanged"] == {
        "entry": {"amount": 80, "kind": "EARN"},
        "points": {"available": 87},
        "member": {"name": "tea 2"},
    }


async def test_a_member_is_told_that_a_store_took_its_voucher(
    url: str, gateway: Gateway, backend: FakeBackend, token: Callable[..., str]
) -> None:
    used = ledger_pb2.Posting(
        id="pst_1", brand="tea", kind=ledger_pb2.POSTING_KIND_VOUCHER, metadata={"voucher": "used"}
    )
    used.metadata["member_id"] = member_id(2)
    used.cause.redemption_id = "red_1"
    query = "subscription { pointsChanged { entry { amount } redemptionId } }"
    async with open_socket(url, token()) as socket:
        await subscribe(socket, gateway.hub.points, query)
        backend.publish("points", ledger_pb2.WatchResponse(postings=[used]))
        received = await receive(socket)
    assert received["payload"]["data"]["pointsChanged"] == {
        "entry": None,
        "redemptionId": to_global("Redemption", "red_1"),
    }


async def test_a_member_gets_changes_of_its_tier(
    url: str, gateway: Gateway, backend: FakeBackend, token: Callable[..., str]
) -> None:
    change = events_pb2.TierChanged(
        ladder="growth",
        main=True,
        from_tier="silver",
        to_tier="gold",
        multiplier_percent=130,
        reason="upgrade",
        to_tier_name=types_pb2.LocalizedText(zh="金卡", en="Gold"),
    )
    event = events_pb2.Event(
        id="evt_1", brand="tea", member_id=member_id(2), record_time=at(0), tier_changed=change
    )
    async with open_socket(url, token()) as socket:
        await subscribe(socket, gateway.hub.tiers, TIER)
        backend.publish("members", events_pb2.WatchResponse(events=[event], token="t1"))
        received = (await receive(socket))["payload"]["data"]["tierChanged"]["change"]
    assert received["fromTier"] == {"code": "silver", "name": "silver"}
    assert received["toTier"] == {"code": "gold", "name": "金卡"}
    assert (received["multiplier"], received["reason"]) == (1.3, "UPGRADE")


async def test_a_member_gets_changes_of_its_feedback(
    url: str, gateway: Gateway, backend: FakeBackend, token: Callable[..., str]
) -> None:
    item = feedback_item(member_id(2), 1)
    item.timeline[0].time.CopyFrom(at(1))
    event = feedback_pb2.Event(id="evt_1", brand="tea", member_id=member_id(2), feedback=item)
    # A breach of the team's is no change to the member.
    late = feedback_pb2.Event(
        id="evt_0", brand="tea", member_id=member_id(2), feedback=item, by_clock=True
    )
    late.feedback.state = feedback_pb2.FEEDBACK_STATE_NEW
    async with open_socket(url, token()) as socket:
        await subscribe(socket, gateway.hub.feedback, FEEDBACK)
        backend.publish("feedback", feedback_pb2.WatchResponse(events=[late, event], token="t1"))
        received = (await receive(socket))["payload"]["data"]["feedbackChanged"]
    assert received["feedback"]["state"] == "TRIAGED"


OF_MEMBER = """subscription ($id: ID) { feedbackChanged(memberId: $id) {
  live feedback { id state } } }"""
QUEUE = """subscription { feedbackQueueChanged(team: "quality") {
  live feedback { id team member { name } } } }"""


async def test_operators_follow_the_queue_of_their_team_and_brand(
    url: str, gateway: Gateway, backend: FakeBackend, token: Callable[..., str]
) -> None:
    def event(number: int, team: str, brand: str = "tea", member: str = "") -> feedback_pb2.Event:
        item = feedback_item(member_id(number), 1)
        item.ClearField("team")
        return feedback_pb2.Event(
            id=f"evt_{number}", brand=brand, member_id=member, feedback=item, team=team
        )

    async with open_socket(url, token("operator")) as socket:
        assert (await receive(socket))["type"] == "connection_ack"
        asked = {"id": "1", "type": "subscribe", "payload": {"query": QUEUE}}
        await socket.send(json.dumps(asked))
        first = (await receive(socket))["payload"]["data"]["feedbackQueueChanged"]
        assert first == {"live": True, "feedback": None}
        events = [
            event(3, "care", member=member_id(3)),
            event(4, "quality", brand="retail"),
            # Of an anonymous item too: nobody else is told of it.
            event(5, "quality"),
        ]
        backend.publish("feedback", feedback_pb2.WatchResponse(events=events, token="t1"))
        told = (await receive(socket))["payload"]["data"]["feedbackQueueChanged"]
    assert told["feedback"]["member"] == {"name": "tea 5"}
    # The item is the one that operators see; the event has it as members do.
    assert told["feedback"]["team"] == "customer_service"


def _at_store(store: str, number: int) -> feedback_pb2.Event:
    item = feedback_item(member_id(2), number)
    item.store_id = store
    # A change of before the subscription is no news to it.
    item.timeline[0].time.CopyFrom(at(1))
    return feedback_pb2.Event(
        id=f"evt_{number}", brand="tea", member_id=member_id(2), feedback=item, team="quality"
    )


ELSEWHERE_FIRST = [_at_store("store-02", 3), _at_store("", 2), _at_store("store-01", 1)]


async def test_a_store_manager_is_told_of_a_members_changes_at_their_stores_alone(
    url: str, gateway: Gateway, backend: FakeBackend, token: Callable[..., str]
) -> None:
    told = feedback_pb2.WatchResponse(events=ELSEWHERE_FIRST, token="t1")
    async with open_socket(url, token("operator", stores=["store-01"])) as socket:
        await subscribe(socket, gateway.hub.feedback, OF_MEMBER, id=member_id(2))
        backend.publish("feedback", told)
        received = (await receive(socket))["payload"]["data"]["feedbackChanged"]
    assert received["feedback"]["id"] == to_global("Feedback", ELSEWHERE_FIRST[-1].feedback.id)


async def test_a_store_manager_follows_the_queue_of_their_stores_alone(
    url: str, gateway: Gateway, backend: FakeBackend, token: Callable[..., str]
) -> None:
    told = feedback_pb2.WatchResponse(events=ELSEWHERE_FIRST, token="t1")
    async with open_socket(url, token("operator", stores=["store-01"])) as socket:
        assert (await receive(socket))["type"] == "connection_ack"
        asked = {"id": "1", "type": "subscribe", "payload": {"query": QUEUE}}
        await socket.send(json.dumps(asked))
        assert (await receive(socket))["type"] == "next"
        backend.publish("feedback", told)
        received = (await receive(socket))["payload"]["data"]["feedbackQueueChanged"]
    assert received["feedback"]["id"] == to_global("Feedback", ELSEWHERE_FIRST[-1].feedback.id)


async def test_an_operator_names_the_member_and_a_member_no_other(
    url: str, gateway: Gateway, backend: FakeBackend, token: Callable[..., str]
) -> None:
    async with open_socket(url, token("operator")) as socket:
        await subscribe(socket, gateway.hub.points, POINTS, id=member_id(3))
        backend.publish("points", posting("tea", member_id(3)))
        received = await receive(socket)
        assert received["payload"]["data"]["pointsChanged"]["member"]["name"] == "tea 3"
    async with open_socket(url, token()) as socket:
        assert (await receive(socket))["type"] == "connection_ack"
        payload = {"query": POINTS, "variables": {"id": member_id(3)}}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        refused = await receive(socket)
    error = refused["payload"]["errors"][0] if refused["type"] == "next" else refused["payload"][0]
    assert error["extensions"]["code"] == "PERMISSION_DENIED"


async def test_all_subscribers_share_one_stream_for_each_service(
    url: str, gateway: Gateway, backend: FakeBackend, token: Callable[..., str]
) -> None:
    async with open_socket(url, token()) as one, open_socket(url, token(number=3)) as other:
        await subscribe(one, gateway.hub.points, POINTS)
        await subscribe(other, gateway.hub.points, POINTS)
        await until(lambda: len(gateway.hub.points._queues) == 2)
        watches = [call for call in backend.requests if call[0].endswith("Watch")]
        assert len(watches) == 3
        assert all(c.role is Role.SERVICE and r.from_now for _, c, r in watches)
        backend.publish("points", posting("tea", member_id(3)))
        received = await receive(other)
    assert received["payload"]["data"]["pointsChanged"]["member"]["name"] == "tea 3"


async def test_after_a_break_the_stream_goes_on_behind_its_last_token(
    url: str, gateway: Gateway, backend: FakeBackend, servers: Servers, token: Callable[..., str]
) -> None:
    async with open_socket(url, token()) as socket:
        await subscribe(socket, gateway.hub.points, POINTS)
        backend.publish("points", posting("tea", member_id(2), 8))
        await receive(socket)
        await servers.stop_one("points")
        await servers.start_one("points")
        await until(lambda: len(backend.streams["points"]) == 1)
        last = next(r for m, _, r in reversed(backend.requests) if m == "points.Watch")
        assert (last.after, last.from_now) == ("t8", False)
        backend.publish("points", posting("tea", member_id(2), 9))
        received = await receive(socket)
    assert received["payload"]["data"]["pointsChanged"]["entry"]["amount"] == 90


async def test_a_slow_subscriber_is_ended_with_a_code() -> None:
    feed: Feed[int] = Feed("points", lambda after, now: None, lambda response: ())
    with feed.subscribed("tea", "mem_1") as events:
        for number in range(subscriptions.QUEUE_MAX + 10):
            feed._tell(("tea", "mem_1"), number)
        assert not feed._queues
        taken = [await anext(events) for _ in range(subscriptions.QUEUE_MAX)]
        with pytest.raises(Refused) as ended:
            await anext(events)
    assert ended.value.extensions is not None
    assert ended.value.extensions["code"] == "SUBSCRIBER_TOO_SLOW"
    assert taken == list(range(subscriptions.QUEUE_MAX))


async def test_subscribers_that_may_have_lost_an_event_are_ended_with_a_code() -> None:
    begun: list[tuple[str, bool]] = []

    async def watch(after: str, now: bool) -> AsyncIterator[ledger_pb2.WatchResponse]:
        begun.append((after, now))
        if len(begun) == 1:
            yield posting("tea", member_id(2), 1)
            raise refused("WATCH_TOKEN_INVALID")
        await asyncio.Event().wait()

    feed: Feed[Any] = Feed("points", watch, subscriptions.points_moved)
    with feed.subscribed("tea", member_id(2)) as events:
        following = asyncio.create_task(feed.follow())
        assert (await anext(events)).entry.sequence == 1
        with pytest.raises(Refused) as ended:
            await anext(events)
        await until(lambda: len(begun) == 2)
        following.cancel()
    assert ended.value.extensions is not None
    assert ended.value.extensions["code"] == "SUBSCRIPTION_INTERRUPTED"
    assert begun == [("", True), ("", True)]


async def test_a_stream_that_fails_is_begun_again() -> None:
    begun: list[tuple[str, bool]] = []

    async def watch(after: str, now: bool) -> AsyncIterator[ledger_pb2.WatchResponse]:
        begun.append((after, now))
        if len(begun) == 1:
            yield posting("tea", member_id(2), 1)
            raise grpc.aio.AioRpcError(
                grpc.StatusCode.UNAVAILABLE, grpc.aio.Metadata(), grpc.aio.Metadata()
            )
        await asyncio.Event().wait()

    feed: Feed[Any] = Feed("points", watch, subscriptions.points_moved)
    following = asyncio.create_task(feed.follow())
    await until(lambda: len(begun) == 2)
    following.cancel()
    assert begun == [("", True), ("t1", False)]


async def test_until_its_service_is_followed_no_subscription_is_called_live(
    url: str, gateway: Gateway, backend: FakeBackend, token: Callable[..., str]
) -> None:
    await until(gateway.hub.points.following.is_set)
    gateway.hub.points.following.clear()
    async with open_socket(url, token()) as socket:
        assert (await receive(socket))["type"] == "connection_ack"
        payload = {"query": "subscription { pointsChanged { id live } }"}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        await until(lambda: bool(gateway.hub.points._queues))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(socket.recv(), 0.2)
        # A change before that counts as an earlier one: its resume point says so.
        backend.written = 8
        backend.publish("points", posting("tea", member_id(2), 8))
        received = (await receive(socket))["payload"]["data"]["pointsChanged"]
    assert received == {"id": ResumePoint(points=8).text(), "live": True}

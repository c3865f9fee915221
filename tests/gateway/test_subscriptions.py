"""What happens to a member is told as it happens, over graphql-transport-ws."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import grpc
import pytest
import uvicorn
import websockets
from websockets.asyncio.client import ClientConnection

from gateway import subscriptions
from gateway.app import Gateway, make_app
from gateway.context import Context
from gateway.errors import Refused
from gateway.places import Place, Times, mark
from gateway.subscriptions import Feed
from services.common.auth import Role
from tessera.feedback.v1 import feedback_pb2
from tessera.members.v1 import events_pb2
from tessera.points.v1 import ledger_pb2
from tessera.types.v1 import types_pb2
from tests.gateway.direct import refused
from tests.gateway.queries import CARD
from tests.gateway.services import Servers, World, at, entry, feedback_item, member_id

POINTS = """subscription($id: ID) { pointsChanged(memberId: $id) {
  entry { amount kind } points { available } member { name } } }"""
TIER = """subscription { tierChanged { id live member { id } change {
  ladder { code } fromTier { code name } toTier { code name } multiplier reason at } } }"""
FEEDBACK = "subscription { feedbackChanged { live feedback { id state } at } }"


@pytest.fixture
async def url(gateway: Gateway, world: World) -> AsyncIterator[str]:
    """A gateway that listens, and follows the three services."""
    config = uvicorn.Config(
        make_app(gateway, gateway.services.channels),
        port=0,
        log_config=None,
        ws="websockets-sansio",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0.01)
    await _until(lambda: set(world.streams) == {"members", "points", "feedback"})
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"ws://127.0.0.1:{port}/graphql"
    server.should_exit = True
    await serving


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.01)


@asynccontextmanager
async def _socket(url: str, token: str | None) -> AsyncIterator[ClientConnection]:
    protocols = [websockets.Subprotocol("graphql-transport-ws")]
    async with websockets.connect(url, subprotocols=protocols) as socket:
        payload = {} if token is None else {"authorization": f"Bearer {token}"}
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        yield socket


async def _receive(socket: ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(20):
        message: dict[str, Any] = json.loads(await socket.recv())
        return message


async def _subscribe(
    socket: ClientConnection, feed: Feed[Any], query: str, **variables: Any
) -> None:
    assert (await _receive(socket))["type"] == "connection_ack"
    payload = {"query": query, "variables": variables}
    await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
    await _until(lambda: bool(feed._queues))
    if "after" not in variables:
        # The first message says that the subscription is live.
        assert (await _receive(socket))["type"] == "next"


def _posting(brand: str, owner: str, sequence: int = 8) -> ledger_pb2.WatchResponse:
    entries = [entry(owner, sequence), ledger_pb2.Entry(owner="house:issued", asset="POINTS")]
    posting = ledger_pb2.Posting(id="pst_1", brand=brand, entries=entries)
    return ledger_pb2.WatchResponse(postings=[posting], token=f"t{sequence}")


async def test_a_member_is_told_of_its_points(
    url: str, gateway: Gateway, world: World, token: Callable[..., str]
) -> None:
    async with _socket(url, token()) as socket:
        await _subscribe(socket, gateway.hub.points, POINTS)
        world.publish("points", _posting("tea", member_id(3)))
        world.publish("points", _posting("retail", member_id(2)))
        world.publish("points", _posting("tea", member_id(2)))
        told = await _receive(socket)
    assert told["payload"]["data"]["pointsChanged"] == {
        "entry": {"amount": 80, "kind": "EARN"},
        "points": {"available": 87},
        "member": {"name": "tea 2"},
    }


async def test_a_member_is_told_of_its_tier(
    url: str, gateway: Gateway, world: World, token: Callable[..., str]
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
    async with _socket(url, token()) as socket:
        await _subscribe(socket, gateway.hub.tiers, TIER)
        world.publish("members", events_pb2.WatchResponse(events=[event], token="t1"))
        told = (await _receive(socket))["payload"]["data"]["tierChanged"]["change"]
    assert told["fromTier"] == {"code": "silver", "name": "silver"}
    assert told["toTier"] == {"code": "gold", "name": "金卡"}
    assert (told["multiplier"], told["reason"]) == (1.3, "UPGRADE")


async def test_a_member_is_told_of_its_feedback(
    url: str, gateway: Gateway, world: World, token: Callable[..., str]
) -> None:
    item = feedback_item(member_id(2), 1)
    item.timeline[0].time.CopyFrom(at(1))
    event = feedback_pb2.Event(id="evt_1", brand="tea", member_id=member_id(2), feedback=item)
    async with _socket(url, token()) as socket:
        await _subscribe(socket, gateway.hub.feedback, FEEDBACK)
        world.publish("feedback", feedback_pb2.WatchResponse(events=[event], token="t1"))
        told = (await _receive(socket))["payload"]["data"]["feedbackChanged"]
    assert told["feedback"]["state"] == "TRIAGED"


async def test_an_operator_names_the_member_and_a_member_no_other(
    url: str, gateway: Gateway, world: World, token: Callable[..., str]
) -> None:
    async with _socket(url, token("operator")) as socket:
        await _subscribe(socket, gateway.hub.points, POINTS, id=member_id(3))
        world.publish("points", _posting("tea", member_id(3)))
        told = await _receive(socket)
        assert told["payload"]["data"]["pointsChanged"]["member"]["name"] == "tea 3"
    async with _socket(url, token()) as socket:
        assert (await _receive(socket))["type"] == "connection_ack"
        payload = {"query": POINTS, "variables": {"id": member_id(3)}}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        refused = await _receive(socket)
    error = refused["payload"]["errors"][0] if refused["type"] == "next" else refused["payload"][0]
    assert error["extensions"]["code"] == "PERMISSION_DENIED"


async def test_without_a_token_the_socket_is_closed(url: str) -> None:
    for wrong in (None, "nonsense"):
        async with _socket(url, wrong) as socket:
            with pytest.raises(websockets.ConnectionClosed) as closed:
                await _receive(socket)
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 4403


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("subscription {", "GRAPHQL_PARSE_FAILED"),
        ("subscription { pointsChange { entry { amount } } }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ me { " + "points { " * 9 + "held" + " }" * 11, "QUERY_TOO_DEEP"),
        ("{ me { entries(first: 101) { edges { cursor } } } }", "PAGE_SIZE_INVALID"),
        ("{ __schema { queryType { name } } }", "GRAPHQL_VALIDATION_FAILED"),
        ("query A { me { id } } query B { me { id } }", "GRAPHQL_VALIDATION_FAILED"),
    ],
)
async def test_the_limits_hold_on_a_socket_too(
    url: str, token: Callable[..., str], query: str, code: str
) -> None:
    async with _socket(url, token()) as socket:
        assert (await _receive(socket))["type"] == "connection_ack"
        payload = {"query": query}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        refused = await _receive(socket)
    assert refused["type"] == "error"
    assert refused["payload"][0]["extensions"]["code"] == code


async def test_a_query_is_answered_on_a_socket_as_over_http(
    url: str, world: World, token: Callable[..., str]
) -> None:
    async with _socket(url, token()) as socket:
        assert (await _receive(socket))["type"] == "connection_ack"
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": CARD}}))
        told = await _receive(socket)
        assert told["payload"]["data"]["me"]["name"] == "tea 2"
        assert world.calls["BatchGetWallets"] == 1
        assert (await _receive(socket))["type"] == "complete"


async def test_a_subscription_ends_with_its_token_though_nothing_happens(
    url: str, gateway: Gateway, world: World, token: Callable[..., str]
) -> None:
    async with _socket(url, token(ttl_s=3)) as socket:
        await _subscribe(socket, gateway.hub.points, POINTS)
        told = await _receive(socket)
        assert told["payload"]["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
        assert (await _receive(socket))["type"] == "complete"


@pytest.mark.parametrize(
    "document",
    [
        "{ me { name } }",
        """mutation { checkIn(input: {requestId: "late"}) { userErrors { code } } }""",
    ],
)
async def test_an_open_socket_answers_nothing_once_its_token_has_ended(
    url: str, world: World, token: Callable[..., str], document: str
) -> None:
    async with _socket(url, token(ttl_s=1)) as socket:
        assert (await _receive(socket))["type"] == "connection_ack"
        await asyncio.sleep(1.1)
        payload = {"query": document}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        told = await _receive(socket)
    assert told["type"] == "error"
    assert told["payload"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert not {"BatchGetMembers", "RecordActivities"} & set(world.calls)


@pytest.mark.parametrize(
    "payload",
    [
        {"query": "{ me { name } }", "variables": [1]},
        {"query": "{ me { name } }", "operationName": [1]},
        {"query": 5},
    ],
)
async def test_an_operation_of_the_wrong_shape_is_refused_and_the_socket_stays(
    url: str, token: Callable[..., str], payload: dict[str, Any]
) -> None:
    async with _socket(url, token()) as socket:
        assert (await _receive(socket))["type"] == "connection_ack"
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        refused = await _receive(socket)
        assert refused["type"] == "error"
        assert refused["payload"][0]["extensions"]["code"] == "BODY_INVALID"
        await socket.send(json.dumps({"type": "ping"}))
        assert (await _receive(socket))["type"] == "pong"


async def test_what_is_done_over_an_old_socket_is_done_now(
    url: str,
    gateway: Gateway,
    world: World,
    token: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = gateway.context

    def of_yesterday(*asked: Any) -> Context:
        context = made(*asked)
        context.now -= timedelta(days=1)
        return context

    monkeypatch.setattr(gateway, "context", of_yesterday)
    query = """mutation { checkIn(input: {requestId: "1"}) { checkIn { at } } }"""
    async with _socket(url, token()) as socket:
        assert (await _receive(socket))["type"] == "connection_ack"
        payload = {"query": query}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        assert (await _receive(socket))["type"] == "next"
    (told,) = world.activities.values()
    assert datetime.now(UTC) - told.occur_time.ToDatetime(UTC) < timedelta(hours=1)


async def test_all_subscribers_share_one_stream_for_each_service(
    url: str, gateway: Gateway, world: World, token: Callable[..., str]
) -> None:
    async with _socket(url, token()) as one, _socket(url, token(number=3)) as other:
        await _subscribe(one, gateway.hub.points, POINTS)
        await _subscribe(other, gateway.hub.points, POINTS)
        await _until(lambda: len(gateway.hub.points._queues) == 2)
        watches = [call for call in world.requests if call[0].endswith("Watch")]
        assert len(watches) == 3
        assert all(c.role is Role.SERVICE and r.from_now for _, c, r in watches)
        world.publish("points", _posting("tea", member_id(3)))
        told = await _receive(other)
    assert told["payload"]["data"]["pointsChanged"]["member"]["name"] == "tea 3"


async def test_after_a_break_the_stream_goes_on_behind_its_last_token(
    url: str, gateway: Gateway, world: World, servers: Servers, token: Callable[..., str]
) -> None:
    async with _socket(url, token()) as socket:
        await _subscribe(socket, gateway.hub.points, POINTS)
        world.publish("points", _posting("tea", member_id(2), 8))
        await _receive(socket)
        await servers.stop_one("points")
        await servers.start_one("points")
        await _until(lambda: len(world.streams["points"]) == 1)
        last = next(r for m, _, r in reversed(world.requests) if m == "points.Watch")
        assert (last.after, last.from_now) == ("t8", False)
        world.publish("points", _posting("tea", member_id(2), 9))
        told = await _receive(socket)
    assert told["payload"]["data"]["pointsChanged"]["entry"]["amount"] == 90


async def test_a_slow_subscriber_is_let_go_and_told_so() -> None:
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


async def test_who_may_have_missed_something_is_told_to_subscribe_again() -> None:
    begun: list[tuple[str, bool]] = []

    async def watch(after: str, now: bool) -> AsyncIterator[ledger_pb2.WatchResponse]:
        begun.append((after, now))
        if len(begun) == 1:
            yield _posting("tea", member_id(2), 1)
            raise refused("WATCH_TOKEN_INVALID")
        await asyncio.Event().wait()

    feed: Feed[Any] = Feed("points", watch, subscriptions.points_moved)
    with feed.subscribed("tea", member_id(2)) as events:
        following = asyncio.create_task(feed.follow())
        assert (await anext(events)).entry.sequence == 1
        with pytest.raises(Refused) as ended:
            await anext(events)
        await _until(lambda: len(begun) == 2)
        following.cancel()
    assert ended.value.extensions is not None
    assert ended.value.extensions["code"] == "SUBSCRIPTION_INTERRUPTED"
    assert begun == [("", True), ("", True)]


async def test_what_was_missed_comes_first_and_nothing_twice(
    url: str, gateway: Gateway, world: World, token: Callable[..., str]
) -> None:
    query = """subscription($after: String) {
      pointsChanged(resumeAfter: $after) { id live entry { sequence } held } }"""
    async with _socket(url, token()) as socket:
        await _subscribe(socket, gateway.hub.points, query, after=Place(points=4).text())
        told = [(await _receive(socket))["payload"]["data"]["pointsChanged"] for _ in range(4)]
        # The last one that was missed is also on its way, and then comes a new one.
        world.publish("points", _posting("tea", member_id(2), 7))
        world.publish("points", _posting("tea", member_id(2), 8))
        told.append((await _receive(socket))["payload"]["data"]["pointsChanged"])
    sequences = [each["entry"] and each["entry"]["sequence"] for each in told]
    assert sequences == [5, 6, 7, None, 8]
    assert [each["live"] for each in told] == [False, False, False, True, True]
    assert [each["id"] for each in told] == [Place(points=n).text() for n in (5, 6, 7, 7, 8)]


async def test_who_missed_too_much_is_told_so(
    url: str, gateway: Gateway, world: World, token: Callable[..., str]
) -> None:
    world.written = 5_000
    query = "subscription($after: String) { pointsChanged(resumeAfter: $after) { id } }"
    async with _socket(url, token()) as socket:
        await _subscribe(socket, gateway.hub.points, query, after=Place(points=1).text())
        while "errors" not in (payload := (await _receive(socket))["payload"]):
            assert payload["data"]["pointsChanged"]["id"]
    assert payload["errors"][0]["extensions"]["code"] == "RESUME_TOO_FAR"


@pytest.mark.parametrize("wrong", ["nonsense", Place(tiers=Times(1)).text(), ""])
async def test_a_place_of_something_else_is_refused(
    url: str, token: Callable[..., str], wrong: str
) -> None:
    query = "subscription($after: String) { pointsChanged(resumeAfter: $after) { id } }"
    async with _socket(url, token()) as socket:
        assert (await _receive(socket))["type"] == "connection_ack"
        payload = {"query": query, "variables": {"after": wrong}}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        refusal = (await _receive(socket))["payload"]
    error = refusal["errors"][0] if isinstance(refusal, dict) else refusal[0]
    assert error["extensions"]["code"] == "PAGE_TOKEN_INVALID"


async def test_a_stream_that_fails_is_begun_again() -> None:
    begun: list[tuple[str, bool]] = []

    async def watch(after: str, now: bool) -> AsyncIterator[ledger_pb2.WatchResponse]:
        begun.append((after, now))
        if len(begun) == 1:
            yield _posting("tea", member_id(2), 1)
            raise grpc.aio.AioRpcError(
                grpc.StatusCode.UNAVAILABLE, grpc.aio.Metadata(), grpc.aio.Metadata()
            )
        await asyncio.Event().wait()

    feed: Feed[Any] = Feed("points", watch, subscriptions.points_moved)
    following = asyncio.create_task(feed.follow())
    await _until(lambda: len(begun) == 2)
    following.cancel()
    assert begun == [("", True), ("t1", False)]


ALL = {
    "points": ("pointsChanged", "entry { sequence }"),
    "tiers": ("tierChanged", "change { at }"),
    "feedback": ("feedbackChanged", "feedback { id }"),
}


@pytest.mark.parametrize("feed", ALL)
async def test_the_first_message_says_that_the_subscription_is_live_and_where_it_begins(
    url: str, gateway: Gateway, token: Callable[..., str], feed: str
) -> None:
    name, change = ALL[feed]
    query = f"subscription($after: String) {{ {name}(resumeAfter: $after) {{ id live {change} }} }}"
    after = None
    for _ in range(2):
        async with _socket(url, token()) as socket:
            await _subscribe(socket, getattr(gateway.hub, feed), query, after=after)
            told = (await _receive(socket))["payload"]["data"][name]
        assert told["live"] is True
        assert told[change.partition(" ")[0]] is None
        assert after in (None, told["id"])
        after = told["id"]


async def test_a_socket_that_is_lost_before_anything_was_told_loses_nothing(
    url: str, gateway: Gateway, world: World, token: Callable[..., str]
) -> None:
    """Without a place from the beginning, there would be none to go on from."""
    query = """subscription($after: String) {
      feedbackChanged(resumeAfter: $after) { id live feedback { text } } }"""
    world.items = []
    async with _socket(url, token()) as socket:
        await _subscribe(socket, gateway.hub.feedback, query, after=None)
        begun = (await _receive(socket))["payload"]["data"]["feedbackChanged"]
    assert (begun["live"], begun["feedback"]) == (True, None)
    await _until(lambda: not gateway.hub.feedback._queues)
    world.items = [_said("meanwhile", 7)]
    async with _socket(url, token()) as socket:
        await _subscribe(socket, gateway.hub.feedback, query, after=begun["id"])
        told = [(await _receive(socket))["payload"]["data"]["feedbackChanged"] for _ in range(2)]
    assert [(each["live"], each["feedback"]) for each in told] == [
        (False, {"text": "meanwhile"}),
        (True, None),
    ]


async def test_until_its_service_is_followed_no_subscription_is_called_live(
    url: str, gateway: Gateway, world: World, token: Callable[..., str]
) -> None:
    await _until(gateway.hub.points.following.is_set)
    gateway.hub.points.following.clear()
    async with _socket(url, token()) as socket:
        assert (await _receive(socket))["type"] == "connection_ack"
        payload = {"query": "subscription { pointsChanged { id live } }"}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        await _until(lambda: bool(gateway.hub.points._queues))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(socket.recv(), 0.2)
        # What happens before is counted as missed: its place says so.
        world.written = 8
        world.publish("points", _posting("tea", member_id(2), 8))
        told = (await _receive(socket))["payload"]["data"]["pointsChanged"]
    assert told == {"id": Place(points=8).text(), "live": True}


async def test_points_that_are_set_aside_are_told_with_the_place_that_holds(
    url: str, gateway: Gateway, world: World, token: Callable[..., str]
) -> None:
    query = "subscription { pointsChanged { id live held entry { sequence } } }"
    hold = ledger_pb2.HoldMove(hold_id="rdm_1", owner=member_id(2), asset="POINTS", change=100)
    posting = ledger_pb2.Posting(id="pst_1", brand="tea", holds=[hold])
    async with _socket(url, token()) as socket:
        await _subscribe(socket, gateway.hub.points, query)
        world.publish("points", ledger_pb2.WatchResponse(postings=[posting], token="t1"))
        told = (await _receive(socket))["payload"]["data"]["pointsChanged"]
    assert told == {"id": Place(points=7).text(), "live": True, "held": 100, "entry": None}


async def test_what_took_its_time_to_be_written_is_told_live_and_after_a_lost_socket(
    url: str, gateway: Gateway, world: World, token: Callable[..., str]
) -> None:
    """The times of two writes at once need not be in the order in which they come to light."""
    query = """subscription($after: String) {
      feedbackChanged(resumeAfter: $after) { id live feedback { text } } }"""
    slow, quick = _said("slow", 100), _said("quick", 101)
    world.items = []
    async with _socket(url, token()) as socket:
        await _subscribe(socket, gateway.hub.feedback, query)
        for item in (quick, slow, quick):
            event = feedback_pb2.Event(brand="tea", member_id=member_id(2), feedback=item)
            world.publish("feedback", feedback_pb2.WatchResponse(events=[event], token="t1"))
        told = [(await _receive(socket))["payload"]["data"]["feedbackChanged"] for _ in range(2)]
    assert [each["feedback"]["text"] for each in told] == ["quick", "slow"]
    world.items = [slow, quick]
    async with _socket(url, token()) as socket:
        await _subscribe(socket, gateway.hub.feedback, query, after=told[0]["id"])
        missed = [(await _receive(socket))["payload"]["data"]["feedbackChanged"] for _ in range(2)]
    assert [(each["live"], each["feedback"]) for each in missed] == [
        (False, {"text": "slow"}),
        (True, None),
    ]


def _said(text: str, ms: int) -> feedback_pb2.Feedback:
    item = feedback_item(member_id(2), 1)
    item.id, item.text = f"fb_{text}", text
    item.timeline[0].time.FromMilliseconds(1_795_000_000_000 + ms)
    return item


@pytest.mark.parametrize("name", ["language", "Accept-Language"])
async def test_a_socket_speaks_the_language_that_it_is_opened_in(
    url: str, token: Callable[..., str], name: str
) -> None:
    protocols = [websockets.Subprotocol("graphql-transport-ws")]
    async with websockets.connect(url, subprotocols=protocols) as socket:
        payload = {"authorization": f"Bearer {token()}", name: "en-GB,en;q=0.9"}
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        assert (await _receive(socket))["type"] == "connection_ack"
        query = {"query": "{ me { tier { name } forecast { expectedTier { name } } } }"}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": query}))
        told = (await _receive(socket))["payload"]["data"]["me"]
    assert told["tier"] == {"name": "Gold"}


def test_marks_tell_what_was_told_and_what_is_new() -> None:
    begun = Times(0).after([mark(100_000, "a"), mark(80_000, "b"), mark(10, "c")])
    assert begun.at == 100_000
    # A minute before is over; what is not known of the last seconds is new.
    assert not begun.is_new(mark(10, "c"))
    assert not begun.is_new(mark(80_000, "b"))
    assert begun.is_new(mark(80_000, "other"))
    many = begun.after(mark(100_000 + n, n) for n in range(1_000))
    assert len(many.told) == 32
    assert not many.is_new(mark(100_999, 999))

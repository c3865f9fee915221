"""What happens to a member is told as it happens, over graphql-transport-ws."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import grpc
import pytest
import uvicorn
import websockets
from websockets.asyncio.client import ClientConnection

from gateway import subscriptions
from gateway.app import Gateway, make_app
from gateway.errors import Refused
from gateway.missed import Place
from gateway.subscriptions import Feed
from services.common.auth import Role
from tessera.feedback.v1 import feedback_pb2
from tessera.members.v1 import events_pb2
from tessera.points.v1 import ledger_pb2
from tests.gateway.direct import refused
from tests.gateway.queries import CARD
from tests.gateway.services import Servers, World, at, entry, feedback_item, member_id

POINTS = """subscription($id: ID) { pointsChanged(memberId: $id) {
  entry { amount kind } points { available } member { name } } }"""
TIER = "subscription { tierChanged { ladder fromTier toTier multiplier reason at member { id } } }"
FEEDBACK = "subscription { feedbackChanged { feedback { id state } } }"


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
    async with asyncio.timeout(5):
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
    async with asyncio.timeout(5):
        message: dict[str, Any] = json.loads(await socket.recv())
        return message


async def _subscribe(
    socket: ClientConnection, feed: Feed[Any], query: str, **variables: Any
) -> None:
    assert (await _receive(socket))["type"] == "connection_ack"
    payload = {"query": query, "variables": variables}
    await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
    await _until(lambda: bool(feed._queues))


def _posting(brand: str, owner: str, sequence: int = 3) -> ledger_pb2.WatchResponse:
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
        "entry": {"amount": 30, "kind": "EARN"},
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
    )
    event = events_pb2.Event(
        id="evt_1", brand="tea", member_id=member_id(2), record_time=at(0), tier_changed=change
    )
    async with _socket(url, token()) as socket:
        await _subscribe(socket, gateway.hub.tiers, TIER)
        world.publish("members", events_pb2.WatchResponse(events=[event], token="t1"))
        told = (await _receive(socket))["payload"]["data"]["tierChanged"]
    assert (told["fromTier"], told["toTier"], told["multiplier"]) == ("silver", "gold", 1.3)


async def test_a_member_is_told_of_its_feedback(
    url: str, gateway: Gateway, world: World, token: Callable[..., str]
) -> None:
    event = feedback_pb2.Event(
        id="evt_1", brand="tea", member_id=member_id(2), feedback=feedback_item(member_id(2), 1)
    )
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
    async with _socket(url, token(ttl_s=1)) as socket:
        await _subscribe(socket, gateway.hub.points, POINTS)
        told = await _receive(socket)
        assert told["payload"]["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
        assert (await _receive(socket))["type"] == "complete"


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
        world.publish("points", _posting("tea", member_id(2), 4))
        await _receive(socket)
        await servers.stop_one("points")
        await servers.start_one("points")
        await _until(lambda: len(world.streams["points"]) == 1)
        last = next(r for m, _, r in reversed(world.requests) if m == "points.Watch")
        assert (last.after, last.from_now) == ("t4", False)
        world.publish("points", _posting("tea", member_id(2), 5))
        told = await _receive(socket)
    assert told["payload"]["data"]["pointsChanged"]["entry"]["amount"] == 50


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
      pointsChanged(resumeAfter: $after) { id entry { sequence } held } }"""
    world.publish("points", ledger_pb2.WatchResponse(token="t0"))
    async with _socket(url, token()) as socket:
        await _subscribe(socket, gateway.hub.points, query, after=Place(points=4).text())
        told = [(await _receive(socket))["payload"]["data"]["pointsChanged"] for _ in range(4)]
        # The last one that was missed is also on its way, and then comes a new one.
        world.publish("points", _posting("tea", member_id(2), 7))
        world.publish("points", _posting("tea", member_id(2), 8))
        told.append((await _receive(socket))["payload"]["data"]["pointsChanged"])
    sequences = [each["entry"] and each["entry"]["sequence"] for each in told]
    assert sequences == [5, 6, 7, None, 8]
    assert told[-1]["id"] == Place(points=8).text()


async def test_who_missed_too_much_is_told_so(
    url: str, gateway: Gateway, world: World, token: Callable[..., str]
) -> None:
    world.written = 5_000
    world.publish("points", ledger_pb2.WatchResponse(token="t0"))
    query = "subscription($after: String) { pointsChanged(resumeAfter: $after) { id } }"
    async with _socket(url, token()) as socket:
        await _subscribe(socket, gateway.hub.points, query, after=Place(points=1).text())
        while "errors" not in (payload := (await _receive(socket))["payload"]):
            assert payload["data"]["pointsChanged"]["id"]
    assert payload["errors"][0]["extensions"]["code"] == "RESUME_TOO_FAR"


@pytest.mark.parametrize("wrong", ["nonsense", Place(tiers=1).text(), ""])
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

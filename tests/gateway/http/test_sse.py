"""Subscriptions as Server-Sent Events, with resume."""

from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from gateway.app import Gateway, make_app
from gateway.http import sse
from gateway.schema.changes.resume_point import ResumePoint
from tessera.points.v1 import ledger_pb2
from tests.gateway.event_streams import POINTS, open_stream
from tests.gateway.queries import CARD
from tests.gateway.services import FakeBackend, Servers, entry, member_id
from tests.gateway.sockets import until


def _posting(sequence: int) -> ledger_pb2.WatchResponse:
    posting = ledger_pb2.Posting(id="pst_1", brand="tea", entries=[entry(member_id(2), sequence)])
    return ledger_pb2.WatchResponse(postings=[posting], token=f"t{sequence}")


async def test_events_come_with_their_ids(
    url: str, gateway: Gateway, backend: FakeBackend, token: Callable[..., str]
) -> None:
    async with open_stream(url, token()) as stream:
        assert stream.response.headers["content-type"].startswith("text/event-stream")
        begun = await stream.event()
        backend.publish("points", _posting(8))
        name, identifier, data = await stream.event()
    received = {"id": begun[1], "live": True, "entry": None, "points": {"available": 87}}
    assert begun == ("next", ResumePoint(points=7).text(), {"data": {"pointsChanged": received}})
    assert (name, identifier) == ("next", ResumePoint(points=8).text())
    assert data["data"]["pointsChanged"] == {
        "id": identifier,
        "live": True,
        "entry": {"sequence": 8},
        "points": {"available": 87},
    }
    await until(lambda: not gateway.hub.points._queues)


async def test_a_stream_that_was_cut_off_goes_on_behind_its_last_event(
    url: str, gateway: Gateway, backend: FakeBackend, servers: Servers, token: Callable[..., str]
) -> None:
    backend.written = 5
    async with open_stream(url, token()) as stream:
        _, last, _ = await stream.event()
    backend.written = 7
    async with open_stream(url, token(), **{"last-event-id": last}) as stream:
        received = [(await stream.event())[2]["data"]["pointsChanged"]["entry"] for _ in range(3)]
        # A service that starts again is followed from where it was.
        await servers.stop_one("points")
        await servers.start_one("points")
        await until(lambda: len(backend.streams["points"]) == 1)
        backend.publish("points", _posting(8))
        received.append((await stream.event())[2]["data"]["pointsChanged"]["entry"])
    assert received == [{"sequence": 6}, {"sequence": 7}, None, {"sequence": 8}]


async def test_a_silent_stream_is_kept_alive(
    url: str, token: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sse, "KEEP_ALIVE_S", 0.05)
    async with open_stream(url, token()) as stream:
        assert await stream.block() == [":"]
        assert (await stream.event())[0] == "next"
        assert [await stream.block() for _ in range(2)] == [[":"]] * 2


async def test_a_query_is_answered_and_complete(url: str, token: Callable[..., str]) -> None:
    async with open_stream(url, token(), CARD) as stream:
        name, _, data = await stream.event()
        assert (name, data["data"]["me"]["name"]) == ("next", "tea 2")
        assert await stream.event() == ("complete", "", None)


async def test_a_refused_subscription_is_one_event_and_complete(
    url: str, token: Callable[..., str]
) -> None:
    async with open_stream(url, token(), "subscription { nothing }") as stream:
        name, _, data = await stream.event()
        assert name == "next"
        assert data["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
        assert (await stream.event())[0] == "complete"


async def test_without_a_token_there_is_no_stream(url: str) -> None:
    async with open_stream(url, "nonsense") as stream:
        assert stream.response.status_code == 401


async def test_without_a_token_there_is_no_stream_in_development_either(gateway: Gateway) -> None:
    gateway.settings = replace(gateway.settings, environment="development")
    transport = httpx.ASGITransport(make_app(gateway, gateway.services.channels))
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        answer = await client.post(
            "/graphql", json={"query": POINTS}, headers={"accept": "text/event-stream"}
        )
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_a_stream_is_cut_off_when_the_process_drains(
    url: str, gateway: Gateway, token: Callable[..., str]
) -> None:
    async with open_stream(url, token()) as stream:
        await until(lambda: bool(gateway.hub.points._queues))
        assert (await stream.event())[0] == "next"
        gateway.streams.drain()
        # Its end, without `complete`: the front end connects again.
        assert await stream.block() == []

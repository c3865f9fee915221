"""Subscriptions as Server-Sent Events, with resume."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
import uvicorn

from gateway import sse
from gateway.app import Gateway, make_app
from gateway.places import Place
from tessera.points.v1 import ledger_pb2
from tests.gateway.queries import CARD
from tests.gateway.services import Servers, World, entry, member_id

POINTS = "subscription { pointsChanged { id live entry { sequence } points { available } } }"


@pytest.fixture
async def url(gateway: Gateway, world: World) -> AsyncIterator[str]:
    """A gateway that listens, and follows the three services."""
    config = uvicorn.Config(
        make_app(gateway, gateway.services.channels),
        port=0,
        log_config=None,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0.01)
    await _until(lambda: set(world.streams) == {"members", "points", "feedback"})
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/graphql"
    gateway.budget.drain()
    server.should_exit = True
    await serving


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.01)


@dataclass
class Stream:
    """An event stream, read event by event."""

    response: httpx.Response
    lines: AsyncIterator[str]

    async def block(self) -> list[str]:
        """The lines up to the next empty one; none at the end."""
        lines: list[str] = []
        async with asyncio.timeout(20):
            async for line in self.lines:
                if not line:
                    return lines
                lines.append(line)
        return lines

    async def event(self) -> tuple[str, str, Any]:
        """Name, id and data of the next event; silence is passed over."""
        while (lines := await self.block()) and lines[0].startswith(":"):
            pass
        fields = dict(line.partition(":")[::2] for line in lines)
        data = fields.get("data", "").strip()
        named = fields.get("event", "").strip(), fields.get("id", "").strip()
        return *named, json.loads(data) if data else None


@asynccontextmanager
async def _stream(
    url: str, token: str, query: str = POINTS, **headers: str
) -> AsyncIterator[Stream]:
    sent = {"authorization": f"Bearer {token}", "accept": "text/event-stream", **headers}
    async with (
        httpx.AsyncClient(timeout=10) as client,
        client.stream("POST", url, json={"query": query}, headers=sent) as response,
    ):
        yield Stream(response, response.aiter_lines())


def _posting(sequence: int) -> ledger_pb2.WatchResponse:
    posting = ledger_pb2.Posting(id="pst_1", brand="tea", entries=[entry(member_id(2), sequence)])
    return ledger_pb2.WatchResponse(postings=[posting], token=f"t{sequence}")


async def test_events_come_with_their_ids(
    url: str, gateway: Gateway, world: World, token: Callable[..., str]
) -> None:
    async with _stream(url, token()) as stream:
        assert stream.response.headers["content-type"].startswith("text/event-stream")
        begun = await stream.event()
        world.publish("points", _posting(8))
        name, identifier, data = await stream.event()
    told = {"id": begun[1], "live": True, "entry": None, "points": {"available": 87}}
    assert begun == ("next", Place(points=7).text(), {"data": {"pointsChanged": told}})
    assert (name, identifier) == ("next", Place(points=8).text())
    assert data["data"]["pointsChanged"] == {
        "id": identifier,
        "live": True,
        "entry": {"sequence": 8},
        "points": {"available": 87},
    }
    await _until(lambda: not gateway.hub.points._queues)


async def test_a_stream_that_was_cut_off_goes_on_behind_its_last_event(
    url: str, gateway: Gateway, world: World, servers: Servers, token: Callable[..., str]
) -> None:
    world.written = 5
    async with _stream(url, token()) as stream:
        _, last, _ = await stream.event()
    world.written = 7
    async with _stream(url, token(), **{"last-event-id": last}) as stream:
        told = [(await stream.event())[2]["data"]["pointsChanged"]["entry"] for _ in range(3)]
        # A service that starts again is followed from where it was.
        await servers.stop_one("points")
        await servers.start_one("points")
        await _until(lambda: len(world.streams["points"]) == 1)
        world.publish("points", _posting(8))
        told.append((await stream.event())[2]["data"]["pointsChanged"]["entry"])
    assert told == [{"sequence": 6}, {"sequence": 7}, None, {"sequence": 8}]


async def test_a_silent_stream_is_kept_alive(
    url: str, token: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sse, "KEEP_ALIVE_S", 0.05)
    async with _stream(url, token()) as stream:
        assert await stream.block() == [":"]
        assert (await stream.event())[0] == "next"
        assert [await stream.block() for _ in range(2)] == [[":"]] * 2


async def test_a_query_is_answered_and_complete(url: str, token: Callable[..., str]) -> None:
    async with _stream(url, token(), CARD) as stream:
        name, _, data = await stream.event()
        assert (name, data["data"]["me"]["name"]) == ("next", "tea 2")
        assert await stream.event() == ("complete", "", None)


async def test_what_is_refused_is_told_and_complete(url: str, token: Callable[..., str]) -> None:
    async with _stream(url, token(), "subscription { nothing }") as stream:
        name, _, data = await stream.event()
        assert name == "next"
        assert data["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
        assert (await stream.event())[0] == "complete"


async def test_without_a_token_there_is_no_stream(url: str) -> None:
    async with _stream(url, "nonsense") as stream:
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
    async with _stream(url, token()) as stream:
        await _until(lambda: bool(gateway.hub.points._queues))
        assert (await stream.event())[0] == "next"
        gateway.budget.drain()
        # Its end, without `complete`: the front end connects again.
        assert await stream.block() == []

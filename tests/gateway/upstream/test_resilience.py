"""Bounds: streams for each caller and process, and time for each request."""

import asyncio
import json
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
import websockets

from gateway.app import Gateway
from gateway.guards.stream_limits import StreamLimits
from gateway.http import graphql_endpoint as endpoint
from services.common.auth import Caller, Role
from tests.gateway.conftest import Client
from tests.gateway.event_streams import open_stream
from tests.gateway.services import FakeBackend, Servers
from tests.gateway.sockets import connect, until
from tests.gateway.test_process import _process

As = Callable[..., Client]


async def _closed(socket: websockets.ClientConnection) -> int:
    with pytest.raises(websockets.ConnectionClosed) as closed:
        await asyncio.wait_for(socket.recv(), 5)
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


async def _init(socket: websockets.ClientConnection, token: str) -> None:
    payload = {"authorization": f"Bearer {token}"}
    await socket.send(json.dumps({"type": "connection_init", "payload": payload}))


async def test_a_caller_has_so_many_streams_of_both_kinds_and_others_theirs(
    url: str, gateway: Gateway, token: Callable[..., str]
) -> None:
    gateway.streams = StreamLimits(per_caller=2)
    async with open_stream(url, token()), connect(url) as one, connect(url) as other:
        await _init(one, token())
        assert "connection_ack" in str(await one.recv())
        await _init(other, token())
        assert await _closed(other) == 4429
        async with open_stream(url, token()) as refused:
            assert refused.response.status_code == 429
            assert refused.response.headers["retry-after"]
            await refused.response.aread()
            error = refused.response.json()["errors"][0]
            assert error["extensions"]["code"] == "TOO_MANY_CONNECTIONS"
        async with open_stream(url, token(number=3)) as others:
            assert others.response.status_code == 200
    await until(lambda: not gateway.streams._callers)
    async with open_stream(url, token()) as again:
        assert again.response.status_code == 200


async def test_a_process_has_so_many_streams(
    url: str, gateway: Gateway, token: Callable[..., str]
) -> None:
    gateway.streams = StreamLimits(total=1)
    async with open_stream(url, token()), connect(url) as socket:
        await _init(socket, token())
        assert await _closed(socket) == 1013
    await until(lambda: gateway.streams._open == 0)


def test_what_is_released_can_be_claimed_again() -> None:
    streams = StreamLimits(total=1, per_caller=1)
    caller = Caller("tea", "member-2", Role.MEMBER, "mem_2")
    for _ in range(3):
        assert streams.enter()
        assert streams.claim(caller)
        assert not streams.claim(caller)
        streams.release(caller)
        streams.release(caller)
        streams.leave()


async def test_calls_get_the_time_that_is_left_of_their_request(
    as_: As, backend: FakeBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint, "REQUEST_TIMEOUT_S", 0.5)
    backend.hanging.add("ListRewards")
    started = asyncio.get_running_loop().time()
    answer = await as_().ask("{ rewards { edges { node { code } } } }")
    assert asyncio.get_running_loop().time() - started < 1.0
    assert answer["errors"][0]["extensions"]["code"] == "DEADLINE_EXCEEDED"


async def test_an_open_stream_does_not_hold_up_the_end_of_the_process(
    keys_dir: Path, servers: Servers, backend: FakeBackend, token: Callable[..., str]
) -> None:
    addresses = {f"TESSERA_{name.upper()}_ADDRESS": at for name, at in servers.addresses.items()}
    variables = {"TESSERA_KEYS_DIR": str(keys_dir), **addresses}
    async with (
        _process(**variables) as (process, base),
        open_stream(f"{base}/graphql", token()) as stream,
        connect(f"{base}/graphql") as socket,
    ):
        await _init(socket, token())
        assert "connection_ack" in str(await socket.recv())
        assert await stream.block() == [":"]
        assert '"live":true' in "".join(await stream.block())
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(20):
            assert await stream.block() == []
            # Service restart: the front end connects again.
            assert await _closed(socket) == 1012
            assert await process.wait() == 0

"""Websockets: their callers, their limits in time and content, and their language."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import websockets

from gateway.app import Gateway
from gateway.schema.core.context import RequestContext
from tests.gateway.queries import CARD
from tests.gateway.services import FakeBackend
from tests.gateway.sockets import (
    POINTS,
    connect,
    open_socket,
    receive,
    subscribe,
)


async def test_without_a_token_the_socket_is_closed(url: str) -> None:
    for wrong in (None, "nonsense"):
        async with open_socket(url, wrong) as socket:
            with pytest.raises(websockets.ConnectionClosed) as closed:
                await receive(socket)
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
    async with open_socket(url, token()) as socket:
        assert (await receive(socket))["type"] == "connection_ack"
        payload = {"query": query}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        refused = await receive(socket)
    assert refused["type"] == "error"
    assert refused["payload"][0]["extensions"]["code"] == code


async def test_a_query_is_answered_on_a_socket_as_over_http(
    url: str, backend: FakeBackend, token: Callable[..., str]
) -> None:
    async with open_socket(url, token()) as socket:
        assert (await receive(socket))["type"] == "connection_ack"
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": CARD}}))
        received = await receive(socket)
        assert received["payload"]["data"]["me"]["name"] == "tea 2"
        assert backend.calls["BatchGetWallets"] == 1
        assert (await receive(socket))["type"] == "complete"


async def test_a_subscription_ends_with_its_token_though_nothing_happens(
    url: str, gateway: Gateway, backend: FakeBackend, token: Callable[..., str]
) -> None:
    async with open_socket(url, token(ttl_s=3)) as socket:
        await subscribe(socket, gateway.hub.points, POINTS)
        received = await receive(socket)
        assert received["payload"]["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
        assert (await receive(socket))["type"] == "complete"


@pytest.mark.parametrize(
    "document",
    [
        "{ me { name } }",
        """mutation { checkIn(input: {requestId: "late"}) { userErrors { code } } }""",
    ],
)
async def test_an_open_socket_answers_nothing_once_its_token_has_ended(
    url: str, backend: FakeBackend, token: Callable[..., str], document: str
) -> None:
    async with open_socket(url, token(ttl_s=1)) as socket:
        assert (await receive(socket))["type"] == "connection_ack"
        await asyncio.sleep(1.1)
        payload = {"query": document}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        received = await receive(socket)
    assert received["type"] == "error"
    assert received["payload"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert not {"BatchGetMembers", "RecordActivities"} & set(backend.calls)


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
    async with open_socket(url, token()) as socket:
        assert (await receive(socket))["type"] == "connection_ack"
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        refused = await receive(socket)
        assert refused["type"] == "error"
        assert refused["payload"][0]["extensions"]["code"] == "BODY_INVALID"
        await socket.send(json.dumps({"type": "ping"}))
        assert (await receive(socket))["type"] == "pong"


async def test_what_is_done_over_an_old_socket_is_done_now(
    url: str,
    gateway: Gateway,
    backend: FakeBackend,
    token: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = gateway.context

    def of_yesterday(*asked: Any) -> RequestContext:
        context = made(*asked)
        context.now -= timedelta(days=1)
        return context

    monkeypatch.setattr(gateway, "context", of_yesterday)
    query = """mutation { checkIn(input: {requestId: "1"}) { checkIn { at } } }"""
    async with open_socket(url, token()) as socket:
        assert (await receive(socket))["type"] == "connection_ack"
        payload = {"query": query}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        assert (await receive(socket))["type"] == "next"
    (received,) = backend.activities.values()
    assert datetime.now(UTC) - received.occur_time.ToDatetime(UTC) < timedelta(hours=1)


@pytest.mark.parametrize("name", ["language", "Accept-Language"])
async def test_a_socket_speaks_the_language_that_it_is_opened_in(
    url: str, token: Callable[..., str], name: str
) -> None:
    async with connect(url) as socket:
        payload = {"authorization": f"Bearer {token()}", name: "en-GB,en;q=0.9"}
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        assert (await receive(socket))["type"] == "connection_ack"
        query = {"query": "{ me { tier { name } forecast { expectedTier { name } } } }"}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": query}))
        received = (await receive(socket))["payload"]["data"]["me"]
    assert received["tier"] == {"name": "Gold"}

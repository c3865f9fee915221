"""Subscriptions over graphql-transport-ws, as a front end opens them."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import websockets
from websockets.asyncio.client import ClientConnection

from gateway.upstream.event_hub import Feed
from tessera.points.v1 import ledger_pb2
from tests.gateway.services import entry

POINTS = """subscription($id: ID) { pointsChanged(memberId: $id) {
  entry { amount kind } points { available } member { name } } }"""
TIER = """subscription { tierChanged { id live member { id } change {
  ladder { code } fromTier { code name } toTier { code name } multiplier reason at } } }"""
FEEDBACK = "subscription { feedbackChanged { live feedback { id state } at } }"


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.01)


def connect(url: str) -> websockets.connect:
    protocols = [websockets.Subprotocol("graphql-transport-ws")]
    return websockets.connect(url.replace("http", "ws", 1), subprotocols=protocols)


@asynccontextmanager
async def open_socket(url: str, token: str | None) -> AsyncIterator[ClientConnection]:
    async with connect(url) as socket:
        payload = {} if token is None else {"authorization": f"Bearer {token}"}
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        yield socket


async def receive(socket: ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(20):
        message: dict[str, Any] = json.loads(await socket.recv())
        return message


async def subscribe(
    socket: ClientConnection, feed: Feed[Any], query: str, **variables: Any
) -> None:
    assert (await receive(socket))["type"] == "connection_ack"
    payload = {"query": query, "variables": variables}
    await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
    await until(lambda: bool(feed._queues))
    if "after" not in variables:
        # The first message says that the subscription is live.
        assert (await receive(socket))["type"] == "next"


def posting(brand: str, owner: str, sequence: int = 8) -> ledger_pb2.WatchResponse:
    entries = [entry(owner, sequence), ledger_pb2.Entry(owner="house:issued", asset="POINTS")]
    posting = ledger_pb2.Posting(id="pst_1", brand=brand, entries=entries)
    return ledger_pb2.WatchResponse(postings=[posting], token=f"t{sequence}")

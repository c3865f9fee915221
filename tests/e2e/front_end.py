"""A front end: GraphQL over HTTP and over graphql-transport-ws."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import websockets
from websockets.asyncio.client import ClientConnection

from tests.e2e.running_suite import RunningSuite

MESSAGE_S = 5.0
SILENCE_S = 0.3
PROTOCOL = websockets.Subprotocol("graphql-transport-ws")


AGAIN_MAX = 3
"""The machine may be busy with other workers of the tests."""


def _late(answer: dict[str, Any]) -> bool:
    """Whether the gateway asks for the same once more."""
    errors = answer.get("errors", ())
    passing = {"DEADLINE_EXCEEDED", "OVERLOADED"}
    return any(each["extensions"]["code"] in passing for each in errors)


class FrontEnd:
    """A client with a token for the gateway."""

    def __init__(self, suite: RunningSuite, http: httpx.AsyncClient, token: str) -> None:
        self._suite = suite
        self._http = http
        self._token = token
        self.again = 0
        """How often something was sent again: its answer did not come in time, or was "busy"."""

    async def answer(self, query: str, **variables: Any) -> dict[str, Any]:
        """The whole answer, errors too."""
        response = await self._http.post(
            f"http://{self._suite.address('gateway')}/graphql",
            json={"query": query, "variables": variables},
            headers={"authorization": f"Bearer {self._token}"},
        )
        answer: dict[str, Any] = response.json()
        return answer

    async def ask(self, query: str, **variables: Any) -> Any:
        """The one field of the data, of an answer without errors."""
        answer = await self.answer(query, **variables)
        while _late(answer) and self.again < AGAIN_MAX:
            self.again += 1
            answer = await self.answer(query, **variables)
        assert "errors" not in answer, answer["errors"]
        (value,) = answer["data"].values()
        return value

    @asynccontextmanager
    async def subscribe(self, subscription: str) -> AsyncIterator["Subscription"]:
        """A subscription that is live when the block begins: its first message says so."""
        url = f"ws://{self._suite.address('gateway')}/graphql"
        async with websockets.connect(url, subprotocols=[PROTOCOL], proxy=None) as socket:
            changes = Subscription(socket)
            authorization = {"authorization": f"Bearer {self._token}"}
            await changes.send({"type": "connection_init", "payload": authorization})
            assert (await changes.receive())["type"] == "connection_ack"
            payload = {"query": subscription}
            await changes.send({"id": "1", "type": "subscribe", "payload": payload})
            changes.first = await changes.next()
            yield changes


@dataclass
class Subscription:
    """One subscription on a socket of its own."""

    socket: ClientConnection
    first: Any = None
    """The first message: it is live and has no change, unless changes were missed."""

    async def send(self, message: dict[str, Any]) -> None:
        """A frame of the protocol."""
        await self.socket.send(json.dumps(message))

    async def receive(self) -> dict[str, Any]:
        """The next frame of the protocol."""
        async with asyncio.timeout(MESSAGE_S):
            message: dict[str, Any] = json.loads(await self.socket.recv())
            return message

    async def is_silent(self) -> bool:
        """True if no message comes for SILENCE_S."""
        try:
            await asyncio.wait_for(self.socket.recv(), SILENCE_S)
        except TimeoutError:
            return True
        return False

    async def next(self, **wanted: Any) -> Any:
        """The next message whose fields are as `wanted`; earlier messages are skipped."""
        while True:
            message = await self.receive()
            assert message["type"] == "next", message
            (value,) = message["payload"]["data"].values()
            if all(value[key] == expected for key, expected in wanted.items()):
                return value

"""Clients whose tokens ended: every process asks members for them, and refuses their tokens.

Tokens are verified without members, so a process may take an ended token until it asks again: for
`EVERY_S`, and the time of an answer. While members is away the process keeps what it knew, and no
new end can be told; a token ends by itself after ten minutes.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from prometheus_client import Gauge

from services.common import telemetry
from services.common.caller import Unauthenticated
from tessera.members.v1 import clients_pb2, clients_pb2_grpc

EVERY_S = 15.0
TIMEOUT_S = 5.0
ENDS_WITHIN_S = 2 * EVERY_S + 3 * TIMEOUT_S
"""How long a token may be taken after its end, even if an answer was under way, and one fails."""

ASKED_AT = Gauge(
    "tessera_revocations_asked_at_seconds", "When members last told which clients' tokens ended."
)

_log = telemetry.log("revocations")

Fetch = Callable[[], Awaitable[Mapping[str, int]]]


async def ended_clients(stub: "clients_pb2_grpc.ClientsAsyncStub") -> Mapping[str, int]:
    """What members tells of ended clients. Raises grpc.aio.AioRpcError."""
    answer = await stub.ListEndedClients(clients_pb2.ListEndedClientsRequest())
    return {each.client_id: each.least_epoch for each in answer.clients}


class Revocations:
    """The least valid epoch of each client whose tokens ended a short time ago."""

    def __init__(
        self, fetch: Fetch, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._fetch = fetch
        self._sleep = sleep
        self._least: Mapping[str, int] = {}

    def check(self, client_id: str, epoch: int) -> None:
        """Raises Unauthenticated when the client's tokens of `epoch` have ended."""
        if epoch < self._least.get(client_id, 0):
            raise Unauthenticated("the client's tokens have ended")

    async def ask(self) -> None:
        """Ask once. An error is logged, and changes nothing."""
        try:
            async with asyncio.timeout(TIMEOUT_S):
                self._least = dict(await self._fetch())
        except Exception as error:
            _log.warning("revocations_unknown", error=type(error).__name__)
        else:
            ASKED_AT.set_to_current_time()

    async def follow(self) -> None:
        """Ask again and again; it has no end."""
        while True:
            await self.ask()
            await self._sleep(EVERY_S)

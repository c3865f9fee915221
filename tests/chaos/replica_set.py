"""Failures of a replica set: its primary steps down or is killed."""

from __future__ import annotations

import asyncio
from typing import Any

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from deploy.local import ports
from deploy.local.servers import MongoServer

PROBE_MS = 500
HEALTHY_S = 30.0
POLL_S = 0.1
TRANSACTION_S_MAX = 3
"""The transaction of a killed process keeps its locks for this long; in production for 10 s."""


class ReplicaSet:
    """Makes a MongoServer fail while clients use it."""

    def __init__(self, server: MongoServer) -> None:
        self._server = server

    async def healthy(self) -> int:
        """Waits until one member is primary and the others follow it; returns its index."""
        async with asyncio.timeout(HEALTHY_S):
            while True:
                roles = await asyncio.to_thread(self._roles)
                if sorted(roles) == ["primary", *["secondary"] * (len(roles) - 1)]:
                    await asyncio.to_thread(self._limit_transactions)
                    return roles.index("primary")
                await asyncio.sleep(POLL_S)

    async def step_down(self) -> None:
        """Makes the primary step down; its process keeps running."""
        index = await self.healthy()
        await asyncio.to_thread(self._step_down, index)

    async def kill_primary(self) -> None:
        """Kills the primary and starts it again at once."""
        index = await self.healthy()
        self._server.kill(index)
        # Not `restart`, which waits: the test uses the other members meanwhile.
        self._server.members[index].launch()

    def _step_down(self, index: int) -> None:
        with self._client(index) as client:
            try:
                client.admin.command("replSetStepDown", 5, secondaryCatchUpPeriodSecs=2)
            except PyMongoError:
                # The primary may close the connection, or may have stepped down already.
                return

    def _limit_transactions(self) -> None:
        for index in range(len(self._server.ports)):
            with self._client(index) as client:
                client.admin.command(
                    "setParameter", 1, transactionLifetimeLimitSeconds=TRANSACTION_S_MAX
                )

    def _roles(self) -> list[str]:
        return [self._role(index) for index in range(len(self._server.ports))]

    def _role(self, index: int) -> str:
        with self._client(index) as client:
            try:
                hello = client.admin.command("hello")
            except PyMongoError:
                return "away"
        if hello["isWritablePrimary"]:
            return "primary"
        return "secondary" if hello["secondary"] else "other"

    def _client(self, index: int) -> MongoClient[dict[str, Any]]:
        return MongoClient(
            ports.HOST,
            self._server.ports[index],
            directConnection=True,
            serverSelectionTimeoutMS=PROBE_MS,
        )

"""Points processes on this machine, over one database, and their processor time."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import grpc

from bench.ledger_documents import BRAND
from deploy.local.ports import free_port
from deploy.local.process import Child
from services.common import mongo
from services.common.auth import Caller, Role, TokenIssuer, make_keys
from services.points.wiring import migrate

ROOT = Path(__file__).parent.parent
HOST = "127.0.0.1"
LEDGER = "/tessera.points.v1.Ledger/"
STATEMENTS = "/tessera.points.v1.Statements/"
BATCH = LEDGER + "BatchCreatePostings"
START_TIMEOUT_S = 30.0
STOP_TIMEOUT_S = 10.0
CALL_TIMEOUT_S = 30.0


@dataclass(frozen=True)
class Points:
    """One process, and a gRPC channel to it with an operator's token."""

    pid: int
    channel: grpc.aio.Channel
    metadata: Sequence[tuple[str, str]]
    keys: Path
    address: str

    async def call(self, path: str, request: bytes) -> bytes:
        """A unary call in bytes, so that the client is cheap."""
        stub: Any = self.channel.unary_unary(path)
        answer: bytes = await stub(request, metadata=self.metadata, timeout=CALL_TIMEOUT_S)
        return answer

    async def stream(self, path: str, requests: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """A call that streams both ways, in bytes."""
        stub: Any = self.channel.stream_stream(path)
        async for answer in stub(requests, metadata=self.metadata):
            yield answer


@asynccontextmanager
async def points(
    folder: Path, mongo_url: str, db: str, count: int = 1
) -> AsyncIterator[list[Points]]:
    """This many processes, on the database of that name, new or existing."""
    database = mongo.connect(mongo_url, db)
    await migrate(database)
    keys = folder / "keys"
    if not keys.exists():
        make_keys(keys)
    caller = Caller(BRAND, "bench", Role.CHANNEL)
    token = TokenIssuer(keys).mint(caller, timedelta(hours=2))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(mongo.close, database)
        started = []
        for number in range(count):
            child, address = _launch(folder / f"{db}-{number}.log", keys, mongo_url, db)
            stack.callback(child.stop, timeout_s=STOP_TIMEOUT_S)
            channel = await stack.enter_async_context(grpc.aio.insecure_channel(address))
            async with asyncio.timeout(START_TIMEOUT_S):
                await channel.channel_ready()
            metadata = (("authorization", f"Bearer {token}"),)
            started.append(Points(child.pid, channel, metadata, keys, address))
        yield started


def cpu_us(pid: int) -> float:
    """Processor time of a process's threads, in nanosecond precision; 0 without /proc.

    A clock in ticks would say nothing of a turn of a tenth of a second.
    """
    files = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(file.read_text().split()[0]) for file in files) / 1000


def _launch(log: Path, keys: Path, mongo_url: str, db: str) -> tuple[Child, str]:
    port = free_port()
    settings = {
        "TESSERA_HOST": HOST,
        "TESSERA_PORT": str(port),
        "TESSERA_MONGO_URL": mongo_url,
        "TESSERA_MONGO_DB": db,
        "TESSERA_REDIS_URL": "",
        "TESSERA_KEYS_DIR": str(keys),
        "TESSERA_MEMBERS_ADDRESS": f"{HOST}:{free_port()}",
        "TESSERA_LOG_LEVEL": "error",
    }
    path = os.pathsep.join((str(ROOT), str(ROOT / "protos" / "gen")))
    env = {key: text for key, text in os.environ.items() if not key.startswith("TESSERA_")}
    command = [sys.executable, "-m", "services.points"]
    child = Child("points", command, log, {**env, "PYTHONPATH": path, **settings})
    child.launch()
    return child, f"{HOST}:{port}"

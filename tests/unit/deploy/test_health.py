"""Health checks of `make status`."""

import asyncio

import pytest

from deploy.local import health
from deploy.local.ports import HOST


@pytest.mark.parametrize("store", ["mongo", "redis"])
@pytest.mark.parametrize("hangs", [False, True])
async def test_a_store_that_takes_connections_and_hangs_is_not_well(
    monkeypatch: pytest.MonkeyPatch, store: str, hangs: bool
) -> None:
    monkeypatch.setattr(health, "PROBE_TIMEOUT_S", 0.2)
    done = asyncio.Event()

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not hangs:
            writer.write(await reader.read(100))
        await done.wait()
        writer.close()

    server = await asyncio.start_server(greet, HOST, 0)
    try:
        port = server.sockets[0].getsockname()[1]
        assert await health.answers(store, port) is not hangs
    finally:
        done.set()
        server.close()

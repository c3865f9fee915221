"""This machine's object store, and files in it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import uvicorn

from deploy.local.objects import ACCESS_KEY, BUCKET, REGION, make_store
from services.common.clock import ManualClock
from services.common.s3 import Bucket, presign
from tests.component.feedback.conftest import NOON


@pytest.fixture
async def bucket(tmp_path: Path) -> AsyncIterator[Bucket]:
    """This machine's object store."""
    config = uvicorn.Config(lambda: None, port=0, log_config=None)
    server = uvicorn.Server(config)
    socket = config.bind_socket()
    url = f"http://127.0.0.1:{socket.getsockname()[1]}/{BUCKET}"
    bucket = Bucket(url, REGION, ACCESS_KEY, "s3cret")
    config.app = make_store(tmp_path, bucket, ManualClock(NOON))
    task = asyncio.create_task(server.serve([socket]))
    while not server.started:
        await asyncio.sleep(0.01)
    yield bucket
    server.should_exit = True
    await task


async def put(bucket: Bucket, key: str, content: bytes) -> None:
    """Send a file as a front end does; its type is what the sender says."""
    sent = {"content-type": "image/png", "if-none-match": "*"}
    signed = {**sent, "content-length": str(len(content))}
    link = presign(bucket, "PUT", key, at=NOON, expires_s=60, headers=signed)
    async with httpx.AsyncClient() as store:
        assert (await store.put(link, content=content, headers=sent)).status_code == 200

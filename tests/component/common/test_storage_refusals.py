"""MongoDB answers, but not as we ask: the caller reads that it may come again, operators why."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import grpc
import pytest
from structlog.testing import capture_logs

from services.common import channel, errors, mongo, server
from services.common.auth import Caller, Role, TokenIssuer
from services.common.settings import ServerSettings
from tests.component.common import echo
from tests.component.common.echo import EchoStub

TILL = Caller("tea", "pos", Role.CHANNEL)


@asynccontextmanager
async def _reading(
    keys_dir: Path, read: Callable[[str], Awaitable[str]]
) -> AsyncIterator[EchoStub]:
    settings = ServerSettings(keys_dir=keys_dir)
    running = await server.start(name="echo", settings=settings, register=[echo.register(read)])
    source = TokenIssuer(keys_dir).source(TILL)
    async with channel.connect(running.address, issuer_token=source) as connected:
        yield EchoStub(connected)
    await running.stop(0)


async def test_a_wrong_password_is_unavailable_and_told_to_operators(
    keys_dir: Path, mongo_url: str
) -> None:
    db = mongo.connect(mongo_url.replace("://", "://nobody:s3cret@"), "nowhere")

    async def read(text: str) -> str:
        return str(await db["things"].find_one({}))

    async with _reading(keys_dir, read) as stub:
        with capture_logs() as logs, pytest.raises(grpc.aio.AioRpcError) as refused:
            await stub.one("x")
    await mongo.close(db)
    reason = errors.reason_of(refused.value)
    assert reason is not None
    assert (reason.reason, reason.status.name) == ("STORAGE_UNAVAILABLE", "UNAVAILABLE")
    # The channel has sent it again, so that there may be several.
    line = next(line for line in logs if line["event"] == "storage_refuses")
    assert (line["log_level"], line["message"]) == ("error", "Authentication failed.")


FULL = mongo.OperationFailure("28: No space left on device", 8)
FULL_IN_BULK = mongo.BulkWriteError({"writeErrors": [{"code": 8, "errmsg": str(FULL)}]})


@pytest.mark.parametrize(
    "error",
    [*(mongo.OperationFailure("x", code) for code in (11, 13, 18, 391, 14031)), FULL, FULL_IN_BULK],
    ids=repr,
)
async def test_what_operators_mend_is_unavailable(
    keys_dir: Path, error: mongo.PyMongoError
) -> None:
    async def read(text: str) -> str:
        raise error

    async with _reading(keys_dir, read) as stub:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await stub.one("x")
    reason = errors.reason_of(refused.value)
    assert reason is not None
    assert reason.reason == "STORAGE_UNAVAILABLE"

"""A service as a process of its own."""

import asyncio
import json
import os
import signal
import sys
import textwrap
from pathlib import Path
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from services.common import server

PROGRAM = textwrap.dedent(
    """
    from services.common import server, settings
    from tests.component.common import echo

    loaded = settings.load(settings.ServerSettings)
    register = [echo.register(echo.echo, echo.for_ever)]
    server.run(server.serve(name="echo", settings=loaded, register=register))
    """
)


async def test_a_process_logs_json_serves_and_ends_well_on_sigterm(keys_dir: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        PROGRAM,
        env={**os.environ, "TESSERA_KEYS_DIR": str(keys_dir)},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(20):
            started = json.loads(await process.stdout.readline())
            assert (started["event"], started["level"]) == ("started", "info")
            async with grpc.aio.insecure_channel(f"127.0.0.1:{started['port']}") as channel:
                health: Any = health_pb2_grpc.HealthStub(channel)
                # The stream tells each change, so it need not be asked again and again.
                async for answer in health.Watch(health_pb2.HealthCheckRequest()):
                    if answer.status == health_pb2.HealthCheckResponse.SERVING:
                        break
                process.send_signal(signal.SIGTERM)
                assert await process.wait() == 0
            stopping = json.loads(await process.stdout.readline())
            assert stopping["event"] == "stopping"
    finally:
        if process.returncode is None:
            process.kill()


@pytest.mark.parametrize(
    ("variables", "code", "told"),
    [
        ({"TESSERA_PORT": "many"}, 2, "TESSERA_PORT: 'many' is not an integer\n"),
        ({"TESSERA_MONGO_URL": "mongodb://host:port/"}, 2, "TESSERA_MONGO_URL: Port contains"),
        ({"TESSERA_MONGO_URL": "mysql://host"}, 2, "TESSERA_MONGO_URL: Invalid URI scheme"),
        ({"TESSERA_MONGO_DB": "a.b"}, 2, "TESSERA_MONGO_DB: database names cannot contain"),
        ({"TESSERA_MONGO_URL": "mongodb://127.0.0.1:1"}, 3, "MongoDB does not answer"),
    ],
)
async def test_an_error_that_the_user_can_fix_is_one_sentence(
    keys_dir: Path, variables: dict[str, str], code: int, told: str
) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "services.points", "verify"),
        env={**os.environ, "TESSERA_KEYS_DIR": str(keys_dir), **variables},
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(30):
        _, said = await process.communicate()
    assert (process.returncode, said.decode()[: len(told)]) == (code, told)
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("command", [("points", "verify"), ("members", "migrate")])
async def test_a_wrong_password_is_one_sentence_without_it(
    keys_dir: Path, mongo_url: str, command: tuple[str, str]
) -> None:
    service, asked = command
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"services.{service}", asked),
        env={
            **os.environ,
            "TESSERA_KEYS_DIR": str(keys_dir),
            "TESSERA_MONGO_URL": mongo_url.replace("://", "://nobody:s3cret@"),
        },
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(30):
        _, said = await process.communicate()
    told = said.decode()
    assert process.returncode == 2, told
    assert told == (
        "MongoDB does not let us in: correct the user, password or rights (TESSERA_MONGO_URL):"
        " Authentication failed.\n"
    )


def test_a_command_that_is_stopped_by_ctrl_c_ends_without_a_traceback() -> None:
    async def stopped() -> None:
        raise KeyboardInterrupt

    with pytest.raises(SystemExit) as ended:
        server.run(stopped())
    assert ended.value.code == 130

"""The server's promises to its callers, on real sockets."""

import asyncio
import time
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from structlog.testing import capture_logs

from services.common import auth, channel, deadlines, errors, server, telemetry
from services.common.auth import Caller, Role, TokenIssuer, current_caller
from services.common.errors import Reason
from services.common.server import Running
from services.common.settings import ServerSettings
from tests.component.common import echo
from tests.component.common.echo import EchoStub

POS = Caller("tea", "pos", Role.CHANNEL)
SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING

Start = Callable[..., Awaitable[Running]]
Connect = Callable[[Running], EchoStub]


@pytest.fixture
def settings(keys_dir: Path) -> ServerSettings:
    return ServerSettings(keys_dir=keys_dir)


@pytest.fixture
async def start(settings: ServerSettings) -> AsyncIterator[Start]:
    """Starts an echo service; all are stopped at the end."""
    started: list[Running] = []

    async def begin(unary: echo.Unary = echo.echo, stream: Any = None, **options: Any) -> Running:
        limited = replace(settings, **options.pop("settings", {}))
        running = await server.start(
            name="echo", settings=limited, register=[echo.register(unary, stream)], **options
        )
        started.append(running)
        return running

    yield begin
    for running in started:
        await running.stop(0)


@pytest.fixture
async def connect(keys_dir: Path) -> AsyncIterator[Connect]:
    """A stub that brings the till's token."""
    source = TokenIssuer(keys_dir).source(POS)
    opened: list[grpc.aio.Channel] = []

    def open_channel(running: Running) -> EchoStub:
        opened.append(channel.connect(running.address, issuer_token=source))
        return EchoStub(opened[-1])

    yield open_channel
    for each in opened:
        await each.close()


async def refused(call: Awaitable[Any]) -> Reason:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    reason = errors.reason_of(caught.value)
    assert reason is not None
    return reason


async def test_the_handler_knows_its_caller(start: Start, connect: Connect) -> None:
    async def who(_: str) -> str:
        caller = current_caller()
        return f"{caller.brand} {caller.subject} {caller.role}"

    assert await connect(await start(who)).one() == "tea pos channel"


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer x.y.z", "Basic eA=="])
async def test_a_call_without_a_valid_token_is_refused(start: Start, header: str | None) -> None:
    reached = False

    async def reach(_: str) -> str:
        nonlocal reached
        reached = True
        return ""

    running = await start(reach)
    async with channel.connect(running.address) as plain:
        metadata = () if header is None else (("authorization", header),)
        reason = await refused(EchoStub(plain).one(metadata=metadata))
    assert reason.status is grpc.StatusCode.UNAUTHENTICATED
    assert not reached


async def test_probes_and_reflection_need_no_token(start: Start) -> None:
    running = await start(
        proto_services=["tessera.points.v1.Ledger"], settings={"environment": "development"}
    )
    async with grpc.aio.insecure_channel(running.address) as plain:
        health = health_pb2_grpc.HealthStub(plain)
        await until(lambda: serving(health, "tessera.points.v1.Ledger"))
        reflection: Any = reflection_pb2_grpc.ServerReflectionStub(plain)  # type: ignore[arg-type]
        asked = reflection_pb2.ServerReflectionRequest(list_services="")
        async for answer in reflection.ServerReflectionInfo(iter([asked])):
            listed = {service.name for service in answer.list_services_response.service}
    assert {"tessera.points.v1.Ledger", "grpc.health.v1.Health"} <= listed


async def serving(health: Any, service: str = "") -> bool:
    answer = await health.Check(health_pb2.HealthCheckRequest(service=service))
    return bool(answer.status == SERVING)


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not await condition():
            await asyncio.sleep(0.02)


async def test_a_refusal_arrives_with_reason_field_and_both_languages(
    start: Start, connect: Connect
) -> None:
    async def refuse(_: str) -> str:
        raise errors.invalid("amount", "must be positive")

    reason = await refused(connect(await start(refuse)).one())
    assert (reason.reason, reason.field) == ("INVALID_ARGUMENT", "amount")
    assert reason.status is grpc.StatusCode.INVALID_ARGUMENT
    assert reason.en
    assert reason.zh


async def test_nothing_of_an_unexpected_error_leaks_and_its_id_is_in_the_log(
    start: Start, connect: Connect
) -> None:
    async def fail(_: str) -> str:
        raise RuntimeError("password=hunter2 at db-7.internal")

    with capture_logs() as lines, pytest.raises(grpc.aio.AioRpcError) as caught:
        await connect(await start(fail)).one()
    reason = errors.reason_of(caught.value)
    assert reason is not None
    assert reason.reason == "INTERNAL"
    assert "hunter2" not in repr(caught.value) + repr(caught.value.trailing_metadata())
    assert any(line.get("error_id") == reason.metadata["error_id"] for line in lines)


async def test_whoever_meets_a_service_that_is_away_is_told_to_come_again(
    start: Start, connect: Connect
) -> None:
    async def ask(_: str) -> str:
        async with channel.connect("127.0.0.1:1") as nowhere:
            return await EchoStub(nowhere).one()

    reason = await refused(connect(await start(ask)).one())
    assert reason.reason == "SERVICE_UNAVAILABLE"
    assert reason.status is grpc.StatusCode.UNAVAILABLE


@pytest.mark.parametrize("sent", [b"\xff\xff", b"\x0a\x03\xed\xa0\x80"])
async def test_malformed_requests_are_refused_in_unary_and_streamed_calls(
    start: Start, connect: Connect, sent: bytes
) -> None:
    running = await start(stream=echo.for_ever)
    async with channel.connect(running.address, issuer_token=lambda: "x.y.z") as without_token:
        stranger = EchoStub(without_token)
        assert (await refused(stranger.raw("One")(sent))).reason == "UNAUTHENTICATED"
    stub = connect(running)
    with capture_logs() as lines:
        for call in (
            stub.raw("One")(sent),
            stub.raw("Many")(sent).read(),
            stub.raw("Sum")(iter([sent])),
        ):
            assert (await refused(call)).reason == "INVALID_ARGUMENT"
    assert {line["event"] for line in lines} == {"refused"}
    assert await stub.one("ada") == "ada"


async def test_a_refusal_ends_a_stream_too(start: Start, connect: Connect) -> None:
    async def one_then_refuse(_: str) -> AsyncIterator[str]:
        yield "first"
        raise errors.not_found("thing", "7")

    stub = connect(await start(stream=one_then_refuse))
    got: list[str] = []

    async def read() -> None:
        async for text in stub.many():
            got.append(text)  # noqa: PERF401 - what came before the refusal counts

    reason = await refused(read())
    assert (got, reason.reason) == (["first"], "NOT_FOUND")


async def test_a_stream_of_requests_gets_one_answer(start: Start, connect: Connect) -> None:
    assert await connect(await start()).sum("a", "b", "c") == "abc"


async def test_a_handler_is_cut_off_at_the_callers_deadline(start: Start, connect: Connect) -> None:
    ended = asyncio.Event()

    async def hang(_: str) -> str:
        try:
            await asyncio.sleep(30)
        finally:
            ended.set()
        return ""

    stub = connect(await start(hang))
    started = time.monotonic()
    reason = await refused(stub.one(timeout=0.2))
    assert reason.status is grpc.StatusCode.DEADLINE_EXCEEDED
    assert time.monotonic() - started < 0.3
    await asyncio.wait_for(ended.wait(), 1)


async def test_a_call_that_names_no_deadline_gets_ours(start: Start, keys_dir: Path) -> None:
    async def left(_: str) -> str:
        return str(deadlines.remaining_s())

    running = await start(left)
    token = TokenIssuer(keys_dir).source(POS)()
    async with grpc.aio.insecure_channel(running.address) as plain:
        stub = EchoStub(plain)
        bearer = (("authorization", f"Bearer {token}"),)
        assert 9 < float(await stub.one(metadata=bearer)) <= deadlines.DEFAULT_UNARY_S
        long = float(await stub.one(metadata=bearer, timeout=3600))
        assert 29 < long <= deadlines.MAX_UNARY_S


async def test_the_deadline_and_the_request_id_are_passed_on(
    start: Start, connect: Connect
) -> None:
    async def tell(_: str) -> str:
        call = telemetry.current_call()
        assert call is not None
        return f"{deadlines.remaining_s()} {call.request_id} {call.trace_id}"

    behind = connect(await start(tell))

    async def forward(text: str) -> str:
        await asyncio.sleep(0.2)
        return await behind.one(text)

    trace_id = "0af7651916cd43dd8448eb211c80319c"
    metadata = (
        ("x-request-id", "abc-1"),
        ("traceparent", f"00-{trace_id}-b7ad6b7169203331-01"),
    )
    answer = await connect(await start(forward)).one(timeout=2, metadata=metadata)
    left, request_id, trace = answer.split()
    assert float(left) < 1.81
    assert (request_id, trace) == ("abc-1", trace_id)


async def test_a_reader_that_leaves_ends_the_stream_behind(start: Start, connect: Connect) -> None:
    ended = asyncio.Event()

    async def for_ever(text: str) -> AsyncIterator[str]:
        try:
            async for each in echo.for_ever(text):
                yield each
        finally:
            ended.set()

    stub = connect(await start(stream=for_ever))
    async with aclosing(stub.many()) as answers:
        async for _ in answers:
            break
    await asyncio.wait_for(ended.wait(), 2)


async def test_health_follows_readiness(start: Start) -> None:
    ready = False

    async def ask() -> bool:
        return ready

    running = await start(ready=ask)
    async with grpc.aio.insecure_channel(running.address) as plain:
        health = health_pb2_grpc.HealthStub(plain)
        assert not await serving(health)
        ready = True
        await until(lambda: serving(health))


async def test_a_readiness_check_that_fails_is_not_ready(start: Start) -> None:
    async def broken() -> bool:
        raise OSError("no database")

    running = await start(ready=broken)
    async with grpc.aio.insecure_channel(running.address) as plain:
        await asyncio.sleep(0.05)
        assert not await serving(health_pb2_grpc.HealthStub(plain))


async def test_a_background_task_that_crashes_is_started_again(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "RESTART_FIRST_S", 0.01)
    runs = 0

    async def crash() -> None:
        nonlocal runs
        runs += 1
        raise RuntimeError("crashed")

    await start(background=[crash])

    async def three_runs() -> bool:
        return runs >= 3

    await until(three_runs)
    name = crash.__qualname__
    assert telemetry.BACKGROUND_CRASHES.labels(name)._value.get() >= 2


async def test_calls_at_work_end_before_the_server_does(start: Start, connect: Connect) -> None:
    begun = asyncio.Event()

    async def slow(text: str) -> str:
        begun.set()
        await asyncio.sleep(0.3)
        return text

    running = await start(slow)
    stub = connect(running)
    call = asyncio.create_task(stub.one("kept"))
    await begun.wait()
    await running.stop(5)
    assert await call == "kept"


async def test_streams_without_end_do_not_hold_up_the_end(start: Start, connect: Connect) -> None:
    running = await start(stream=echo.for_ever)
    stub = connect(running)
    first = asyncio.Event()

    async def read() -> None:
        async for _ in stub.many():
            first.set()

    reading = asyncio.create_task(read())
    await first.wait()
    started = time.monotonic()
    await running.stop(20)
    assert time.monotonic() - started < 10
    await asyncio.wait_for(reading, 10)


async def test_calls_beyond_the_limit_are_refused_at_once(start: Start, connect: Connect) -> None:
    release = asyncio.Event()

    async def wait(_: str) -> str:
        await release.wait()
        return ""

    stub = connect(await start(wait, settings={"max_concurrent_calls": 4}))
    held = [asyncio.create_task(stub.one()) for _ in range(4)]
    await asyncio.sleep(0.1)
    started = time.monotonic()
    reason = await refused(stub.one())
    assert reason.status is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert time.monotonic() - started < 0.05
    release.set()
    await asyncio.gather(*held)


async def test_metrics_are_served(start: Start, connect: Connect, unused_tcp_port: int) -> None:
    running = await start(settings={"metrics_port": unused_tcp_port})
    await connect(running).one()
    url = f"http://127.0.0.1:{unused_tcp_port}/metrics"
    text = await asyncio.to_thread(lambda: urllib.request.urlopen(url).read().decode())
    assert 'tessera_calls_handled_total{code="OK",method="/tessera.test.Echo/One"}' in text


async def test_a_caller_does_not_stay_for_the_next_call(start: Start, connect: Connect) -> None:
    running = await start()
    await connect(running).one()
    with pytest.raises(auth.Unauthenticated):
        current_caller()

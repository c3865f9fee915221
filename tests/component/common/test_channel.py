"""Retries and tokens of the client's side."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.wrappers_pb2 import StringValue
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from services.common import channel, telemetry
from services.common.settings import ServerSettings
from tests.component.common.echo import EchoStub

Seen = list[dict[str, str]]


@pytest.fixture
def seen() -> Seen:
    """The metadata of each attempt that reached the back end."""
    return []


@pytest.fixture
def failures() -> list[grpc.StatusCode]:
    """The statuses that the back end answers next; when empty it answers OK."""
    return []


@pytest.fixture
async def stub(seen: Seen, failures: list[grpc.StatusCode]) -> AsyncIterator[EchoStub]:
    async def one(request: StringValue, context: Any) -> StringValue:
        seen.append(dict(context.invocation_metadata()))
        if failures:
            await context.abort(failures.pop(), "told to")
        return request

    handler = grpc.unary_unary_rpc_method_handler(
        one,
        request_deserializer=StringValue.FromString,
        response_serializer=StringValue.SerializeToString,
    )
    generic = grpc.method_handlers_generic_handler("tessera.test.Echo", {"One": handler})
    server = grpc.aio.server()
    server.add_generic_rpc_handlers((generic,))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with channel.connect(f"127.0.0.1:{port}", issuer_token=lambda: "tok") as opened:
        yield EchoStub(opened)
    await server.stop(0)


@pytest.mark.parametrize("status", [grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED])
async def test_an_attempt_that_a_server_turned_away_is_repeated(
    stub: EchoStub, seen: Seen, failures: list[grpc.StatusCode], status: grpc.StatusCode
) -> None:
    failures += [status] * 2
    assert await stub.one("kept") == "kept"
    assert len(seen) == 3


async def test_other_failures_are_not_repeated(
    stub: EchoStub, seen: Seen, failures: list[grpc.StatusCode]
) -> None:
    for status in (grpc.StatusCode.INTERNAL, grpc.StatusCode.RESOURCE_EXHAUSTED):
        failures.append(status)
        with pytest.raises(grpc.aio.AioRpcError):
            await stub.one()
    assert len(seen) == 2


async def test_when_everything_fails_retries_stop(
    stub: EchoStub, seen: Seen, failures: list[grpc.StatusCode]
) -> None:
    failures += [grpc.StatusCode.UNAVAILABLE] * 1000
    calls = 100
    for _ in range(calls):
        with pytest.raises(grpc.aio.AioRpcError):
            await stub.one()
    assert calls <= len(seen) <= calls + 20


async def test_each_call_brings_the_token_unless_it_names_one(stub: EchoStub, seen: Seen) -> None:
    await stub.one()
    await stub.one(metadata=(("authorization", "Bearer other"),))
    assert [metadata["authorization"] for metadata in seen] == ["Bearer tok", "Bearer other"]


@pytest.mark.parametrize(("asked_s", "given_s"), [(None, 10), (25.0, 25), (2.0, 2)])
async def test_outside_a_call_a_timeout_is_taken_as_it_is_asked(
    unused_tcp_port: int, asked_s: float | None, given_s: float
) -> None:
    async with channel.connect(f"127.0.0.1:{unused_tcp_port}") as opened:
        method: Any = opened.unary_unary("/tessera.test.Echo/One", StringValue.SerializeToString)
        call = method(StringValue(), timeout=asked_s, wait_for_ready=True)
        left_s = call.time_remaining()
        assert left_s is not None
        assert given_s - 1 < left_s <= given_s
        call.cancel()


async def test_a_back_end_that_is_away_fails_the_call_at_once(unused_tcp_port: int) -> None:
    async with channel.connect(f"127.0.0.1:{unused_tcp_port}") as opened:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            async with asyncio.timeout(3):
                await EchoStub(opened).one()
    assert caught.value.code() is grpc.StatusCode.UNAVAILABLE


async def test_recorded_spans_are_one_trace(
    stub: EchoStub, seen: Seen, monkeypatch: pytest.MonkeyPatch, keys_dir: Path
) -> None:
    exporter = InMemorySpanExporter()
    monkeypatch.setattr(telemetry, "BatchSpanProcessor", SimpleSpanProcessor)
    monkeypatch.setattr(telemetry, "_tracer", None)
    monkeypatch.setattr(telemetry, "_provider", None)
    telemetry.configure("test", ServerSettings(keys_dir=keys_dir), exporter=exporter)
    metadata = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
    with telemetry.server_span("/outer", metadata):
        await stub.one()
    client, outer = exporter.get_finished_spans()
    assert outer.parent is not None
    assert outer.parent.span_id == 0xB7AD6B7169203331
    assert client.parent is not None
    assert client.parent.span_id == outer.context.span_id
    assert seen[0]["traceparent"].split("-")[1] == "0af7651916cd43dd8448eb211c80319c"
    assert seen[0]["traceparent"].split("-")[2] == f"{client.context.span_id:016x}"

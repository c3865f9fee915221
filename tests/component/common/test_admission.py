"""Somebody with no token, or a small one, takes no process from the others."""

import asyncio
import resource
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.struct_pb2 import ListValue
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2_grpc

from services.common import admission, channel, errors, server, streams
from services.common.auth import Caller, Role, TokenIssuer
from services.common.message_bounds import Bounds, Reader
from services.common.server import Running
from services.common.settings import ServerSettings
from tests.component.common import echo
from tests.component.common.echo import EchoStub

POS = Caller("tea", "pos", Role.CHANNEL)
EMPTY_VALUES = b"\x0a\x00"
"""An element of a ListValue, empty."""

Connect = Callable[..., EchoStub]


@pytest.fixture
async def running(keys_dir: Path) -> AsyncIterator[Running]:
    lists: Any = grpc.unary_unary_rpc_method_handler(
        _take, request_deserializer=ListValue.FromString, response_serializer=None
    )
    summed: Any = grpc.stream_stream_rpc_method_handler(
        _take_all, request_deserializer=ListValue.FromString, response_serializer=None
    )
    generic = grpc.method_handlers_generic_handler(
        "tessera.test.Lists", {"Take": lists, "TakeAll": summed}
    )
    started = await server.start(
        name="echo",
        settings=ServerSettings(keys_dir=keys_dir, max_concurrent_calls=8),
        register=[
            echo.register(echo.echo, echo.for_ever),
            lambda server: server.add_generic_rpc_handlers((generic,)),
        ],
        bounds={"/tessera.test.Lists/Take": Bounds(8 * 1024 * 1024, 1_000)},
    )
    yield started
    await started.stop(0)


async def _take(request: ListValue, context: Any) -> bytes:
    return str(len(request.values)).encode()


async def _take_all(requests: AsyncIterator[ListValue], context: Any) -> AsyncIterator[bytes]:
    async for request in requests:
        yield str(len(request.values)).encode()


@pytest.fixture
async def connect(keys_dir: Path, running: Running) -> AsyncIterator[Callable[..., Any]]:
    """A channel with the token of a caller; None brings none."""
    async with AsyncExitStack() as opened:

        async def open_channel(caller: Caller | None = POS) -> grpc.aio.Channel:
            source = None if caller is None else TokenIssuer(keys_dir).source(caller)
            made = channel.connect(running.address, issuer_token=source)
            return await opened.enter_async_context(made)

        yield open_channel


async def reason(call: Awaitable[Any]) -> str:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        async with asyncio.timeout(5):
            await call
    told = errors.reason_of(caught.value)
    return told.reason if told else caught.value.code().name


async def test_a_message_of_many_empty_parts_costs_no_memory(connect: Any) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sent = EMPTY_VALUES * (3 * 1024 * 1024)
    for caller, expected in ((None, "UNAUTHENTICATED"), (POS, "MESSAGE_TOO_LARGE")):
        opened = await connect(caller)
        started = time.monotonic()
        assert await reason(opened.unary_unary("/tessera.test.Lists/Take")(sent)) == expected
        assert time.monotonic() - started < 1
    all_ = (await connect()).stream_stream("/tessera.test.Lists/TakeAll")
    assert await reason(all_(iter([sent])).read()) == "MESSAGE_TOO_LARGE"
    # Parsed it is 600 MB; sent and received it is 6 MiB, a few times.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150 * 1024


async def test_what_is_within_the_bounds_of_its_method_is_taken(connect: Any) -> None:
    take = (await connect()).unary_unary("/tessera.test.Lists/Take")
    assert await take(EMPTY_VALUES * 1_000) == b"1000"
    assert await reason(take(EMPTY_VALUES * 1_001)) == "MESSAGE_TOO_LARGE"
    all_ = (await connect()).stream_stream("/tessera.test.Lists/TakeAll")
    assert await all_(iter([EMPTY_VALUES * 4_096])).read() == b"4096"


@pytest.mark.parametrize("cut", [1, 2, 5])
def test_parts_are_counted_at_every_depth_and_a_broken_message_is_none(cut: int) -> None:
    deep = ListValue()
    for _ in range(10):
        deep.values.add().list_value.values.add().struct_value.fields["a"].number_value = 1
    sent = deep.SerializeToString()
    # Ten of: value, list, value, struct, entry, value.
    assert Reader(ListValue.FromString, Bounds(parts_max=60))(sent) == deep
    with pytest.raises(errors.Refusal, match="at most 59 parts"):
        Reader(ListValue.FromString, Bounds(parts_max=59))(sent)
    with pytest.raises(errors.Refusal, match="not a message"):
        Reader(ListValue.FromString, Bounds(parts_max=60))(sent[:-cut])


async def test_calls_and_streams_without_a_token_leave_room_for_others(
    connect: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = await connect(None)
    stub = EchoStub(await connect())
    probes: Any = health_pb2_grpc.HealthStub(plain)
    watch = probes.Watch
    asked = health_pb2.HealthCheckRequest(service="live")
    watching = [watch(asked) for _ in range(admission.OPEN_PER_ADDRESS)]
    for one in watching:
        await one.read()
    assert await reason(watch(asked).read()) == "TOO_MANY_STREAMS"
    # Headers without a request are turned away before one is waited for.
    held = [plain.stream_unary("/tessera.test.Echo/One")() for _ in range(1_000)]
    assert await reason(held[-1]) == "UNAUTHENTICATED"
    assert await stub.one("ada") == "ada"
    for one in (*watching, *held):
        one.cancel()


async def test_reflection_is_not_served_in_production(connect: Any) -> None:
    stub: Any = reflection_pb2_grpc.ServerReflectionStub(await connect(None))
    # Without a request: one that is written while the call is turned away would be told instead.
    assert await reason(stub.ServerReflectionInfo().read()) == "UNIMPLEMENTED"


async def test_a_caller_has_so_many_streams_and_others_have_theirs(connect: Any) -> None:
    mine = await connect()
    most = admission.STREAMS_PER_CALLER[Role.CHANNEL]
    streams_ = [EchoStub(mine).many() for _ in range(most)]
    for one in streams_:
        await anext(one)
    assert await reason(anext(EchoStub(mine).many())) == "TOO_MANY_STREAMS"
    assert await EchoStub(mine).one("ada") == "ada"
    other = EchoStub(await connect(Caller("tea", "pos-2", Role.CHANNEL))).many()
    assert await anext(other) == ""
    await streams_[0].aclose()
    await asyncio.sleep(0.1)
    again = EchoStub(mine).many()
    assert await anext(again) == ""
    for one in (*streams_, other, again):
        await one.aclose()


async def test_a_stream_that_sends_nothing_is_ended(
    connect: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "FIRST_MESSAGE_S", 0.2)
    monkeypatch.setattr(streams, "BETWEEN_MESSAGES_S", 0.3)
    opened = await connect()
    silent = opened.stream_stream("/tessera.test.Lists/TakeAll")()
    assert await reason(silent.read()) == "STREAM_IDLE"
    begun = opened.stream_stream("/tessera.test.Lists/TakeAll")()
    await begun.write(EMPTY_VALUES)
    assert await begun.read() == b"1"
    assert await reason(begun.read()) == "STREAM_IDLE"
    assert await reason(opened.stream_unary("/tessera.test.Echo/One")()) == "STREAM_IDLE"


async def test_a_reader_that_does_not_read_is_ended(
    keys_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "BETWEEN_MESSAGES_S", 0.3)
    ended = asyncio.Event()

    async def large(_: str) -> AsyncIterator[str]:
        try:
            while True:
                yield "x" * 1_000_000
        finally:
            ended.set()

    running = await server.start(
        name="echo",
        settings=ServerSettings(keys_dir=keys_dir),
        register=[echo.register(echo.echo, large)],
    )
    source = TokenIssuer(keys_dir).source(POS)
    async with channel.connect(running.address, issuer_token=source) as opened:
        answers = EchoStub(opened).many()
        await anext(answers)
        async with asyncio.timeout(5):
            await ended.wait()
        await answers.aclose()
    await running.stop(0)


async def test_who_holds_requests_back_is_turned_away_when_it_is_crowded(
    connect: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "WAITING_CROWDED", 20)
    monkeypatch.setattr(admission, "WAITING_PER_CALLER", 5)
    mine = await connect()
    held = [mine.stream_unary("/tessera.test.Echo/One")() for _ in range(20)]
    await asyncio.sleep(0.3)
    assert await reason(EchoStub(mine).one("ada")) == "OVERLOADED"
    other = EchoStub(await connect(Caller("tea", "pos-2", Role.CHANNEL)))
    assert await other.one("ada") == "ada"
    for one in held:
        one.cancel()


async def test_an_idle_channel_that_pings_is_not_sent_away(
    keys_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "PING_INTERVAL_MS", 50)
    running = await server.start(
        name="echo",
        settings=ServerSettings(keys_dir=keys_dir),
        register=[echo.register(echo.echo)],
    )
    pings = [("grpc.keepalive_time_ms", 100), ("grpc.keepalive_timeout_ms", 1_000)]
    async with channel.connect(running.address, options=pings) as idle:
        await idle.channel_ready()
        with pytest.raises(TimeoutError):
            # Three pings too many, and the server says GOAWAY.
            async with asyncio.timeout(1.5):
                await idle.wait_for_state_change(grpc.ChannelConnectivity.READY)
    await running.stop(0)


async def test_whoever_comes_with_thousands_at_once_is_told_that_it_is_busy(connect: Any) -> None:
    take = (await connect()).unary_unary("/tessera.test.Lists/Take")

    async def told() -> str:
        try:
            answer: bytes = await take(EMPTY_VALUES)
        except grpc.aio.AioRpcError as error:
            reason = errors.reason_of(error)
            return reason.reason if reason else error.code().name
        return answer.decode()

    answers = Counter(await asyncio.gather(*(told() for _ in range(2_500))))
    assert answers["1"] > 0
    # Each can be tried again; CANCELLED would not say so.
    assert set(answers) <= {"1", "OVERLOADED"}

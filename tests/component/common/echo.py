"""A small service for the tests of server and channel, without protos of its own."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from typing import Any

import grpc
from google.protobuf.wrappers_pb2 import StringValue

Unary = Callable[[str], Awaitable[str]]
Stream = Callable[[str], AsyncIterator[str]]

_SERIALIZE: dict[str, Any] = {
    "request_deserializer": StringValue.FromString,
    "response_serializer": StringValue.SerializeToString,
}
_STUB: dict[str, Any] = {
    "request_serializer": StringValue.SerializeToString,
    "response_deserializer": StringValue.FromString,
}


def register(unary: Unary, stream: Stream | None = None) -> Callable[[grpc.aio.Server], None]:
    """Registers tessera.test.Echo with these behaviours."""

    async def one(request: StringValue, context: Any) -> StringValue:
        return StringValue(value=await unary(request.value))

    async def many(request: StringValue, context: Any) -> AsyncIterator[StringValue]:
        assert stream is not None
        async for text in stream(request.value):
            yield StringValue(value=text)

    async def sum_up(requests: AsyncIterator[StringValue], context: Any) -> StringValue:
        return StringValue(value=await unary("".join([r.value async for r in requests])))

    handlers = {
        "One": grpc.unary_unary_rpc_method_handler(one, **_SERIALIZE),
        "Many": grpc.unary_stream_rpc_method_handler(many, **_SERIALIZE),
        "Sum": grpc.stream_unary_rpc_method_handler(sum_up, **_SERIALIZE),
    }
    generic = grpc.method_handlers_generic_handler("tessera.test.Echo", handlers)
    return lambda server: server.add_generic_rpc_handlers((generic,))


class EchoStub:
    """The client's side."""

    def __init__(self, channel: grpc.aio.Channel) -> None:
        self._channel = channel
        self._one: Any = channel.unary_unary("/tessera.test.Echo/One", **_STUB)
        self._many: Any = channel.unary_stream("/tessera.test.Echo/Many", **_STUB)
        self._sum: Any = channel.stream_unary("/tessera.test.Echo/Sum", **_STUB)

    async def one(self, text: str = "", **options: Any) -> str:
        return str((await self._one(StringValue(value=text), **options)).value)

    async def many(self, text: str = "", **options: Any) -> AsyncGenerator[str, None]:
        call = self._many(StringValue(value=text), **options)
        try:
            async for answer in call:
                yield answer.value
        finally:
            call.cancel()

    async def sum(self, *texts: str, **options: Any) -> str:
        requests = [StringValue(value=text) for text in texts]
        return str((await self._sum(iter(requests), **options)).value)

    def raw(self, method: str) -> Any:
        """One of the methods, sent bytes as they are."""
        kind = {"One": "unary_unary", "Many": "unary_stream", "Sum": "stream_unary"}[method]
        return getattr(self._channel, kind)(f"/tessera.test.Echo/{method}")


async def echo(text: str) -> str:
    """The plainest behaviour."""
    return text


async def for_ever(text: str) -> AsyncIterator[str]:
    """Answers at once and then each 10 ms."""
    while True:
        yield text
        await asyncio.sleep(0.01)

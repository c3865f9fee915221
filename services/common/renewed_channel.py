"""A gRPC channel over TLS that begins again when its files change.

gRPC's credentials are fixed for a channel, so a changed file makes a new channel for the calls that
follow. The old one lives until its last stream has ended: servers end connections after six minutes
(`services.common.server`).
"""

import asyncio
from collections.abc import Callable
from typing import Any, Self

import grpc

from services.common.tasks import end
from services.common.tls import PemFiles, channel_credentials

OLD_LIVES_S = 7 * 60.0


class RenewedChannel(grpc.aio.Channel):
    """Calls go to the newest channel."""

    def __init__(
        self, files: PemFiles, make: Callable[[grpc.ChannelCredentials], grpc.aio.Channel]
    ) -> None:
        self._files = files
        self._make = make
        self._newest = make(channel_credentials(files.current()))
        self._generation = files.generation
        self._old: set[asyncio.Task[None]] = set()

    def unary_unary(self, *args: Any, **kwargs: Any) -> Any:
        return self._call("unary_unary", args, kwargs)

    def stream_unary(self, *args: Any, **kwargs: Any) -> Any:
        return self._call("stream_unary", args, kwargs)

    def unary_stream(self, *args: Any, **kwargs: Any) -> Any:
        return self._call("unary_stream", args, kwargs)

    def stream_stream(self, *args: Any, **kwargs: Any) -> Any:
        return self._call("stream_stream", args, kwargs)

    def _call(self, kind: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Callable[..., Any]:
        made_for: grpc.aio.Channel | None = None
        call: Callable[..., Any] | None = None

        def start(*a: Any, **k: Any) -> Any:
            nonlocal made_for, call
            newest = self._current()
            if call is None or made_for is not newest:
                made_for, call = newest, getattr(newest, kind)(*args, **kwargs)
            return call(*a, **k)

        return start

    def _current(self) -> grpc.aio.Channel:
        pems = self._files.current()
        if self._files.generation != self._generation:
            self._generation = self._files.generation
            task = asyncio.create_task(_close_later(self._newest))
            self._old.add(task)
            task.add_done_callback(self._old.discard)
            self._newest = self._make(channel_credentials(pems))
        return self._newest

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self, grace: float | None = None) -> None:
        await end(*self._old)
        await self._newest.close(grace)

    def get_state(self, try_to_connect: bool = False) -> grpc.ChannelConnectivity:
        return self._current().get_state(try_to_connect)

    async def wait_for_state_change(self, last_observed_state: grpc.ChannelConnectivity) -> None:
        await self._newest.wait_for_state_change(last_observed_state)

    async def channel_ready(self) -> None:
        await self._current().channel_ready()


async def _close_later(channel: grpc.aio.Channel) -> None:
    try:
        await asyncio.sleep(OLD_LIVES_S)
    finally:
        await channel.close()

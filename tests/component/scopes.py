"""Every method of a running service, called by operators who hold this scope or that."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import grpc
from google.protobuf import descriptor_pool
from google.protobuf.descriptor import MethodDescriptor

from services.common.auth import Caller, Role, TokenIssuer
from services.common.channel import connect
from services.common.errors import Reason, reason_of

ROLES = (Role.OPERATOR, Role.CHANNEL)
WAIT_S = 5.0


async def check_scopes(
    address: str, issuer: TokenIssuer, services: Collection[str], asked: Mapping[str, str]
) -> None:
    """Each method of `services` asks operators and channels for the scope that `asked` names, and
    for no other; "" stands for none."""
    methods = {
        f"{method.containing_service.name}.{method.name}": method for method in _of(services)
    }
    assert methods.keys() == asked.keys()
    async with AsyncExitStack() as closing:
        callers = _Callers(address, issuer, closing)
        for name, method in methods.items():
            scope = asked[name]
            noun, _, verb = scope.partition(":")
            other = f"{noun}:{'read' if verb == 'write' else 'write'}"
            for role in ROLES:
                for held in ({"messages"}, {"none:read"}, {other} if scope else {"none"}):
                    refused = await callers.refusal(
                        role, held, method, stream_s=WAIT_S if scope else 0.5
                    )
                    told = refused.metadata.get("scope", "") if refused else ""
                    assert told == scope, (name, role, held)
                for held in ({scope}, {noun}) if scope else ():
                    refused = await callers.refusal(role, held, method)
                    assert refused is None or "scope" not in refused.metadata, (name, role, held)
        bare = [name for name, scope in asked.items() if scope]
        for name in bare:
            refused = await callers.refusal(Role.OPERATOR, set(), methods[name])
            assert refused
            assert refused.metadata["scope"] == asked[name]
            refused = await callers.refusal(Role.CHANNEL, set(), methods[name])
            assert refused is None or "scope" not in refused.metadata


def _of(services: Collection[str]) -> Iterator[MethodDescriptor]:
    for service in services:
        yield from descriptor_pool.Default().FindServiceByName(service).methods


class _Callers:
    """One connection for each caller: to open one for each call takes longer than the call."""

    def __init__(self, address: str, issuer: TokenIssuer, closing: AsyncExitStack) -> None:
        self._address = address
        self._issuer = issuer
        self._closing = closing
        self._channels: dict[Caller, grpc.aio.Channel] = {}

    async def refusal(
        self,
        role: Role,
        scopes: Collection[str],
        method: MethodDescriptor,
        *,
        stream_s: float = 0.5,
    ) -> Reason | None:
        """Why an empty request is refused; None when it is answered. A stream that says nothing is
        given up after `stream_s`."""
        channel = await self._channel(Caller("nobody", "ann", role, scopes=frozenset(scopes)))
        path = f"/{method.containing_service.full_name}/{method.name}"
        try:
            if method.server_streaming:
                answers: Any = (
                    channel.stream_stream(path)(iter([b""]), timeout=stream_s)  # type: ignore[arg-type]
                    if method.client_streaming
                    else channel.unary_stream(path)(b"", timeout=stream_s)  # type: ignore[arg-type]
                )
                await answers.read()
            else:
                await channel.unary_unary(path)(b"", timeout=WAIT_S)  # type: ignore[arg-type]
        except grpc.aio.AioRpcError as error:
            return reason_of(error)
        return None

    async def _channel(self, caller: Caller) -> grpc.aio.Channel:
        if caller not in self._channels:
            token = self._issuer.mint(caller, timedelta(minutes=5))
            opened = connect(self._address, issuer_token=lambda: token)
            self._channels[caller] = await self._closing.enter_async_context(opened)
        return self._channels[caller]

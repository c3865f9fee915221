"""Every method of a running service, called by operators who hold this scope or that."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from typing import Any

import grpc
from google.protobuf import descriptor_pool
from google.protobuf.descriptor import MethodDescriptor

from services.common.auth import Caller, Role, TokenIssuer
from services.common.channel import connect
from services.common.errors import Reason, reason_of

ROLES = (Role.OPERATOR, Role.CHANNEL)


async def check_scopes(
    address: str, issuer: TokenIssuer, services: Collection[str], asked: Mapping[str, str]
) -> None:
    """Each method of `services` asks operators and channels for the scope that `asked` names, and
    for no other; "" stands for none."""
    methods = {
        f"{method.containing_service.name}.{method.name}": method for method in _of(services)
    }
    assert methods.keys() == asked.keys()
    for name, method in methods.items():
        scope = asked[name]
        noun, _, verb = scope.partition(":")
        other = f"{noun}:{'read' if verb == 'write' else 'write'}"
        for role in ROLES:
            for held in ({"messages"}, {"none:read"}, {other} if scope else {"none"}):
                refused = await _refusal(address, issuer, role, held, method)
                told = refused.metadata.get("scope", "") if refused else ""
                assert told == scope, (name, role, held)
            for held in ({scope}, {noun}) if scope else ():
                refused = await _refusal(address, issuer, role, held, method)
                assert refused is None or "scope" not in refused.metadata, (name, role, held)
    bare = [name for name, scope in asked.items() if scope]
    for name in bare:
        refused = await _refusal(address, issuer, Role.OPERATOR, set(), methods[name])
        assert refused
        assert refused.metadata["scope"] == asked[name]
        refused = await _refusal(address, issuer, Role.CHANNEL, set(), methods[name])
        assert refused is None or "scope" not in refused.metadata


def _of(services: Collection[str]) -> Iterator[MethodDescriptor]:
    for service in services:
        yield from descriptor_pool.Default().FindServiceByName(service).methods


async def _refusal(
    address: str, issuer: TokenIssuer, role: Role, scopes: Collection[str], method: MethodDescriptor
) -> Reason | None:
    """Why an empty request is refused; None when it is answered."""
    caller = Caller("nobody", "ann", role, scopes=frozenset(scopes))
    token = issuer.mint(caller, timedelta(minutes=5))
    path = f"/{method.containing_service.full_name}/{method.name}"
    async with connect(address, issuer_token=lambda: token) as channel:
        try:
            if method.server_streaming:
                answers: Any = (
                    channel.stream_stream(path)(iter([b""]), timeout=0.5)  # type: ignore[arg-type]
                    if method.client_streaming
                    else channel.unary_stream(path)(b"", timeout=0.5)  # type: ignore[arg-type]
                )
                await answers.read()
            else:
                await channel.unary_unary(path)(b"", timeout=5)  # type: ignore[arg-type]
        except grpc.aio.AioRpcError as error:
            return reason_of(error)
    return None

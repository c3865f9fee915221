"""Calls every method of a service as a caller that reads for several members."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import grpc
from google.protobuf import descriptor_pool
from google.protobuf.descriptor import Descriptor
from google.protobuf.message_factory import GetMessageClass

from services.common.auth import Caller, Role
from services.common.errors import reason_of

_NAMING = frozenset({"member_id", "member_ids", "owner", "giver_id"})


def reader(*member_ids: str, brand: str = "tea") -> Caller:
    return Caller(brand, "gateway", Role.MEMBER, reads_for=frozenset(member_ids))


async def answers(
    channel: grpc.aio.Channel, services: Sequence[str], member_id: str = ""
) -> dict[str, str]:
    """The answer of each method of `services` to an empty request: a reason, or OK.

    `services` are full names, as the wiring of a service lists all of its own. With a `member_id`,
    only the methods whose request names members, or has a part that does, asked about that one.
    """
    found = {}
    for name in services:
        for method in descriptor_pool.Default().FindServiceByName(name).methods:
            request = GetMessageClass(method.input_type)()
            if member_id and not _name_member(request, member_id):
                continue
            found[method.name] = await _answer(channel, name, method, request)
    return found


def _name_member(request: Any, member_id: str) -> bool:
    """Name the member wherever the request or a message in it names one; whether any does."""
    named = False
    for field in request.DESCRIPTOR.fields:
        if field.name in _NAMING:
            if field.is_repeated:
                getattr(request, field.name).append(member_id)
            else:
                setattr(request, field.name, member_id)
            named = True
        elif field.message_type is not None and _names_members(field.message_type):
            value = getattr(request, field.name)
            named = _name_member(value.add() if field.is_repeated else value, member_id) or named
        # A request without these is refused before its member is looked at.
        elif field.name == "reward_codes":
            request.reward_codes.append("x")
        elif field.name == "asset":
            request.asset = "POINTS"
    return named


def _names_members(message: Descriptor) -> bool:
    """Of the messages within a request, those of one level: none of these holds itself."""
    ours = message.full_name.startswith("tessera.") and not message.GetOptions().map_entry
    return ours and any(field.name in _NAMING for field in message.fields)


async def _answer(channel: grpc.aio.Channel, service: str, method: Any, message: Any) -> str:
    sent, answered = map(GetMessageClass, (method.input_type, method.output_type))
    kinds: dict[tuple[bool, bool], Any] = {
        (False, False): channel.unary_unary,
        (True, False): channel.stream_unary,
        (False, True): channel.unary_stream,
        (True, True): channel.stream_stream,
    }
    call = kinds[method.client_streaming, method.server_streaming](
        f"/{service}/{method.name}",
        request_serializer=sent.SerializeToString,
        response_deserializer=answered.FromString,
    )
    request: Any = _once(message) if method.client_streaming else message
    try:
        if method.server_streaming:
            async for _ in call(request, timeout=5):
                break
        else:
            await call(request, timeout=5)
    except grpc.aio.AioRpcError as error:
        reason = reason_of(error)
        return reason.reason if reason else error.code().name
    return "OK"


async def _once(message: Any) -> AsyncIterator[Any]:
    yield message

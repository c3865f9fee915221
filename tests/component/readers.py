"""Calls every method of a service as a caller that reads for several members."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import grpc
from google.protobuf import descriptor_pool
from google.protobuf.message_factory import GetMessageClass

from services.common.auth import Caller, Role
from services.common.errors import reason_of


def reader(*member_ids: str, brand: str = "tea") -> Caller:
    return Caller(brand, "gateway", Role.MEMBER, reads_for=frozenset(member_ids))


async def answers(
    channel: grpc.aio.Channel, services: Sequence[str], member_id: str = ""
) -> dict[str, str]:
    """The answer of each method of `services` to an empty request: a reason, or OK.

    `services` are full names, as the wiring of a service lists all of its own. With a `member_id`,
    only the methods whose request names members, asked about that one.
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
    fields = request.DESCRIPTOR.fields_by_name
    if "member_id" in fields:
        request.member_id = member_id
    elif "member_ids" in fields:
        request.member_ids.append(member_id)
    if "reward_codes" in fields:
        # A request without any is refused before its member is looked at.
        request.reward_codes.append("x")
    return bool({"member_id", "member_ids"} & set(fields))


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

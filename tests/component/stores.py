"""Methods that are of stores, called by who works for one store and asks for another."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import TypeAlias

import grpc
from google.protobuf import descriptor_pool, message_factory
from google.protobuf.message import Message

from services.common.auth import Caller, Role, TokenIssuer
from services.common.channel import connect
from services.common.errors import Reason, reason_of
from tessera.types.v1 import access_pb2
from tests.scopes import EVERY_SCOPE

Asked: TypeAlias = Mapping[str, tuple[Mapping[str, Message], str, str]]
"""By method: requests by the store that they are about, the reason of the refusal, its field."""
OURS, THEIRS = "store-01", "store-02"
MANAGER = Caller(
    "tea", "op-hu", Role.OPERATOR, None, EVERY_SCOPE, stores=frozenset({OURS, "store-11"})
)


async def check_stores(
    address: str,
    issuer: TokenIssuer,
    services: Collection[str],
    asked: Asked,
) -> None:
    """What `asked` says, by method: requests about OURS, THEIRS and no store (""), the reason that
    refuses all but the first, and the field that it names.

    Methods that say nothing of stores refuse the caller, whatever is sent; those that say that they
    are of stores are all in `asked`.
    """
    pool = descriptor_pool.Default()
    methods = {
        f"{method.containing_service.name}.{method.name}": method
        for service in services
        for method in pool.FindServiceByName(service).methods
    }
    access = {
        name: method.GetOptions().Extensions[access_pb2.access].stores
        for name, method in methods.items()
    }
    of_stores = {name for name, each in access.items() if each == access_pb2.STORE_ACCESS_OWN}
    assert sorted(of_stores ^ asked.keys()) == []
    token = issuer.mint(MANAGER, timedelta(minutes=5))
    async with connect(address, issuer_token=lambda: token) as channel:

        async def refusal(name: str, request: Message) -> Reason | None:
            method = methods[name]
            path = f"/{method.containing_service.full_name}/{name.partition('.')[2]}"
            body = request.SerializeToString()
            try:
                await channel.unary_unary(path)(body, timeout=5)  # type: ignore[arg-type]
            except grpc.aio.AioRpcError as error:
                return reason_of(error)
            return None

        for name, (requests, reason, field) in asked.items():
            for store, request in requests.items():
                refused = await refusal(name, request)
                if store == OURS:
                    assert refused is None or refused.reason != reason, (name, store)
                else:
                    assert refused, (name, store)
                    assert (refused.reason, refused.field) == (reason, field), (name, store)
        for name, each in access.items():
            method = methods[name]
            streams = method.client_streaming or method.server_streaming
            if each != access_pb2.STORE_ACCESS_OWN and not streams:
                empty = message_factory.GetMessageClass(method.input_type)()
                refused = await refusal(name, empty)
                shut = refused is not None and refused.reason == "STORES_ONLY"
                assert shut is (each == access_pb2.STORE_ACCESS_UNSPECIFIED), name

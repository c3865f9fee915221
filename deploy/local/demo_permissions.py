"""Members of the demo brand who allow messages by WeChat; the mini-program asked them.

Requests have the same ids every time, so sending them twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

import grpc

from deploy.local import demo, loading, ports, tokens
from deploy.local.folder import Folder
from services.common import auth, channel
from tessera.feedback.v1 import subscriptions_pb2 as pb
from tessera.feedback.v1 import subscriptions_pb2_grpc

TEMPLATE = "W25vrVdFrfTier0"
"""As the programme writes it."""
TRIES = 3
ALLOWED = {1: ("accept", "acceptWithAlert"), 2: ("accept",), 3: ("reject",)}
"""What members answered, by their number."""


async def show(folder: Folder, addresses: Mapping[str, int]) -> None:
    """The first two members allow messages, and the third refuses."""
    ids = await loading.ids_of(folder, addresses, ALLOWED)
    issuer = auth.TokenIssuer(folder.keys)
    address = f"{ports.HOST}:{addresses['feedback']}"
    for number, member_id in ids.items():
        caller = tokens.caller(role="member", brand=demo.BRAND, member_id=member_id)
        async with channel.connect(address, issuer_token=issuer.source(caller)) as phone:
            stub: subscriptions_pb2_grpc.SubscriptionsAsyncStub = (
                subscriptions_pb2_grpc.SubscriptionsStub(phone)
            )
            for time, result in enumerate(ALLOWED[number]):
                said = pb.SubscriptionResult(template_id=TEMPLATE, result=result)
                request = pb.GrantSubscriptionsRequest(
                    request_id=f"demo-permission-{number}-{time}", results=[said]
                )
                await _grant(stub, request)


async def _grant(
    stub: subscriptions_pb2_grpc.SubscriptionsAsyncStub, request: pb.GrantSubscriptionsRequest
) -> None:
    """Count it; points of a busy machine may need another try."""
    for left in reversed(range(TRIES)):
        try:
            await stub.GrantSubscriptions(request)
            return
        except grpc.aio.AioRpcError as error:
            if error.code() is not grpc.StatusCode.UNAVAILABLE or not left:
                raise

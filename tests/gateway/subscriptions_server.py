"""Permissions for messages as feedback tells them, for tests of the gateway."""

from __future__ import annotations

from typing import Any

from services.common.errors import Refusal
from tessera.feedback.v1 import subscriptions_pb2 as pb
from tessera.feedback.v1 import subscriptions_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend, refuse


def _templates(granted: int) -> list[pb.SubscriptionTemplate]:
    name = types_pb2.LocalizedText(zh="取餐提醒", en="Your order is ready")
    return [
        pb.SubscriptionTemplate(
            code="order_ready",
            template_id="W25",
            granted=granted,
            asset="WX_ORDER_READY",
            messages=[name],
        )
    ]


class Subscriptions(subscriptions_pb2_grpc.SubscriptionsServicer):
    """One template, of which the member allows two messages."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend
        self.known: set[str] = set()

    async def ListSubscriptionTemplates(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListSubscriptionTemplates", request, context)
        return pb.ListSubscriptionTemplatesResponse(
            templates=_templates(2), grants_from=pb.GRANTS_FROM_CLIENT
        )

    async def GrantSubscriptions(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GrantSubscriptions", request, context)
        if not request.results:
            return await refuse(context, Refusal("INVALID_ARGUMENT", field="results"))
        counted = sum(each.result.startswith("accept") for each in request.results)
        replayed = request.request_id in self.known
        self.known.add(request.request_id)
        return pb.GrantSubscriptionsResponse(
            templates=_templates(2 + counted),
            counted=counted,
            replayed=replayed,
            grants_from=pb.GRANTS_FROM_CLIENT,
        )

    async def TakeWechatPush(self, request: Any, context: Any) -> Any:
        await self.backend.enter("TakeWechatPush", request, context)
        if request.signature != "right":
            return await refuse(context, Refusal("HOOK_NOT_SIGNED"))
        return pb.TakeWechatPushResponse(counted=1)

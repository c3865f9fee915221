"""tessera.feedback.v1.Subscriptions."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import grpc

from services.common import text
from services.common.auth import (
    ALL_BRANDS,
    Role,
    brand_of,
    checked_member_id,
    current_caller,
    require_member,
    require_role,
)
from services.common.errors import Refusal, invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.common.setting_aside import passes_by_itself
from services.feedback.quota.commands import (
    CALLBACK,
    Counted,
    QuotaContext,
    grant_by_client,
    list_templates,
    reach_of,
    take_push,
)
from tessera.feedback.v1 import subscriptions_pb2 as pb
from tessera.feedback.v1 import subscriptions_pb2_grpc as pb_grpc
from tessera.types.v1 import types_pb2

ID_CHARS_MAX = 128
TEMPLATE_CHARS_MAX = 64
RESULT_CHARS_MAX = 32
RESULTS_MAX = 20
BODY_BYTES_MAX = 64 * 1024


class SubscriptionsServicer(pb_grpc.SubscriptionsServicer):
    """Counts what members allow, and tells it to them and to operators."""

    def __init__(self, ctx: QuotaContext) -> None:
        self._ctx = ctx

    async def GrantSubscriptions(
        self, request: pb.GrantSubscriptionsRequest, context: ServicerContext
    ) -> pb.GrantSubscriptionsResponse:
        caller = require_role(current_caller(), Role.MEMBER)
        brand, member_id = brand_of(caller), str(caller.member_id)
        check_request_id(request.request_id)
        results = _results(request.results)
        async with _points():
            counted, replayed = await grant_by_client(
                self._ctx, brand, member_id, request.request_id, results
            )
            listed = await self._listed(brand, member_id)
        return pb.GrantSubscriptionsResponse(
            templates=listed.templates,
            counted=counted,
            replayed=replayed,
            grants_from=listed.grants_from,
        )

    async def ListSubscriptionTemplates(
        self, request: pb.ListSubscriptionTemplatesRequest, context: ServicerContext
    ) -> pb.ListSubscriptionTemplatesResponse:
        caller = require_role(current_caller(), Role.OPERATOR, Role.MEMBER)
        member_id = checked_member_id("member_id", request.member_id)
        require_member(caller, member_id)
        async with _points():
            return await self._listed(brand_of(caller), member_id)

    async def TakeWechatPush(
        self, request: pb.TakeWechatPushRequest, context: ServicerContext
    ) -> pb.TakeWechatPushResponse:
        caller = require_role(current_caller(), Role.SERVICE)
        if caller.brand != ALL_BRANDS:
            raise Refusal("PERMISSION_DENIED", "the gateway alone hands pushes on")
        for name in ("brand", "signature", "timestamp", "nonce"):
            text.checked(name, getattr(request, name), ID_CHARS_MAX)
        if len(request.body) > BODY_BYTES_MAX:
            raise invalid("body", f"at most {BODY_BYTES_MAX} bytes")
        signature = (request.signature, request.timestamp, request.nonce)
        async with _points():
            counted = await take_push(self._ctx, request.brand, signature, request.body)
        return pb.TakeWechatPushResponse(counted=counted)

    async def _listed(self, brand: str, member_id: str) -> pb.ListSubscriptionTemplatesResponse:
        reach = await reach_of(self._ctx, brand)
        listed = await list_templates(self._ctx, brand, member_id)
        return pb.ListSubscriptionTemplatesResponse(
            templates=[_template(each) for each in listed],
            grants_from=(
                pb.GRANTS_FROM_CALLBACK if reach.grants_from == CALLBACK else pb.GRANTS_FROM_CLIENT
            ),
        )


@asynccontextmanager
async def _points() -> AsyncIterator[None]:
    """Points and members may be away; then the same request can be sent again."""
    try:
        yield
    except grpc.aio.AioRpcError as error:
        if not passes_by_itself(error):
            raise
        raise Refusal("SUBSCRIPTIONS_UNAVAILABLE", error.code().name) from None


def _results(results: Sequence[pb.SubscriptionResult]) -> list[tuple[str, str]]:
    if not 1 <= len(results) <= RESULTS_MAX:
        raise invalid("results", f"1 to {RESULTS_MAX}")
    read: dict[str, str] = {}
    for i, each in enumerate(results):
        at = f"results[{i}]"
        name = text.checked(f"{at}.template_id", each.template_id, TEMPLATE_CHARS_MAX, least=1)
        if name in read:
            raise invalid(f"{at}.template_id", "each template once")
        read[name] = text.checked(f"{at}.result", each.result, RESULT_CHARS_MAX, least=1)
    return list(read.items())


def _template(each: Counted) -> pb.SubscriptionTemplate:
    return pb.SubscriptionTemplate(
        code=each.template.code,
        template_id=each.template.id,
        granted=max(each.granted, 0),
        asset=each.template.quota,
        messages=[types_pb2.LocalizedText(zh=name.zh, en=name.en) for name in each.messages],
    )

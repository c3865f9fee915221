"""Binding a phone: a member proves a number by the code of an SMS, or lets WeChat tell it."""

import hashlib
from typing import TYPE_CHECKING, Annotated

import strawberry

from gateway.core.errors import Code, Refused, attempt
from gateway.guards.rate_limit import network
from gateway.schema.core.connections import itself
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, join, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import REFUSALS, mutation
from gateway.schema.core.scalars import DateTime, moment
from gateway.schema.core.user_errors import UserError
from gateway.upstream.batching import Need
from gateway.upstream.clients import for_nobody
from services.common.errors import Refusal
from services.common.idempotency import check_request_id
from services.common.text import checked
from tessera.members.v1 import phones_pb2

if TYPE_CHECKING:
    from gateway.schema.members.members import Member

PHONE_CHARS_MAX = 32
WECHAT_CODE_CHARS_MAX = 128
CODE_COST = 200
"""To the member and the address, beside the limits of members: an SMS costs money."""


@strawberry.input(description="A phone number to which a code is to be sent.")
class SendPhoneCodeInput:
    """For members."""

    request_id: strawberry.ID = request_id()
    phone: str = required("The number, 1 to 32 characters; without a prefix of the brand's region.")


@strawberry.type(description="A code on its way, or the reasons for the refusal.")
class SendPhoneCodePayload:
    """Source: Outcome of a SendPhoneCodeResponse."""

    expires_at: DateTime | None = read(
        lambda outcome: moment(outcome.result.expire_time) if outcome.result else None,
        "The time until which the code is good; null when refused.",
    )
    again_seconds: int | None = read(
        lambda outcome: outcome.result.again_seconds if outcome.result else None,
        "The seconds until another code for this number can be asked for; null when refused.",
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


@strawberry.input(description="A phone number, and the code that came to it.")
class BindPhoneInput:
    """For members."""

    request_id: strawberry.ID = request_id()
    phone: str = required("The number, as in `sendPhoneCode`.")
    code: str = required("The six digits of the SMS.")


@strawberry.input(description="A code of WeChat's `getPhoneNumber`.")
class BindWechatPhoneInput:
    """For members."""

    request_id: strawberry.ID = request_id()
    code: str = required("The code that the button of the mini-program gave, good once.")
    app_id: str | None = optional("The mini-program; needless where the brand has only one.")


@strawberry.type(description="The member with the number, or the reasons for the refusal.")
class BindPhonePayload:
    """Source: Outcome of a Member."""

    member: Annotated["Member", strawberry.lazy("gateway.schema.members.members")] | None = join(
        itself,
        "The member after the change; null when refused.",
        loader="members",
        key=lambda outcome: outcome.result.id if outcome.result else "",
        need=lambda args, inner: Need(),
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _send(context: RequestContext, input: Annotated[SendPhoneCodeInput, INPUT]) -> Outcome:
    await context.charge(CODE_COST)

    def request() -> phones_pb2.SendPhoneCodeRequest:
        return phones_pb2.SendPhoneCodeRequest(
            request_id=input.request_id,
            phone=checked("phone", input.phone, PHONE_CHARS_MAX, least=1),
            language=context.language,
            address=network(context.address),
            member_id=context.member_id(None),
        )

    return await perform(
        context, "sendPhoneCode", context.services.phones.SendPhoneCode, request, None
    )


async def _bind(context: RequestContext, input: Annotated[BindPhoneInput, INPUT]) -> Outcome:
    await context.charge(CODE_COST)

    def request() -> phones_pb2.BindPhoneRequest:
        return phones_pb2.BindPhoneRequest(
            request_id=input.request_id,
            member_id=context.member_id(None),
            phone=checked("phone", input.phone, PHONE_CHARS_MAX, least=1),
            # Without a code a service would vouch; a member never does.
            code=checked("code", input.code, PHONE_CHARS_MAX, least=1),
        )

    return await perform(context, "bindPhone", context.services.phones.BindPhone, request, "member")


async def _bind_wechat(
    context: RequestContext, input: Annotated[BindWechatPhoneInput, INPUT]
) -> Outcome:
    phones = context.wechat_phones
    if phones is None:
        raise Refused(Code.WECHAT_NOT_CONFIGURED, "This gateway has no mini-program.")
    await context.charge(CODE_COST)
    member_id = context.member_id(None)

    async def ask() -> str:
        check_request_id(input.request_id)
        code = checked("code", input.code, WECHAT_CODE_CHARS_MAX, least=1)
        return await phones.phone(phones.app(context.caller.brand, input.app_id), code)

    # WeChat gives a number once: after a lost answer members knows it by the code.
    proof = hashlib.sha256(f"{input.app_id or ''}/{input.code}".encode()).hexdigest()

    async def bind() -> phones_pb2.BindPhoneResponse:
        request = phones_pb2.BindPhoneRequest(
            request_id=input.request_id, member_id=member_id, proof=f"wechat/{proof}"
        )
        try:
            request.phone = await ask()
        except Refusal as refusal:
            if refusal.reason != "PHONE_CODE_EXPIRED":
                raise
        method = context.services.phones.BindPhone
        return await context.services.write(method, request, for_nobody(context.caller))

    bound, refusals = await attempt(bind(), REFUSALS["bindWechatPhone"])
    if bound is None:
        return Outcome(user_errors=refusals)
    return Outcome(bound.member, bound.replayed)


@strawberry.type
class PhoneMutations:
    """The fields of Mutation."""

    send_phone_code: SendPhoneCodePayload | None = mutation(
        "sendPhoneCode",
        _send,
        "Has a code sent to a phone number that the member wishes to bind. The answer is the same"
        " whether or not the number is a member's.",
        rule=Rule.MEMBERS,
    )
    bind_phone: BindPhonePayload | None = mutation(
        "bindPhone",
        _bind,
        "Binds a phone number to the member by its code, in the place of the one they had. When"
        " that changes, the logins of the member end: log in again.",
        rule=Rule.MEMBERS,
    )
    bind_wechat_phone: BindPhonePayload | None = mutation(
        "bindWechatPhone",
        _bind_wechat,
        "Binds the phone number that WeChat knows of the member, as `bindPhone` does.",
        rule=Rule.MEMBERS,
    )

"""tessera.feedback.v1.Reach."""

from datetime import datetime, timedelta

from services.common import pagination, text
from services.common.auth import (
    ALL_BRANDS,
    Role,
    brand_of,
    current_caller,
    require_member,
    require_role,
    require_whole_brand,
)
from services.common.errors import Refusal, invalid
from services.common.idempotency import check_request_id, fingerprint
from services.common.interceptors import ServicerContext
from services.common.timestamps import sent_instant
from services.common.written_once import Sent
from services.feedback.channels.commands import Inbox, list_inbox, open_message
from services.feedback.channels.domain import CONTACT_CHANNELS, Opening
from services.feedback.providers.commands import SignedHook
from services.feedback.reach.api import messages
from services.feedback.reach.commands.channels import list_channels
from services.feedback.reach.commands.context import ReachContext
from services.feedback.reach.commands.opting_out import Link, opt_out, read_link
from services.feedback.reach.commands.pressure import tell_pressure
from services.feedback.reach.commands.reading import get_touch, list_touches, preview
from services.feedback.reach.commands.receiving import ReceivingContext, take_receipts
from services.feedback.reach.commands.switching import list_messages, switch_off, switch_on
from services.feedback.reach.domain.switched_off import SwitchedOff
from services.feedback.reach.domain.touch import Resending, TouchFilter
from services.feedback.reach.domain.wish import Occasion
from tessera.feedback.v1 import reach_pb2 as pb
from tessera.feedback.v1 import reach_pb2_grpc as pb_grpc

ID_CHARS_MAX = 128
CODE_CHARS_MAX = 48
REASON_CHARS_MAX = 500
AMOUNT_MAX = 10**9
LEAD_DAYS_MAX, YEARS_MAX = 366, 200
PREVIEW_DAYS_MAX = 366
HOOK_BYTES_MAX = 64 * 1024
SIGNATURES_CHARS_MAX = 1_000


class ReachServicer(pb_grpc.ReachServicer):
    """Tells operators what became of messages, and members what is in their inbox."""

    def __init__(
        self, ctx: ReachContext, inbox: Inbox, receiving: ReceivingContext, page_secret: bytes
    ) -> None:
        self._ctx = ctx
        self._receiving = receiving
        self._inbox = inbox
        self._page_secret = page_secret

    async def PreviewTouch(
        self, request: pb.PreviewTouchRequest, context: ServicerContext
    ) -> pb.PreviewTouchResponse:
        brand = brand_of(require_role(current_caller(), Role.OPERATOR))
        member_id = text.checked("member_id", request.member_id, ID_CHARS_MAX, least=1)
        message = text.checked("message", request.message, CODE_CHARS_MAX)
        occasion = Occasion(
            messages.occasion_of(request.occasion, "occasion"),
            lead_days=_within(request.lead_days, LEAD_DAYS_MAX, "lead_days"),
            years=_within(request.years, YEARS_MAX, "years"),
            to=text.checked("to", request.to, CODE_CHARS_MAX),
            before=text.checked("before", request.before, CODE_CHARS_MAX),
            amount=_within(request.amount, AMOUNT_MAX, "amount"),
        )
        at = self._instant(request)
        previewed = await preview(self._ctx, brand, member_id, message, occasion, at)
        touch = messages.preview_message(previewed, member_id, occasion.code)
        return pb.PreviewTouchResponse(touch=touch)

    async def ExplainTouch(
        self, request: pb.ExplainTouchRequest, context: ServicerContext
    ) -> pb.ExplainTouchResponse:
        brand = brand_of(require_role(current_caller(), Role.OPERATOR))
        touch = await get_touch(self._ctx, brand, request.touch_id)
        return pb.ExplainTouchResponse(touch=messages.touch_message(touch))

    async def ListTouches(
        self, request: pb.ListTouchesRequest, context: ServicerContext
    ) -> pb.ListTouchesResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        if not request.member_id:
            require_whole_brand(caller)
        brand = brand_of(caller)
        states = {messages.state_of(each, f"states[{i}]") for i, each in enumerate(request.states)}
        only = TouchFilter(
            request.member_id, request.message, tuple(sorted(states)), request.journey
        )
        scope = {"list": "touches", "brand": brand, "member": only.member_id}
        scope |= {"message": only.message, "states": ",".join(only.states), "journey": only.journey}
        tokens = pagination.PlaceTokens(self._page_secret, scope)
        before = tokens.place(request.page_token, "")
        size = pagination.page_size(request.page_size)
        found, place = await list_touches(self._ctx, brand, only, before, size)
        return pb.ListTouchesResponse(
            touches=[messages.touch_message(each) for each in found],
            next_page_token=tokens.token(place) if place else "",
        )

    async def ListInbox(
        self, request: pb.ListInboxRequest, context: ServicerContext
    ) -> pb.ListInboxResponse:
        caller = require_role(current_caller(), Role.OPERATOR, Role.MEMBER)
        require_member(caller, request.member_id)
        brand = brand_of(caller)
        scope = {"list": "inbox", "brand": brand, "member": request.member_id}
        tokens = pagination.PlaceTokens(self._page_secret, scope)
        before = tokens.place(request.page_token, "")
        size = pagination.page_size(request.page_size)
        page = await list_inbox(self._inbox, brand, request.member_id, before, size)
        return pb.ListInboxResponse(
            messages=[messages.inbox_message(each) for each in page.messages],
            next_page_token=tokens.token(page.next_place) if page.next_place else "",
            unread=page.unread,
        )

    async def OpenMessage(
        self, request: pb.OpenMessageRequest, context: ServicerContext
    ) -> pb.OpenMessageResponse:
        caller = require_role(current_caller(), Role.MEMBER)
        opening = Opening(
            brand_of(caller),
            str(caller.member_id),
            text.checked("message_id", request.message_id, ID_CHARS_MAX, least=1),
            request.request_id,
            # With the member: two of them may choose the same id.
            fingerprint(request) + str(caller.member_id).encode(),
        )
        opened, replayed = await open_message(self._inbox, self._ctx.clock, opening)
        message = messages.inbox_message(opened)
        return pb.OpenMessageResponse(message=message, replayed=replayed)

    async def ResendTouch(
        self, request: pb.ResendTouchRequest, context: ServicerContext
    ) -> pb.ResendTouchResponse:
        again = Resending(
            brand_of(require_role(current_caller(), Role.OPERATOR)),
            text.checked("touch_id", request.touch_id, ID_CHARS_MAX, least=1),
            request.request_id,
            fingerprint(request),
        )
        touch, replayed = await self._ctx.touches.resend(again, self._ctx.clock)
        return pb.ResendTouchResponse(touch=messages.touch_message(touch), replayed=replayed)

    async def TakeReceipts(
        self, request: pb.TakeReceiptsRequest, context: ServicerContext
    ) -> pb.TakeReceiptsResponse:
        _require_gateway()
        for name in ("brand", "channel", "message_id", "timestamp"):
            text.checked(name, getattr(request, name), ID_CHARS_MAX)
        if len(request.body) > HOOK_BYTES_MAX:
            raise invalid("body", f"at most {HOOK_BYTES_MAX} bytes")
        hook = SignedHook(
            request.message_id,
            request.timestamp,
            request.signatures[:SIGNATURES_CHARS_MAX],
            request.body,
        )
        taken = await take_receipts(self._receiving, request.brand, request.channel, hook)
        return pb.TakeReceiptsResponse(taken=taken)

    async def GetOptOut(
        self, request: pb.GetOptOutRequest, context: ServicerContext
    ) -> pb.GetOptOutResponse:
        about = await read_link(self._receiving, _link(request))
        return pb.GetOptOutResponse(opt_out=messages.opt_out_message(about))

    async def TakeOptOut(
        self, request: pb.TakeOptOutRequest, context: ServicerContext
    ) -> pb.TakeOptOutResponse:
        about = await opt_out(self._receiving, _link(request))
        return pb.TakeOptOutResponse(opt_out=messages.opt_out_message(about))

    async def GetPressure(
        self, request: pb.GetPressureRequest, context: ServicerContext
    ) -> pb.GetPressureResponse:
        brand = brand_of(require_role(current_caller(), Role.OPERATOR))
        told = await tell_pressure(self._ctx, brand)
        return pb.GetPressureResponse(brakes=[messages.brake_message(*each) for each in told])

    async def ListMessageChannels(
        self, request: pb.ListMessageChannelsRequest, context: ServicerContext
    ) -> pb.ListMessageChannelsResponse:
        brand = brand_of(require_role(current_caller(), Role.OPERATOR))
        channels = await list_channels(self._ctx, brand)
        return pb.ListMessageChannelsResponse(
            channels=[messages.channel_message(each) for each in channels]
        )

    async def ListProgrammeMessages(
        self, request: pb.ListProgrammeMessagesRequest, context: ServicerContext
    ) -> pb.ListProgrammeMessagesResponse:
        brand = brand_of(require_role(current_caller(), Role.OPERATOR))
        listed = await list_messages(self._ctx, brand)
        return pb.ListProgrammeMessagesResponse(
            messages=[messages.listed_message(each) for each in listed]
        )

    async def SwitchMessage(
        self, request: pb.SwitchMessageRequest, context: ServicerContext
    ) -> pb.SwitchMessageResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        check_request_id(request.request_id)
        code = text.checked("message", request.message, CODE_CHARS_MAX, least=1)
        instead = text.checked("instead", request.instead, CODE_CHARS_MAX)
        least = 1 if request.off else 0
        reason = text.checked(
            "reason", request.reason, REASON_CHARS_MAX, least=least, form=text.prose
        )
        write = Sent(brand_of(caller), request.request_id, fingerprint(request))
        if request.off:
            off = SwitchedOff(code, self._ctx.clock.now(), caller.subject, reason, instead)
            listed, replayed = await switch_off(self._ctx, write, off)
        elif instead:
            raise invalid("instead", "only of a message that is switched off")
        else:
            listed, replayed = await switch_on(self._ctx, write, code)
        message = messages.listed_message(listed)
        return pb.SwitchMessageResponse(message=message, replayed=replayed)

    def _instant(self, request: pb.PreviewTouchRequest) -> datetime | None:
        at = sent_instant(request, "at_time")
        if at is not None and abs(at - self._ctx.clock.now()) > timedelta(days=PREVIEW_DAYS_MAX):
            raise invalid("at_time", f"at most {PREVIEW_DAYS_MAX} days from now")
        return at


def _within(value: int, most: int, field: str) -> int:
    if not 0 <= value <= most:
        raise invalid(field, f"0 to {most}")
    return value


def _require_gateway() -> None:
    if require_role(current_caller(), Role.SERVICE).brand != ALL_BRANDS:
        raise Refusal("PERMISSION_DENIED", "the gateway alone hands it on")


def _link(request: pb.GetOptOutRequest | pb.TakeOptOutRequest) -> Link:
    """The parts of the link that the gateway got; each that no link has is refused as unsound."""
    _require_gateway()
    parts = (request.brand, request.channel, request.touch_id, request.code)
    if any(not 1 <= len(each) <= ID_CHARS_MAX for each in parts):
        raise Refusal("OPT_OUT_LINK_INVALID")
    if request.channel not in CONTACT_CHANNELS:
        raise Refusal("OPT_OUT_LINK_INVALID")
    return Link(*parts)

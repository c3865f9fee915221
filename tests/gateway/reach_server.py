"""Inboxes and touches as the gateway sees them."""

from typing import Any

from services.common.errors import Refusal
from tessera.feedback.v1 import reach_pb2 as pb
from tessera.feedback.v1 import reach_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend, at, member_id, refuse

NAME = types_pb2.LocalizedText(zh="生日快乐", en="Happy birthday")
TEXT = types_pb2.LocalizedText(zh="66积分已送到。", en="66 points are yours.")
WHY = types_pb2.LocalizedText(zh="原因：您的生日。", en="Because of your birthday.")


def inbox_message(number: int) -> pb.InboxMessage:
    """The message of that number: the first is read, the others are not."""
    made = pb.InboxMessage(
        id=f"tch_{number}",
        message="birthday",
        name=NAME,
        text=TEXT,
        why=WHY,
        purpose=pb.MESSAGE_PURPOSE_MARKETING,
        send_time=at(number * 60),
    )
    if number == 1:
        made.read_time.CopyFrom(at(90))
        made.feedback_id = "fbk_1"
    return made


def touch(number: int, owner: str) -> pb.Touch:
    """A touch that the cap refused."""
    made = pb.Touch(
        id=f"tch_{number}",
        member_id=owner,
        occasion=pb.OCCASION_CODE_BIRTHDAY,
        state=pb.TOUCH_STATE_REFUSED,
        message="birthday",
        message_name=NAME,
        purpose=pb.MESSAGE_PURPOSE_MARKETING,
        channel="inbox",
        programme_revision="r1",
        wish_time=at(number * 60),
        decide_time=at(number * 60 + 1),
        end_time=at(number * 60 + 1),
    )
    full = made.checks.add(name="cap", rule="2/week rolling", limit="2", until_time=at(9000))
    full.inputs.add(name="taken", value="2")
    full.text.zh, full.text.en = "已达上限", "The cap is full"
    return made


def programme_message(code: str, off: pb.SwitchMessageRequest | None) -> pb.ProgrammeMessage:
    """A message that is off by that request, if any."""
    made = pb.ProgrammeMessage(
        code=code, name=NAME, purpose=pb.MESSAGE_PURPOSE_MARKETING, channels=["push", "inbox"]
    )
    if off is not None:
        told = made.switched_off
        told.switch_time.CopyFrom(at(60))
        told.by, told.reason, told.instead = "op_1", off.reason, off.instead
    return made


class Reach(reach_pb2_grpc.ReachServicer):
    """Three messages for each member, and a touch of each."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend
        self.opened: set[str] = set()
        self.off: pb.SwitchMessageRequest | None = None
        self.withdrawn = False
        self.resent: set[str] = set()

    async def ListInbox(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListInbox", request, context)
        start, size = int(request.page_token or 0), request.page_size or 20
        found = [inbox_message(number) for number in (3, 2, 1)]
        more = start + size < len(found)
        return pb.ListInboxResponse(
            messages=found[start : start + size],
            next_page_token=str(start + size) if more else "",
            unread=2,
        )

    async def OpenMessage(self, request: Any, context: Any) -> Any:
        await self.backend.enter("OpenMessage", request, context)
        if request.message_id != "tch_3":
            refusal = Refusal("INBOX_MESSAGE_NOT_FOUND", field="message_id")
            return await refuse(context, refusal)
        message = inbox_message(3)
        message.read_time.CopyFrom(at(300))
        replayed = request.request_id in self.opened
        self.opened.add(request.request_id)
        return pb.OpenMessageResponse(message=message, replayed=replayed)

    async def ListTouches(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListTouches", request, context)
        start, size = int(request.page_token or 0), request.page_size or 20
        owner = request.member_id or member_id(1)
        found = [touch(number, owner) for number in (3, 2, 1)]
        more = start + size < len(found)
        return pb.ListTouchesResponse(
            touches=found[start : start + size],
            next_page_token=str(start + size) if more else "",
        )

    async def ExplainTouch(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ExplainTouch", request, context)
        if request.touch_id != "tch_1":
            return await refuse(context, Refusal("TOUCH_NOT_FOUND", field="touch_id"))
        return pb.ExplainTouchResponse(touch=touch(1, member_id(1)))

    async def ResendTouch(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ResendTouch", request, context)
        if request.touch_id != "tch_1":
            return await refuse(context, Refusal("TOUCH_NOT_FOUND", field="touch_id"))
        made = touch(1, member_id(1))
        made.state = pb.TOUCH_STATE_WAITING
        made.attempts.add(
            number=1, channel="sms", time=at(70), answer="refused", code="no_address", words="no"
        )
        replayed = request.request_id in self.resent
        self.resent.add(request.request_id)
        return pb.ResendTouchResponse(touch=made, replayed=replayed)

    async def GetOptOut(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetOptOut", request, context)
        if request.code != "right":
            return await refuse(context, Refusal("OPT_OUT_LINK_INVALID"))
        return pb.GetOptOutResponse(opt_out=self.opt_out(request.channel))

    async def TakeOptOut(self, request: Any, context: Any) -> Any:
        await self.backend.enter("TakeOptOut", request, context)
        if request.code != "right":
            return await refuse(context, Refusal("OPT_OUT_LINK_INVALID"))
        self.withdrawn = True
        return pb.TakeOptOutResponse(opt_out=self.opt_out(request.channel))

    def opt_out(self, channel: str) -> pb.OptOut:
        purpose = pb.MESSAGE_PURPOSE_MARKETING
        return pb.OptOut(purpose=purpose, channel=channel, withdrawn=self.withdrawn)

    async def TakeReceipts(self, request: Any, context: Any) -> Any:
        await self.backend.enter("TakeReceipts", request, context)
        if request.signatures != "v1,right":
            return await refuse(context, Refusal("HOOK_NOT_SIGNED"))
        return pb.TakeReceiptsResponse(taken=1)

    async def ListMessageChannels(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListMessageChannels", request, context)
        sms = pb.MessageChannel(code="sms", configured=True, messages=2, pause_end_time=at(900))
        sms.counts.add(state=pb.TOUCH_STATE_SENT, count=7)
        sms.latest_failure.MergeFrom(
            pb.TouchAttempt(number=2, channel="sms", time=at(80), answer="retry", code="away")
        )
        inbox = pb.MessageChannel(code="inbox", configured=True, messages=3)
        return pb.ListMessageChannelsResponse(channels=[inbox, sms])

    async def ListProgrammeMessages(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListProgrammeMessages", request, context)
        return pb.ListProgrammeMessagesResponse(messages=[programme_message("news", self.off)])

    async def SwitchMessage(self, request: Any, context: Any) -> Any:
        await self.backend.enter("SwitchMessage", request, context)
        if request.message != "news":
            return await refuse(context, Refusal("MESSAGE_NOT_FOUND", field="message"))
        self.off = request if request.off else None
        return pb.SwitchMessageResponse(message=programme_message("news", self.off))

    async def GetPressure(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetPressure", request, context)
        lowered = pb.PressureBrake(
            days=3,
            percent=5,
            recover_percent=4,
            lowered_times=1,
            lowered_per="week",
            day="2026-03-01",
            touched=500,
            reachable=10_000,
            lowered_since="2026-03-02",
        )
        return pb.GetPressureResponse(
            brakes=[lowered, pb.PressureBrake(days=7, percent=5, lowered_per="month")]
        )

    async def PreviewTouch(self, request: Any, context: Any) -> Any:
        await self.backend.enter("PreviewTouch", request, context)
        made = touch(1, request.member_id)
        made.ClearField("id")
        made.state, made.wake_time.seconds = pb.TOUCH_STATE_HELD, request.at_time.seconds or 9000
        made.text.CopyFrom(TEXT)
        return pb.PreviewTouchResponse(touch=made)

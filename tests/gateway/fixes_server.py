"""Fixes and notices as the gateway sees them."""

from typing import Any

from services.common.errors import Refusal
from tessera.feedback.v1 import follow_up_pb2 as pb
from tessera.feedback.v1 import follow_up_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend, at, refuse

TITLE = types_pb2.LocalizedText(zh="已解决", en="Fixed")
TEXT = types_pb2.LocalizedText(zh="已更换设备。", en="The machines are new.")


def fix(number: int, *, told: bool = True) -> pb.Fix:
    """The public fix of that number."""
    made = pb.Fix(
        id=f"fix_{number}",
        group=f"alk_{number}",
        title=TITLE,
        text=TEXT,
        is_public=True,
        announce_time=at(number * 60),
        announced_by="ann",
    )
    if told:
        made.told = 40
        figure = pb.EffectFigure(
            reported_before_millionths=400_000,
            reported_after_millionths=550_000,
            others_before_millionths=400_000,
            others_after_millionths=420_000,
            difference_millionths=130_000,
            low_millionths=-10_000,
            high_millionths=270_000,
        )
        made.effect.CopyFrom(
            pb.FixEffect(
                as_of_time=at(9000),
                days=14,
                matched=38,
                compared=380,
                unmatched=2,
                repurchase=figure,
            )
        )
        made.complete_time.CopyFrom(at(number * 60 + 5))
    return made


class FollowUp(follow_up_pb2_grpc.FollowUpServicer):
    """Two fixes with notices. The group alk_9 is new."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend
        self.made: set[str] = set()

    async def PreviewFix(self, request: Any, context: Any) -> Any:
        await self.backend.enter("PreviewFix", request, context)
        if request.group not in ("alk_1", "alk_9"):
            return await refuse(context, Refusal("FEEDBACK_GROUP_NOT_FOUND", field="group"))
        known = fix(1) if request.group == "alk_1" else None
        return pb.PreviewFixResponse(reports=55, reporters=40, anonymous=5, fix=known)

    async def AnnounceFix(self, request: Any, context: Any) -> Any:
        await self.backend.enter("AnnounceFix", request, context)
        if request.group != "alk_9":
            refusal = Refusal("FIX_ANNOUNCED", metadata={"fix_id": "fix_1"})
            return await refuse(context, refusal)
        made = fix(9, told=False)
        made.title.CopyFrom(request.title)
        made.is_public = request.is_public
        replayed = request.request_id in self.made
        self.made.add(request.request_id)
        return pb.AnnounceFixResponse(fix=made, replayed=replayed)

    async def ListFixes(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListFixes", request, context)
        return pb.ListFixesResponse(fixes=[fix(2), fix(1)])

    async def WithdrawNotice(self, request: Any, context: Any) -> Any:
        await self.backend.enter("WithdrawNotice", request, context)
        if request.fix_id != "fix_1":
            return await refuse(context, Refusal("FIX_NOT_FOUND", field="fix_id"))
        made = fix(1)
        made.withdraw_time.CopyFrom(at(900))
        return pb.WithdrawNoticeResponse(fix=made)

    async def ListNotices(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListNotices", request, context)
        start, size = int(request.page_token or 0), request.page_size or 20
        found = [
            pb.Notice(id=f"fix_{n}", title=TITLE, text=TEXT, announce_time=at(n * 60))
            for n in (2, 1)
        ]
        more = start + size < len(found)
        return pb.ListNoticesResponse(
            notices=found[start : start + size], next_page_token=str(start + size) if more else ""
        )

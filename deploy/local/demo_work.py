"""What waits for the staff of the demo brand: feedback in several states, an adjustment, a file, a
broadcast.

Requests have the same ids every time, so sending them twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tessera.feedback.v1 import broadcasts_pb2, feedback_pb2, group_posts_pb2
from tessera.points.v1 import bulk_files_pb2, transfers_pb2

FIXED = "frozen"
"""The key of feedback about what is fixed begins so."""
ASKED_BY = "op-lin"
"""The operator that asks for the adjustment: another one decides on it."""


@dataclass(frozen=True)
class Said:
    """Feedback of one person, and what became of it."""

    key: str
    number: int
    text: str
    store_id: str = ""
    replies: tuple[str, ...] = ()
    state: feedback_pb2.FeedbackState.ValueType | None = None
    message: str = ""
    channel: str = "mini_program"

    def submission(self, member_id: str) -> feedback_pb2.SubmitFeedbackRequest:
        """The request by which the person says it."""
        return feedback_pb2.SubmitFeedbackRequest(
            request_id=f"demo-feedback-{self.key}",
            member_id=member_id,
            channel=self.channel,
            text=self.text,
            store_id=self.store_id,
        )

    def answers(self, feedback_id: str) -> list[feedback_pb2.ReplyFeedbackRequest]:
        """The team's replies, in order."""
        return [
            feedback_pb2.ReplyFeedbackRequest(
                request_id=f"demo-reply-{self.key}-{n}", feedback_id=feedback_id, message=reply
            )
            for n, reply in enumerate(self.replies)
        ]

    def move(self, feedback_id: str) -> feedback_pb2.MoveFeedbackRequest | None:
        """The team's last move; None where the item waits for its first."""
        if self.state is None:
            return None
        return feedback_pb2.MoveFeedbackRequest(
            request_id=f"demo-move-{self.key}",
            feedback_id=feedback_id,
            state=self.state,
            message=self.message,
        )


FEEDBACK = (
    Said(
        "answered",
        1,
        "上次的茉莉茶味道有点太甜，能不能多一个三分糖的选项？",
        replies=("谢谢您的建议！三分糖已经在试做，月底前上线，到时请您再来尝尝。",),
        state=feedback_pb2.FEEDBACK_STATE_RESOLVED,
        message="三分糖已上线，下单时可以选择。",
    ),
    Said("waiting", 1, "周六晚上排队二十多分钟，店员忙不过来。", store_id="store-01"),
    Said("urgent", 4, "杯子里喝到一小片塑料，像是异物，请尽快处理。", store_id="store-03"),
    # Three alike that everybody can read are a crisis: the team `brand` is called.
    *(
        Said(
            f"alike-{number}",
            number,
            f"网上点的桂花乌龙送到时洒了一半，杯盖根本没扣紧，{times}了，太失望",
            channel="review",
        )
        for number, times in ((2, "第二次"), (3, "连着两次"), (8, "不止一次"))
    ),
    # Alike as well, and fixed since: `demo_fixes.py` tells them.
    *(
        Said(
            f"{FIXED}-{number}",
            number,
            f"小程序付款后页面一直卡住转圈，五分钟都不出取茶号，{times}了，请修一下",
            state=feedback_pb2.FEEDBACK_STATE_RESOLVED,
        )
        for number, times in ((5, "第二次"), (6, "已经三次"), (9, "又一次"))
    ),
    Said("general", 7, "新出的奶茶很好喝，希望一直有。"),
)


def adjustment(ids: Mapping[int, str]) -> transfers_pb2.AdjustPointsRequest:
    """A wish above the brand's limit, so that it waits for a second person; `ids` by number."""
    return transfers_pb2.AdjustPointsRequest(
        request_id="demo-adjustment",
        member_id=ids[1],
        asset="POINTS",
        amount=1_500,
        reason="三月门店活动漏发的积分，已核对小票",
    )


def broadcast() -> broadcasts_pb2.DraftBroadcastRequest:
    """Two messages to a segment, which wait for a second person, and who is held out of both."""
    return broadcasts_pb2.DraftBroadcastRequest(
        request_id="demo-broadcast",
        name="周末新茶推荐",
        segment="milk_tea_fans",
        message="we_miss_you",
        spread_minutes=60,
        comparison=broadcasts_pb2.BroadcastComparison(
            against=["come_back"],
            held_out_percent=10,
            percent=50,
            metric="order_rate",
            within_days=7,
        ),
    )


def group_post(group_id: str) -> group_posts_pb2.PostToGroupRequest:
    """A message that staff may post to a group at any hour."""
    return group_posts_pb2.PostToGroupRequest(
        request_id="demo-group-post", group_id=group_id, message="welcome"
    )


def bulk_file(ids: Mapping[int, str]) -> bulk_files_pb2.UploadBulkFileRequest:
    """A file that is ready to be started, with two rows that cannot be carried out."""
    rows = [f"{ids[number]},20," for number in sorted(ids)]
    wrong = [f"{ids[1]},二十,", "mem_unknown,20,抄错的会员号"]
    text = "\n".join(["member_id,amount,reason", *rows, *wrong, ""])
    return bulk_files_pb2.UploadBulkFileRequest(
        request_id="demo-bulk-file",
        kind=bulk_files_pb2.BULK_FILE_KIND_ADJUSTMENTS,
        name="排队补偿.csv",
        reason="周六门店排队过久，每人补20积分",
        # As a spreadsheet in Chinese saves it.
        content=text.encode("gbk"),
    )

"""What members of the demo brand proposed and voted for.

One idea on each shelf, one that waits for a moderator, and a trial with the first person invited.

Requests have the same ids every time, so sending them twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import grpc

from deploy.local import demo, loading, ports, tokens
from deploy.local.folder import Folder
from services.common import auth, channel
from tessera.feedback.v1 import ideas_pb2 as pb
from tessera.feedback.v1 import ideas_pb2_grpc
from tessera.types.v1.types_pb2 import LocalizedText

PEOPLE = 16
ZONE = ZoneInfo("Asia/Shanghai")
TRIAL_DAYS = 30
_LIGHT = LocalizedText(zh="轻盈半糖系列", en="The half-sugar teas")
_OAT = LocalizedText(zh="燕麦奶茶", en="Oat milk tea")
_INCUBATING, _IMPLEMENTED = pb.IDEA_SHELF_INCUBATING, pb.IDEA_SHELF_IMPLEMENTED


class Proposed(NamedTuple):
    """An idea of person `by`, for which so many others vote; moved over the shelves with a name."""

    key: str
    by: int
    title: str
    text: str
    votes: int = 0
    shelves: Sequence[pb.IdeaShelf.ValueType] = ()
    project: LocalizedText | None = None


IDEAS = (
    Proposed("cup", 3, "自带杯减两元", "带自己的杯子来，希望能减两元，也少用一个纸杯。", 7),
    Proposed(
        "light", 5, "半糖做成固定款", "半糖最好喝，希望有一个固定系列。", 11, (_INCUBATING,), _LIGHT
    ),
    Proposed(
        "oat", 8, "想要燕麦奶", "乳糖不耐受，希望加燕麦奶。", 9, (_INCUBATING, _IMPLEMENTED), _OAT
    ),
    Proposed("osmanthus", 2, "桂花再多一点", "秋天的桂花乌龙很香，希望四季都有。", 4),
    Proposed("queue", 12, "想早点知道要等多久", "下单前能看到前面还有几杯就好了。", 5),
    Proposed("advert", 14, "便宜代购", "想要优惠请加微信。"),
)
MERGED = Proposed("less", 16, "少放糖", "奶茶都太甜了，请少放糖。", 3)
"""It says the same as `light`."""


async def show(folder: Folder, addresses: Mapping[str, int]) -> None:
    """Ideas with votes on three shelves, and a trial."""
    ids = await loading.ids_of(folder, addresses, range(1, PEOPLE + 1))
    source = auth.TokenIssuer(folder.keys).source(tokens.caller(role="operator", brand=demo.BRAND))
    address = f"{ports.HOST}:{addresses['feedback']}"
    async with channel.connect(address, issuer_token=source) as desk:
        ideas: ideas_pb2_grpc.IdeasAsyncStub = ideas_pb2_grpc.IdeasStub(desk)
        trials: ideas_pb2_grpc.TrialsAsyncStub = ideas_pb2_grpc.TrialsStub(desk)
        try:
            made = {each.key: await _propose(ideas, ids, each) for each in (*IDEAS, MERGED)}
            await ideas.MergeIdeas(
                pb.MergeIdeasRequest(
                    request_id="demo-idea-merge",
                    idea_id=made["less"],
                    into_idea_id=made["light"],
                    reason="与半糖系列相同",
                )
            )
            for each in IDEAS:
                await _move(ideas, made[each.key], each)
            await _answer(ideas, made["cup"])
            await _invite(trials, made["light"], ids)
        except grpc.aio.AioRpcError as error:
            # A brand that took the section from its programme has no ideas.
            if error.code() is not grpc.StatusCode.FAILED_PRECONDITION:
                raise


async def _propose(
    ideas: ideas_pb2_grpc.IdeasAsyncStub, ids: Mapping[int, str], proposed: Proposed
) -> str:
    request = pb.ProposeIdeaRequest(
        request_id=f"demo-idea-{proposed.key}",
        member_id=ids[proposed.by],
        title=proposed.title,
        text=proposed.text,
    )
    idea_id = (await ideas.ProposeIdea(request)).idea.id
    # From the first person on, so that their inbox has a message too.
    voters = [number for number in ids if number != proposed.by][: proposed.votes]
    for number in voters:
        await ideas.VoteIdea(
            pb.VoteIdeaRequest(
                request_id=f"demo-vote-{proposed.key}-{number:04d}",
                member_id=ids[number],
                idea_id=idea_id,
                voted=True,
            )
        )
    return idea_id


async def _move(ideas: ideas_pb2_grpc.IdeasAsyncStub, idea_id: str, proposed: Proposed) -> None:
    for shelf in proposed.shelves:
        name = pb.IdeaShelf.Name(shelf)
        request = pb.MoveIdeaRequest(
            request_id=f"demo-move-{proposed.key}-{name}",
            idea_id=idea_id,
            shelf=shelf,
            reason="很多会员想要" if shelf == _INCUBATING else "已在全部门店上市",
            project=proposed.project,
        )
        await ideas.MoveIdea(request)


async def _answer(ideas: ideas_pb2_grpc.IdeasAsyncStub, idea_id: str) -> None:
    request = pb.AnswerIdeaRequest(
        request_id="demo-idea-answer",
        idea_id=idea_id,
        answer=LocalizedText(
            zh="正在三家门店测试，谢谢！", en="Three stores try it now. Thank you!"
        ),
    )
    await ideas.AnswerIdea(request)


async def _invite(
    trials: ideas_pb2_grpc.TrialsAsyncStub, idea_id: str, ids: Mapping[int, str]
) -> None:
    closes = (datetime.now(UTC).astimezone(ZONE) + timedelta(days=TRIAL_DAYS)).date()
    request = pb.OpenTrialRequest(
        request_id="demo-trial",
        idea_id=idea_id,
        name=LocalizedText(zh="半糖新品试饮", en="Tasting of the half-sugar teas"),
        places=5,
        closes=closes.isoformat(),
        member_ids=[ids[number] for number in range(1, 9)],
    )
    trial = (await trials.OpenTrial(request)).trial
    for number in (2, 3, 4):
        await trials.AnswerTrial(
            pb.AnswerTrialRequest(
                request_id=f"demo-trial-{number}",
                member_id=ids[number],
                trial_id=trial.id,
                accept=True,
            )
        )

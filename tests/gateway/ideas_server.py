"""Ideas and trials as the gateway sees them."""

from typing import Any

from services.common.errors import Refusal
from tessera.feedback.v1 import ideas_pb2 as pb
from tessera.feedback.v1 import ideas_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend, at, refuse

NAME = types_pb2.LocalizedText(zh="春茶", en="Spring tea")


def idea(idea_id: str = "ide_1", member_id: str = "", *, voted: bool = False) -> pb.Idea:
    """An idea that is a project."""
    return pb.Idea(
        id=idea_id,
        member_id=member_id,
        title="少糖",
        text="我想要少糖的茶",
        state=pb.IDEA_STATE_OPEN,
        shelf=pb.IDEA_SHELF_INCUBATING,
        votes=3,
        voted=voted,
        mine=bool(member_id),
        project=NAME,
        answer=NAME,
        merged_ideas=1,
        propose_time=at(0),
        history=[
            pb.IdeaStep(kind=pb.IDEA_STEP_KIND_PROPOSED, time=at(0), shelf=pb.IDEA_SHELF_IDEA),
            pb.IdeaStep(
                kind=pb.IDEA_STEP_KIND_MOVED,
                time=at(1),
                shelf=pb.IDEA_SHELF_INCUBATING,
                reason="很多会员想要",
                operator="ann",
            ),
        ],
    )


TRIAL = pb.Trial(
    id="itr_1",
    idea_id="ide_1",
    name=NAME,
    places=10,
    taken=1,
    invited=30,
    closes="2026-03-09",
    open=True,
)


class Ideas(ideas_pb2_grpc.IdeasServicer):
    """One idea, for which each member may vote."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend
        self.made: set[tuple[str, str]] = set()

    async def _written(self, name: str, request: Any, context: Any, answer: Any) -> Any:
        caller = await self.backend.enter(name, request, context)
        if getattr(request, "idea_id", "ide_1") not in ("ide_1", "ide_2"):
            await refuse(context, Refusal("IDEA_NOT_FOUND", field="idea_id"))
        key = (caller.brand, request.request_id)
        replayed = key in self.made
        self.made.add(key)
        member_id = getattr(request, "member_id", "")
        voted = getattr(request, "voted", False)
        return answer(idea=idea(member_id=member_id, voted=voted), replayed=replayed)

    async def GetIdeaPlan(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetIdeaPlan", request, context)
        return pb.GetIdeaPlanResponse(
            name=NAME, proposals_left=2, votes_left=0, text_characters_max=500
        )

    async def ListIdeas(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListIdeas", request, context)
        return pb.ListIdeasResponse(ideas=[idea(), idea("ide_2")], next_page_token="next")

    async def GetIdea(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetIdea", request, context)
        if request.idea_id == "ide_none":
            await refuse(context, Refusal("IDEA_NOT_FOUND", field="idea_id"))
        return pb.GetIdeaResponse(idea=idea(request.idea_id))

    async def ProposeIdea(self, request: Any, context: Any) -> Any:
        return await self._written("ProposeIdea", request, context, pb.ProposeIdeaResponse)

    async def VoteIdea(self, request: Any, context: Any) -> Any:
        return await self._written("VoteIdea", request, context, pb.VoteIdeaResponse)

    async def ModerateIdea(self, request: Any, context: Any) -> Any:
        return await self._written("ModerateIdea", request, context, pb.ModerateIdeaResponse)

    async def MoveIdea(self, request: Any, context: Any) -> Any:
        return await self._written("MoveIdea", request, context, pb.MoveIdeaResponse)

    async def MergeIdeas(self, request: Any, context: Any) -> Any:
        return await self._written("MergeIdeas", request, context, pb.MergeIdeasResponse)

    async def AnswerIdea(self, request: Any, context: Any) -> Any:
        return await self._written("AnswerIdea", request, context, pb.AnswerIdeaResponse)


class Trials(ideas_pb2_grpc.TrialsServicer):
    """One trial, to which each member is invited."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def OpenTrial(self, request: Any, context: Any) -> Any:
        await self.backend.enter("OpenTrial", request, context)
        return pb.OpenTrialResponse(trial=TRIAL)

    async def ListTrials(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListTrials", request, context)
        trial = pb.Trial()
        trial.CopyFrom(TRIAL)
        trial.member_ids.append("mem_1")
        return pb.ListTrialsResponse(trials=[trial])

    async def ListMemberTrials(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListMemberTrials", request, context)
        return pb.ListMemberTrialsResponse(trials=[TRIAL])

    async def AnswerTrial(self, request: Any, context: Any) -> Any:
        await self.backend.enter("AnswerTrial", request, context)
        if request.trial_id == "itr_full":
            await refuse(context, Refusal("TRIAL_OVER"))
        trial = pb.Trial()
        trial.CopyFrom(TRIAL)
        trial.answer = pb.TRIAL_ANSWER_ACCEPTED if request.accept else pb.TRIAL_ANSWER_DECLINED
        return pb.AnswerTrialResponse(trial=trial)

"""Ideas over gRPC: members propose and vote, operators carry on, and all who wanted one hear."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import grpc
import pytest

from services.common import server
from services.common.auth import Caller, Role, current_caller
from services.common.errors import reason_of
from services.common.mongo import Database
from services.common.settings import ServerSettings
from tessera.feedback.v1 import ideas_pb2 as pb
from tessera.feedback.v1 import ideas_pb2_grpc, merges_pb2, merges_pb2_grpc, privacy_pb2, reach_pb2
from tessera.members.v1 import (
    activities_pb2,
    activities_pb2_grpc,
    contacts_pb2_grpc,
    events_pb2,
    events_pb2_grpc,
)
from tessera.types.v1 import types_pb2
from tessera.types.v1.merges_pb2 import MERGE_STATE_MERGED, MERGE_STATE_UNDONE
from tests.component.feedback.conftest import NOON, TEA, Feedback, started, until
from tests.component.feedback.members_server import MembersFeedServer
from tests.component.members.vault.test_privacy import dump
from tests.scopes import EVERY_SCOPE

PROJECT = types_pb2.LocalizedText(zh="轻盈少糖茶", en="Light tea")
IDEA, INCUBATING, IMPLEMENTED = (
    pb.IDEA_SHELF_IDEA,
    pb.IDEA_SHELF_INCUBATING,
    pb.IDEA_SHELF_IMPLEMENTED,
)


class ActivitiesServer(activities_pb2_grpc.ActivitiesServicer):
    """Keeps what is recorded, as members does; `away` once for a brand."""

    def __init__(self) -> None:
        self.recorded: list[tuple[str, types_pb2.Activity]] = []
        self.refused: set[str] = set()

    async def RecordActivities(
        self, request: activities_pb2.RecordActivitiesRequest, context: Any
    ) -> activities_pb2.RecordActivitiesResponse:
        brand = current_caller().brand
        if brand in self.refused:
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, "refused")
        self.recorded += [(brand, each) for each in request.activities]
        return activities_pb2.RecordActivitiesResponse(
            results=[
                activities_pb2.RecordActivityResult(event_id=each.event_id)
                for each in request.activities
            ]
        )


class CoCreation:
    """The service beside members, and what tests do with it."""

    def __init__(
        self,
        feed: MembersFeedServer,
        activities: ActivitiesServer,
        feedback: Feedback,
        db: Database,
    ) -> None:
        self.feed, self.activities, self.feedback, self.db = feed, activities, feedback, db
        self._requests = 0
        self._stubs: dict[tuple[str, str], Any] = {}

    def _stub(self, member_id: str, brand: str, make: Any) -> Any:
        key = (make.__name__, f"{brand}/{member_id}")
        if key not in self._stubs:
            caller = Caller(brand, "ann", Role.OPERATOR, scopes=EVERY_SCOPE)
            if member_id:
                caller = Caller(brand, f"user:{member_id}", Role.MEMBER, member_id)
            self._stubs[key] = make(self.feedback._channel(caller))
        return self._stubs[key]

    def ideas(self, member_id: str = "", brand: str = "tea") -> Any:
        """As a member, or as an operator without one."""
        return self._stub(member_id, brand, ideas_pb2_grpc.IdeasStub)

    def trials(self, member_id: str = "", brand: str = "tea") -> Any:
        return self._stub(member_id, brand, ideas_pb2_grpc.TrialsStub)

    def request_id(self) -> str:
        self._requests += 1
        return f"r{self._requests}"

    async def propose(
        self, member_id: str, title: str = "少糖", text: str = "我想要少糖的茶", brand: str = "tea"
    ) -> pb.Idea:
        request = pb.ProposeIdeaRequest(request_id=self.request_id(), title=title, text=text)
        answer = await self.ideas(member_id, brand).ProposeIdea(request)
        return answer.idea

    async def vote(self, member_id: str, idea: pb.Idea, voted: bool = True) -> pb.Idea:
        request = pb.VoteIdeaRequest(request_id=self.request_id(), idea_id=idea.id, voted=voted)
        return (await self.ideas(member_id).VoteIdea(request)).idea

    async def move(self, idea: pb.Idea, shelf: Any, project: Any = PROJECT) -> pb.Idea:
        request = pb.MoveIdeaRequest(
            request_id=self.request_id(),
            idea_id=idea.id,
            shelf=shelf,
            reason="很多会员想要",
            project=project,
        )
        return (await self.ideas().MoveIdea(request)).idea

    async def merge(self, idea: pb.Idea, into: pb.Idea) -> pb.Idea:
        request = pb.MergeIdeasRequest(
            request_id=self.request_id(), idea_id=idea.id, into_idea_id=into.id, reason="相同"
        )
        return (await self.ideas().MergeIdeas(request)).idea

    async def listed(self, member_id: str = "", brand: str = "tea", **more: Any) -> list[pb.Idea]:
        answer = await self.ideas(member_id, brand).ListIdeas(pb.ListIdeasRequest(**more))
        return list(answer.ideas)

    async def inbox(self, member_id: str) -> list[str]:
        stub = self.feedback.reach(member_id)
        found = await stub.ListInbox(reach_pb2.ListInboxRequest(member_id=member_id))
        return [each.message for each in found.messages if each.message.startswith("idea_")]

    async def enrol(self, *members: str) -> None:
        """Members whom messages reach."""
        for each in members:
            enrolled = events_pb2.MemberEnrolled()
            await self.feed.tell("tea", each, NOON, member_enrolled=enrolled)

        async def are_known() -> bool:
            return await self.db.reach_members.count_documents({}) >= len(members)

        await until(are_known)

    async def votes_settled(self) -> None:
        """The votes of merged ideas have moved."""

        async def moved() -> bool:
            return not await self.db.ideas.count_documents({"votes_left": True})

        await until(moved)

    async def counted(self) -> None:
        """`votes` of each idea is the number of its documents that count."""
        for idea in await self.db.ideas.find({}).to_list(None):
            of = {"idea": idea["_id"], "doubled": {"$exists": False}}
            assert idea["votes"] == await self.db.idea_votes.count_documents(of)


async def refused(call: Any) -> tuple[str, str, Mapping[str, str]]:
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await call
    reason = reason_of(error.value)
    assert reason is not None
    return reason.reason, reason.field, reason.metadata


@pytest.fixture
async def co(db: Database, keys_dir: Path) -> AsyncIterator[CoCreation]:
    feed, activities = MembersFeedServer(), ActivitiesServer()  # type: ignore[abstract]
    running = await server.start(
        name="members",
        settings=ServerSettings(keys_dir=keys_dir),
        register=[
            lambda s: events_pb2_grpc.add_EventsServicer_to_server(feed, s),
            lambda s: activities_pb2_grpc.add_ActivitiesServicer_to_server(activities, s),
            lambda s: contacts_pb2_grpc.add_ContactsServicer_to_server(feed.contacts, s),
        ],
    )
    gold = {"when": 'member.tier == "gold"', "per_day": 2}
    limited = {**TEA["ideas"], "vote": gold, "propose": {"per_month": 2}, "moderation": "all"}
    await feed.publish("tea", TEA)
    await feed.publish("retail", {**TEA, "ideas": limited})
    await feed.publish("car", {key: TEA[key] for key in TEA if key not in ("ideas", "reach")})

    async def has_programmes() -> bool:
        return await db["programmes"].count_documents({}) == 3

    async with started(db, keys_dir, running.address) as feedback:
        await until(has_programmes)
        yield CoCreation(feed, activities, feedback, db)
    await running.stop(0)


async def test_an_idea_is_voted_for_becomes_a_product_and_all_hear_and_its_member_is_rewarded_once(
    co: CoCreation,
) -> None:
    await co.enrol(*(f"mem_{n}" for n in range(1, 6)))
    first = await co.propose("mem_1", text="少糖，电话13800001234")
    assert (first.text, first.mine, first.state) == (
        "少糖，电话138****1234",
        True,
        pb.IDEA_STATE_OPEN,
    )
    same = await co.propose("mem_2", "更少糖")
    third = await co.propose("mem_1", "加椰果")
    for member, idea in (("mem_3", first), ("mem_4", first), ("mem_3", same), ("mem_5", same)):
        # Twice at a time, it is one vote.
        await asyncio.gather(co.vote(member, idea), co.vote(member, idea))
    # Once more under another request id, it is the same vote; taken back, it is none.
    assert (await co.vote("mem_4", first)).votes == 2
    assert (await co.vote("mem_4", first, voted=False)).votes == 1
    assert (await co.vote("mem_4", first, voted=False)).votes == 1
    assert (await co.vote("mem_4", first)).voted
    # Members see no name of another; the order is by votes, then the newest.
    seen = await co.listed("mem_3", order=pb.IDEA_ORDER_VOTES, page_size=2)
    assert [(each.id, each.votes, each.voted, each.member_id) for each in seen] == [
        (same.id, 2, True, ""),
        (first.id, 2, True, ""),
    ]
    assert [each.id for each in await co.listed("mem_1", own=True)] == [third.id, first.id]
    # Merged, mem_3 counts once.
    merged = await co.merge(same, first)
    assert merged.merged_ideas == 1
    await co.votes_settled()
    await co.counted()
    [top] = await co.listed("mem_3", order=pb.IDEA_ORDER_VOTES, page_size=1)
    assert (top.id, top.votes, top.voted) == (first.id, 3, True)
    # A vote for the idea that is gone counts where it went.
    gone = await co.vote("mem_2", same)
    assert (gone.id, gone.votes) == (first.id, 4)
    reason, field, _ = await refused(co.move(first, INCUBATING, None))
    assert (reason, field) == ("INVALID_ARGUMENT", "project")
    reason, _, metadata = await refused(co.move(first, IMPLEMENTED))
    assert (reason, metadata["shelf"]) == ("IDEA_MOVE_NOT_ALLOWED", "idea")
    await co.move(first, INCUBATING)
    made = await co.move(first, IMPLEMENTED, None)
    assert [step.kind for step in made.history][-2:] == [pb.IDEA_STEP_KIND_MOVED] * 2
    assert made.history[-1].operator == "ann"

    async def all_heard() -> bool:
        found = [await co.inbox(f"mem_{n}") for n in range(1, 6)]
        return all(sorted(each) == ["idea_made", "idea_project"] for each in found)

    await until(all_heard)
    told = {(brand, each.member_id, each.event_id) for brand, each in co.activities.recorded}
    assert told == {("tea", "mem_1", first.id), ("tea", "mem_2", same.id)}
    [(_, activity), _] = sorted(co.activities.recorded, key=lambda each: each[1].member_id)
    assert (activity.type, activity.labels["co_creation"]) == (
        types_pb2.ACTIVITY_TYPE_SHARE,
        "implemented",
    )
    assert len(co.activities.recorded) == 2
    assert not await co.db.idea_notices.count_documents({})
    # It is made: no vote changes it, and members read no operator's name.
    assert (await refused(co.vote("mem_5", first)))[0] == "IDEA_MOVE_NOT_ALLOWED"
    read = await co.ideas("mem_5").GetIdea(pb.GetIdeaRequest(idea_id=first.id))
    assert {step.operator for step in read.idea.history} == {""}
    assert read.idea.history[-1].reason == "很多会员想要"
    # The events hold no words.
    kept = str(await co.db.events.find({"type": "idea"}).to_list(None))
    assert "少糖" not in kept


async def test_what_a_brand_limits_and_moderates(co: CoCreation) -> None:
    reason, _, _ = await refused(co.propose("mem_1", brand="car"))
    assert reason == "IDEAS_NOT_OFFERED"
    for request, field in (
        (pb.ProposeIdeaRequest(request_id="b1", title="", text="x"), "title"),
        (pb.ProposeIdeaRequest(request_id="b2", title="x" * 81, text="x"), "title"),
        (pb.ProposeIdeaRequest(request_id="b3", title="x", text="x" * 501), "text"),
        (pb.ProposeIdeaRequest(request_id="b4", title="x", text=" "), "text"),
        (pb.ProposeIdeaRequest(request_id="", title="x", text="x"), "request_id"),
    ):
        assert (await refused(co.ideas("mem_1").ProposeIdea(request)))[:2] == (
            "INVALID_ARGUMENT",
            field,
        )
    theirs = pb.ProposeIdeaRequest(request_id="b5", member_id="mem_2", title="x", text="x")
    assert (await refused(co.ideas("mem_1").ProposeIdea(theirs)))[0] == "PERMISSION_DENIED"
    # The same request again is the same idea, and another under its id is refused.
    once = pb.ProposeIdeaRequest(request_id="once", title="椰果", text="加椰果")
    idea = (await co.ideas("mem_1").ProposeIdea(once)).idea
    again = await co.ideas("mem_1").ProposeIdea(once)
    assert (again.idea.id, again.replayed) == (idea.id, True)
    once.text = "加红豆"
    assert (await refused(co.ideas("mem_1").ProposeIdea(once)))[0] == "REQUEST_ID_REUSED"
    # A forbidden word makes it wait, for operators alone to see.
    waits = await co.propose("mem_1", "快来", "请加 微 信 领取")
    assert waits.state == pb.IDEA_STATE_PENDING
    assert list(waits.found_words) == []
    [pending] = await co.listed(state=pb.IDEA_STATE_PENDING)
    assert (pending.member_id, list(pending.found_words)) == ("mem_1", ["加微信"])
    assert (await refused(co.listed("mem_2", state=pb.IDEA_STATE_PENDING)))[1] == "state"
    hidden = co.ideas("mem_2").GetIdea(pb.GetIdeaRequest(idea_id=waits.id))
    assert (await refused(hidden))[0] == "IDEA_NOT_FOUND"
    assert (await refused(co.vote("mem_2", waits)))[0] == "IDEA_NOT_FOUND"
    no = pb.ModerateIdeaRequest(request_id="n1", idea_id=waits.id, open=False)
    assert (await refused(co.ideas().ModerateIdea(no)))[:2] == ("INVALID_ARGUMENT", "reason")
    assert (await refused(co.ideas("mem_1").ModerateIdea(no)))[0] == "PERMISSION_DENIED"
    no.reason = "广告"
    assert (await co.ideas().ModerateIdea(no)).idea.state == pb.IDEA_STATE_REFUSED
    [own, _] = await co.listed("mem_1", own=True)
    assert (own.id, own.state) == (waits.id, pb.IDEA_STATE_REFUSED)
    # In the other brand each idea waits, at most two a month, and gold alone votes, twice a day.
    tier = events_pb2.TierChanged(main=True, to_tier="gold")
    enrolled = events_pb2.MemberEnrolled()
    for member in ("mem_1", "mem_2"):
        await co.feed.tell("retail", member, NOON, member_enrolled=enrolled)
    await co.feed.tell("retail", "mem_1", NOON, tier_changed=tier)
    made = [await co.propose("mem_1", brand="retail"), await co.propose("mem_1", brand="retail")]
    reason, _, metadata = await refused(co.propose("mem_1", brand="retail"))
    assert (reason, metadata["per"]) == ("IDEA_LIMIT_REACHED", "month")
    made.append(await co.propose("mem_2", brand="retail"))
    assert {each.state for each in made} == {pb.IDEA_STATE_PENDING}
    for each in made:
        request = pb.ModerateIdeaRequest(request_id=f"o-{each.id}", idea_id=each.id, open=True)
        await co.ideas("", "retail").ModerateIdea(request)

    async def is_gold() -> bool:
        plan = await co.ideas("mem_1", "retail").GetIdeaPlan(pb.GetIdeaPlanRequest())
        return bool(plan.votes_left == 2 and plan.proposals_left == 0)

    await until(is_gold)

    def vote(member: str, idea: pb.Idea, voted: bool = True) -> Any:
        request = pb.VoteIdeaRequest(request_id=co.request_id(), idea_id=idea.id, voted=voted)
        return co.ideas(member, "retail").VoteIdea(request)

    reason, _, metadata = await refused(vote("mem_2", made[0]))
    assert (reason, metadata["action"]) == ("IDEA_NOT_ALLOWED", "vote")
    await vote("mem_1", made[0])
    await vote("mem_1", made[1])
    reason, _, metadata = await refused(vote("mem_1", made[2]))
    assert (reason, metadata["limit"], metadata["per"]) == ("IDEA_LIMIT_REACHED", "2", "day")
    await vote("mem_1", made[0], voted=False)
    await vote("mem_1", made[2])
    co.feedback.clock.advance(timedelta(days=1))
    await vote("mem_1", made[0])
    # One brand's idea is not another's.
    foreign = co.ideas().GetIdea(pb.GetIdeaRequest(idea_id=made[0].id))
    assert (await refused(foreign))[0] == "IDEA_NOT_FOUND"
    # An answer of the brand stands beside the idea.
    answer = types_pb2.LocalizedText(zh="好主意", en="Good idea")
    request = pb.AnswerIdeaRequest(request_id="a1", idea_id=idea.id, answer=answer)
    assert (await co.ideas().AnswerIdea(request)).idea.answer == answer
    # Pages go on where the one before ended.
    first = await co.ideas("mem_9").ListIdeas(pb.ListIdeasRequest(page_size=1))
    assert first.next_page_token == ""
    paged = pb.ListIdeasRequest(own=True, page_size=1)
    page = await co.ideas("mem_1").ListIdeas(paged)
    paged.page_token = page.next_page_token
    rest = await co.ideas("mem_1").ListIdeas(paged)
    assert [page.ideas[0].id, rest.ideas[0].id] == [waits.id, idea.id]
    paged.own = False
    assert (await refused(co.ideas("mem_1").ListIdeas(paged)))[0] == "PAGE_TOKEN_INVALID"


async def test_one_brands_refused_reward_stops_no_other_brand_and_comes_later(
    co: CoCreation,
) -> None:
    co.activities.refused = {"retail"}
    idea = await co.propose("mem_1", brand="retail")
    desk = co.ideas("", "retail")
    await desk.ModerateIdea(pb.ModerateIdeaRequest(request_id="o", idea_id=idea.id, open=True))
    for n, shelf in enumerate((INCUBATING, IMPLEMENTED)):
        await desk.MoveIdea(
            pb.MoveIdeaRequest(
                request_id=f"m{n}", idea_id=idea.id, shelf=shelf, reason="好", project=PROJECT
            )
        )
    tea = await co.propose("mem_2")
    await co.move(tea, INCUBATING)
    await co.move(tea, IMPLEMENTED)

    async def told(brand: str) -> bool:
        return brand in {each for each, _ in co.activities.recorded}

    await until(lambda: told("tea"))
    assert not await told("retail")
    co.activities.refused = set()
    co.feedback.clock.advance(timedelta(minutes=6))
    await until(lambda: told("retail"))


async def test_members_who_are_one_count_once_until_an_undo_and_an_erasure_takes_the_words(
    co: CoCreation,
) -> None:
    await co.enrol("mem_old", "mem_new", "mem_3")
    both = await co.propose("mem_old", "两人都要", "椰果加量不加价")
    one = await co.propose("mem_3", "一人要")
    for member, idea in (("mem_old", both), ("mem_new", both), ("mem_old", one), ("mem_3", one)):
        await co.vote(member, idea)
    await co.move(both, INCUBATING)
    trial = pb.OpenTrialRequest(
        request_id="t1",
        idea_id=both.id,
        name=PROJECT,
        places=2,
        closes="2026-03-09",
        member_ids=["mem_old", "mem_new", "mem_3"],
    )
    opened = (await co.trials().OpenTrial(trial)).trial
    assert (opened.places, opened.taken, opened.invited, opened.open) == (2, 0, 3, True)

    def answer(member: str, accept: bool = True) -> Any:
        request = pb.AnswerTrialRequest(
            request_id=co.request_id(), trial_id=opened.id, accept=accept
        )
        return co.trials(member).AnswerTrial(request)

    async def invited() -> bool:
        return "idea_trial" in await co.inbox("mem_new")

    await until(invited)
    assert (await refused(answer("mem_9")))[0] == "TRIAL_NOT_FOUND"
    assert (await answer("mem_old")).trial.taken == 1
    taken = (await answer("mem_3")).trial
    assert (taken.taken, taken.open, taken.answer) == (2, False, pb.TRIAL_ANSWER_ACCEPTED)
    assert (await refused(answer("mem_new")))[0] == "TRIAL_OVER"
    # The two are one: votes and places too.
    merge = events_pb2.MemberMerged(
        merge_id="mrg_1", from_member_id="mem_old", into_member_id="mem_new"
    )
    await co.feed.tell("tea", "mem_new", member_merged=merge)
    caller = Caller("tea", "ann", Role.OPERATOR, scopes=EVERY_SCOPE)
    merges: Any = merges_pb2_grpc.MergesStub(co.feedback._channel(caller))

    async def state() -> Any:
        return (await merges.GetMerge(merges_pb2.GetMergeRequest(merge_id="mrg_1"))).state

    async def is_merged() -> bool:
        done = await co.db.merges.find_one({"ids.ideas": {"$exists": True}})
        return await state() == MERGE_STATE_MERGED and done is not None

    await until(is_merged)
    doubled = {"doubled": "mrg_1"}
    await until(lambda: _holds(co.db.idea_places.count_documents(doubled), 1))
    await co.counted()
    votes = {each.id: each.votes for each in await co.listed()}
    assert votes == {both.id: 1, one.id: 2}
    [mine] = (await co.trials("mem_new").ListMemberTrials(pb.ListMemberTrialsRequest())).trials
    assert (mine.answer, mine.taken) == (pb.TRIAL_ANSWER_ACCEPTED, 2)
    [listed] = (await co.trials().ListTrials(pb.ListTrialsRequest(idea_id=both.id))).trials
    assert sorted(listed.member_ids) == ["mem_3", "mem_new"]
    undone = events_pb2.MemberUnmerged(
        merge_id="mrg_1", from_member_id="mem_old", into_member_id="mem_new"
    )
    for member in ("mem_old", "mem_new"):
        await co.feed.tell("tea", member, member_unmerged=undone)

    async def is_undone() -> bool:
        return bool(await state() == MERGE_STATE_UNDONE)

    await until(is_undone)
    await co.counted()
    assert {each.id: each.votes for each in await co.listed()} == {both.id: 2, one.id: 2}
    # A copy has the words, and after the erasure nothing has them; votes stay.
    asked = privacy_pb2.ExportMemberRequest(member_id="mem_old")
    records = (await co.feedback.privacy("mem_old").ExportMember(asked)).records
    parts = {each.part for each in records}
    assert {"ideas", "idea_votes", "idea_places"} <= parts
    assert "椰果加量不加价" in "".join(each.json for each in records)
    assert "ann" not in "".join(each.json for each in records if each.part == "ideas")
    waits = await co.propose("mem_old", "快来", "加微信")
    await co.feed.erase("tea", "mem_old")

    async def gone() -> bool:
        return "椰果加量不加价" not in await dump(co.db)

    await until(gone)
    read = (await co.ideas().GetIdea(pb.GetIdeaRequest(idea_id=both.id))).idea
    assert (read.title, read.votes, read.shelf) == ("", 2, INCUBATING)
    refused_one = (await co.ideas().GetIdea(pb.GetIdeaRequest(idea_id=waits.id))).idea
    assert refused_one.state == pb.IDEA_STATE_REFUSED
    assert (await refused(co.propose("mem_old")))[0] == "MEMBER_ERASED"
    bad = pb.OpenTrialRequest()
    for change, field in (
        ({"places": 0}, "places"),
        ({"closes": "2026-03-01"}, "closes"),
        ({"closes": "soon"}, "closes"),
        ({"member_ids": ["mem_1", "mem_1"]}, "member_ids"),
        ({"member_ids": []}, "member_ids"),
        ({"name": types_pb2.LocalizedText(zh="好")}, "name.en"),
    ):
        bad.CopyFrom(trial)
        bad.request_id = co.request_id()
        for name in change:
            bad.ClearField(name)  # type: ignore[arg-type]
        bad.MergeFrom(pb.OpenTrialRequest(**change))  # type: ignore[arg-type]
        assert (await refused(co.trials().OpenTrial(bad)))[:2] == ("INVALID_ARGUMENT", field)
    bad.CopyFrom(trial)
    bad.request_id, bad.idea_id = "t9", one.id
    assert (await refused(co.trials().OpenTrial(bad)))[0] == "IDEA_MOVE_NOT_ALLOWED"


async def _holds(count: Any, wanted: int) -> bool:
    return bool(await count == wanted)

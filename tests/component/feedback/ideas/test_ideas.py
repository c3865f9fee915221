"""Ideas over gRPC: members propose and vote, operators carry on, and all who wanted one hear."""

import asyncio
from datetime import timedelta
from typing import Any

from tessera.feedback.v1 import ideas_pb2 as pb
from tessera.members.v1 import (
    events_pb2,
)
from tessera.types.v1 import types_pb2
from tests.component.feedback.conftest import NOON, until
from tests.component.feedback.ideas.co_creation import (
    IMPLEMENTED,
    INCUBATING,
    PROJECT,
    CoCreation,
    refused,
)


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
        opens = pb.ModerateIdeaRequest(request_id=f"o-{each.id}", idea_id=each.id, open=True)
        await co.ideas("", "retail").ModerateIdea(opens)

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
    said = pb.AnswerIdeaRequest(request_id="a1", idea_id=idea.id, answer=answer)
    assert (await co.ideas().AnswerIdea(said)).idea.answer == answer
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

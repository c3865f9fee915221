"""Ideas, votes and places of members who become one, or are erased."""

from typing import Any

from services.common.auth import Caller, Role
from tessera.feedback.v1 import ideas_pb2 as pb
from tessera.feedback.v1 import merges_pb2, merges_pb2_grpc, privacy_pb2
from tessera.members.v1 import (
    events_pb2,
)
from tessera.types.v1 import types_pb2
from tessera.types.v1.merges_pb2 import MERGE_STATE_MERGED, MERGE_STATE_UNDONE
from tests.component.feedback.conftest import NOON, TEA, until
from tests.component.feedback.ideas.co_creation import (
    INCUBATING,
    PROJECT,
    CoCreation,
    refused,
)
from tests.component.members.vault.test_privacy import dump
from tests.scopes import EVERY_SCOPE

KOC_ALONE = {"when": "size(member.koc) > 0"}


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
        bad.MergeFrom(pb.OpenTrialRequest(**change))
        assert (await refused(co.trials().OpenTrial(bad)))[:2] == ("INVALID_ARGUMENT", field)
    bad.CopyFrom(trial)
    bad.request_id, bad.idea_id = "t9", one.id
    assert (await refused(co.trials().OpenTrial(bad)))[0] == "IDEA_MOVE_NOT_ALLOWED"


async def _holds(count: Any, wanted: int) -> bool:
    return bool(await count == wanted)


async def test_a_trial_may_be_for_the_koc_of_last_month_alone(co: CoCreation) -> None:
    before = await co.db.programmes.find_one({"_id": "tea"})
    assert before is not None
    await co.feed.publish("tea", {**TEA, "ideas": TEA["ideas"] | {"trial": KOC_ALONE}}, 2)
    for member, key in (("mem_koc", "2026-02"), ("mem_was", "2026-01")):
        told = events_pb2.GroupStandingChanged(
            group_id="grp_1", kind="camping", news=events_pb2.GROUP_NEWS_KOC, key=key
        )
        await co.feed.tell("tea", member, NOON, group_standing_changed=told)

    async def are_known() -> bool:
        known = await co.db.member_facts.count_documents({"koc_facts": {"$exists": True}})
        later = {"_id": "tea", "revision": {"$ne": before["revision"]}}
        newer = await co.db.programmes.count_documents(later)
        return (known, newer) == (2, 1)

    await until(are_known)
    idea = await co.propose("mem_koc")
    await co.move(idea, INCUBATING)

    def opening(*members: str) -> Any:
        request = pb.OpenTrialRequest(
            request_id=co.request_id(),
            idea_id=idea.id,
            name=PROJECT,
            places=2,
            closes="2026-03-09",
            member_ids=members,
        )
        return co.trials().OpenTrial(request)

    assert (await opening("mem_koc")).trial.invited == 1
    for other in ("mem_was", "mem_9"):
        reason, field, _ = await refused(opening("mem_koc", other))
        assert (reason, field) == ("INVALID_ARGUMENT", "member_ids[1]")
    assert await co.db.idea_trials.count_documents({}) == 1

"""Ideas and trials: what members propose and vote for, and what operators do with it."""

from collections.abc import Callable

from gateway.core.ids import to_global
from tessera.feedback.v1 import ideas_pb2 as pb
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
IDEAS = """query($after: String) { ideaPlan { name(lang: EN) proposalsLeft votesLeft
  textCharactersMax } ideas(first: 2, after: $after, ideaOrder: VOTES, ideaShelf: INCUBATING) {
  edges { cursor node { id title votes voted mine memberId shelf state project(lang: ZH) } }
  pageInfo { hasNextPage endCursor } } trialInvitations { id name(lang: EN) places taken open
  closes answer memberIds } }"""
IDEA = """{ idea(ideaId: "ide_1") { answer(lang: EN) mergedIdeas intoIdeaId foundWords history {
  kind shelf reason operator otherIdeaId at } } }"""
PROPOSE = """mutation($input: ProposeIdeaInput!) { proposeIdea(input: $input) {
  idea { id mine memberId } replayed userErrors { code field } } }"""
VOTE = """mutation($input: VoteIdeaInput!) { voteIdea(input: $input) {
  idea { id voted } userErrors { code field } } }"""


async def test_a_member_reads_ideas_by_votes_and_votes(as_: As, backend: FakeBackend) -> None:
    read = await as_().data(IDEAS)
    assert read["ideaPlan"] == {
        "name": "Spring tea",
        "proposalsLeft": 2,
        "votesLeft": 0,
        "textCharactersMax": 500,
    }
    first, second = read["ideas"]["edges"]
    assert (first["node"]["project"], first["node"]["shelf"]) == ("春茶", "INCUBATING")
    assert (first["node"]["memberId"], second["node"]["id"]) == (None, "ide_2")
    [trial] = read["trialInvitations"]
    assert (trial["places"], trial["taken"], trial["answer"], trial["memberIds"]) == (
        10,
        1,
        None,
        [],
    )
    asked = next(request for name, _, request in backend.requests if name == "ListIdeas")
    assert (asked.member_id, asked.order, asked.shelf, asked.own) == (
        member_id(2),
        pb.IDEA_ORDER_VOTES,
        pb.IDEA_SHELF_INCUBATING,
        False,
    )
    await as_().data(IDEAS, {"after": read["ideas"]["pageInfo"]["endCursor"]})
    again = [request for name, _, request in backend.requests if name == "ListIdeas"]
    assert again[-1].page_token == "next"
    idea = (await as_().data(IDEA))["idea"]
    assert (idea["answer"], idea["mergedIdeas"], idea["intoIdeaId"]) == ("Spring tea", 1, None)
    assert [(step["kind"], step["reason"]) for step in idea["history"]] == [
        ("PROPOSED", None),
        ("MOVED", "很多会员想要"),
    ]
    wish = {"requestId": "p1", "title": "少糖", "text": "我想要"}
    done = (await as_().data(PROPOSE, {"input": wish}))["proposeIdea"]
    assert done["idea"]["memberId"] == to_global("Member", member_id(2))
    assert (await as_().data(PROPOSE, {"input": wish}))["proposeIdea"]["replayed"]
    vote = {"requestId": "v1", "ideaId": "ide_1", "voted": True}
    assert (await as_().data(VOTE, {"input": vote}))["voteIdea"]["idea"]["voted"]
    vote |= {"ideaId": "ide_none", "requestId": "v2"}
    refused = (await as_().data(VOTE, {"input": vote}))["voteIdea"]
    assert refused["userErrors"] == [{"code": "IDEA_NOT_FOUND", "field": "ideaId"}]


async def test_operators_move_and_merge_ideas_and_open_trials(
    as_: As, backend: FakeBackend
) -> None:
    desk = as_("operator")
    words = {"zh": "春茶", "en": "Spring tea"}
    for name, given in (
        ("moderateIdea", {"open": False, "reason": "广告"}),
        ("moveIdea", {"shelf": "INCUBATING", "reason": "很多", "project": words}),
        ("moveIdea", {"shelf": "IMPLEMENTED", "reason": "做好了"}),
        ("mergeIdeas", {"intoIdeaId": "ide_2"}),
        ("answerIdea", {"answer": words}),
    ):
        kind = name[0].upper() + name[1:]
        text = f"mutation($i: {kind}Input!) {{ {name}(input: $i) {{ idea {{ id }} }} }}"
        wish = {"requestId": f"r-{name}-{len(given)}", "ideaId": "ide_1", **given}
        assert (await desk.data(text, {"i": wish}))[name]["idea"] == {"id": "ide_1"}
    moves = [request for name, _, request in backend.requests if name == "MoveIdea"]
    assert [each.HasField("project") for each in moves] == [True, False]
    opened = """mutation($i: OpenTrialInput!) { openTrial(input: $i) { trial { id ideaId } } }"""
    trial = {
        "requestId": "t1",
        "ideaId": "ide_1",
        "name": words,
        "places": 3,
        "closes": "2026-03-09",
        "memberIds": [to_global("Member", "mem_1"), "mem_2"],
    }
    assert (await desk.data(opened, {"i": trial}))["openTrial"]["trial"]["ideaId"] == "ide_1"
    sent = next(request for name, _, request in backend.requests if name == "OpenTrial")
    assert list(sent.member_ids) == ["mem_1", "mem_2"]
    listed = (await desk.data("{ trials { edges { node { memberIds } } } }"))["trials"]
    assert listed["edges"][0]["node"]["memberIds"] == [to_global("Member", "mem_1")]
    await desk.data("{ ideas(ideaState: PENDING) { edges { node { id } } } }")
    asked = next(request for name, _, request in backend.requests if name == "ListIdeas")
    assert (asked.member_id, asked.state) == ("", pb.IDEA_STATE_PENDING)
    answer = """mutation($i: AnswerTrialInput!) { answerTrial(input: $i) { trial { answer }
      userErrors { code } } }"""
    said = {"requestId": "a1", "trialId": "itr_1", "accept": False}
    done = (await as_().data(answer, {"i": said}))["answerTrial"]
    assert done["trial"] == {"answer": "DECLINED"}
    full = await as_().data(answer, {"i": {**said, "requestId": "a2", "trialId": "itr_full"}})
    assert full["answerTrial"]["userErrors"] == [{"code": "TRIAL_OVER"}]

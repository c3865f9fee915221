"""Requests to merge in GraphQL: members ask by a code, and operators decide."""

from collections.abc import Callable

from gateway.core.ids import to_global
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
ASK = """mutation($input: RequestMergeInput!) { requestMerge(input: $input) {
  mergeRequest { id state otherMemberId otherMember { id } endedBy } replayed
  userErrors { code field } } }"""
OWN = "{ mergeRequest { id state expiresAt endedAt reason otherMemberId member { id } } }"
LIST = """{ mergeRequests(requestState: WAITING, first: 5) { edges { node {
  id memberId otherMemberId member { id } otherMember { id } } } pageInfo { hasNextPage } } }"""
DECIDE = """mutation($yes: AcceptMergeRequestInput!, $no: RefuseMergeRequestInput!) {
  acceptMergeRequest(input: $yes) { mergeRequest { state reason mergeId endedBy }
    userErrors { code field } }
  refuseMergeRequest(input: $no) { mergeRequest { state } userErrors { code field } } }"""


async def test_a_member_asks_and_is_told_nothing_of_the_other(
    as_: As, backend: FakeBackend
) -> None:
    front = as_()
    wish = {"requestId": "a", "phone": "13812340001", "code": "000000"}
    wrong = (await front.data(ASK, {"input": wish}))["requestMerge"]
    assert (wrong["mergeRequest"], wrong["userErrors"]) == (
        None,
        [{"code": "PHONE_CODE_WRONG", "field": "code"}],
    )
    asked = (await front.data(ASK, {"input": wish | {"code": "123456"}}))["requestMerge"]
    assert asked["mergeRequest"] == {
        "id": "mrq_1",
        "state": "WAITING",
        "otherMemberId": None,
        "otherMember": None,
        "endedBy": None,
    }
    sent = next(each for name, _, each in backend.requests if name == "RequestMerge")
    assert sent.member_id == member_id(2)
    assert (await front.data(OWN))["mergeRequest"] is None
    denied = await as_("operator").ask(ASK, {"input": wish})
    assert denied["errors"][0]["extensions"]["code"] == "PERMISSION_DENIED"


async def test_operators_see_both_and_decide(as_: As, backend: FakeBackend) -> None:
    desk = as_("operator")
    listed = (await desk.data(LIST))["mergeRequests"]
    [node] = [edge["node"] for edge in listed["edges"]]
    first, second = (to_global("Member", member_id(each)) for each in (1, 2))
    assert (node["memberId"], node["otherMemberId"]) == (first, second)
    assert (node["member"]["id"], node["otherMember"]["id"]) == (first, second)
    assert backend.calls["BatchGetMembers"] == 1
    yes = {"requestId": "y", "mergeRequestId": "mrq_1", "survivorId": first, "reason": "one"}
    no = {"requestId": "n", "mergeRequestId": "mrq_9", "reason": "two people"}
    told = await desk.data(DECIDE, {"yes": yes, "no": no})
    assert told["acceptMergeRequest"]["mergeRequest"] == {
        "state": "ACCEPTED",
        "reason": "one person",
        "mergeId": "mrg_1",
        "endedBy": "ann",
    }
    sent = next(each for name, _, each in backend.requests if name == "AcceptMergeRequest")
    assert (sent.survivor_id, sent.reason) == (member_id(1), "one")
    assert told["refuseMergeRequest"] == {
        "mergeRequest": None,
        "userErrors": [{"code": "MERGE_REQUEST_NOT_FOUND", "field": "mergeRequestId"}],
    }

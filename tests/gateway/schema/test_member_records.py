"""What operators see of a member beside the card: identities, decisions, data in clear."""

from collections.abc import Callable

from tessera.members.v1 import members_pb2
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, at, member_id

As = Callable[..., Client]

REVEAL = """mutation($id: ID!, $reason: String!) {
  revealMember(input: {memberId: $id, reason: $reason}) {
    member { id name phone birthday { month day } address { city } }
    userErrors { code field } } }"""
DECISIONS = """query($id: ID!, $after: String) { member(id: $id) {
  identities { kind value }
  tierDecisions(first: 2, after: $after) { pageInfo { hasNextPage endCursor }
    edges { node { ladder { code } fromTier { code } toTier { code } reason counted threshold
      windowFrom windowUntil programmeVersion decidedAt } } } } }"""


def _decision(reason: str, number: int) -> members_pb2.TierDecision:
    made = members_pb2.TierDecision(
        ladder="growth",
        to_tier="gold",
        reason=reason,
        growth=1_000 + number,
        decide_time=at(number),
    )
    if reason != "enrolled":
        made.from_tier, made.threshold = "silver", 1_000
        made.window_from, made.window_until = "2025-03-02", "2026-03-01"
    return made


async def test_decisions_name_their_figures_and_go_through_their_pages(
    as_: As, backend: FakeBackend
) -> None:
    backend.decisions = [_decision("upgrade", 2), _decision("kept", 1), _decision("enrolled", 0)]
    operator, asked = as_("operator"), {"id": member_id(4)}
    page = (await operator.data(DECISIONS, asked))["member"]
    first, second = (edge["node"] for edge in page["tierDecisions"]["edges"])
    assert first == {
        "ladder": {"code": "growth"},
        "fromTier": {"code": "silver"},
        "toTier": {"code": "gold"},
        "reason": "UPGRADE",
        "counted": 1_002,
        "threshold": 1_000,
        "windowFrom": "2025-03-02",
        "windowUntil": "2026-03-01",
        "programmeVersion": 0,
        "decidedAt": first["decidedAt"],
    }
    assert second["reason"] == "KEPT"
    assert page["identities"] == [{"kind": "PHONE", "value": "138****0000"}]
    asked["after"] = page["tierDecisions"]["pageInfo"]["endCursor"]
    rest = (await operator.data(DECISIONS, asked))["member"]["tierDecisions"]
    (enrolled,) = (edge["node"] for edge in rest["edges"])
    assert (enrolled["reason"], enrolled["fromTier"], enrolled["threshold"]) == (
        "ENROLLED",
        None,
        None,
    )
    assert (enrolled["windowFrom"], enrolled["windowUntil"]) == (None, None)
    assert rest["pageInfo"]["hasNextPage"] is False


async def test_a_member_that_does_not_exist_costs_the_others_no_decisions(
    as_: As, backend: FakeBackend
) -> None:
    backend.decisions = [_decision("kept", 1)]
    query = """query($ids: [ID!]!) { members(ids: $ids) {
      tierDecisions { edges { node { reason } } } } }"""
    ids = [member_id(4), member_id(backend.members_per_brand), member_id(5)]
    told = (await as_("operator").data(query, {"ids": ids}))["members"]
    kept = {"tierDecisions": {"edges": [{"node": {"reason": "KEPT"}}]}}
    assert told == [kept, None, kept]


async def test_data_in_clear_takes_a_reason(as_: As, backend: FakeBackend) -> None:
    asked = {"id": member_id(4), "reason": "the member asked for it"}
    told = (await as_("operator").data(REVEAL, asked))["revealMember"]
    assert told["member"]["phone"] == "+8613800000000"
    assert told["member"]["address"] == {"city": "杭州"}
    assert told["userErrors"] == []
    (request,) = (r for name, _, r in backend.requests if name == "RevealMember")
    assert (request.member_id, request.reason) == (asked["id"], asked["reason"])
    refused = (await as_("operator").data(REVEAL, {**asked, "reason": "x"}))["revealMember"]
    assert refused["member"] is None
    assert refused["userErrors"] == [{"code": "INVALID_ARGUMENT", "field": "reason"}]

"""What operators see and do beside members: the audit log, adjustments and approvals."""

from collections.abc import Callable

import pytest

from services.common.errors import Refusal
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]

AUDIT = """query($first: Int!, $after: String, $service: AuditService) {
  auditEntries(first: $first, after: $after, service: $service, actor: "ann") {
    edges { node { service sequence action } } pageInfo { hasNextPage endCursor } } }"""
ADJUST = """mutation($input: AdjustPointsInput!) { adjustPoints(input: $input) {
  postingId approval { id state askedBy content } points { available } replayed
  userErrors { code field } } }"""
DECIDE = """mutation {
  approve(input: {requestId: "r1", approvalId: "apr_1"}) { approval { state } userErrors { code } }
  reject(input: {requestId: "r2", approvalId: "apr_1"}) { approval { state } userErrors { code } }
}"""


async def test_the_audit_logs_are_one_list_newest_first_with_one_rpc_a_service(
    as_: As, backend: FakeBackend
) -> None:
    seen, after = [], None
    for _ in range(3):
        told = (await as_("operator").data(AUDIT, {"first": 5, "after": after}))["auditEntries"]
        seen += [(e["node"]["service"], e["node"]["sequence"]) for e in told["edges"]]
        after = told["pageInfo"]["endCursor"]
    assert told["pageInfo"]["hasNextPage"] is False
    assert seen == [
        (service, number)
        for number in (4, 3, 2, 1)
        for service in ("FEEDBACK", "POINTS", "MEMBERS")
    ]
    asked = [method for method in backend.calls if method.startswith("ListAuditEntries")]
    assert {method: backend.calls[method] for method in asked} == {
        f"ListAuditEntries/{service}": 3 for service in ("members", "points", "feedback")
    }
    assert {request.subject for _, _, request in backend.requests} == {"ann"}


async def test_one_service_alone_is_asked_when_it_is_named(as_: As, backend: FakeBackend) -> None:
    asked = {"first": 2, "service": "POINTS"}
    told = (await as_("operator").data(AUDIT, asked))["auditEntries"]
    assert [e["node"]["action"] for e in told["edges"]] == ["points.Act"] * 2
    assert set(backend.calls) == {"ListAuditEntries/points"}


@pytest.mark.parametrize("after", ["nonsense", "YXVkaXQ6MS4y", "YXVkaXQ6YS5iLmM="])
async def test_a_cursor_of_another_list_is_refused(as_: As, after: str) -> None:
    answer = await as_("operator").ask(AUDIT, {"first": 5, "after": after})
    assert answer["errors"][0]["extensions"]["code"] == "PAGE_TOKEN_INVALID"


async def test_an_adjustment_is_done_or_waits_for_a_second_operator(as_: As) -> None:
    asked = {"requestId": "r1", "memberId": member_id(2), "amount": 5, "reason": "cup spilt"}
    done = (await as_("operator").data(ADJUST, {"input": asked}))["adjustPoints"]
    assert (done["postingId"], done["approval"]) == ("pst_9", None)
    assert done["points"] == {"available": 87}
    asked |= {"requestId": "r2", "amount": 5_000}
    waits = (await as_("operator").data(ADJUST, {"input": asked}))["adjustPoints"]
    assert (waits["postingId"], waits["points"]) == (None, None)
    assert waits["approval"] == {
        "id": "apr_1",
        "state": "PENDING",
        "askedBy": "ann",
        "content": '{"amount": "5000"}',
    }


async def test_a_second_operator_decides(as_: As, backend: FakeBackend) -> None:
    done = await as_("operator").data(DECIDE)
    assert done["approve"]["approval"] == {"state": "APPROVED"}
    assert done["reject"]["approval"] == {"state": "REJECTED"}
    backend.failing["Approve"] = lambda: Refusal("APPROVAL_OWN", "own")
    refused = await as_("operator").data(DECIDE)
    assert refused["approve"] == {"approval": None, "userErrors": [{"code": "APPROVAL_OWN"}]}

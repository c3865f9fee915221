"""The approvals of members and of points as one list, each decided where it is kept."""

from collections.abc import Callable
from typing import Any

import pytest

from services.common.errors import Refusal
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend

As = Callable[..., Client]

LIST = """query($first: Int!, $after: String) {
  approvals(first: $first, after: $after, state: PENDING) {
    edges { node { id } } pageInfo { hasNextPage endCursor } } }"""
DECIDE = """mutation($id: ID!) {
  approve(input: {requestId: "r1", approvalId: $id}) { approval { kind state } }
  reject(input: {requestId: "r2", approvalId: $id}) { approval { kind state } } }"""


def _ids(page: Any) -> list[str]:
    return [edge["node"]["id"] for edge in page["edges"]]


async def test_the_approvals_of_both_services_are_one_list_newest_first(
    as_: As, backend: FakeBackend
) -> None:
    seen, after, pages = [], None, 0
    while True:
        page = (await as_("operator").data(LIST, {"first": 2, "after": after}))["approvals"]
        seen += _ids(page)
        pages += 1
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == ["apr_3", "papr_3", "apr_2", "papr_2", "apr_1", "papr_1"]
    assert backend.calls == {"ListApprovals/members": pages, "ListApprovals/points": pages}


async def test_whoever_may_read_one_kind_of_approval_sees_that(
    as_: As, backend: FakeBackend
) -> None:
    backend.failing["ListApprovals/members"] = lambda: Refusal("PERMISSION_DENIED")
    page = (await as_("operator").data(LIST, {"first": 5}))["approvals"]
    assert _ids(page) == ["apr_3", "apr_2", "apr_1"]
    backend.failing["ListApprovals/points"] = lambda: Refusal("PERMISSION_DENIED")
    answer = await as_("operator").ask(LIST, {"first": 5})
    assert answer["errors"][0]["extensions"]["code"] == "PERMISSION_DENIED"


async def test_a_list_with_a_service_away_is_no_list(as_: As, backend: FakeBackend) -> None:
    backend.failing["ListApprovals/members"] = lambda: Refusal("STORAGE_UNAVAILABLE")
    answer = await as_("operator").ask(LIST, {"first": 5})
    assert answer["data"] == {"approvals": None}
    assert answer["errors"]


@pytest.mark.parametrize("after", ["nonsense", "YXBwcm92YWw6YS5i", "YXBwcm92YWw6MQ=="])
async def test_a_cursor_of_another_list_is_refused(as_: As, after: str) -> None:
    answer = await as_("operator").ask(LIST, {"first": 5, "after": after})
    assert answer["errors"][0]["extensions"]["code"] == "PAGE_TOKEN_INVALID"


@pytest.mark.parametrize(("id_", "service"), [("papr_1", "members"), ("apr_1", "points")])
async def test_an_approval_is_decided_where_it_is_kept(as_: As, id_: str, service: str) -> None:
    told = await as_("operator").data(DECIDE, {"id": id_})
    assert told["approve"]["approval"] == {"kind": service, "state": "APPROVED"}
    assert told["reject"]["approval"] == {"kind": service, "state": "REJECTED"}

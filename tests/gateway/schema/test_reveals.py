"""Reveals in bulk in GraphQL: for operators, in two steps."""

from collections.abc import Callable

from gateway.core.ids import to_global
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
LIST = "{ reveals { id state members segment reason readableUntil readAt decidedBy } }"
ASK = """mutation($input: RequestRevealInput!) { requestReveal(input: $input) {
  reveal { id state segment } replayed userErrors { code field } } }"""
READ = """mutation($input: ReadRevealInput!) { readReveal(input: $input) {
  phones { memberId phone } gone userErrors { code field } } }"""


async def test_an_operator_asks_for_phones_by_ids_and_reads_them(
    as_: As, backend: FakeBackend
) -> None:
    staff = as_("operator")
    ids = [to_global("Member", member_id(1)), member_id(2)]
    wish = {"requestId": "r-1", "memberIds": ids, "reason": "a recall"}
    asked = (await staff.data(ASK, {"input": wish}))["requestReveal"]
    assert asked["reveal"] == {"id": "papr_1", "state": "WAITING", "segment": None}
    [sent] = [request for name, _, request in backend.requests if name == "RequestReveal"]
    assert (list(sent.member_ids), sent.reason) == ([member_id(1), member_id(2)], "a recall")
    [ready] = (await staff.data(LIST))["reveals"]
    assert (ready["state"], ready["members"], ready["readAt"]) == ("READY", 2, None)
    assert ready["readableUntil"] is not None
    told = (await staff.data(READ, {"input": {"revealId": ready["id"]}}))["readReveal"]
    assert [each["phone"] for each in told["phones"]] == ["+8613800000000", None]
    assert told["gone"] == [to_global("Member", "mem_gone")]
    assert backend.calls == {"RequestReveal": 1, "ListReveals": 1, "ReadReveal": 1}


async def test_what_cannot_be_asked_or_read_is_refused_with_its_code(
    as_: As, backend: FakeBackend
) -> None:
    staff = as_("operator")
    wish = {"requestId": "r-1", "memberIds": [member_id(1), "no id"], "reason": "a recall"}
    asked = (await staff.data(ASK, {"input": wish}))["requestReveal"]
    assert asked["reveal"] is None
    assert asked["userErrors"] == [{"code": "INVALID_ARGUMENT", "field": "memberIds[1]"}]
    assert not backend.calls
    told = (await staff.data(READ, {"input": {"revealId": "papr_9"}}))["readReveal"]
    assert (told["phones"], told["gone"]) == (None, None)
    assert [each["code"] for each in told["userErrors"]] == ["REVEAL_NOT_FOUND"]

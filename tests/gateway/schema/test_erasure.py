"""Members ask for their erasure and cancel it; operators ask a second operator."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
READ = "query($id: ID) { erasure(memberId: $id) { memberId state byMember askedAt dueAt endedAt } }"
ASK = """mutation($input: RequestErasureInput!) { requestErasure(input: $input) {
  erasure { state dueAt endedAt } approval { id state reason } replayed
  userErrors { code message { en } } } }"""
CANCEL = """mutation($input: CancelErasureInput!) { cancelErasure(input: $input) {
  erasure { state endedAt } userErrors { code } } }"""


async def test_a_member_asks_for_their_own_erasure_and_sees_when_it_is_due(
    as_: As, backend: FakeBackend
) -> None:
    asked = (await as_().data(ASK, {"input": {"requestId": "e-1"}}))["requestErasure"]
    assert (asked["erasure"]["state"], asked["erasure"]["endedAt"]) == ("WAITING", None)
    assert (asked["approval"], asked["userErrors"]) == (None, [])
    assert (await as_().data(READ))["erasure"] is None
    assert backend.calls == {"RequestErasure": 1, "GetErasure": 1}
    refused = (await as_().data(CANCEL, {"input": {"requestId": "e-2"}}))["cancelErasure"]
    assert (refused["erasure"], refused["userErrors"]) == (
        None,
        [{"code": "ERASURE_NOT_WAITING"}],
    )


async def test_a_member_sees_when_staff_saw_their_data_and_not_who(
    as_: As, backend: FakeBackend
) -> None:
    query = "query($id: ID) { disclosures(memberId: $id, first: 5) { kind role reason at } }"
    [told] = (await as_().data(query))["disclosures"]
    assert told.pop("at")
    assert told == {"kind": "PHONE_LIST", "role": "operator", "reason": "a recall"}
    assert len((await as_("operator").data(query, {"id": member_id(3)}))["disclosures"]) == 1
    assert backend.calls == {"ListDisclosures": 2}
    [asked, _] = [sent for name, _, sent in backend.requests if name == "ListDisclosures"]
    assert asked.page_size == 5


async def test_an_operator_asks_a_second_operator_and_may_cancel_a_members_wish(
    as_: As, backend: FakeBackend
) -> None:
    staff = as_("operator")
    wish = {"requestId": "e-1", "memberId": member_id(3), "reason": "asked by letter"}
    asked = (await staff.data(ASK, {"input": wish}))["requestErasure"]
    assert asked["erasure"] is None
    assert asked["approval"]["state"] == "PENDING"
    found = (await staff.data(READ, {"id": member_id(3)}))["erasure"]
    assert (found["state"], found["byMember"], found["endedAt"]) == ("WAITING", True, None)
    done = (await staff.data(CANCEL, {"input": wish}))["cancelErasure"]
    assert done["erasure"]["state"] == "CANCELLED"
    [sent] = [request for name, _, request in backend.requests if name == "RequestErasure"]
    assert (sent.member_id, sent.reason) == (member_id(3), "asked by letter")


async def test_members_and_operators_see_how_long_data_are_kept(
    as_: As, backend: FakeBackend
) -> None:
    ask = "{ retentionTimes { kind days } }"
    told = [{"kind": "LOGINS", "days": 180}, {"kind": "INBOX", "days": None}]
    for client in (as_(), as_("operator")):
        assert (await client.data(ask))["retentionTimes"] == told
    assert backend.calls == {"GetRetention": 2}

"""Operators enrol a person, and find who is enrolled already."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend

As = Callable[..., Client]
ENROL = """mutation($input: EnrolMemberInput!) { enrolMember(input: $input) {
  member { id name } created inviteRefusal replayed userErrors { code field } } }"""
CARD = {"kind": "POS_CARD", "value": "99887766"}


async def test_a_person_is_enrolled_once_and_found_afterwards(
    as_: As, backend: FakeBackend
) -> None:
    staff = as_("operator")
    wish = {"requestId": "e-1", "identities": [CARD], "name": "王芳", "inviteCode": "TEA7"}
    first = (await staff.data(ENROL, {"input": wish}))["enrolMember"]
    again = (await staff.data(ENROL, {"input": {**wish, "requestId": "e-2"}}))["enrolMember"]
    assert (first["created"], again["created"]) == (True, False)
    assert first["member"]["id"] == again["member"]["id"]
    assert (first["inviteRefusal"], first["userErrors"]) == (None, [])
    asked = [request for name, _, request in backend.requests if name == "EnrolMember"]
    told = (asked[0].profile.name, asked[0].channel, asked[0].invite_code)
    assert told == ("王芳", "console", "TEA7")


async def test_members_enrol_nobody(as_: As, backend: FakeBackend) -> None:
    wish = {"requestId": "e-1", "identities": [CARD]}
    answer = await as_("member", number=2).ask(ENROL, {"input": wish})
    assert answer["errors"][0]["extensions"]["code"] == "PERMISSION_DENIED"
    assert "EnrolMember" not in backend.calls

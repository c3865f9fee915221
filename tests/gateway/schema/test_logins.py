"""Logins in GraphQL: a member's own, and an operator's look at a member's."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
READ = "query($id: ID) { logins(memberId: $id) { beganAt lastAt endsAt } }"
END = """mutation($input: EndAllLoginsInput!) { endAllLogins(input: $input) {
  replayed userErrors { code } } }"""


async def test_members_see_and_end_their_own_logins_and_operators_name_the_member(
    as_: As, backend: FakeBackend
) -> None:
    [login] = (await as_().data(READ))["logins"]
    assert login["beganAt"] < login["lastAt"] < login["endsAt"]
    done = (await as_().data(END, {"input": {"requestId": "o-1"}}))["endAllLogins"]
    assert done == {"replayed": False, "userErrors": []}
    staff = as_("operator")
    assert (await staff.data(READ, {"id": member_id(3)}))["logins"]
    wish = {"requestId": "o-2", "memberId": member_id(3), "reason": "lost the phone"}
    await staff.data(END, {"input": wish})
    sent = [request for name, _, request in backend.requests if name == "EndAllLogins"]
    assert [(each.member_id, each.reason) for each in sent][1:] == [
        (member_id(3), "lost the phone")
    ]

"""Advisers in GraphQL: a member sees the name, operators all of it, and change it."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
OF = "adviser { name since person reason setBy past { person name reason } }"
SET = """mutation($input: SetAdviserInput!) { setAdviser(input: $input) {
  adviser { name person } replayed userErrors { code field } } }"""


async def test_a_member_sees_the_name_alone_by_the_one_rpc_of_the_card(
    as_: As, backend: FakeBackend
) -> None:
    mine = (await as_().data(f"{{ me {{ name {OF} }} }}"))["me"]["adviser"]
    assert mine["name"] == "安安"
    assert [mine[field] for field in ("person", "reason", "setBy", "past")] == [None] * 4
    assert backend.calls["BatchGetMembers"] == 1
    asked = f'{{ member(id: "{member_id(3)}") {{ {OF} }} }}'
    seen = (await as_("operator", language="en").data(asked))["member"]["adviser"]
    assert (seen["name"], seen["person"], seen["setBy"]) == ("Ann", "ann", "lead")
    assert seen["past"] == [{"person": "bob", "name": None, "reason": "the first"}]


async def test_operators_give_a_member_an_adviser(as_: As, backend: FakeBackend) -> None:
    staff = as_("operator")
    listed = (await staff.data("{ advisers { person name names { en } members } }"))["advisers"]
    assert listed == [{"person": "ann", "name": "安安", "names": {"en": "Ann"}, "members": 3}]
    wish = {"requestId": "a", "memberId": member_id(3), "person": "ann", "reason": "a VIP"}
    done = (await staff.data(SET, {"input": wish}))["setAdviser"]
    assert done["adviser"] == {"name": "安安", "person": "ann"}
    refused = (await staff.data(SET, {"input": {**wish, "person": "eve"}}))["setAdviser"]
    assert refused["userErrors"] == [{"code": "ADVISER_NOT_FOUND", "field": "person"}]
    del wish["person"]
    await staff.data(SET, {"input": wish})
    assert [r.person for name, _, r in backend.requests if name == "SetAdviser"] == [
        *("ann", "eve"),
        "",
    ]

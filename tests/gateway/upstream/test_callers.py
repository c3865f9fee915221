"""The callers of the services: tokens, roles, members, brands."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from gateway.core.ids import to_global
from services.common.auth import (
    SERVICES_AUDIENCE,
    Caller,
    Role,
    TokenIssuer,
    make_keys,
)
from tests.gateway.conftest import Client
from tests.gateway.queries import CARD, CARDS, ONE
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
_CALLER = Caller("tea", "member-2", Role.MEMBER, member_id(2))
_LIFE = timedelta(minutes=1)


async def _status(http: httpx.AsyncClient, authorization: str | None) -> tuple[int, str]:
    headers = {} if authorization is None else {"authorization": authorization}
    response = await http.post("/graphql", json={"query": "{ me { name } }"}, headers=headers)
    return response.status_code, response.json()["errors"][0]["extensions"]["code"]


async def test_without_a_token_nothing_is_answered(
    http: httpx.AsyncClient, backend: FakeBackend
) -> None:
    for header in (None, "Basic abc", "Bearer ", "Bearer nonsense", "Bearer a.b.c"):
        assert await _status(http, header) == (401, "UNAUTHENTICATED")
    assert not backend.calls


async def test_tokens_for_the_services_or_of_other_keys_are_refused(
    http: httpx.AsyncClient, keys_dir: Path, tmp_path: Path
) -> None:
    make_keys(tmp_path)
    for issuer in (TokenIssuer(keys_dir, audience=SERVICES_AUDIENCE), TokenIssuer(tmp_path)):
        token = issuer.mint(_CALLER, _LIFE)
        assert await _status(http, f"Bearer {token}") == (401, "UNAUTHENTICATED")


async def test_channels_and_services_have_no_business_here(
    http: httpx.AsyncClient, issuer: TokenIssuer
) -> None:
    for role, brand in ((Role.CHANNEL, "tea"), (Role.SERVICE, "*")):
        token = issuer.mint(Caller(brand, "x", role), _LIFE)
        assert await _status(http, f"Bearer {token}") == (401, "UNAUTHENTICATED")


async def test_services_are_called_in_the_callers_name(as_: As, backend: FakeBackend) -> None:
    await as_().data(CARD)
    for _, caller, _ in backend.requests:
        assert (caller.brand, caller.role, caller.member_id) == ("tea", Role.MEMBER, member_id(2))


async def test_a_member_sees_itself_and_nobody_else(as_: As, backend: FakeBackend) -> None:
    assert (await as_().data(ONE, {"id": member_id(2)}))["member"]["name"] == "tea 2"
    backend.calls.clear()
    for other in (member_id(3), to_global("Member", member_id(3)), member_id(2, "retail")):
        answer = await as_().ask(ONE, {"id": other})
        assert answer["data"] == {"member": None}
        assert answer["errors"][0]["extensions"]["code"] == "PERMISSION_DENIED"
    answer = await as_().ask(CARDS, {"ids": [member_id(2), member_id(3)]})
    assert answer["data"] == {"members": None}
    node = await as_().ask(
        "query($id: ID!) { node(id: $id) { id } }", {"id": to_global("Member", member_id(3))}
    )
    assert node["data"] == {"node": None}
    assert not backend.calls


async def test_an_operator_is_no_member(as_: As) -> None:
    answer = await as_("operator").ask("{ me { name } }")
    assert answer["data"] == {"me": None}
    assert answer["errors"][0]["extensions"]["code"] == "PERMISSION_DENIED"


async def test_the_other_brand_sees_nothing(as_: As) -> None:
    retail = as_("operator", brand="retail")
    assert await retail.data(ONE, {"id": member_id(2)}) == {"member": None}
    ids = [member_id(2), member_id(2, "retail")]
    members = (await retail.data(CARDS, {"ids": ids}))["members"]
    assert members[0] is None
    assert members[1]["name"] == "retail 2"


async def test_members_do_not_see_the_notes_of_the_team(as_: As) -> None:
    query = """query($id: ID!) { member(id: $id) { feedback(first: 1) { edges { node {
      team assignee timeline { note actor message } } } } } }"""
    for role, team, note in (("member", None, None), ("operator", "customer_service", "routed")):
        member = (await as_(role).data(query, {"id": member_id(2)}))["member"]
        item = member["feedback"]["edges"][0]["node"]
        assert item["team"] == team
        assert item["timeline"][0]["note"] == note
        assert item["timeline"][0]["message"] == "收到"


@pytest.mark.parametrize("malformed", ["", "x" * 300, "mem_../../etc", "TWVtYmVyOg==", "会员"])
async def test_a_malformed_id_goes_no_further(
    as_: As, backend: FakeBackend, malformed: str
) -> None:
    answer = await as_("operator").ask(ONE, {"id": malformed})
    assert answer["data"] == {"member": None}
    assert answer["errors"][0]["extensions"]["code"] == "INVALID_ARGUMENT"
    assert not backend.calls

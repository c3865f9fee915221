"""Identities on a card, and their change by operators."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]

CHANGE = """mutation($input: ChangeIdentitiesInput!) { changeIdentities(input: $input) {
  member { id identities { kind value since until } pastIdentities { kind until } }
  replayed userErrors { code field } } }"""
PHONE = {"kind": "PHONE", "value": "+8613800000000"}


async def test_an_operator_changes_a_phone(as_: As, backend: FakeBackend) -> None:
    given = {
        "requestId": "r1",
        "memberId": member_id(2),
        "link": PHONE,
        "unlink": {"kind": "POS_CARD", "value": "17"},
    }
    done = (await as_("operator").data(CHANGE, {"input": given}))["changeIdentities"]
    assert done["userErrors"] == []
    assert done["member"]["identities"] == [
        {
            "kind": "PHONE",
            "value": "138****0000",
            "since": done["member"]["identities"][0]["since"],
            "until": None,
        }
    ]
    assert [each["kind"] for each in done["member"]["pastIdentities"]] == ["POS_CARD"]
    (asked,) = [request for name, _, request in backend.requests if name == "ChangeIdentities"]
    assert (asked.link.value, asked.unlink.value) == ("+8613800000000", "17")


@pytest.mark.parametrize("role", ["member"])
async def test_members_do_not_change_identities(as_: As, backend: FakeBackend, role: str) -> None:
    given: dict[str, Any] = {"requestId": "r1", "memberId": member_id(2), "link": PHONE}
    answer = await as_(role, number=2).ask(CHANGE, {"input": given})
    assert answer["errors"][0]["extensions"]["code"] == "PERMISSION_DENIED"
    assert "ChangeIdentities" not in backend.calls


async def test_the_last_identity_stays(as_: As) -> None:
    given = {"requestId": "r1", "memberId": member_id(2), "unlink": PHONE}
    done = (await as_("operator").data(CHANGE, {"input": given}))["changeIdentities"]
    assert done["userErrors"] == [{"code": "LAST_IDENTITY", "field": "unlink"}]
    assert done["member"] is None

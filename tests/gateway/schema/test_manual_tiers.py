"""Operators give tiers by hand and end them; a second one may have to agree."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
GRANT = """mutation($input: GrantTierInput!) { grantTier(input: $input) {
  approval { id state } replayed userErrors { code field } } }"""
END = "mutation($input: EndTierInput!) { endTier(input: $input) { replayed userErrors { code } } }"


def wish(tier: str) -> dict[str, dict[str, str]]:
    given = {"requestId": "g-1", "memberId": member_id(3), "ladder": "growth", "tier": tier}
    return {"input": given | {"until": "2026-06-30", "reason": "guest of the year"}}


async def test_a_tier_is_held_at_once_or_waits_or_is_refused_by_its_field(
    as_: As, backend: FakeBackend
) -> None:
    staff = as_("operator")
    given = (await staff.data(GRANT, wish("gold")))["grantTier"]
    assert given == {"approval": None, "replayed": False, "userErrors": []}
    waits = (await staff.data(GRANT, wish("diamond")))["grantTier"]
    assert waits["approval"]["state"] == "PENDING"
    refused = (await staff.data(GRANT, wish("basic")))["grantTier"]
    assert refused["userErrors"] == [{"code": "TIER_NOT_ABOVE", "field": "tier"}]
    sent = backend.requests[0][2]
    assert (sent.member_id, sent.until, sent.reason) == (
        member_id(3),
        "2026-06-30",
        "guest of the year",
    )


async def test_a_tier_ends_by_an_operator(as_: As) -> None:
    given = {"requestId": "g-2", "memberId": member_id(3), "ladder": "growth", "reason": "mistaken"}
    ended = (await as_("operator").data(END, {"input": given}))["endTier"]
    assert ended == {"replayed": True, "userErrors": []}

"""Webhooks in GraphQL: an operator sees endpoints, what waits, and sends it again."""

from collections.abc import Callable
from typing import Any

from gateway.core.ids import to_global
from tests.gateway.conftest import Client

As = Callable[..., Client]
ENDPOINTS = """{ webhookEventTypes webhookEndpoints(first: 5) { edges { node { id url types state
  failingSince waiting givenUp secrets { id expiresAt } replays { id state deliveries } } } } }"""
BACKLOG = """query($id: ID!, $after: String) {
  webhookBacklog(endpointId: $id, first: 2, after: $after) {
  pageInfo { hasNextPage endCursor } edges { node { id messageId memberId memberSeq state tries
  replayId attempts { status problem durationMs } } } } }"""


async def done(client: Client, name: str, given: dict[str, Any], selected: str) -> Any:
    kind = f"{name[0].upper()}{name[1:]}Input"
    query = f"""mutation($input: {kind}!) {{ {name}(input: $input) {{
      replayed userErrors {{ code field }} {selected} }} }}"""
    return (await client.data(query, {"input": {"requestId": "r-1", **given}}))[name]


async def test_an_operator_sees_endpoints_and_what_waits(as_: As) -> None:
    ann = as_("operator")
    told = await ann.data(ENDPOINTS)
    assert told["webhookEventTypes"] == ["member.erased", "tier.changed"]
    [edge] = told["webhookEndpoints"]["edges"]
    endpoint = edge["node"]
    assert (endpoint["state"], endpoint["waiting"], endpoint["givenUp"]) == ("ENABLED", 3, 0)
    assert [bool(each["expiresAt"]) for each in endpoint["secrets"]] == [True, False]
    assert endpoint["replays"] == [{"id": "whr_1", "state": "SENDING", "deliveries": 7}]
    assert endpoint["failingSince"]

    page = (await ann.data(BACKLOG, {"id": "whe_1"}))["webhookBacklog"]
    first, second = (each["node"] for each in page["edges"])
    assert (first["memberId"], first["replayId"]) == (None, None)
    assert second["memberId"] == to_global("Member", "mem_3")
    assert second["attempts"] == [
        {"status": None, "problem": "TIMEOUT", "durationMs": 15_000},
        {"status": 503, "problem": None, "durationMs": 20},
    ]
    seen = [first["id"], second["id"]]
    while page["pageInfo"]["hasNextPage"]:
        after = page["pageInfo"]["endCursor"]
        page = (await ann.data(BACKLOG, {"id": "whe_1", "after": after}))["webhookBacklog"]
        seen += [each["node"]["id"] for each in page["edges"]]
    assert seen == [f"whe_1/evt_{number}" for number in range(5)]
    answer = await ann.data('{ webhookAttempts(endpointId: "whe_1") { edges { node { id } } } }')
    assert len(answer["webhookAttempts"]["edges"]) == 1


async def test_writes_answer_what_they_did_or_why_not(as_: As) -> None:
    ann = as_("operator")
    made = await done(
        ann,
        "createWebhookEndpoint",
        {"url": "https://crm.partner.example/", "types": ["tier.changed"]},
        "secret endpoint { id }",
    )
    assert (made["secret"], made["endpoint"]) == ("whsec_AAAA", {"id": "whe_1"})
    refused = await done(
        ann, "createWebhookEndpoint", {"url": "http://crm/"}, "secret endpoint { id }"
    )
    assert refused["userErrors"] == [{"code": "ENDPOINT_URL_INVALID", "field": "url"}]
    assert (refused["secret"], refused["endpoint"]) == (None, None)
    rotated = await done(
        ann, "rotateWebhookSecret", {"endpointId": "whe_1"}, "secret endpoint { id }"
    )
    assert (rotated["replayed"], rotated["secret"]) == (True, None)
    given = {"endpointId": "whe_1", "types": [], "enabled": False}
    changed = await done(ann, "updateWebhookEndpoint", given, "endpoint { state }")
    assert changed["endpoint"] == {"state": "DISABLED"}
    none = await done(ann, "deleteWebhookEndpoint", {"endpointId": "whe_2"}, "endpoint { id }")
    assert none["userErrors"] == [{"code": "ENDPOINT_NOT_FOUND", "field": "endpointId"}]
    sent = await done(ann, "resendDelivery", {"deliveryId": "whe_1/evt_1"}, "delivery { state }")
    assert sent["delivery"] == {"state": "WAITING"}
    given = {"endpointId": "whe_1", "fromTime": "2026-01-01T00:00:00Z"}
    replay = await done(ann, "replayWebhooks", given, "replay { fromTime }")
    assert replay["replay"] == {"fromTime": "2026-01-01T00:00:00Z"}

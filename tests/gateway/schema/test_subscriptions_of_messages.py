"""Permissions for messages by WeChat, in GraphQL."""

from __future__ import annotations

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]

GRANT = """mutation($input: GrantSubscriptionsInput!) { grantSubscriptions(input: $input) {
  subscriptions { grantsFrom templates { code granted } } counted replayed
  userErrors { code field } } }"""


async def test_a_member_sees_and_gives_permissions_and_an_operator_sees_them(
    as_: As, backend: FakeBackend
) -> None:
    fields = "grantsFrom templates { code templateId granted asset messages(lang: EN) }"
    told = (await as_().data(f"{{ subscriptions {{ {fields} }} }}"))["subscriptions"]
    assert told == {
        "grantsFrom": "CLIENT",
        "templates": [
            {
                "code": "order_ready",
                "templateId": "W25",
                "granted": 2,
                "asset": "WX_ORDER_READY",
                "messages": ["Your order is ready"],
            }
        ],
    }
    query = f"query($id: ID) {{ subscriptions(memberId: $id) {{ {fields} }} }}"
    assert (await as_("operator").data(query, {"id": member_id(2)}))["subscriptions"] == told
    assert [request.member_id for _, _, request in backend.requests] == [
        member_id(2),
        member_id(2),
    ]
    results = [{"templateId": "W25", "result": "accept"}, {"templateId": "x", "result": "ban"}]
    asked = {"input": {"requestId": "g1", "results": results}}
    granted = (await as_().data(GRANT, asked))["grantSubscriptions"]
    assert granted == {
        "subscriptions": {
            "grantsFrom": "CLIENT",
            "templates": [{"code": "order_ready", "granted": 3}],
        },
        "counted": 1,
        "replayed": False,
        "userErrors": [],
    }
    assert (await as_().data(GRANT, asked))["grantSubscriptions"]["replayed"]
    nothing = {"input": {"requestId": "g2", "results": []}}
    refused = (await as_().data(GRANT, nothing))["grantSubscriptions"]
    assert refused["subscriptions"] is None
    assert refused["counted"] == 0
    assert [each["code"] for each in refused["userErrors"]] == ["INVALID_ARGUMENT"]

"""OAuth clients in GraphQL: what operators see of them, and a secret once."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend

As = Callable[..., Client]
NODE = "id name role scopes channel secrets { createdAt expiresAt } revokedAt"
CREATE = f"""mutation($input: CreateOauthClientInput!) {{ createOauthClient(input: $input) {{
  client {{ {NODE} }} secret userErrors {{ code }} }} }}"""
ROTATE = f"""mutation {{ rotateOauthClientSecret(input: {{requestId: "r", clientId: "cli_1"}}) {{
  client {{ {NODE} }} secret replayed userErrors {{ code }} }} }}"""
REVOKE = f"""mutation {{ revokeOauthClient(input: {{requestId: "e", clientId: "cli_1"}}) {{
  client {{ {NODE} }} userErrors {{ code }} }} }}"""


async def test_a_list_of_clients_is_one_call(as_: As, backend: FakeBackend) -> None:
    found = await as_("operator").data(f"{{ oauthClients {{ edges {{ node {{ {NODE} }} }} }} }}")
    [edge] = found["oauthClients"]["edges"]
    assert (edge["node"]["role"], edge["node"]["channel"]) == ("CHANNEL", None)
    assert backend.calls == {"ListClients": 1}


async def test_a_secret_is_told_where_it_was_made_and_not_to_a_repeat(as_: As) -> None:
    staff = as_("operator")
    wish = {
        "requestId": "c-1",
        "name": "CRM",
        "role": "OPERATOR",
        "scopes": ["members:read", "points:read"],
    }
    made = (await staff.data(CREATE, {"input": wish}))["createOauthClient"]
    assert (made["secret"], made["client"]["role"]) == ("tsk_shown", "OPERATOR")
    assert made["client"]["scopes"] == ["members:read", "points:read"]
    again = (await staff.data(ROTATE))["rotateOauthClientSecret"]
    assert (again["secret"], again["replayed"]) == (None, True)
    assert [bool(each["expiresAt"]) for each in again["client"]["secrets"]] == [True, False]


async def test_a_revoked_client_has_no_secret(as_: As) -> None:
    ended = (await as_("operator").data(REVOKE))["revokeOauthClient"]["client"]
    assert ended["revokedAt"] is not None
    assert ended["secrets"] == []

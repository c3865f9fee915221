"""OAuth for programs of a brand, in front of the real members service."""

import asyncio
import base64
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import jwt
import pytest

from gateway.app import make_app, oauth_of, verifier_of
from gateway.core.settings import GatewaySettings
from gateway.execution.executor import make_schema
from gateway.guards.failure_limit import FAILURES_PER_MINUTE
from gateway.guards.rate_limit import RateLimiter
from gateway.http.gateway import Gateway
from gateway.upstream.clients import Services, Tokens, open_channels, watcher
from services.common.auth import (
    GATEWAY_AUDIENCE,
    SERVICES_AUDIENCE,
    Role,
    TokenIssuer,
    TokenVerifier,
    Unauthenticated,
)
from services.common.cache import Cache
from services.common.clock import ManualClock
from services.common.mongo import Database
from services.common.revocations import Revocations
from services.members.clients.commands.clients import Clients
from services.members.wiring import clients_in
from tests.component.members.conftest import NOON, NOWHERE, Members, started

GRANT = {"grant_type": "client_credentials"}


@dataclass
class House:
    """The gateway's endpoints, the clients behind them, and those that ended."""

    http: httpx.AsyncClient
    clients: Clients
    ended: Revocations
    members: Members

    async def till(self) -> tuple[str, str]:
        scopes = ["orders:write", "members:read"]
        client, secret = await self.clients.create("tea", "channel", scopes, "pos", "ann")
        return client.id, secret

    async def token(self, auth: tuple[str, str] | None, **form: str) -> httpx.Response:
        """The answer of the token endpoint, asked by HTTP Basic."""
        basic = httpx.BasicAuth(*auth) if auth else httpx.USE_CLIENT_DEFAULT
        return await self.http.post("/oauth/token", data={**GRANT, **form}, auth=basic)


@pytest.fixture
async def house(db: Database, keys_dir: Path, flushed_redis_url: str) -> AsyncIterator[House]:
    clock = ManualClock(NOON)
    async with started(db, keys_dir, NOWHERE, clock, flushed_redis_url) as members:
        settings = GatewaySettings(
            keys_dir=keys_dir,
            members_address=members.running.address,
            points_address=NOWHERE,
            feedback_address=NOWHERE,
        )
        channels = open_channels(settings)
        services = Services(channels, Tokens(TokenIssuer(keys_dir)))

        async def fetch() -> dict[str, int]:
            return dict(await services.ended_clients(watcher()))

        ended = Revocations(fetch)
        verifier = verifier_of(settings, ended)
        limiter = RateLimiter(Cache(flushed_redis_url), per_caller=0, per_address=0)
        gateway = Gateway(settings, services, verifier, make_schema(development=False), limiter)
        oauth = oauth_of(settings, services, verifier, limiter)
        app = make_app(gateway, channels, oauth=oauth)
        transport = httpx.ASGITransport(app, client=("10.0.0.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="https://api.tea") as http:
            yield House(http, clients_in(db, clock), ended, members)
        await limiter.close()
        await channels.close()


async def test_case_61_a_till_gets_a_token_of_ten_minutes_for_the_services(
    house: House, keys_dir: Path
) -> None:
    client_id, secret = await house.till()
    answer = await house.token((client_id, secret))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    told = answer.json()
    assert (told["token_type"], told["expires_in"]) == ("Bearer", 600)
    assert told["scope"] == "members:read orders:write"
    token = told["access_token"]
    assert jwt.get_unverified_header(token)["typ"] == "at+jwt"
    assert jwt.get_unverified_header(token)["alg"] == "EdDSA"
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["exp"] - claims["iat"] == 600
    assert (claims["client_id"], claims["sub"], claims["aud"]) == (
        client_id,
        client_id,
        SERVICES_AUDIENCE,
    )
    assert claims["jti"]
    caller = TokenVerifier(keys_dir).verify(token)
    assert (caller.brand, caller.role, caller.channel) == ("tea", Role.CHANNEL, "pos")


async def test_a_client_may_show_its_secret_in_the_form_and_ask_for_less(house: House) -> None:
    client_id, secret = await house.till()
    form = {"client_id": client_id, "client_secret": secret, "scope": "orders:write"}
    answer = await house.token(None, **form)
    assert (answer.status_code, answer.json()["scope"]) == (200, "orders:write")


@pytest.mark.parametrize("name", ["audience", "resource"])
async def test_operators_tools_get_tokens_for_the_gateway_and_tills_do_not(
    house: House, keys_dir: Path, name: str
) -> None:
    made, secret = await house.clients.create("tea", "operator", ["points:read"], "", "ann")
    answer = await house.token((made.id, secret), **{name: GATEWAY_AUDIENCE})
    token = answer.json()["access_token"]
    caller = TokenVerifier(keys_dir, audience=GATEWAY_AUDIENCE).verify(token)
    assert (caller.role, caller.scopes) == (Role.OPERATOR, frozenset({"points:read"}))
    with pytest.raises(Unauthenticated):
        TokenVerifier(keys_dir).verify(token)
    refused = await house.token(await house.till(), **{name: GATEWAY_AUDIENCE})
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_target")


async def test_case_61_errors_are_those_of_the_rfc(house: House) -> None:
    till = await house.till()

    async def error(answer: httpx.Response) -> tuple[int, str]:
        return answer.status_code, answer.json()["error"]

    post = house.http.post
    basic = httpx.BasicAuth(*till)
    wrong = await house.token((till[0], "tsk_wrong"))
    assert await error(wrong) == (401, "invalid_client")
    assert wrong.headers["www-authenticate"].startswith("Basic")
    assert await error(await house.token(("cli_nobody", "x"))) == (401, "invalid_client")
    assert await error(await house.token(None)) == (401, "invalid_client")
    assert await error(await house.token(till, scope="points:write")) == (400, "invalid_scope")
    assert await error(await house.token(till, audience="elsewhere")) == (400, "invalid_target")
    grant = await house.token(till, grant_type="password")
    assert await error(grant) == (400, "unsupported_grant_type")
    missing = await post("/oauth/token", data={"scope": "a"}, auth=basic)
    assert await error(missing) == (400, "invalid_request")
    as_json = await post("/oauth/token", json=GRANT, auth=basic)
    assert await error(as_json) == (400, "invalid_request")
    form = {"content-type": "application/x-www-form-urlencoded"}
    body = "grant_type=client_credentials&grant_type=client_credentials"
    twice = await post("/oauth/token", content=body, headers=form, auth=basic)
    assert await error(twice) == (400, "invalid_request")
    both = await house.token(till, client_id=till[0], client_secret=till[1])
    assert await error(both) == (400, "invalid_request")
    broken = {"authorization": "Basic ***"}
    assert await error(await post("/oauth/token", data=GRANT, headers=broken)) == (
        401,
        "invalid_client",
    )
    assert (await house.http.get("/oauth/token")).status_code == 405


async def test_basic_credentials_are_decoded_as_a_form_is(house: House) -> None:
    client_id, secret = await house.till()
    encoded = base64.b64encode(f"{client_id.replace('_', '%5F')}:{secret}".encode()).decode()
    headers = {"authorization": f"Basic {encoded}"}
    answer = await house.http.post("/oauth/token", data=GRANT, headers=headers)
    assert answer.status_code == 200


async def test_case_61_failures_are_limited_for_a_client_and_address_alone(house: House) -> None:
    till, other = await house.till(), await house.till()
    wrong = (till[0], "tsk_wrong")
    codes = [(await house.token(wrong)).status_code for _ in range(FAILURES_PER_MINUTE + 2)]
    assert codes == [401] * FAILURES_PER_MINUTE + [429] * 2
    limited = await house.token(till)
    assert limited.status_code == 429
    assert 1 <= int(limited.headers["retry-after"]) <= 7
    assert (await house.token(other)).status_code == 200


async def test_good_requests_are_not_counted_as_failures(house: House) -> None:
    till = await house.till()
    codes = {(await house.token(till)).status_code for _ in range(FAILURES_PER_MINUTE * 2)}
    assert codes == {200}


async def test_a_client_revokes_its_tokens_and_nobody_elses(house: House) -> None:
    made, secret = await house.clients.create("tea", "operator", ["points:read"], "", "ann")
    mine = (made.id, secret)
    other = await house.till()
    token = (await house.token(mine, audience=GATEWAY_AUDIENCE)).json()["access_token"]

    async def asked() -> int:
        await house.ended.ask()
        headers = {"authorization": f"Bearer {token}"}
        body = {"query": "{ __typename }"}
        return (await house.http.post("/graphql", json=body, headers=headers)).status_code

    async def revoke(auth: tuple[str, str], **form: str) -> httpx.Response:
        basic = httpx.BasicAuth(*auth)
        return await house.http.post("/oauth/revoke", data=form, auth=basic)

    before = await asked()
    assert before != 401
    for end in (await revoke(other, token=token), await revoke(mine, token="no.token.at-all")):
        assert end.status_code == 200
    assert await asked() == before
    assert (await revoke(mine, token=token)).status_code == 200
    assert await asked() == 401
    assert (await house.token(mine, audience=GATEWAY_AUDIENCE)).status_code == 200
    assert (await revoke(mine)).json()["error"] == "invalid_request"


async def test_clients_find_the_endpoints_by_the_metadata(house: House) -> None:
    answer = await house.http.get("/.well-known/oauth-authorization-server")
    told = answer.json()
    assert told["issuer"] == "https://api.tea"
    assert told["token_endpoint"] == "https://api.tea/oauth/token"
    assert told["grant_types_supported"] == ["client_credentials"]


async def test_members_that_is_away_is_no_fault_of_the_client(house: House) -> None:
    till = await house.till()
    await house.members.running.stop(0)
    answer = await house.token(till)
    assert (answer.status_code, answer.json()["error"]) == (503, "temporarily_unavailable")
    assert answer.headers["retry-after"]


async def test_a_form_that_does_not_come_is_answered(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.http.oauth.TIMEOUT_S", 0.05)

    async def slowly() -> AsyncIterator[bytes]:
        yield b"grant_type="
        await asyncio.sleep(60)

    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = await house.http.post("/oauth/token", content=slowly(), headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (503, "temporarily_unavailable")

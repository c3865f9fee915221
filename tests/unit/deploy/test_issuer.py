"""The sign-in of `make run`: a code with a proof key, once, to a console of this machine."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import jwt
import pytest
import uvicorn

from deploy.local import issuer
from deploy.local.demo_operators import OPERATORS
from deploy.local.issuer_codes import challenge_of
from gateway.app import console_of, verifier_of
from gateway.core.settings import GatewaySettings
from services.common.auth import make_keys
from services.common.clock import ManualClock
from services.common.settings import load

URL = "http://127.0.0.1:8010"
BACK = "http://127.0.0.1:8000/console/callback"
VERIFIER = "a-verifier-with-43-characters-or-more-0123456789"
OPERATOR = OPERATORS[0]
ASKED = {
    "response_type": "code",
    "client_id": "console",
    "redirect_uri": BACK,
    "scope": "openid",
    "state": "st",
    "nonce": "no",
    "code_challenge": challenge_of(VERIFIER),
    "code_challenge_method": "S256",
}


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime.now(UTC))


@pytest.fixture
def issuers(tmp_path: Path) -> Path:
    return issuer.prepare(tmp_path / "issuer", URL)


@pytest.fixture
async def http(issuers: Path, clock: ManualClock) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(issuer.make_issuer(URL, issuers.parent, clock))
    async with httpx.AsyncClient(transport=transport, base_url=URL) as client:
        yield client


def _said(answer: httpx.Response) -> dict[str, str]:
    """What an answer sends back to the console, in its query."""
    assert answer.status_code == 303, answer.text
    place = urlsplit(answer.headers["location"])
    assert f"{place.scheme}://{place.netloc}{place.path}" == BACK
    assert not place.fragment
    return dict(parse_qsl(place.query))


async def _code(http: httpx.AsyncClient) -> str:
    picked = {**ASKED, "operator": OPERATOR.subject}
    return _said(await http.post("/authorize", data=picked))["code"]


async def _token(http: httpx.AsyncClient, code: str, /, **changed: str) -> httpx.Response:
    form = {
        "grant_type": "authorization_code",
        "client_id": "console",
        "redirect_uri": BACK,
        "code": code,
        "code_verifier": VERIFIER,
    }
    return await http.post("/token", data={**form, **changed})


def test_a_challenge_is_that_of_the_standard() -> None:
    # RFC 7636, appendix B
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


async def test_the_console_finds_the_flow_with_a_code_and_no_other(
    http: httpx.AsyncClient,
) -> None:
    about = (await http.get("/.well-known/openid-configuration")).json()
    assert about["issuer"] == URL
    assert about["response_types_supported"] == ["code"]
    assert about["grant_types_supported"] == ["authorization_code"]
    assert about["code_challenge_methods_supported"] == ["S256"]


async def test_an_operator_is_picked_and_the_gateway_knows_who_it_is(
    http: httpx.AsyncClient, issuers: Path, tmp_path: Path
) -> None:
    page = await http.get("/authorize", params=ASKED)
    assert re.findall(r'name="operator" value="([^"]*)"', page.text) == [
        each.subject for each in OPERATORS
    ]
    said = _said(await http.post("/authorize", data={**ASKED, "operator": OPERATOR.subject}))
    assert (said["state"], said["iss"]) == ("st", URL)
    answer = (await _token(http, said["code"])).json()
    assert answer["token_type"] == "Bearer"
    assert answer["expires_in"] == 3600

    make_keys(tmp_path / "keys")
    env = {
        "TESSERA_KEYS_DIR": str(tmp_path / "keys"),
        "TESSERA_ENVIRONMENT": "development",
        "TESSERA_CONSOLE": str(tmp_path),
        **issuer.variables(8010, issuers),
    }
    settings = load(GatewaySettings, env=env)
    verifier = verifier_of(settings)
    assert verifier.verify(answer["access_token"]) == OPERATOR.caller
    assert console_of(settings, verifier) is not None

    (jwk,) = (await http.get("/jwks.json")).json()["keys"]
    key = jwt.PyJWK(jwk)
    who = jwt.decode(answer["id_token"], key, algorithms=["EdDSA"], audience="console", issuer=URL)
    assert (who["sub"], who["nonce"], who["name"]) == (OPERATOR.subject, "no", OPERATOR.name)


async def test_a_code_is_good_once_and_for_a_minute(
    http: httpx.AsyncClient, clock: ManualClock
) -> None:
    code = await _code(http)
    assert (await _token(http, code)).status_code == 200
    assert (await _token(http, code)).json()["error"] == "invalid_grant"
    late = await _code(http)
    clock.advance(timedelta(minutes=1))
    assert (await _token(http, late)).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_verifier": VERIFIER + "x"}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_grant"),
        ({"code_verifier": "验" * 43}, "invalid_grant"),
        ({"redirect_uri": BACK.replace("8000", "8001")}, "invalid_grant"),
        ({"client_id": "other"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"code": "guessed"}, "invalid_grant"),
    ],
)
async def test_a_code_without_its_proof_gives_no_token(
    http: httpx.AsyncClient, changed: dict[str, str], error: str
) -> None:
    answer = await _token(http, await _code(http), **changed)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


async def test_a_wrong_proof_spends_the_code(http: httpx.AsyncClient) -> None:
    code = await _code(http)
    await _token(http, code, code_verifier=VERIFIER + "x")
    assert (await _token(http, code)).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "id_token token"}, "unsupported_response_type"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"scope": "profile"}, "invalid_scope"),
    ],
)
async def test_no_other_flow_and_none_without_a_proof_key(
    http: httpx.AsyncClient, changed: dict[str, str], error: str
) -> None:
    asked = {**ASKED, **changed}
    assert _said(await http.get("/authorize", params=asked))["error"] == error
    said = _said(await http.post("/authorize", data={**asked, "operator": OPERATOR.subject}))
    assert said["error"] == error
    assert "code" not in said


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": "https://evil.example/console/callback"},
        {"redirect_uri": "http://127.0.0.1:8000.evil.example/console/callback"},
        {"redirect_uri": "http://127.0.0.1:8000/elsewhere"},
        {"redirect_uri": ""},
        {"client_id": "other"},
    ],
)
async def test_nobody_is_sent_to_another_place(
    http: httpx.AsyncClient, changed: dict[str, str]
) -> None:
    answer = await http.get("/authorize", params={**ASKED, **changed})
    assert answer.status_code == 400
    assert "location" not in answer.headers
    assert answer.headers["content-type"].startswith("text/plain")


async def test_who_is_no_operator_gets_no_code(http: httpx.AsyncClient) -> None:
    said = _said(await http.post("/authorize", data={**ASKED, "operator": "op-nobody"}))
    assert said["error"] == "access_denied"


async def test_the_page_runs_nothing_that_comes_in_its_address(http: httpx.AsyncClient) -> None:
    page = await http.get("/authorize", params={**ASKED, "state": '"><script>alert(1)</script>'})
    assert "<script" not in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self' http://127.0.0.1:8000;" in policy
    assert "script-src" not in policy


async def test_pages_of_this_machine_alone_read_its_answers(http: httpx.AsyncClient) -> None:
    for origin, allowed in (
        ("http://127.0.0.1:8000", True),
        ("http://localhost:5173", True),
        ("https://evil.example", False),
        ("http://127.0.0.1.evil.example:80", False),
    ):
        answer = await http.get("/.well-known/openid-configuration", headers={"origin": origin})
        assert (answer.headers.get("access-control-allow-origin") == origin) == allowed
    rebound = {"host": "evil.example"}
    assert (await http.get("/authorize", params=ASKED, headers=rebound)).status_code == 400


@pytest.mark.parametrize("environment", ["", "production"])
def test_production_has_no_such_sign_in(
    issuers: Path, monkeypatch: pytest.MonkeyPatch, environment: str
) -> None:
    served: list[Any] = []
    monkeypatch.setattr(uvicorn, "run", lambda *all_of, **it: served.append(it))
    monkeypatch.setenv("TESSERA_PORT", "8010")
    monkeypatch.setenv("TESSERA_ISSUER_DIR", str(issuers.parent))
    monkeypatch.delenv("TESSERA_ENVIRONMENT", raising=False)
    if environment:
        monkeypatch.setenv("TESSERA_ENVIRONMENT", environment)
    with pytest.raises(SystemExit, match="not in production"):
        issuer.main()
    assert served == []
    monkeypatch.setenv("TESSERA_ENVIRONMENT", "development")
    issuer.main()
    assert [it["host"] for it in served] == ["127.0.0.1"]


def test_the_keys_are_made_once_and_are_none_of_ours(issuers: Path) -> None:
    before = issuers.read_text()
    assert issuer.prepare(issuers.parent, URL).read_text() == before
    assert '"d"' not in before

"""Tokens that others sign for a brand's front ends: by RS256 or EdDSA, and by no trick."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from gateway.app import Gateway, verifier_of
from gateway.core.settings import GatewaySettings
from services.common import keys
from services.common.auth import (
    GATEWAY_AUDIENCE,
    SERVICES_AUDIENCE,
    TokenVerifier,
    Unauthenticated,
)
from services.common.settings import SettingsError
from tests.gateway.services import FakeBackend, member_id

ISSUER = "https://id.tea.example"
RSA_KEY = rsa.generate_private_key(65537, 2048)
ED_KEY = ed25519.Ed25519PrivateKey.generate()


def _rsa(kid: str, key: rsa.RSAPrivateKey = RSA_KEY, **more: Any) -> dict[str, Any]:
    return {**json.loads(RSAAlgorithm.to_jwk(key.public_key())), "kid": kid, **more}


def _ed(kid: str, key: ed25519.Ed25519PrivateKey = ED_KEY, **more: Any) -> dict[str, Any]:
    return {**json.loads(OKPAlgorithm.to_jwk(key.public_key())), "kid": kid, **more}


def _write(path: Path, *jwks: dict[str, Any], **more: Any) -> None:
    issuer = {"issuer": ISSUER, "brands": ["tea"], "keys": jwks, **more}
    path.write_text(json.dumps({"issuers": [issuer]}))


def _token(
    key: Any = RSA_KEY,
    algorithm: str = "RS256",
    kid: str = "idp-rsa",
    header: dict[str, Any] | None = None,
    **changed: Any,
) -> str:
    now = int(time.time())
    claims = {
        "iss": ISSUER,
        "aud": GATEWAY_AUDIENCE,
        "sub": "user-2",
        "iat": now,
        "nbf": now,
        "exp": now + 60,
        "brand": "tea",
        "role": "member",
        "member_id": member_id(2),
        **changed,
    }
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, key, algorithm=algorithm, headers={"kid": kid, **(header or {})})


@pytest.fixture
def issuers(tmp_path: Path, gateway: Gateway, keys_dir: Path) -> Path:
    """The file that the gateway reads, with an RSA and an Ed25519 key of tea's issuer."""
    path = tmp_path / "issuers.json"
    _write(path, _rsa("idp-rsa", alg="RS256", use="sig"), _ed("idp-ed"))
    gateway.verifier = TokenVerifier(keys_dir, audience=GATEWAY_AUDIENCE, issuers=path)
    return path


async def _status(http: httpx.AsyncClient, token: str) -> int:
    headers = {"authorization": f"Bearer {token}"}
    body = {"query": "{ me { name } }"}
    return (await http.post("/graphql", json=body, headers=headers)).status_code


@pytest.mark.parametrize(
    "token",
    [_token, lambda: _token(ED_KEY, "EdDSA", "idp-ed")],
    ids=["RS256", "EdDSA"],
)
async def test_a_member_of_its_brand_is_answered(
    http: httpx.AsyncClient, issuers: Path, backend: FakeBackend, token: Callable[[], str]
) -> None:
    assert await _status(http, token()) == 200
    caller = backend.requests[0][1]
    assert (caller.brand, caller.member_id) == ("tea", member_id(2))


async def test_an_operator_is_answered_where_the_issuer_speaks_for_staff(
    http: httpx.AsyncClient, issuers: Path, gateway: Gateway, keys_dir: Path, backend: FakeBackend
) -> None:
    _write(issuers, _rsa("idp-rsa"), roles=["operator"])
    gateway.verifier = TokenVerifier(keys_dir, audience=GATEWAY_AUDIENCE, issuers=issuers)
    query = {"query": f'{{ member(id: "{member_id(5)}") {{ name }} }}'}
    headers = {"authorization": f"Bearer {_token(role='operator', member_id=None)}"}
    answer = (await http.post("/graphql", json=query, headers=headers)).json()
    assert answer["data"]["member"]["name"] == "tea 5"
    assert await _status(http, _token()) == 401


def _pem() -> bytes:
    return RSA_KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _hs256(secret: bytes, kid: str) -> str:
    # The library will not sign with a key of this kind, a forger will.
    parts = _token("x" * 32, "HS256", kid).split(".")
    signing = ".".join(parts[:2]).encode()
    mac = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(signing, secret)
    return f"{parts[0]}.{parts[1]}.{jwt.utils.base64url_encode(mac).decode()}"


FORGED: dict[str, Callable[[Path], str]] = {
    "no signature, alg none": lambda d: _token("", "none"),
    "HS256 with the public key's PEM as secret": lambda d: _hs256(_pem(), "idp-rsa"),
    "HS256 with the public key's JWK as secret": lambda d: _hs256(
        _rsa("x")["n"].encode(), "idp-rsa"
    ),
    "EdDSA by the kid of the RSA key": lambda d: _token(ED_KEY, "EdDSA", "idp-rsa"),
    "RS256 by the kid of the Ed25519 key": lambda d: _token(RSA_KEY, "RS256", "idp-ed"),
    "RS512 by the RSA key": lambda d: _token(algorithm="RS512"),
    "PS256 by the RSA key": lambda d: _token(algorithm="PS256"),
    "RS256 by another key": lambda d: _token(rsa.generate_private_key(65537, 2048)),
    "RS256 by our own kid": lambda d: _token(kid=(d / "signing.kid").read_text()),
    "RS256 by our own kid, in our name": lambda d: _token(
        kid=(d / "signing.kid").read_text(), iss="tessera"
    ),
    "its own key in the header": lambda d: _token(
        rsa.generate_private_key(65537, 2048), header={"jwk": _rsa("idp-rsa"), "jku": "//evil"}
    ),
    "in our name": lambda d: _token(iss="tessera"),
    "in another's name": lambda d: _token(iss="https://id.retail.example"),
    "for another brand": lambda d: _token(brand="retail", member_id=member_id(2, "retail")),
    "for all brands": lambda d: _token(brand="*", role="service", member_id=None),
    "for no brand": lambda d: _token(brand=None),
    "for several brands": lambda d: _token(brand=["tea"]),
    "as a channel": lambda d: _token(role="channel", member_id=None),
    "as a service": lambda d: _token(role="service", member_id=None),
    "as an operator, of an issuer for members": lambda d: _token(role="operator", member_id=None),
    "as anybody": lambda d: _token(role="public", member_id=None),
    "for what is no member's id": lambda d: _token(member_id=f"{member_id(2)}/x"),
    "for an id that no service takes": lambda d: _token(member_id="m" * 65),
    "an end that is a text": lambda d: _token(exp=str(int(time.time()) + 60)),
    "a time that is a text": lambda d: _token(iat=str(int(time.time()))),
    "reading for several": lambda d: _token(member_id=None, reads_for=[member_id(2)]),
    "for the services": lambda d: _token(aud=SERVICES_AUDIENCE),
    "expired": lambda d: _token(exp=int(time.time()) - 30),
    "of the future": lambda d: _token(nbf=int(time.time()) + 600),
    "a life of ten days": lambda d: _token(exp=int(time.time()) + 864_000),
}


@pytest.mark.parametrize("forged", FORGED)
async def test_a_forged_token_is_refused(
    http: httpx.AsyncClient, issuers: Path, keys_dir: Path, backend: FakeBackend, forged: str
) -> None:
    assert await _status(http, FORGED[forged](keys_dir)) == 401
    assert not backend.calls


def test_another_s_key_opens_no_service(issuers: Path, keys_dir: Path) -> None:
    for audience in (SERVICES_AUDIENCE, GATEWAY_AUDIENCE):
        with pytest.raises(Unauthenticated):
            TokenVerifier(keys_dir, audience=audience).verify(_token(aud=audience))


async def test_an_issuer_s_keys_are_rotated_under_way(
    http: httpx.AsyncClient, issuers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys.PublicKeys.refresh, "__defaults__", (0.0,))
    following = rsa.generate_private_key(65537, 2048)
    before, after = _token(), _token(following, kid="idp-2")
    assert [await _status(http, token) for token in (before, after)] == [200, 401]
    _write(issuers, _rsa("idp-rsa"), _rsa("idp-2", following))
    assert [await _status(http, token) for token in (before, after)] == [200, 200]
    issuers.write_text("{")
    assert [await _status(http, token) for token in (before, after)] == [200, 200]
    _write(issuers, _rsa("idp-2", following))
    assert [await _status(http, token) for token in (before, after)] == [401, 200]
    # Another key under the same name ends the tokens of the one before it.
    _write(issuers, _rsa("idp-2"))
    assert await _status(http, after) == 401
    _write(issuers, _rsa("idp-2"), brands=["retail"])
    assert await _status(http, _token(kid="idp-2")) == 401


def _ec_jwk() -> dict[str, Any]:
    key = ec.generate_private_key(ec.SECP256R1())
    return {**json.loads(ECAlgorithm.to_jwk(key.public_key())), "kid": "idp-rsa"}


@pytest.mark.parametrize(
    "jwk",
    [
        lambda: _rsa("idp-rsa", rsa.generate_private_key(65537, 1024)),
        lambda: _rsa("idp-rsa", use="enc"),
        lambda: _rsa("idp-rsa", alg="RS512"),
        lambda: _rsa("idp-rsa", alg="HS256"),
        lambda: {**json.loads(RSAAlgorithm.to_jwk(RSA_KEY)), "kid": "idp-rsa"},
        lambda: {"kty": "oct", "k": "c2VjcmV0", "kid": "idp-rsa"},
        _ec_jwk,
    ],
    ids=["1,024 bits", "to encrypt", "RS512", "HS256", "private", "a secret", "EC"],
)
def test_a_key_that_is_weak_or_of_another_kind_is_left_out(
    tmp_path: Path, keys_dir: Path, jwk: Callable[[], dict[str, Any]]
) -> None:
    path = tmp_path / "issuers.json"
    _write(path, jwk())
    with pytest.raises(Unauthenticated):
        TokenVerifier(keys_dir, audience=GATEWAY_AUDIENCE, issuers=path).verify(_token())


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"keys": []}',
        json.dumps({"issuers": [{"issuer": ISSUER, "keys": []}]}),
        json.dumps({"issuers": [{"issuer": ISSUER, "brands": [], "keys": []}]}),
        json.dumps({"issuers": [{"issuer": ISSUER, "brands": "tea", "keys": []}]}),
        json.dumps(
            {"issuers": [{"issuer": ISSUER, "brands": ["tea"], "roles": ["service"], "keys": []}]}
        ),
        json.dumps({"issuers": [{"issuer": "tessera", "brands": ["tea"], "keys": []}]}),
        json.dumps({"issuers": [{"issuer": ISSUER, "brands": ["tea"], "keys": [_ed("a")] * 2}]}),
        json.dumps(
            {"issuers": [{"issuer": ISSUER, "brands": ["tea"], "keys": [{**_ed("a"), "x": "!"}]}]}
        ),
    ],
    ids=range(10),
)
def test_an_invalid_file_is_refused_at_the_start(
    tmp_path: Path, keys_dir: Path, content: str
) -> None:
    path = tmp_path / "issuers.json"
    path.write_text(content)
    with pytest.raises(SettingsError, match="TESSERA_TOKEN_ISSUERS"):
        verifier_of(GatewaySettings(keys_dir=keys_dir, token_issuers=path))


def test_our_own_file_is_for_our_own_kind_of_keys(keys_dir: Path, tmp_path: Path) -> None:
    document = json.loads((keys_dir / "jwks.json").read_text())
    (tmp_path / "jwks.json").write_text(json.dumps({"keys": [*document["keys"], _rsa("idp-rsa")]}))
    verifier = TokenVerifier(tmp_path, audience=GATEWAY_AUDIENCE)
    with pytest.raises(Unauthenticated):
        verifier.verify(_token(iss="tessera"))
    key = load_pem_private_key((keys_dir / "signing.pem").read_bytes(), None)
    kid = (keys_dir / "signing.kid").read_text()
    assert verifier.verify(_token(key, "EdDSA", kid, iss="tessera")).brand == "tea"

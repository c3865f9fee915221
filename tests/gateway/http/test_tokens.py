"""Forged tokens, at the gateway and at the services, and keys that change under way."""

import base64
import json
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import grpc
import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from gateway.app import Gateway
from services.common import keys
from services.common.auth import (
    GATEWAY_AUDIENCE,
    SERVICES_AUDIENCE,
    TokenIssuer,
    TokenVerifier,
    Unauthenticated,
    make_keys,
)
from tessera.members.v1 import members_pb2, members_pb2_grpc
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, Servers, member_id

As = Callable[..., Client]
DAY_S = 86_400


class Forger:
    """Makes tokens with the real key, or others."""

    def __init__(self, keys_dir: Path, audience: str) -> None:
        self.key: Any = load_pem_private_key((keys_dir / "signing.pem").read_bytes(), None)
        self.kid = (keys_dir / "signing.kid").read_text()
        self.public = json.loads((keys_dir / "jwks.json").read_text())["keys"][0]["x"]
        self.audience = audience

    def claims(self, **changed: Any) -> dict[str, Any]:
        now = int(time.time())
        claims = {
            "iss": "tessera",
            "aud": self.audience,
            "sub": "member-2",
            "iat": now,
            "nbf": now,
            "exp": now + 60,
            "brand": "tea",
            "role": "member",
            "member_id": member_id(2),
            **changed,
        }
        return {name: value for name, value in claims.items() if value is not None}

    def token(
        self,
        *,
        key: Any = None,
        algorithm: str = "EdDSA",
        header: Mapping[str, Any] | None = None,
        **changed: Any,
    ) -> str:
        headers = {"kid": self.kid, **(header or {})}
        key = self.key if key is None else key
        return jwt.encode(self.claims(**changed), key, algorithm=algorithm, headers=headers)


def _tampered(forger: Forger) -> str:
    header, payload, signature = forger.token().split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    claims["brand"] = "retail"
    other = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"{header}.{other}.{signature}"


def _other_audience(forger: Forger) -> str:
    both = {GATEWAY_AUDIENCE, SERVICES_AUDIENCE}
    return forger.token(aud=next(iter(both - {forger.audience})))


FORGED: dict[str, Callable[[Forger], str]] = {
    "no signature, alg none": lambda f: f.token(key="", algorithm="none"),
    "signature cut off": lambda f: f.token().rpartition(".")[0] + ".",
    "HS256 with the public key as secret": lambda f: f.token(key=f.public, algorithm="HS256"),
    "RS256 by another key": lambda f: f.token(
        key=rsa.generate_private_key(65537, 2048), algorithm="RS256"
    ),
    "another Ed25519 key, our kid": lambda f: f.token(key=ed25519.Ed25519PrivateKey.generate()),
    "its own key in the header": lambda f: f.token(
        key=ed25519.Ed25519PrivateKey.generate(), header={"jwk": {"kty": "OKP"}, "jku": "//evil"}
    ),
    "unknown kid": lambda f: f.token(header={"kid": "key_unknown"}),
    "kid as a path": lambda f: f.token(header={"kid": "../../signing.pem"}),
    "a changed payload": _tampered,
    "another issuer": lambda f: f.token(iss="https://evil.example"),
    "no issuer": lambda f: f.token(iss=None),
    "the other audience": _other_audience,
    "several audiences": lambda f: f.token(aud=[GATEWAY_AUDIENCE, SERVICES_AUDIENCE]),
    "no audience": lambda f: f.token(aud=None),
    "expired": lambda f: f.token(exp=int(time.time()) - 30),
    "without an end": lambda f: f.token(exp=None),
    "of the future": lambda f: f.token(nbf=int(time.time()) + 600),
    "a life of ten days": lambda f: f.token(exp=int(time.time()) + 10 * DAY_S),
    "a member of all brands": lambda f: f.token(brand="*"),
    "an operator of all brands": lambda f: f.token(brand="*", role="operator", member_id=None),
    "a brand that is a path": lambda f: f.token(brand="tea/../retail"),
    "no brand": lambda f: f.token(brand=None),
    "a member without id": lambda f: f.token(member_id=None),
    "an operator with a member's id": lambda f: f.token(role="operator"),
    "an unknown role": lambda f: f.token(role="root"),
    "too long": lambda f: f.token(scope="x" * 5_000),
}


@pytest.mark.parametrize("forged", FORGED)
async def test_the_gateway_refuses_a_forged_token(
    http: httpx.AsyncClient, keys_dir: Path, backend: FakeBackend, forged: str
) -> None:
    token = FORGED[forged](Forger(keys_dir, GATEWAY_AUDIENCE))
    headers = {"authorization": f"Bearer {token}"}
    response = await http.post("/graphql", json={"query": "{ me { name } }"}, headers=headers)
    assert response.status_code == 401
    assert response.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert response.json()["errors"][0]["message"] in ("Sign in again.", "请重新登录。")
    assert not backend.calls


@pytest.mark.parametrize("forged", FORGED)
def test_a_service_refuses_a_forged_token(keys_dir: Path, forged: str) -> None:
    token = FORGED[forged](Forger(keys_dir, SERVICES_AUDIENCE))
    with pytest.raises(Unauthenticated):
        TokenVerifier(keys_dir, audience=SERVICES_AUDIENCE).verify(token)


@pytest.mark.parametrize("audience", [GATEWAY_AUDIENCE, SERVICES_AUDIENCE])
def test_the_forger_can_make_a_good_one(keys_dir: Path, audience: str) -> None:
    caller = TokenVerifier(keys_dir, audience=audience).verify(Forger(keys_dir, audience).token())
    assert caller.member_id == member_id(2)


async def test_a_front_end_s_token_opens_no_service(
    servers: Servers, token: Callable[..., str]
) -> None:
    async with grpc.aio.insecure_channel(servers.addresses["members"]) as channel:
        stub = members_pb2_grpc.MembersStub(channel)
        request = members_pb2.BatchGetMembersRequest(member_ids=[member_id(2)])
        with pytest.raises(grpc.aio.AioRpcError):
            await stub.BatchGetMembers(request, metadata=(("authorization", f"Bearer {token()}"),))


async def test_front_ends_are_answered_while_the_keys_are_rotated(
    gateway: Gateway, http: httpx.AsyncClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys.PublicKeys.refresh, "__defaults__", (0.0,))
    make_keys(tmp_path)
    gateway.verifier = TokenVerifier(tmp_path, audience=GATEWAY_AUDIENCE)

    async def status(token: str) -> int:
        headers = {"authorization": f"Bearer {token}"}
        body = {"query": "{ me { name } }"}
        return (await http.post("/graphql", json=body, headers=headers)).status_code

    caller = TokenVerifier(tmp_path, audience=GATEWAY_AUDIENCE).verify(
        Forger(tmp_path, GATEWAY_AUDIENCE).token()
    )
    tokens = []
    for _ in range(3):
        make_keys(tmp_path, rotate=True)
        issuer = TokenIssuer(tmp_path, audience=GATEWAY_AUDIENCE)
        tokens.append(issuer.mint(caller, timedelta(minutes=1)))
        assert [await status(token) for token in tokens[-2:]] == [200] * len(tokens[-2:])
    assert await status(tokens[0]) == 401

import base64
import json
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from services.common import auth
from services.common.auth import (
    GATEWAY_AUDIENCE,
    READS_FOR_MAX,
    Caller,
    Role,
    TokenIssuer,
    TokenVerifier,
    Unauthenticated,
    require_member,
    require_role,
    require_scope,
)
from services.common.errors import Refusal

MEMBER = Caller("tea", "app", Role.MEMBER, "mem_1", frozenset({"points:read"}))
HOUR = timedelta(hours=1)


@pytest.fixture
def issuer(keys_dir: Path) -> TokenIssuer:
    return TokenIssuer(keys_dir)


@pytest.fixture
def verifier(keys_dir: Path) -> TokenVerifier:
    return TokenVerifier(keys_dir)


def test_a_token_identifies_the_caller_it_was_made_for(
    issuer: TokenIssuer, verifier: TokenVerifier
) -> None:
    token = issuer.mint(MEMBER, HOUR)
    assert verifier.verify(token) == verifier.verify(token) == MEMBER


def forge(keys_dir: Path, *, header: Mapping[str, Any] | None = None, **changed: Any) -> str:
    """A token signed with the real key, with some claims changed (None takes one out)."""
    now = int(time.time())
    claims: dict[str, Any] = {
        "iss": "tessera",
        "aud": "tessera-services",
        "sub": "pos",
        "iat": now,
        "nbf": now,
        "exp": now + 60,
        "brand": "tea",
        "role": "channel",
    } | changed
    claims = {name: value for name, value in claims.items() if value is not None}
    kid = (keys_dir / "signing.kid").read_text()
    key = (keys_dir / "signing.pem").read_bytes()
    return jwt.encode(claims, key, algorithm="EdDSA", headers={"kid": kid, **(header or {})})


def test_the_forger_of_these_tests_can_make_a_good_one(
    keys_dir: Path, verifier: TokenVerifier
) -> None:
    assert verifier.verify(forge(keys_dir)).subject == "pos"


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "someone"},
        {"aud": "tessera-gateway"},
        {"aud": ["tessera-services", "other"]},
        {"exp": int(time.time()) - 60},
        {"nbf": int(time.time()) + 7200},
        {"iat": int(time.time()) + 7200},
        {"exp": int(time.time()) + 10 * 86_400},
        {"iss": None},
        {"aud": None},
        {"sub": None},
        {"exp": None},
        {"iat": None},
        {"nbf": None},
        {"brand": None},
        {"brand": ""},
        {"brand": "tea/../retail"},
        {"brand": "*"},
        {"brand": ["tea", "retail"]},
        {"role": "root"},
        {"role": None},
        {"role": "member"},
        {"role": "member", "member_id": ""},
        {"role": "channel", "member_id": "mem_1"},
        {"sub": "x" * 1000},
        {"role": "member", "reads_for": []},
        {"role": "member", "reads_for": "mem_1"},
        {"role": "member", "reads_for": [""]},
        {"role": "member", "reads_for": [1]},
        {"role": "member", "reads_for": [["mem_1"]]},
        {"role": "member", "reads_for": {"mem_1": 1}},
        {"role": "member", "reads_for": ["x" * 200]},
        {"role": "member", "reads_for": [f"mem_{n}" for n in range(READS_FOR_MAX + 1)]},
        {"role": "member", "member_id": "mem_1", "reads_for": ["mem_2"]},
        {"role": "member", "reads_for": ["mem_1"], "brand": "*"},
        {"role": "operator", "reads_for": ["mem_1"]},
        {"role": "channel", "reads_for": ["mem_1"]},
    ],
    # Not the instants, which are other ones in each worker.
    ids=lambda changed: repr({k: "*" if type(v) is int else v for k, v in changed.items()})[:60],
)
def test_a_wrong_claim_is_refused(
    keys_dir: Path, verifier: TokenVerifier, changed: dict[str, Any]
) -> None:
    with pytest.raises(Unauthenticated):
        verifier.verify(forge(keys_dir, **changed))


@pytest.mark.parametrize("kid", ["", "other", "../../etc/passwd"])
def test_an_unknown_key_id_is_refused(keys_dir: Path, verifier: TokenVerifier, kid: str) -> None:
    with pytest.raises(Unauthenticated):
        verifier.verify(forge(keys_dir, header={"kid": kid}))


def test_the_key_id_in_the_header_of_good_tokens_lends_nothing_to_bad_ones(
    keys_dir: Path, verifier: TokenVerifier
) -> None:
    good = forge(keys_dir)
    verifier.verify(good)
    header, payload, signature = good.split(".")
    other = forge(keys_dir, brand="retail").split(".")
    for token in (
        f"{header}.{other[1]}.{signature}",
        f"{header}.{payload}.{other[2]}",
        f"{header}.{payload}.",
        f"{header}.{payload}",
        f"{header}",
    ):
        with pytest.raises(Unauthenticated):
            verifier.verify(token)


def test_another_pair_of_keys_is_refused(tmp_path: Path, verifier: TokenVerifier) -> None:
    auth.make_keys(tmp_path)
    with pytest.raises(Unauthenticated):
        verifier.verify(forge(tmp_path))


def test_other_algorithms_are_refused(
    keys_dir: Path, verifier: TokenVerifier, jwks: dict[str, list[dict[str, str]]]
) -> None:
    claims = jwt.decode(forge(keys_dir), options={"verify_signature": False})
    kid = {"kid": jwks["keys"][0]["kid"]}
    public = jwks["keys"][0]["x"]
    rsa_key = rsa.generate_private_key(65537, 2048)
    forged = [
        jwt.encode(claims, "", algorithm="none", headers=kid),
        jwt.encode(claims, public, algorithm="HS256", headers=kid),
        jwt.encode(claims, rsa_key, algorithm="RS256", headers=kid),
    ]
    for token in forged:
        with pytest.raises(Unauthenticated):
            verifier.verify(token)


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "x" * 5000, "é.é.é"])
def test_rubbish_is_refused(verifier: TokenVerifier, token: str) -> None:
    with pytest.raises(Unauthenticated):
        verifier.verify(token)


def test_a_changed_payload_is_refused(issuer: TokenIssuer, verifier: TokenVerifier) -> None:
    header, payload, signature = issuer.mint(MEMBER, HOUR).split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    claims["brand"] = "retail"
    other = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    with pytest.raises(Unauthenticated):
        verifier.verify(f"{header}.{other}.{signature}")


def test_a_remembered_token_still_ends(
    keys_dir: Path, verifier: TokenVerifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = forge(keys_dir)
    verifier.verify(token)
    later = time.time() + 120
    monkeypatch.setattr(time, "time", lambda: later)
    monkeypatch.setattr("jwt.api_jwt.datetime", _At(later))
    with pytest.raises(Unauthenticated):
        verifier.verify(token)


class _At:
    """Stands in for the datetime class that PyJWT asks for the present."""

    def __init__(self, timestamp_s: float) -> None:
        self._timestamp_s = timestamp_s

    def now(self, tz: object = None) -> Any:
        from datetime import UTC, datetime

        return datetime.fromtimestamp(self._timestamp_s, UTC)


def test_remembered_tokens_are_bounded(
    issuer: TokenIssuer, verifier: TokenVerifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "VERIFIED_TOKENS_MAX", 3)
    for number in range(9):
        verifier.verify(issuer.mint(Caller("tea", f"pos{number}", Role.CHANNEL), HOUR))
    assert len(verifier._verified) == 3


def test_keys_once_made_are_kept(tmp_path: Path) -> None:
    auth.make_keys(tmp_path)
    first = (tmp_path / "signing.pem").read_bytes()
    auth.make_keys(tmp_path)
    assert (tmp_path / "signing.pem").read_bytes() == first
    assert (tmp_path / "signing.pem").stat().st_mode & 0o077 == 0
    assert b"PRIVATE" not in (tmp_path / "jwks.json").read_bytes()
    assert "d" not in json.loads((tmp_path / "jwks.json").read_text())["keys"][0]


@pytest.mark.parametrize("ttl", [timedelta(0), timedelta(days=2)])
def test_a_token_without_an_end_in_sight_is_not_minted(issuer: TokenIssuer, ttl: timedelta) -> None:
    with pytest.raises(ValueError, match="lives"):
        issuer.mint(MEMBER, ttl)


def test_a_source_mints_again_at_half_life(issuer: TokenIssuer) -> None:
    source = issuer.source(MEMBER, timedelta(seconds=1))
    first = source()
    assert source() == first
    time.sleep(1.1)
    assert source() != first


@pytest.mark.parametrize(
    "wrong",
    [
        ("", "s", Role.CHANNEL, None),
        ("Tea", "s", Role.CHANNEL, None),
        ("a:b", "s", Role.CHANNEL, None),
        ("tea", "", Role.CHANNEL, None),
        ("*", "s", Role.OPERATOR, None),
        ("*", "s", Role.MEMBER, "mem_1"),
        ("tea", "s", Role.MEMBER, None),
        ("tea", "s", Role.SERVICE, "mem_1"),
    ],
)
def test_a_caller_that_must_not_exist_cannot_be_made(
    wrong: tuple[str, str, Role, str | None],
) -> None:
    with pytest.raises(ValueError, match="a "):
        Caller(*wrong)


def test_a_member_acts_for_itself_only_and_staff_for_any_member() -> None:
    assert require_member(MEMBER, "mem_1") is MEMBER
    operator = Caller("tea", "ann", Role.OPERATOR)
    assert require_member(operator, "mem_2") is operator
    with pytest.raises(Refusal) as refused:
        require_member(MEMBER, "mem_2")
    assert refused.value.reason == "PERMISSION_DENIED"


def test_a_caller_with_reads_for_may_read_exactly_these_members(
    issuer: TokenIssuer, verifier: TokenVerifier
) -> None:
    several = Caller("tea", "gateway", Role.MEMBER, reads_for=frozenset({"mem_1", "mem_2"}))
    verified = verifier.verify(issuer.mint(several, HOUR))
    assert verified == several
    assert require_member(verified, "mem_2") is verified
    for other in ("mem_3", "", "None"):
        with pytest.raises(Refusal):
            require_member(verified, other)


def test_only_current_reader_returns_a_caller_with_reads_for() -> None:
    several = Caller("tea", "gateway", Role.MEMBER, reads_for=frozenset({"mem_1"}))
    auth.set_caller(several)
    assert auth.current_reader() is several
    with pytest.raises(Refusal) as refused:
        auth.current_caller()
    assert refused.value.reason == "PERMISSION_DENIED"
    auth.set_caller(MEMBER)
    assert auth.current_reader() is auth.current_caller() is MEMBER
    auth.set_caller(None)


def test_a_token_for_several_is_not_remembered_and_no_front_end_has_one(keys_dir: Path) -> None:
    several = Caller("tea", "gateway", Role.MEMBER, reads_for=frozenset({"mem_1"}))
    services = TokenVerifier(keys_dir)
    services.verify(TokenIssuer(keys_dir).mint(several, HOUR))
    assert not services._verified
    front_end = TokenIssuer(keys_dir, audience=GATEWAY_AUDIENCE).mint(several, HOUR)
    with pytest.raises(Unauthenticated):
        TokenVerifier(keys_dir, audience=GATEWAY_AUDIENCE).verify(front_end)


def test_the_most_members_of_usual_ids_fit_into_a_token(
    issuer: TokenIssuer, verifier: TokenVerifier
) -> None:
    for chars in (30, 64):
        ids = frozenset(f"{n:0{chars}d}" for n in range(READS_FOR_MAX))
        several = Caller("tea", "gateway", Role.MEMBER, reads_for=ids)
        assert verifier.verify(issuer.mint(several, HOUR)) == several
    ids = frozenset(f"{n:0128d}" for n in range(READS_FOR_MAX))
    with pytest.raises(ValueError, match="characters"):
        issuer.mint(Caller("tea", "gateway", Role.MEMBER, reads_for=ids), HOUR)


def test_roles_are_required() -> None:
    assert require_role(MEMBER, Role.MEMBER, Role.OPERATOR) is MEMBER
    with pytest.raises(Refusal):
        require_role(MEMBER, Role.OPERATOR)


@pytest.mark.parametrize(
    ("role", "held", "allowed"),
    [
        (Role.OPERATOR, {"points:write"}, True),
        (Role.OPERATOR, {"points"}, True),
        (Role.OPERATOR, {"points:read"}, False),
        (Role.OPERATOR, {"orders", "point", "points:"}, False),
        (Role.OPERATOR, set(), False),
        (Role.CHANNEL, {"points:write"}, True),
        (Role.CHANNEL, {"orders:write"}, False),
        (Role.CHANNEL, set(), True),
        (Role.SERVICE, set(), True),
        (Role.SERVICE, {"orders"}, True),
    ],
)
def test_operators_and_channels_need_the_scope_or_its_noun(
    role: Role, held: set[str], allowed: bool
) -> None:
    caller = Caller("tea", "ann", role, scopes=frozenset(held))
    if allowed:
        assert require_scope(caller, "points:write") is caller
        return
    with pytest.raises(Refusal) as refused:
        require_scope(caller, "points:write")
    assert refused.value.metadata == {"scope": "points:write"}


def test_outside_a_call_there_is_no_caller() -> None:
    with pytest.raises(Unauthenticated):
        auth.current_caller()

"""Tokens identify callers: this file makes and verifies them.

A token is a JWT, signed with Ed25519 by the keys of `services.common.keys`. The gateway may also
accept tokens of other issuers (`services.common.issuers`), which may sign with RS256. The names of
`services.common.caller` can be imported from here too.
"""

import re
import time
from collections import OrderedDict
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import jwt

from services.common.caller import (
    ALL_BRANDS,
    READS_FOR_MAX,
    Caller,
    Role,
    Unauthenticated,
    brand_of,
    caller_if_any,
    current_caller,
    current_reader,
    has_scope,
    meant_member,
    require_channel,
    require_member,
    require_role,
    require_scope,
    require_store,
    require_whole_brand,
    set_caller,
    works_for,
)
from services.common.errors import invalid
from services.common.ids import new_id
from services.common.issuers import foreign_keys
from services.common.keys import ALGORITHM, PublicKeys, SigningKey, make_keys
from services.common.revocations import Revocations

__all__ = [
    "ALL_BRANDS",
    "GATEWAY_AUDIENCE",
    "ISSUER",
    "READS_FOR_MAX",
    "SERVICES_AUDIENCE",
    "Caller",
    "Role",
    "TokenIssuer",
    "TokenSource",
    "TokenVerifier",
    "Unauthenticated",
    "brand_of",
    "caller_if_any",
    "current_caller",
    "current_reader",
    "has_scope",
    "make_keys",
    "meant_member",
    "require_channel",
    "require_member",
    "require_role",
    "require_scope",
    "require_store",
    "require_whole_brand",
    "set_caller",
    "works_for",
]

ISSUER = "tessera"
SERVICES_AUDIENCE = "tessera-services"
GATEWAY_AUDIENCE = "tessera-gateway"

TOKEN_CHARS_MAX = 4096
VERIFIED_TOKENS_MAX = 10_000
CLOCK_SKEW_S = 5
TTL_MAX = timedelta(hours=24)
_REQUIRED = ["iss", "aud", "exp", "iat", "nbf", "sub"]
_NAME_CHARS_MAX = 128
_MEMBER_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_HEADERS_MAX = 16


class TokenIssuer:
    """Makes tokens with the private key in `keys_dir`; after a rotation, with the new key.

    Raises FileNotFoundError when there is no key.
    """

    def __init__(
        self, keys_dir: Path, issuer: str = ISSUER, audience: str = SERVICES_AUDIENCE
    ) -> None:
        self._signing = SigningKey(keys_dir)
        self._issuer = issuer
        self._audience = audience

    def mint(
        self,
        caller: Caller,
        ttl: timedelta,
        since_s: int | None = None,
        *,
        audience: str | None = None,
    ) -> str:
        """A token for `caller` that is valid for `ttl`, at most a day.

        It is valid from now on, or from `since_s` (seconds since the epoch). With `since_s`, the
        same key and arguments always make the same token. With `audience` it is an access token of
        the client `caller.subject`, for that audience instead of the issuer's own. Raises
        ValueError for a longer `ttl`, and when the token gets too long for a verifier.
        """
        if not timedelta(0) < ttl <= TTL_MAX:
            raise ValueError(f"a token lives up to {TTL_MAX}, not {ttl}")
        now_s = int(time.time()) if since_s is None else since_s
        claims: dict[str, Any] = {
            "iss": self._issuer,
            "aud": self._audience,
            "sub": caller.subject,
            "iat": now_s,
            "nbf": now_s,
            "exp": now_s + max(1, int(ttl.total_seconds())),
            "brand": caller.brand,
            "role": caller.role.value,
            "scope": " ".join(sorted(caller.scopes)),
        }
        if caller.member_id is not None:
            claims["member_id"] = caller.member_id
        if caller.reads_for:
            claims["reads_for"] = sorted(caller.reads_for)
        if caller.channel:
            claims["channel"] = caller.channel
        if caller.stores:
            claims["stores"] = sorted(caller.stores)
        if caller.epoch is not None:
            claims["epoch"] = caller.epoch
        self._signing.refresh()
        headers = {"kid": self._signing.kid}
        if audience is not None:
            # RFC 9068: an access token that its client gets, not one of a call of our own.
            claims |= {"aud": audience, "client_id": caller.subject, "jti": new_id("tok")}
            headers["typ"] = "at+jwt"
        token = jwt.encode(claims, self._signing.key, algorithm=ALGORITHM, headers=headers)
        if len(token) > TOKEN_CHARS_MAX:
            raise ValueError(f"a token has up to {TOKEN_CHARS_MAX} characters, not {len(token)}")
        return token

    def source(self, caller: Caller, ttl: timedelta = timedelta(minutes=10)) -> "TokenSource":
        """An endless supply of tokens for `caller`; each is used for half of its `ttl`."""
        return TokenSource(self, caller, ttl)


class TokenSource:
    """Call it to get a token that is valid now; for `channel.connect(issuer_token=...)`."""

    def __init__(self, issuer: TokenIssuer, caller: Caller, ttl: timedelta) -> None:
        self._issuer, self._caller, self._ttl = issuer, caller, ttl
        self._token = ""
        self._renew_at = 0.0

    def __call__(self) -> str:
        now = time.monotonic()
        if now >= self._renew_at:
            self._token = self._issuer.mint(self._caller, self._ttl)
            self._renew_at = now + self._ttl.total_seconds() / 2
        return self._token


class TokenVerifier:
    """Checks tokens against the public keys in `keys_dir`.

    It remembers verified tokens until they expire (the 10,000 used last), so that a busy caller
    costs one signature check. It forgets all of them when the keys change, so that the tokens of a
    removed key are refused. A token that reads for several members is made for one call, and is not
    remembered.
    """

    def __init__(
        self,
        keys_dir: Path,
        issuer: str = ISSUER,
        audience: str = SERVICES_AUDIENCE,
        *,
        issuers: Path | None = None,
        local_issuers: bool = False,
        revocations: Revocations | None = None,
    ) -> None:
        """`issuers` is the file of other issuers (`services.common.issuers`); `local_issuers`: some
        may run on this machine, as in development."""
        self._revocations = revocations
        self._keys = [PublicKeys(keys_dir / "jwks.json")]
        if issuers is not None:
            self._keys.append(PublicKeys(issuers, partial(foreign_keys, local=local_issuers)))
        self._generation = 0
        self._issuer = issuer
        self._audience = audience
        self._verified: OrderedDict[str, tuple[float, Caller]] = OrderedDict()
        # All tokens of a key have the same header, so each header is decoded once.
        self._kids: dict[str, str] = {}

    def verify(self, token: str) -> Caller:
        """The caller that `token` was minted for. Raises Unauthenticated."""
        caller = self._verify(token)
        ends = self._revocations
        if ends is not None and caller.epoch is not None:
            ends.check(caller.subject, caller.epoch)
        return caller

    def operator_brands(self, issuer: str) -> frozenset[str]:
        """The brands for whose operators another issuer may sign."""
        for keys in self._keys:
            keys.refresh()
        return frozenset().union(*(keys.brands_of(issuer, Role.OPERATOR) for keys in self._keys))

    def _verify(self, token: str) -> Caller:
        generation = 0
        for keys in self._keys:
            keys.refresh()
            generation += keys.generation
        if generation != self._generation:
            self._generation = generation
            self._verified.clear()
            self._kids.clear()
        known = self._verified.get(token)
        if known is not None:
            if known[0] > time.time():
                self._verified.move_to_end(token)
                return known[1]
            del self._verified[token]
        claims = self._claims(token)
        caller = _to_caller(claims)
        if caller.role is Role.PUBLIC and self._audience == SERVICES_AUDIENCE:
            raise Unauthenticated("services do not answer the public role")
        if caller.reads_for:
            if self._audience != SERVICES_AUDIENCE:
                raise Unauthenticated("reads_for is only for the services")
            return caller
        self._verified[token] = (float(claims["exp"]), caller)
        if len(self._verified) > VERIFIED_TOKENS_MAX:
            self._verified.popitem(last=False)
        return caller

    def _claims(self, token: str) -> dict[str, Any]:
        if len(token) > TOKEN_CHARS_MAX:
            raise Unauthenticated("token too long")
        header = token.partition(".")[0]
        try:
            kid = self._kids.get(header) or str(jwt.get_unverified_header(token).get("kid"))
            key = next((key for keys in self._keys if (key := keys.get(kid))), None)
            if key is None:
                raise Unauthenticated("unknown signing key")
            claims: dict[str, Any] = jwt.decode(
                token,
                key.key,
                algorithms=[key.algorithm],
                issuer=key.issuer or self._issuer,
                audience=self._audience,
                leeway=CLOCK_SKEW_S,
                options={"require": _REQUIRED, "strict_aud": True},
            )
        except jwt.InvalidTokenError as error:
            raise Unauthenticated(f"{type(error).__name__}: {error}") from error
        # The library also accepts strings of digits.
        if not all(isinstance(claims[name], int | float) for name in ("exp", "iat")):
            raise Unauthenticated("times are numbers")
        if claims["exp"] - claims["iat"] > TTL_MAX.total_seconds():
            raise Unauthenticated("the token is valid for too long")
        if not key.speaks_for(str(claims.get("brand")), str(claims.get("role"))):
            raise Unauthenticated("the issuer may not sign for this brand or role")
        if len(self._kids) < _HEADERS_MAX:
            self._kids[header] = kid
        return claims


def _to_caller(claims: dict[str, Any]) -> Caller:
    try:
        return Caller(
            brand=_text(claims, "brand"),
            subject=_text(claims, "sub"),
            role=Role(claims["role"]),
            member_id=_member_id(claims["member_id"]) if "member_id" in claims else None,
            scopes=frozenset(str(claims.get("scope", "")).split()),
            reads_for=_member_ids(claims["reads_for"]) if "reads_for" in claims else frozenset(),
            channel=_text(claims, "channel") if "channel" in claims else "",
            epoch=_number(claims, "epoch") if "epoch" in claims else None,
            stores=_stores(claims["stores"]) if "stores" in claims else frozenset(),
        )
    except (KeyError, ValueError) as error:
        raise Unauthenticated(f"claims: {error}") from error


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims[name]
    if not isinstance(value, str) or not 0 < len(value) <= _NAME_CHARS_MAX:
        raise ValueError(f"{name} is not a name")
    return value


def _number(claims: dict[str, Any], name: str) -> int:
    value = claims[name]
    if not isinstance(value, int):
        raise ValueError(f"{name} is not a number")
    return value


def checked_member_id(field: str, text: str) -> str:
    """`text`, which may be the id of a member. Refuses INVALID_ARGUMENT for what no service takes
    as one: asked for it, another service would refuse the call that it is part of."""
    if not _MEMBER_ID.fullmatch(text):
        raise invalid(field, "an id of a member: 1 to 64 letters, digits, - and _")
    return text


def _member_id(value: Any) -> str:
    # Members share calls, so one malformed id would make a service refuse the others too.
    if not isinstance(value, str) or not _MEMBER_ID.fullmatch(value):
        raise ValueError("not a member's id")
    return value


def _member_ids(value: Any) -> frozenset[str]:
    if not isinstance(value, list) or not value:
        raise ValueError("reads_for is not a list of members")
    return frozenset(map(_member_id, value))


def _stores(value: Any) -> frozenset[str]:
    # An empty list would read as no limit, which is the opposite of what its issuer means.
    if not isinstance(value, list) or not value:
        raise ValueError("stores is not a list of stores")
    if not all(isinstance(each, str) and 0 < len(each) <= _NAME_CHARS_MAX for each in value):
        raise ValueError("stores holds a text that is no code")
    return frozenset(value)

"""A client: its secrets, its epoch, and the life of both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest

ROTATION = timedelta(hours=24)
"""How long the secret before the newest is good."""
TOKEN_TTL = timedelta(minutes=10)
ENDED_TTL = TOKEN_TTL + timedelta(minutes=5)
"""How long ended tokens are told: until they have expired by themselves, by any clock."""
ROLES = ("channel", "operator")
SCOPES_MAX = 32
CLIENTS_MAX = 100
"""Clients of a brand that are not revoked."""


class ClientInvalid(Exception):
    """The client does not exist, was revoked, or has another secret."""

    reason = "CLIENT_INVALID"


class ScopeNotGranted(Exception):
    """The client has not got a scope that it asks for."""

    reason = "SCOPE_NOT_GRANTED"

    def __init__(self, scope: str) -> None:
        super().__init__(f"not granted: {scope}")
        self.metadata = {"scope": scope}


class ClientNotFound(Exception):
    """The brand has no client with this id."""

    reason = "CLIENT_NOT_FOUND"
    field = "client_id"


class ClientRevoked(Exception):
    """The client was revoked, which is for ever."""

    reason = "CLIENT_REVOKED"


class ClientScopeNotYours(Exception):
    """The client has, or would have, a scope that the operator has not got."""

    reason = "CLIENT_SCOPE_NOT_YOURS"

    def __init__(self, scope: str) -> None:
        super().__init__(f"not the operator's own: {scope}")
        self.metadata = {"scope": scope}


@dataclass(frozen=True)
class ClientSecret:
    """The SHA-256 of a secret, and when it ends; None for never."""

    digest: bytes
    made_at: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True)
class Client:
    """`version` counts the changes; `tokens_ended_at` is when the epoch last went up; `name` is the
    operator's own words for it."""

    brand: str
    id: str
    role: str
    scopes: frozenset[str]
    channel: str
    """The only channel that it may name; empty for any."""
    secrets: tuple[ClientSecret, ...]
    made_at: datetime
    epoch: int = 1
    tokens_ended_at: datetime | None = None
    revoked_at: datetime | None = None
    version: int = 1
    name: str = ""
    stores: frozenset[str] = frozenset()
    """The codes of the only stores that it works for; empty for all of the brand."""

    @property
    def state(self) -> str:
        """`active` or `revoked`."""
        return "active" if self.revoked_at is None else "revoked"


@dataclass(frozen=True)
class ClientNote:
    """What is told to the audit log: who did what to a client, and what else is to know."""

    actor: str
    role: str
    action: str
    client_id: str
    told: str = ""


def digest_of(secret: str) -> bytes:
    """Secrets are 256 random bits, which need no slow hash."""
    return sha256(secret.encode()).digest()


def authenticate(client: Client | None, secret: str, now: datetime) -> Client:
    """`client` if `secret` is one of its own that is good now. Raises ClientInvalid."""
    if client is None or client.revoked_at is not None:
        raise ClientInvalid("no such client, or revoked")
    digest = digest_of(secret)
    if not any(compare_digest(each.digest, digest) for each in good_secrets(client, now)):
        raise ClientInvalid("another secret")
    return client


def granted(client: Client, scopes: Sequence[str]) -> tuple[str, ...]:
    """The scopes of a token: those asked for, or all. Raises ScopeNotGranted."""
    for scope in scopes:
        if scope not in client.scopes:
            raise ScopeNotGranted(scope)
    return tuple(sorted(set(scopes) or client.scopes))


def check_scopes(own: frozenset[str], given: Iterable[str]) -> None:
    """Nothing, if who holds `own` may give all of `given`. Raises ClientScopeNotYours.

    A noun alone stands for both of its verbs, in what is held and in what is given.
    """
    for scope in sorted(given):
        noun, _, verb = scope.partition(":")
        parts = {scope} if verb else {f"{noun}:read", f"{noun}:write"}
        if noun not in own and not parts <= own:
            raise ClientScopeNotYours(scope)


def is_reading(scope: str) -> bool:
    """Whether the scope lets its holder read, and nothing else."""
    return scope.endswith(":read")


def good_secrets(client: Client, now: datetime) -> Sequence[ClientSecret]:
    """The secrets with which the client may log in now, the newest last."""
    return [each for each in client.secrets if each.ends_at is None or now < each.ends_at]


def rotated(client: Client, digest: bytes, now: datetime, *, at_once: bool = False) -> Client:
    """`client` with a new secret; the newest before it is good for 24 hours more.

    `at_once` is for a secret that leaked: it ends, and the tokens made with it. Raises
    ClientInvalid.
    """
    if client.revoked_at is not None:
        raise ClientInvalid("it was revoked")
    added = ClientSecret(digest, now)
    if at_once:
        return tokens_ended(replace(client, secrets=(added,)), client.epoch, now)
    last = client.secrets[-1]
    until = now + ROTATION if last.ends_at is None else min(last.ends_at, now + ROTATION)
    kept = replace(last, ends_at=until)
    return replace(client, secrets=(kept, added), version=client.version + 1)


def tokens_ended(client: Client, epoch: int, now: datetime) -> Client:
    """`client` with its tokens up to `epoch` ended; the same where they have ended."""
    if epoch < client.epoch:
        return client
    return replace(client, epoch=client.epoch + 1, tokens_ended_at=now, version=client.version + 1)


def revoked(client: Client, now: datetime) -> Client:
    """`client`, switched off for ever, and its tokens with it."""
    if client.revoked_at is not None:
        return client
    return replace(tokens_ended(client, client.epoch, now), revoked_at=now, secrets=())

"""Clients are made, rotated and revoked at the command line, and authenticated for each token."""

import json
import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.common import telemetry
from services.common.auth import GATEWAY_AUDIENCE
from services.common.caller import STORES_MAX
from services.common.clock import Clock
from services.common.errors import Refusal, invalid
from services.common.ids import new_id
from services.common.text import checked
from services.members.clients.domain import (
    ENDED_TTL,
    ROLES,
    SCOPES_MAX,
    Client,
    ClientInvalid,
    ClientNote,
    ClientSecret,
    ScopeNotGranted,
    authenticate,
    digest_of,
    granted,
    revoked,
    rotated,
    tokens_ended,
)

RACES_MAX = 5
CHANNEL_CHARS_MAX = 64
NAME_CHARS_MAX = 60
STORE_CHARS_MAX = 64
STORES_JSON_CHARS_MAX = 1_200
SECRET_BYTES = 32
_SCOPE = re.compile(r"[a-z_]{1,40}(:[a-z_]{1,40})?")
_BRAND = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")

_log = telemetry.log("clients")


class ClientStore(Protocol):
    """Where clients are kept, each change with its entry of the audit log."""

    async def add(self, client: Client, note: ClientNote) -> None:
        """Keep a new client."""

    async def find(self, client_id: str) -> Client | None:
        """The client; None when there is none."""

    async def replace(self, client: Client, version: int, note: ClientNote) -> bool:
        """Keep `client` in place of that version; False when it has another."""

    async def of_brand(self, brand: str) -> Sequence[Client]:
        """All clients of a brand, the oldest first."""

    async def ended_since(self, at: datetime) -> Mapping[str, int]:
        """The epoch of each client whose tokens ended after `at`."""

    async def note(self, brand: str, note: ClientNote) -> None:
        """Keep an entry of the audit log by itself."""


@dataclass(frozen=True)
class Grant:
    """A client that showed its secret, and the scopes of its token."""

    client: Client
    scopes: tuple[str, ...]


class Clients:
    """The capabilities."""

    def __init__(self, store: ClientStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def create(
        self,
        brand: str,
        role: str,
        scopes: Iterable[str],
        channel: str,
        by: str,
        name: str = "",
        stores: Iterable[str] = (),
    ) -> tuple[Client, str]:
        """A new client and its secret. Raises an INVALID_ARGUMENT refusal."""
        client, secret = made(brand, role, scopes, channel, name, self._clock.now(), stores)
        known = client.scopes
        told = f"role={role} scope={' '.join(sorted(known))} channel={channel}"
        if client.stores:
            told += f" stores={' '.join(sorted(client.stores))}"
        await self._store.add(client, _by_operator(by, "create", client.id, told))
        return client, secret

    async def rotate(
        self, brand: str, client_id: str, by: str, *, at_once: bool = False
    ) -> tuple[Client, str]:
        """The client with a new secret. Raises ClientInvalid."""
        secret = new_secret()
        told = "the secret before ends at once" if at_once else ""
        client = await self._change(
            brand,
            client_id,
            lambda known: rotated(known, digest_of(secret), self._clock.now(), at_once=at_once),
            _by_operator(by, "rotate", client_id, told),
        )
        return client, secret

    async def revoke(self, brand: str, client_id: str, by: str) -> Client:
        """The client, switched off. Raises ClientInvalid."""
        note = _by_operator(by, "revoke", client_id)
        return await self._change(
            brand, client_id, lambda known: revoked(known, self._clock.now()), note
        )

    async def of_brand(self, brand: str) -> Sequence[Client]:
        """All clients of a brand, the oldest first."""
        return await self._store.of_brand(brand)

    async def authenticate(
        self, client_id: str, secret: str, scopes: Sequence[str], audience: str, address: str
    ) -> Grant:
        """What a token of the client may say.

        Raises ClientInvalid, ScopeNotGranted, and PERMISSION_DENIED for another's audience.
        """
        client = await self._store.find(client_id)
        told = f"audience={audience} address={address}"
        try:
            known = authenticate(client, secret, self._clock.now())
            given = granted(known, scopes)
            if audience == GATEWAY_AUDIENCE and known.role != "operator":
                raise Refusal("PERMISSION_DENIED", "the gateway is for operators' clients")
        except (ClientInvalid, ScopeNotGranted, Refusal) as error:
            await self._note_failure(client, client_id, f"{told} {error.reason}")
            raise
        told = f"{told} scope={' '.join(given)}"
        note = ClientNote(known.id, known.role, "issue_token", known.id, told)
        await self._store.note(known.brand, note)
        return Grant(known, given)

    async def end_tokens(self, client_id: str, secret: str, epoch: int, address: str) -> None:
        """End the client's tokens up to `epoch`, at its own wish. Raises ClientInvalid."""
        client = await self._store.find(client_id)
        told = f"address={address}"
        try:
            known = authenticate(client, secret, self._clock.now())
        except ClientInvalid as error:
            await self._note_failure(client, client_id, f"{told} {error.reason}")
            raise
        note = ClientNote(known.id, known.role, "end_tokens", known.id, told)
        await self._change(
            known.brand, known.id, lambda now: tokens_ended(now, epoch, self._clock.now()), note
        )

    async def ended(self) -> Mapping[str, int]:
        """The least valid epoch of each client whose tokens ended a short time ago."""
        return await self._store.ended_since(self._clock.now() - ENDED_TTL)

    async def _change(
        self, brand: str, client_id: str, change: Callable[[Client], Client], note: ClientNote
    ) -> Client:
        for _ in range(RACES_MAX):
            known = await self._store.find(client_id)
            if known is None or known.brand != brand:
                raise ClientInvalid(f"{brand} has no client {client_id}")
            changed = change(known)
            if changed == known or await self._store.replace(changed, known.version, note):
                return changed
        raise Refusal("OVERLOADED", "others change this client at the same time")

    async def _note_failure(self, client: Client | None, client_id: str, told: str) -> None:
        _log.warning("client_refused", client_id=client_id, told=told)
        # An id that nobody has is in no brand, so no brand's log can have it.
        if client is not None:
            note = ClientNote(client.id, client.role, "refuse_token", client.id, told)
            await self._store.note(client.brand, note)


def made(
    brand: str,
    role: str,
    scopes: Iterable[str],
    channel: str,
    name: str,
    now: datetime,
    stores: Iterable[str] = (),
) -> tuple[Client, str]:
    """A new client and its secret. Raises an INVALID_ARGUMENT refusal."""
    known, secret = frozenset(scopes), new_secret()
    _check(brand, role, known, channel)
    named, limited = checked("name", name, NAME_CHARS_MAX), _stores(stores)
    first = ClientSecret(digest_of(secret), now)
    what = role, known, channel, (first,), now
    return Client(brand, new_id("cli"), *what, name=named, stores=limited), secret


def _stores(sent: Iterable[str]) -> frozenset[str]:
    codes = frozenset(
        checked(f"stores[{index}]", code, STORE_CHARS_MAX, least=1)
        for index, code in enumerate(sent)
    )
    if len(codes) > STORES_MAX:
        raise invalid("stores", f"at most {STORES_MAX}")
    # Its tokens carry them all, in ASCII.
    if len(json.dumps(sorted(codes))) > STORES_JSON_CHARS_MAX:
        raise invalid("stores", f"at most {STORES_JSON_CHARS_MAX} characters of JSON")
    return codes


def new_secret() -> str:
    """256 random bits, with a mark by which a leak is found."""
    return "tsk_" + secrets.token_urlsafe(SECRET_BYTES)


def _check(brand: str, role: str, scopes: frozenset[str], channel: str) -> None:
    if not _BRAND.fullmatch(brand):
        raise invalid("brand", "1 to 64 of a-z, 0-9, _ and -")
    if role not in ROLES:
        raise invalid("role", f"one of {', '.join(ROLES)}")
    # Services take a channel without scopes for one of before scopes, which may do everything.
    if not 1 <= len(scopes) <= SCOPES_MAX:
        raise invalid("scopes", f"1 to {SCOPES_MAX} scopes")
    for scope in scopes:
        if not _SCOPE.fullmatch(scope):
            raise invalid("scopes", f"{scope!r} is no scope, such as points:write")
    if channel and role != "channel":
        raise invalid("channel", "only a client of the role channel has one")
    if "/" in channel or len(channel) > CHANNEL_CHARS_MAX:
        raise invalid("channel", f"up to {CHANNEL_CHARS_MAX} characters, and no /")


def _by_operator(by: str, action: str, client_id: str, told: str = "") -> ClientNote:
    return ClientNote(by, "operator", f"{action}_client", client_id, told)

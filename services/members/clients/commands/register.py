"""Operators make, rotate and revoke the clients of their brand in the console.

A client can do no more than the operator who sees its secret: else whoever may make clients could
do all. One of the role operator only reads: else who holds it would be a second operator.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.common import audit
from services.common.caller import Caller
from services.common.clock import Clock
from services.common.errors import invalid
from services.common.written_once import Asked
from services.members.clients.commands.clients import made, new_secret
from services.members.clients.domain import (
    Client,
    ClientRevoked,
    ClientScopeNotYours,
    check_scopes,
    digest_of,
    is_reading,
    revoked,
    rotated,
)


class RegisteredClients(Protocol):
    """Where clients are kept. Each write takes effect once for its request, with its entry of the
    audit log, and says whether it is a repeat."""

    async def page(self, brand: str, before: str, size: int) -> Sequence[Client]:
        """Clients with ids below `before` ("": all), the newest first."""

    async def add_once(self, asked: Asked, client: Client) -> tuple[Client, bool]:
        """The client as it is kept. Raises TOO_MANY."""

    async def change_once(
        self, asked: Asked, client_id: str, change: Callable[[Client], Client]
    ) -> tuple[Client, bool]:
        """The client, changed. Raises ClientNotFound, and what `change` raises."""


@dataclass(frozen=True)
class Shown:
    """A client with its new secret; "" in the answer to a repeat, for it is kept nowhere."""

    client: Client
    secret: str
    replayed: bool


def _deciding(client: Client) -> Sequence[str]:
    """The scopes by which a client would write as an operator. People ask for what a second
    operator decides on, and decide: who holds a client has another subject, and would be both."""
    return [each for each in client.scopes if client.role == "operator" and not is_reading(each)]


class Register:
    """The capabilities. `caller` is the operator."""

    def __init__(self, store: RegisteredClients, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def page(self, brand: str, before: str, size: int) -> Sequence[Client]:
        """Clients with ids below `before` ("": all), the newest first."""
        return await self._store.page(brand, before, size)

    async def create(
        self,
        caller: Caller,
        asked: Asked,
        *,
        name: str,
        role: str,
        scopes: Iterable[str],
        channel: str,
        stores: Iterable[str] = (),
    ) -> Shown:
        """A new client. Raises INVALID_ARGUMENT, TOO_MANY, ClientScopeNotYours."""
        now = self._clock.now()
        client, secret = made(caller.brand, role, scopes, channel, name, now, stores)
        if not client.name:
            raise invalid("name", "1 to 60 characters")
        check_scopes(caller.scopes, client.scopes)
        if _deciding(client):
            raise invalid("scopes", "a client of the role operator reads: members:read, not more")
        audit.changed(
            after={
                "client_id": client.id,
                "role": role,
                "scope": " ".join(sorted(client.scopes)),
                "channel": channel,
                "stores": " ".join(sorted(client.stores)),
            }
        )
        kept, replayed = await self._store.add_once(asked, client)
        return Shown(kept, "" if replayed else secret, replayed)

    async def rotate(self, caller: Caller, asked: Asked, client_id: str, *, at_once: bool) -> Shown:
        """A new secret. Raises ClientNotFound, ClientRevoked, ClientScopeNotYours."""
        secret, now = new_secret(), self._clock.now()

        def change(known: Client) -> Client:
            if known.revoked_at is not None:
                raise ClientRevoked(f"{known.id} was revoked")
            check_scopes(caller.scopes, known.scopes)
            for scope in _deciding(known):
                raise ClientScopeNotYours(scope)
            return rotated(known, digest_of(secret), now, at_once=at_once)

        audit.changed(after={"at_once": str(at_once).lower()})
        kept, replayed = await self._store.change_once(asked, client_id, change)
        return Shown(kept, "" if replayed else secret, replayed)

    async def revoke(self, asked: Asked, client_id: str) -> tuple[Client, bool]:
        """The client, switched off, and whether the request is a repeat. Raises ClientNotFound."""
        now = self._clock.now()
        return await self._store.change_once(asked, client_id, lambda known: revoked(known, now))

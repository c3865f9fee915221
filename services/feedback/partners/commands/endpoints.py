"""Operators make, change and delete endpoints."""

import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from urllib.parse import urlsplit

from services.common.clock import Clock
from services.common.errors import Refusal, invalid
from services.common.ids import new_id
from services.common.text import checked
from services.common.web_address import ADDRESS_CHARS_MAX, problem_of
from services.feedback.partners.domain.endpoint import (
    DESCRIPTION_CHARS_MAX,
    Endpoint,
    EndpointNotFound,
    EndpointUrlInvalid,
    Secret,
    State,
    rotated,
    switched,
)
from services.feedback.partners.domain.event_types import TYPES_MAX, known_types
from services.feedback.partners.domain.replay import Replay
from services.feedback.partners.domain.signature import SECRET_BYTES, shown

PORTS = (None, 443, 8443)
SHOWN_FOR = timedelta(minutes=10)
"""How long a repeat of a request shows the secret that it made: its answer may have been lost."""


@dataclass(frozen=True, slots=True)
class Request:
    """A write as its caller sent it."""

    brand: str
    id: str
    content: bytes


class EndpointWrites(Protocol):
    """The endpoints of one brand, within one transaction."""

    async def get(self, endpoint_id: str) -> Endpoint:
        """Raises EndpointNotFound."""
        ...

    async def add(self, endpoint: Endpoint) -> None:
        """Raises TooManyEndpoints."""
        ...

    async def put(self, endpoint: Endpoint) -> None:
        """Write it; its lanes rest while it is off, and go on when it is on again."""
        ...

    async def delete(self, endpoint: Endpoint) -> None: ...


class Endpoints(Protocol):
    """The endpoints of all brands."""

    async def once(
        self,
        request: Request,
        change: Callable[[EndpointWrites], Awaitable[Endpoint]],
    ) -> tuple[Endpoint, bool]:
        """Run `change` once for this request; the endpoint as it was then, and True for a repeat.

        The endpoint of a repeat has no sealed keys."""
        ...

    async def get(self, brand: str, endpoint_id: str) -> Endpoint:
        """Raises EndpointNotFound."""
        ...

    async def of_brand(self, brand: str) -> Sequence[Endpoint]:
        """All of a brand, the oldest first."""
        ...


class Seal(Protocol):
    """Seals the keys of endpoints; None where it cannot."""

    def seal(self, endpoint: str, key: bytes) -> bytes | None: ...
    def open(self, endpoint: str, sealed: bytes) -> bytes | None: ...


class Overview(Protocol):
    """How far an endpoint is with its deliveries."""

    async def counts(self, endpoint_id: str) -> tuple[int, int]:
        """How many deliveries wait and how many were given up, each up to 10,000."""
        ...

    async def replays(self, endpoint_id: str) -> Sequence[Replay]:
        """The last ones, the newest first."""
        ...


@dataclass(frozen=True, slots=True)
class EndpointShown:
    """An endpoint in a list."""

    endpoint: Endpoint
    waiting: int
    given_up: int
    replays: Sequence[Replay]


@dataclass(frozen=True, slots=True)
class EndpointMade:
    """The answer of a write; `secret` is empty where none is shown."""

    endpoint: Endpoint
    secret: str
    replayed: bool


@dataclass(frozen=True, slots=True)
class EndpointDesk:
    """What operators do with endpoints. `private` allows addresses that are not public."""

    endpoints: Endpoints
    overview: Overview
    seal: Seal
    clock: Clock
    private: bool = False

    async def create(
        self, request: Request, url: str, description: str, types: Sequence[str]
    ) -> EndpointMade:
        """Make an endpoint, and show its secret. Raises EndpointUrlInvalid, EventTypeUnknown,
        TooManyEndpoints, and refusals."""
        check_url(url, private=self.private)
        description = checked("description", description, DESCRIPTION_CHARS_MAX)
        wanted = checked_types(types)

        async def change(endpoints: EndpointWrites) -> Endpoint:
            endpoint_id, now = new_id("whe"), self.clock.now()
            made = Endpoint(
                id=endpoint_id,
                brand=request.brand,
                url=url,
                description=description,
                types=wanted,
                state=State.ENABLED,
                secrets=(self._secret(endpoint_id),),
                made_at=now,
            )
            await endpoints.add(made)
            return made

        return await self._shown_once(request, change)

    async def rotate(self, request: Request, endpoint_id: str, *, at_once: bool) -> EndpointMade:
        """Make a new secret, and show it. Raises EndpointNotFound, and refusals."""

        async def change(endpoints: EndpointWrites) -> Endpoint:
            known = await endpoints.get(endpoint_id)
            added = self._secret(endpoint_id)
            changed = rotated(known, added, self.clock.now(), at_once=at_once)
            await endpoints.put(changed)
            return changed

        return await self._shown_once(request, change)

    async def update(
        self, request: Request, endpoint_id: str, types: Sequence[str], *, enabled: bool
    ) -> tuple[Endpoint, bool]:
        """Set the types, and switch it on or off. Raises EndpointNotFound, EventTypeUnknown."""
        wanted = checked_types(types)

        async def change(endpoints: EndpointWrites) -> Endpoint:
            changed = switched(await endpoints.get(endpoint_id), wanted, enabled=enabled)
            await endpoints.put(changed)
            return changed

        return await self.endpoints.once(request, change)

    async def delete(self, request: Request, endpoint_id: str) -> tuple[Endpoint, bool]:
        """Delete it with all that is queued. Raises EndpointNotFound."""

        async def change(endpoints: EndpointWrites) -> Endpoint:
            known = await endpoints.get(endpoint_id)
            await endpoints.delete(known)
            return known

        return await self.endpoints.once(request, change)

    async def of_brand(self, brand: str, after: str, limit: int) -> Sequence[EndpointShown]:
        """Up to `limit` endpoints after the one with the id `after`, the oldest first."""
        found = [each for each in await self.endpoints.of_brand(brand) if each.id > after]
        return [
            EndpointShown(
                each, *await self.overview.counts(each.id), await self.overview.replays(each.id)
            )
            for each in found[:limit]
        ]

    async def _shown_once(
        self, request: Request, change: Callable[[EndpointWrites], Awaitable[Endpoint]]
    ) -> EndpointMade:
        endpoint, replayed = await self.endpoints.once(request, change)
        made = endpoint.secrets[-1]
        sealed = await self._kept(request.brand, endpoint.id, made) if replayed else made.sealed
        key = self.seal.open(endpoint.id, sealed) if sealed else None
        return EndpointMade(endpoint, shown(key) if key else "", replayed)

    async def _kept(self, brand: str, endpoint_id: str, made: Secret) -> bytes:
        """The sealed key that a repeat may show; empty for none. A kept answer has no key, so that
        the key is in one place."""
        if self.clock.now() - made.made_at > SHOWN_FOR:
            return b""
        try:
            known = await self.endpoints.get(brand, endpoint_id)
        except EndpointNotFound:
            return b""
        return next((each.sealed for each in known.secrets if each.id == made.id), b"")

    def _secret(self, endpoint_id: str) -> Secret:
        sealed = self.seal.seal(endpoint_id, os.urandom(SECRET_BYTES))
        if sealed is None:
            raise Refusal("WEBHOOK_KEY_UNAVAILABLE", "the key feedback.seal is missing")
        return Secret(new_id("whk"), sealed, self.clock.now())


def check_url(url: str, *, private: bool = False) -> None:
    """Raises EndpointUrlInvalid unless messages may be posted to `url`; the addresses of its name
    are judged when they are. `private` is for development: http and any host."""
    if private and url.startswith(("http://", "https://")) and _is_an_address(url):
        return
    if not url.startswith("https://"):
        raise EndpointUrlInvalid("HTTPS", "an address that begins with https://")
    if problem := problem_of(url):
        raise EndpointUrlInvalid("HOST", problem)
    if urlsplit(url).port not in PORTS:
        raise EndpointUrlInvalid("PORT", "an address on port 443 or 8443")


def _is_an_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        return False
    # Of visible ASCII alone, for it becomes a line of the request.
    visible = url.isascii() and url.isprintable() and " " not in url
    return named and visible and len(url) <= ADDRESS_CHARS_MAX


def checked_types(types: Sequence[str]) -> tuple[str, ...]:
    """Types of events, each once and in order. Raises EventTypeUnknown, and INVALID_ARGUMENT for
    too many."""
    if len(types) > TYPES_MAX:
        raise invalid("types", f"at most {TYPES_MAX} types")
    return known_types(types)

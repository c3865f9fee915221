"""An endpoint: its types, its secrets, and whether it gets messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

ROTATION = timedelta(hours=24)
"""How long the secret before the newest signs."""
FAILING_MAX = timedelta(days=5)
"""An endpoint at which nothing has arrived for so long is switched off."""
ENDPOINTS_MAX = 20
DESCRIPTION_CHARS_MAX = 200


class EndpointNotFound(Exception):
    """The brand has no endpoint of this id."""

    reason = "ENDPOINT_NOT_FOUND"
    field = "endpoint_id"


class EndpointUrlInvalid(Exception):
    """Nothing can be posted to this address."""

    reason = "ENDPOINT_URL_INVALID"
    field = "url"

    def __init__(self, why: str, problem: str) -> None:
        super().__init__(problem)
        self.metadata = {"why": why, "problem": problem}


class TooManyEndpoints(Exception):
    """The brand has as many endpoints as it may have."""

    reason = "TOO_MANY_ENDPOINTS"

    def __init__(self) -> None:
        super().__init__(f"a brand has at most {ENDPOINTS_MAX} endpoints")
        self.metadata = {"limit": str(ENDPOINTS_MAX)}


class EndpointOff(Exception):
    """The endpoint is switched off."""

    reason = "ENDPOINT_OFF"

    def __init__(self, state: State) -> None:
        super().__init__(f"the endpoint is {state.value}")
        self.metadata = {"state": state.value.upper()}


class State(StrEnum):
    """Whether an endpoint gets messages; all but the first are reasons why it does not."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    GONE = "gone"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class Secret:
    """A sealed key, and when it ends; None for never."""

    id: str
    sealed: bytes
    made_at: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`failing_since` is the time of the first failure after the last success."""

    id: str
    brand: str
    url: str
    description: str
    types: tuple[str, ...]
    state: State
    secrets: tuple[Secret, ...]
    made_at: datetime
    failing_since: datetime | None = None

    def wants(self, type_: str) -> bool:
        """Whether it gets events of this type."""
        return not self.types or type_ in self.types

    def secrets_at(self, now: datetime) -> Sequence[Secret]:
        """Those that sign at `now`, the newest first."""
        return [s for s in reversed(self.secrets) if s.ends_at is None or now < s.ends_at]


def rotated(endpoint: Endpoint, added: Secret, now: datetime, *, at_once: bool) -> Endpoint:
    """`endpoint` with a new secret; the newest before it signs for 24 hours more, or, because it
    leaked, no more."""
    if at_once:
        return replace(endpoint, secrets=(added,))
    last = endpoint.secrets[-1]
    return replace(endpoint, secrets=(replace(last, ends_at=now + ROTATION), added))


def switched(endpoint: Endpoint, types: tuple[str, ...], *, enabled: bool) -> Endpoint:
    """`endpoint` with these types, and on or off. One that is off already keeps the reason."""
    if enabled:
        return replace(endpoint, types=types, state=State.ENABLED, failing_since=None)
    off = State.DISABLED if endpoint.state is State.ENABLED else endpoint.state
    return replace(endpoint, types=types, state=off)


def after_answer(endpoint: Endpoint, status: int, now: datetime) -> Endpoint:
    """`endpoint` after an attempt with this status, 0 for no answer."""
    if 200 <= status < 300:
        return replace(endpoint, failing_since=None)
    if status == 410:
        return replace(endpoint, state=State.GONE)
    since = endpoint.failing_since or now
    state = State.FAILING if now - since >= FAILING_MAX else endpoint.state
    return replace(endpoint, state=state, failing_since=since)

"""A wish to write stores, and its result."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class UpsertState(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Upserted:
    """The result of one store: its etag, or the refusal as reason, field and words."""

    code: str
    state: UpsertState
    etag: str = ""
    reason: str = ""
    field: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """A request that takes effect once: `content` is the digest that a repeat is compared with."""

    request_id: str
    content: bytes

"""What a search asks for, and why a member is found by it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from services.members.identities.domain.identity import IdentityKind

LOOKED_AT_MAX = 10_000
"""Members whom one search looks at."""


class SearchTooBroad(Exception):
    """None was found among the first LOOKED_AT_MAX who have the name, tag or segment."""

    reason = "SEARCH_TOO_BROAD"

    def __init__(self) -> None:
        super().__init__(f"nobody among the first {LOOKED_AT_MAX}")
        self.metadata = {"limit": str(LOOKED_AT_MAX)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """All of it holds of who is found; "" asks for nothing."""

    text: str = field(default="", repr=False)
    tag: str = ""
    segment: str = ""


class HitKind(StrEnum):
    """The kinds of reasons."""

    MEMBER_ID = "member_id"
    IDENTITY = "identity"
    NAME = "name"
    TAG = "tag"
    SEGMENT = "segment"


class Hit(NamedTuple):
    """`identity`: the kind of an identity."""

    kind: HitKind
    identity: IdentityKind | None = None


class FoundMember(NamedTuple):
    """A member, and why."""

    member_id: str
    hits: tuple[Hit, ...]


class NameSearch(StrEnum):
    """How far names are searched."""

    OFF = "off"
    BUILDING = "building"
    ON = "on"


@dataclass(frozen=True, slots=True)
class NamesKept:
    """Of a brand: whether tokens are to be kept, and up to which member they are, or of all."""

    wanted: bool = False
    after: str = ""
    done: bool = True

    @property
    def state(self) -> NameSearch:
        if not self.wanted:
            return NameSearch.OFF
        return NameSearch.ON if self.done else NameSearch.BUILDING

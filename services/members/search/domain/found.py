"""What a search asks for, and why a member is found by it."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
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


PASSED_MAX = 500
"""Of members whom a sweep passed over, so many are remembered."""
AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class NamesKept:
    """Of a brand: whether tokens are to be kept, and up to which member they are, or of all.

    `passed`: members whose tokens could not be kept, who are tried again at `again_at`; `more`:
    there were more than are remembered, so all are swept again once none of these is left.
    """

    wanted: bool = False
    after: str = ""
    done: bool = True
    passed: tuple[str, ...] = ()
    more: bool = False
    again_at: datetime | None = None

    @property
    def state(self) -> NameSearch:
        if not self.wanted:
            return NameSearch.OFF
        return NameSearch.ON if self.done and not self.passed else NameSearch.BUILDING

    def behind(self, last: str, failed: Collection[str], now: datetime) -> "NamesKept":
        """After a slice up to the member `last`, of whom some failed."""
        passed = (*self.passed, *sorted(failed))
        return replace(
            self,
            after=last,
            passed=passed[:PASSED_MAX],
            more=self.more or len(passed) > PASSED_MAX,
            again_at=now + AGAIN_AFTER if passed else None,
        )

    def tried_again(self, failed: Collection[str], now: datetime) -> "NamesKept":
        """After those who were passed over had another turn, in which some failed again."""
        if failed:
            return replace(self, passed=tuple(sorted(failed)), again_at=now + AGAIN_AFTER)
        return NamesKept(wanted=True, done=not self.more)

"""The tags that a member has."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from services.members.events.domain import TagFacts
from services.members.tags.domain.section import TagDefinition
from services.members.tags.domain.tag import Tag

TAGS_MAX = 64
"""Of one member."""
CHANGES_MAX = 20
"""Tags that one request sets, and that it removes."""


class TagUnknown(Exception):
    """The programme declares no such tag."""

    reason = "TAG_UNKNOWN"

    def __init__(self, code: str, field: str) -> None:
        super().__init__(f"the programme declares no tag {code}")
        self.field = field
        self.metadata = {"tag": code}


class TagsFull(Exception):
    """The member would have more tags than one may have."""

    reason = "TAGS_FULL"

    def __init__(self) -> None:
        super().__init__(f"a member has at most {TAGS_MAX} tags")
        self.field = "set"
        self.metadata = {"limit": str(TAGS_MAX)}


@dataclass(frozen=True, slots=True)
class Tags:
    """By code. `revision` counts the changes, so that of two states the later is known."""

    held: Mapping[str, Tag] = field(default_factory=lambda: MappingProxyType({}))
    revision: int = 0

    def current(self, now: datetime) -> dict[str, Tag]:
        """Those that the member has at `now`."""
        return {code: tag for code, tag in self.held.items() if tag.lives(now)}

    def changed(self, added: Iterable[Tag], removed: Collection[str], now: datetime) -> "Tags":
        """These tags after a change, without those that lapsed; the same object for no change.

        Raises TagsFull.
        """
        current = self.current(now)
        held = {code: tag for code, tag in current.items() if code not in removed}
        held |= {tag.code: tag for tag in added}
        if len(held) > TAGS_MAX:
            raise TagsFull
        if held == current:
            return self
        return replace(self, held=held, revision=self.revision + 1)

    def shown(self, declared: Mapping[str, TagDefinition], now: datetime) -> list[Tag]:
        """Those that the member has at `now` and the programme declares, in its order."""
        current = self.current(now)
        return [current[code] for code in declared if code in current]

    def next_expiry(self, now: datetime) -> datetime | None:
        """When the next tag lapses; None for never."""
        ends = (tag.expires_at for tag in self.current(now).values())
        return min((end for end in ends if end is not None), default=None)

    def facts(
        self, declared: Mapping[str, TagDefinition], now: datetime, programme_version: int
    ) -> TagFacts:
        """As other services are told. A later change stands, then a later programme."""
        told = tuple((tag.code, tag.expires_at) for tag in self.shown(declared, now))
        return TagFacts((self.revision, programme_version), told)


NO_TAGS = Tags()

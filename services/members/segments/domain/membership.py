"""The segments that a member is in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from services.members.events.domain import SegmentEntered, SegmentFacts, SegmentLeft
from services.members.segments.domain.tag_rules import NOT_JUDGED, TagsJudged


@dataclass(frozen=True, slots=True)
class Membership:
    """By code: since when. `revision` counts the changes, so that of two the later is known.
    `tags`: what the rules of tags saw of the member last."""

    since: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    revision: int = 0
    tags: TagsJudged = NOT_JUDGED

    def changed(self, codes: Collection[str], now: datetime) -> "Membership":
        """In exactly `codes` from `now` on; the same object where that is no change."""
        if set(codes) == set(self.since):
            return self
        since = {code: self.since.get(code, now) for code in codes}
        return Membership(since, self.revision + 1, self.tags)

    def facts(self, programme_version: int) -> SegmentFacts:
        """As other services are told. A later change stands, then a later programme."""
        return SegmentFacts((self.revision, programme_version), tuple(sorted(self.since)))


NOWHERE = Membership()


def moves(
    member_id: str, before: Membership, after: Membership
) -> list[SegmentEntered | SegmentLeft]:
    """The events of a change, by code."""
    left = sorted(before.since.keys() - after.since.keys())
    entered = sorted(after.since.keys() - before.since.keys())
    return [
        *(SegmentLeft(member_id, code) for code in left),
        *(SegmentEntered(member_id, code) for code in entered),
    ]

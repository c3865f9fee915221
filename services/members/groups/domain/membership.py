"""A member in a group: the role, and how they take part."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.members.groups.domain.section import GroupKind

GROUPS_MAX = 50
"""Groups that one member may be in."""


class Role(StrEnum):
    """Documents carry the value, so it never changes."""

    MEMBER = "member"
    ASSISTANT = "assistant"
    OWNER = "owner"


PLACES = {Role.OWNER: 1, Role.ASSISTANT: 2}
"""How many of a group may have a role."""


class Standing(StrEnum):
    """Documents carry the value, so it never changes."""

    ACTIVE = "active"
    SILENT = "silent"
    FLAGGED = "flagged"
    LEFT = "left"


class GroupNotJoined(Exception):
    """The member is not in this group."""

    reason = "GROUP_NOT_JOINED"
    field = "group_id"


class GroupNotFound(Exception):
    """The brand has no such group."""

    reason = "GROUP_NOT_FOUND"
    field = "group_id"


class GroupRoleTaken(Exception):
    """As many of the group have the role as may."""

    reason = "GROUP_ROLE_TAKEN"
    field = "role"


class MemberGroupsFull(Exception):
    """The member is in as many groups as one may be."""

    reason = "MEMBER_GROUPS_FULL"


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a kind, and a store ("" for a club)."""

    id: str
    brand: str
    kind: str
    store: str
    number: int
    members: int
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Membership:
    """`silences` counts how often the member fell silent; `told_silent_at`: when the last one was
    told. `koc_month`: the last of which they were a KOC, such as 2026-10."""

    member_id: str
    brand: str
    group_id: str
    kind: str
    store: str
    number: int
    joined_at: datetime
    role: Role = Role.MEMBER
    standing: Standing = Standing.ACTIVE
    last_message_at: datetime | None = None
    silences: int = 0
    told_silent_at: datetime | None = None
    koc_month: str = ""

    @property
    def is_in(self) -> bool:
        return self.standing is not Standing.LEFT

    @property
    def last_at(self) -> datetime:
        """When the member took part last: a message, or the joining."""
        return max(self.joined_at, self.last_message_at or self.joined_at)

    def wrote(self, at: datetime) -> "Membership":
        """After a message `at` that time, which may come late."""
        return replace(self, last_message_at=max(at, self.last_message_at or at))

    def judged(self, kind: GroupKind, now: datetime) -> "Membership":
        """As silence and time have it: the same where nothing changed. The offer comes first."""
        if not self.is_in:
            return self
        if now < self.last_at + kind.silent:
            if self.standing is Standing.ACTIVE:
                return self
            return replace(self, standing=Standing.ACTIVE, told_silent_at=None)
        if self.standing is Standing.ACTIVE:
            silences = self.silences + 1
            return replace(self, standing=Standing.SILENT, silences=silences, told_silent_at=now)
        told_at = self.told_silent_at or now
        if self.standing is Standing.SILENT and now >= told_at + kind.offer:
            return replace(self, standing=Standing.FLAGGED)
        return self

    def due_at(self, kind: GroupKind) -> datetime | None:
        """When time alone changes it next; None for never."""
        if self.standing is Standing.ACTIVE:
            return self.last_at + kind.silent
        if self.standing is Standing.SILENT and self.told_silent_at is not None:
            return self.told_silent_at + kind.offer
        return None


def kocs_of(kind: GroupKind, members: Iterable[str], writers: Iterable[str]) -> list[str]:
    """The KOC of a group by its members and, once for each message, who wrote it: those with most,
    of equals the lower id; nobody who wrote nothing."""
    within = set(members)
    counts = Counter(each for each in writers if each in within)
    ranked = sorted(counts, key=lambda each: (-counts[each], each))
    return ranked[: kind.kocs(len(within))]

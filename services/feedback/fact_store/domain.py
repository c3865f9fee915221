"""Facts of a member that conditions name, as the members service told them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """`names` are told; None and "" are unknown. `version` is compared from the left."""

    version: tuple[int, ...]
    names: tuple[str, ...]
    age: int | None = None
    birthday_month: int | None = None
    language: str = ""
    enrolled_at: datetime | None = None

    def at(self, now: datetime, zone: ZoneInfo) -> Mapping[str, Any]:
        """The facts that are known, by name, at `now` in the brand's `zone`."""
        told: dict[str, Any] = {
            "age": self.age,
            "birthday_month": self.birthday_month,
            "language": self.language or None,
            "enrolled_days": _days_since(self.enrolled_at, now, zone),
        }
        return {name: told[name] for name in self.names if told.get(name) is not None}


def _days_since(enrolled_at: datetime | None, now: datetime, zone: ZoneInfo) -> int | None:
    if enrolled_at is None:
        return None
    return max(0, (now.astimezone(zone).date() - enrolled_at.astimezone(zone).date()).days)


@dataclass(frozen=True, slots=True)
class TagFacts:
    """`tags`: the codes that a member has, each with the time from which no more, or None."""

    version: tuple[int, ...]
    tags: tuple[tuple[str, datetime | None], ...] = ()

    def at(self, now: datetime) -> list[str]:
        """The codes that the member has at `now`."""
        return [code for code, until in self.tags if until is None or now < until]


@dataclass(frozen=True, slots=True)
class StageFacts:
    """Where a member stands in the lifecycle; "" where nothing is told."""

    version: tuple[int, ...]
    stage: str = ""
    level: str = ""
    activation_step: str = ""


NO_STAGE = StageFacts(())


@dataclass(frozen=True, slots=True)
class SegmentFacts:
    """The codes of the segments that a member is in."""

    version: tuple[int, ...]
    segments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KocFact:
    """The member was one of the KOC of a group of that `kind` in a month, YYYY-MM."""

    group_id: str
    kind: str
    month: str

    @property
    def version(self) -> tuple[int, ...]:
        """Later for a later month of the group."""
        return tuple(map(int, self.month.split("-")))


def month_before(now: datetime, zone: ZoneInfo) -> str:
    """The month before that of `now` in the brand's `zone`, YYYY-MM."""
    first = now.astimezone(zone).date().replace(day=1)
    return (first - timedelta(days=1)).isoformat()[:7]


@dataclass(frozen=True, slots=True)
class AdviserFact:
    """Who looks after a member: the subject of a person's token, "" for nobody."""

    version: tuple[int, ...]
    person: str = ""


@dataclass(frozen=True, slots=True)
class ToldFacts:
    """What is told of one member; a part is None before it is. Without tags, there is none."""

    profile: ProfileFacts | None = None
    tags: TagFacts | None = None
    stage: StageFacts | None = None
    segments: SegmentFacts | None = None
    adviser: AdviserFact | None = None
    koc: tuple[KocFact, ...] = ()

    def at(self, now: datetime, zone: ZoneInfo) -> Mapping[str, Any]:
        """The facts that are known, by name, at `now` in the brand's `zone`."""
        stage = self.stage or NO_STAGE
        return {
            **(self.profile.at(now, zone) if self.profile else {}),
            "tags": self.tags.at(now) if self.tags else [],
            "stage": stage.stage,
            "activity_level": stage.level,
            "activation_step": stage.activation_step,
            "segments": list(self.segments.segments) if self.segments else [],
            "koc": self._koc_of(month_before(now, zone)),
        }

    def _koc_of(self, month: str) -> list[str]:
        # A month's KOC are told once it is over, so they are so until the next one is.
        return sorted({each.kind for each in self.koc if each.month == month})


NOTHING_TOLD = ToldFacts()


@dataclass(frozen=True, slots=True)
class FactsChanged:
    """Facts of a member are these now. A part that did not change is None."""

    brand: str
    member_id: str
    profile: ProfileFacts | None = None
    tags: TagFacts | None = None
    stage: StageFacts | None = None
    segments: SegmentFacts | None = None
    adviser: AdviserFact | None = None
    koc: KocFact | None = None

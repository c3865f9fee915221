"""Facts of a member that conditions name, as the members service told them, read as of a day.

Windows move while nothing is told, so orders and money are kept by day. What is not told is
unknown, and left out: a condition on it is false.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.points.calendar.domain.local_time import local_day

Version = tuple[int, ...]
"""Compared from the left; the highest stands, in whatever order they come."""

_WINDOWS = (7, 30, 90, 365)
_ACTIVE_DAYS = 30
_BOUGHT_DAYS = 365
_KEY = "/"


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """What follows from a member's own statements; `names` are told, None and "" are unknown."""

    version: Version
    names: tuple[str, ...]
    age: int | None = None
    birthday_month: int | None = None
    language: str = ""
    enrolled_at: datetime | None = None

    def on(self, day: date, zone: ZoneInfo) -> dict[str, Any]:
        """The facts that are known, by name, on the local `day` in the brand's `zone`."""
        enrolled_on = local_day(self.enrolled_at, zone) if self.enrolled_at else None
        told: dict[str, Any] = {
            "age": self.age,
            "birthday_month": self.birthday_month,
            "language": self.language or None,
            "enrolled_days": max(0, (day - enrolled_on).days) if enrolled_on else None,
        }
        return {name: told[name] for name in self.names if told.get(name) is not None}


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """What follows from what a member did; `names` are told, `name/key` one key of a map.

    `days`: (day, orders, minor units); `series`: (series, days, pieces of each); days as
    `date.toordinal` counts.
    """

    version: Version
    names: tuple[str, ...]
    orders: int = 0
    spent_minor: int = 0
    days: tuple[tuple[int, int, int], ...] = ()
    active_days: tuple[int, ...] = ()
    last_order_day: int = 0
    series: tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...] = ()
    articles: Mapping[str, int] = field(default_factory=dict)

    def on(self, day: date) -> dict[str, Any]:
        """The facts that are known, by name, as of the local `day`."""
        known: dict[str, Any] = {}
        for name in self.names:
            fact, _, key = name.partition(_KEY)
            if fact in _MAPS:
                counted = self._pieces(fact, day)
                # A key that is named was looked for: nothing bought of it is 0, not unknown.
                wanted = {key: counted.get(key, 0)} if key else counted
                known[fact] = {**known.get(fact, {}), **wanted}
            elif (value := self._value(fact, day)) is not None:
                known[fact] = value
        return known

    def _value(self, fact: str, day: date) -> int | None:
        today = day.toordinal()
        if fact in _WINDOW_OF:
            column, days = _WINDOW_OF[fact]
            return sum(row[column] for row in self.days if today - days < row[0] <= today)
        if fact == "active_days_30d":
            return sum(today - _ACTIVE_DAYS < each <= today for each in self.active_days)
        if fact == "last_order_days":
            return max(0, today - self.last_order_day) if self.last_order_day else None
        return {"orders": self.orders, "spent_minor": self.spent_minor}.get(fact)

    def _pieces(self, fact: str, day: date) -> Mapping[str, int]:
        if fact == "bought_article":
            return self.articles
        last, first = day.toordinal(), (day - timedelta(days=_BOUGHT_DAYS - 1)).toordinal()
        sums = {
            name: sum(n for each, n in zip(days, pieces, strict=True) if first <= each <= last)
            for name, days, pieces in self.series
        }
        return {name: pieces for name, pieces in sums.items() if pieces}


_MAPS = frozenset({"bought", "bought_article"})
_WINDOW_OF = {
    f"{name}_{days}d": (column, days)
    for column, name in ((1, "orders"), (2, "spent_minor"))
    for days in _WINDOWS
}


@dataclass(frozen=True, slots=True)
class TagFacts:
    """`tags`: the codes that a member has, each with the time from which no more, or None."""

    version: Version
    tags: tuple[tuple[str, datetime | None], ...] = ()

    def at(self, instant: datetime) -> list[str]:
        """The codes that the member has at `instant`."""
        return [code for code, until in self.tags if until is None or instant < until]


@dataclass(frozen=True, slots=True)
class StageFacts:
    """Where a member stands in the lifecycle; "" where nothing is told."""

    version: Version
    stage: str = ""
    level: str = ""
    activation_step: str = ""


NO_STAGE = StageFacts(())


@dataclass(frozen=True, slots=True)
class SegmentFacts:
    """The codes of the segments that a member is in."""

    version: Version
    segments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """All parts, as far as they are told. A member of whom no tag is told has none."""

    profile: ProfileFacts | None = None
    activity: ActivityFacts | None = None
    tags: TagFacts | None = None
    stage: StageFacts | None = None
    segments: SegmentFacts | None = None

    def at(self, instant: datetime, zone: ZoneInfo) -> dict[str, dict[str, Any]]:
        """The facts that conditions see under `member` and `stats`: at `instant`, and windows as of
        its local day."""
        day, stage = local_day(instant, zone), self.stage or NO_STAGE
        return {
            "member": {
                **(self.profile.on(day, zone) if self.profile else {}),
                "tags": self.tags.at(instant) if self.tags else [],
                "stage": stage.stage,
                "activity_level": stage.level,
                "activation_step": stage.activation_step,
                "segments": list(self.segments.segments) if self.segments else [],
            },
            "stats": self.activity.on(day) if self.activity else {},
        }


NO_FACTS = MemberFacts()


@dataclass(frozen=True, slots=True)
class FactsChanged:
    """Facts of a member are these now. A part that did not change is None."""

    brand: str
    member_id: str
    profile: ProfileFacts | None = None
    activity: ActivityFacts | None = None
    tags: TagFacts | None = None
    stage: StageFacts | None = None
    segments: SegmentFacts | None = None


def later(facts: MemberFacts, changes: Iterable[FactsChanged]) -> MemberFacts:
    """The facts after `changes`, which may come in any order and again."""
    profile, activity, tags, stage = facts.profile, facts.activity, facts.tags, facts.stage
    segments = facts.segments
    for change in changes:
        if change.profile and (profile is None or change.profile.version > profile.version):
            profile = change.profile
        if change.activity and (activity is None or change.activity.version > activity.version):
            activity = change.activity
        if change.tags and (tags is None or change.tags.version > tags.version):
            tags = change.tags
        if change.stage and (stage is None or change.stage.version > stage.version):
            stage = change.stage
        if change.segments and (segments is None or change.segments.version > segments.version):
            segments = change.segments
    return MemberFacts(profile, activity, tags, stage, segments)

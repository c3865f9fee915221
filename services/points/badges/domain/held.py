"""The badges that a member has, and what counts for the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from services.points.badges.domain.section import Badge
from services.points.calendar.domain.instant import truncate_ms
from services.points.calendar.domain.local_time import end_of_day, local_day


class Had(NamedTuple):
    """A badge is held from `since` until `until`, which is excluded; None for ever."""

    since: datetime
    until: datetime | None = None

    def held(self, now: datetime) -> bool:
        return self.until is None or now < self.until


class Given(NamedTuple):
    """A member's badges after a change, and the codes of those that it gave."""

    badges: MemberBadges
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MemberBadges:
    """Badges by code; `counts` has the activities that count for those not had yet."""

    had: Mapping[str, Had] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)

    def lacks(self, badges: Iterable[Badge]) -> tuple[Badge, ...]:
        """Those of `badges` that were never had."""
        return tuple(badge for badge in badges if badge.code not in self.had)

    def with_activity(self, met: Iterable[Badge], at: datetime, zone: ZoneInfo) -> Given:
        """One more activity for each of `met`; those that have enough are given, as of `at`."""
        lacking = self.lacks(met)
        counts = dict(self.counts)
        for badge in lacking:
            counts[badge.code] = counts.get(badge.code, 0) + 1
        full = [badge for badge in lacking if counts[badge.code] >= badge.times]
        return MemberBadges(self.had, counts).given(full, at, zone)

    def given(self, badges: Iterable[Badge], at: datetime, zone: ZoneInfo) -> Given:
        """`badges` as of `at`, but for those that were had before."""
        new = {badge.code: _had(badge, at, zone) for badge in self.lacks(badges)}
        counts = {code: count for code, count in self.counts.items() if code not in new}
        return Given(MemberBadges({**self.had, **new}, counts), tuple(new))


def renewed(badges: MemberBadges, badge: Badge, at: datetime, zone: ZoneInfo) -> Given:
    """`badge` as of `at`; one that is held still, for its term more from its end on."""
    had = badges.had.get(badge.code)
    if had is None or not had.held(at):
        others = {code: one for code, one in badges.had.items() if code != badge.code}
        return MemberBadges(others, badges.counts).given([badge], at, zone)
    until = had.until and _had(badge, had.until, zone).until
    after = MemberBadges({**badges.had, badge.code: Had(had.since, until)}, badges.counts)
    return Given(after, (badge.code,))


def _had(badge: Badge, at: datetime, zone: ZoneInfo) -> Had:
    since = truncate_ms(at)
    if badge.term_days is None:
        return Had(since)
    last = local_day(since, zone) + timedelta(days=badge.term_days - 1)
    return Had(since, end_of_day(last, zone))


def to_body(member_id: str, badges: MemberBadges) -> dict[str, Any]:
    return {
        "member_id": member_id,
        "had": [[code, one.since, one.until] for code, one in badges.had.items()],
        "counts": [[code, count] for code, count in badges.counts.items()],
    }


def from_body(body: Mapping[str, Any]) -> MemberBadges:
    return MemberBadges(
        {code: Had(since, until) for code, since, until in body["had"]},
        dict(body["counts"]),
    )

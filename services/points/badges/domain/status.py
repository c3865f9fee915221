"""How badges stand for a member, as a card shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.points.badges.domain.held import Had, MemberBadges
from services.points.badges.domain.section import Badge, BadgeSection


@dataclass(frozen=True, slots=True)
class BadgeStatus:
    """`done` activities of `badge.times` count; `had` is None until the member gets the badge."""

    badge: Badge
    had: Had | None
    held: bool
    done: int


def badge_status(
    badges: MemberBadges, section: BadgeSection, now: datetime
) -> tuple[BadgeStatus, ...]:
    """Every badge of the section, in the programme's order."""
    return tuple(_status(badge, badges, now) for badge in section.badges)


def _status(badge: Badge, badges: MemberBadges, now: datetime) -> BadgeStatus:
    had = badges.had.get(badge.code)
    done = badge.times if had else min(badges.counts.get(badge.code, 0), badge.times)
    return BadgeStatus(badge, had, had is not None and had.held(now), done)

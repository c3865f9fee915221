"""The section wake_up of a programme: who sleeps, and what wakes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.points.calendar.domain.local_time import end_of_day, local_day
from services.points.earning.domain.order_bonus import PLAIN_PERCENT, SECTION
from services.points.programme.domain.document import Text, text_of
from services.points.programme.domain.programme import Programme

DAYS, WITHIN_DAYS = 60, 30
WAKE_UP_RULE = "wake_up"
"""The rule under which statements count what a wake-up gives."""


@dataclass(frozen=True, slots=True)
class WakeUpSection:
    """A member without any earning for `days` is woken; an order within `within_days` answers.

    `percent` is 100 where the next order is not multiplied, `coupon_type` "" where no coupon comes.
    """

    name: Text
    days: int
    within_days: int
    percent: int
    coupon_type: str

    def asleep_before(self, now: datetime) -> datetime:
        """Whoever earned nothing since is asleep at `now`."""
        return now - timedelta(days=self.days)

    def until(self, now: datetime, programme: Programme) -> datetime:
        """The first instant at which a wake-up opened at `now` is over."""
        last = local_day(now, programme.zone) + timedelta(days=self.within_days)
        return end_of_day(last, programme.zone)


@dataclass(frozen=True, slots=True)
class NoWakeUps:
    """The programme wakes nobody."""


def wake_up_section(programme: Programme) -> WakeUpSection | None:
    """The programme's section, parsed once a version; None where it has none."""
    found = programme.section(_parse)
    return None if isinstance(found, NoWakeUps) else found


def wake_up_names(programme: Programme) -> dict[str, Text]:
    """The name of the rule under which statements count what wake-ups give."""
    section = wake_up_section(programme)
    return {WAKE_UP_RULE: section.name} if section else {}


def _parse(programme: Programme) -> WakeUpSection | NoWakeUps:
    body = programme.document.get(SECTION)
    if body is None:
        return NoWakeUps()
    return WakeUpSection(
        name=text_of(body["name"]),
        days=body.get("days", DAYS),
        within_days=body.get("within_days", WITHIN_DAYS),
        percent=body.get("percent", PLAIN_PERCENT),
        coupon_type=body.get("coupon", ""),
    )

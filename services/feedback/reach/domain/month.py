"""How many messages of WeCom a customer may get in a month: as many as the month has days.

The month is that of the brand's zone. It counts where a member's permissions count, under a name
of lower case, which no asset of a programme has.
"""

from calendar import monthrange
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.feedback.channels.domain import WECOM

SEPARATOR = "/"


def month_of(now: datetime, zone: ZoneInfo) -> str:
    """The name by which a month is counted, such as wecom/2026-12."""
    return f"{WECOM}{SEPARATOR}{now.astimezone(zone):%Y-%m}"


def is_month(asset: str) -> bool:
    """True for the name of a month."""
    return asset.startswith(f"{WECOM}{SEPARATOR}")


def places(month: str) -> int:
    """How many messages a month has room for."""
    first = _first(month)
    return monthrange(first.year, first.month)[1]


def next_month(month: str, zone: ZoneInfo) -> datetime:
    """The instant at which the month is over."""
    after = _first(month) + timedelta(days=places(month))
    return datetime.combine(after, time(), zone).astimezone(UTC)


def bounds(now: datetime, zone: ZoneInfo) -> tuple[str, datetime]:
    """How many the month of `now` has room for, as a check shows it, and when it is over."""
    month = month_of(now, zone)
    return str(places(month)), next_month(month, zone)


def counted_names(assets: Collection[str], now: datetime, zone: ZoneInfo) -> set[str]:
    """The names under which `assets` count at `now`."""
    return {month_of(now, zone) if each == WECOM else each for each in assets}


def _first(month: str) -> date:
    return date.fromisoformat(f"{month.partition(SEPARATOR)[2]}-01")

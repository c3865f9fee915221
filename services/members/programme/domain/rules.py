"""A brand's programme as members read it: the frame, and the document that rooms read sections of.

The frame is what every room needs: version, time zone, currency, phone region. All else in the
document belongs to one room, and that room parses it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, TypeAlias, TypeVar, cast
from zoneinfo import ZoneInfo

DEFAULT_REGION = "CN"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rules:
    """One version of a programme.

    `region`: the country (ISO 3166, two letters) of phone numbers written without a prefix.
    """

    version: int
    zone: ZoneInfo
    currency: str
    region: str
    document: Mapping[str, Any] = field(repr=False)
    _sections: dict[Callable[["Rules"], Any], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def section(self, parse: Callable[["Rules"], T]) -> T:
        """The section that `parse` reads: parsed at the first call, then remembered.

        The parser itself is the key, so hand in a function of a module and no lambda. Raises
        LookupError, TypeError or ValueError, as `parse` does, for a section that can't be read.
        """
        if parse not in self._sections:
            self._sections[parse] = parse(self)
        return cast(T, self._sections[parse])

    def local_day(self, instant: datetime) -> date:
        """The day that `instant` falls on where the brand lives."""
        return instant.astimezone(self.zone).date()

    def midnight(self, day: date) -> datetime:
        """The instant, in UTC, at which the local `day` begins."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)


SectionParser: TypeAlias = Callable[[Rules], Any]
"""Reads a room's section of a programme."""

NO_RULES = Rules(0, ZoneInfo("UTC"), "", DEFAULT_REGION, {})
"""For a brand without a programme: every section is empty, days are in UTC."""


def from_programme(version: int, document: Mapping[str, Any]) -> Rules:
    """The frame of a valid programme document."""
    return Rules(
        version=version,
        zone=ZoneInfo(document["timezone"]),
        currency=document["currency"],
        region=document.get("phone_region", DEFAULT_REGION),
        document=document,
    )

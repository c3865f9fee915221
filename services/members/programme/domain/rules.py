"""What members need of a brand's programme."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from services.members.tiers.domain.daily_totals import KEPT_DAYS
from services.members.tiers.domain.ladder import Basis, Ladder, from_document

DEFAULT_REGION = "CN"


@dataclass(frozen=True, slots=True)
class Rules:
    """One version of a programme, read.

    `region`: the country (ISO 3166, two letters) of phone numbers written without a prefix.
    `kept_days`: the days of detail that its ladders look back on.
    """

    version: int
    zone: ZoneInfo
    currency: str
    region: str
    ladders: tuple[Ladder, ...]
    kept_days: int = KEPT_DAYS

    def local_day(self, instant: datetime) -> date:
        """The day that `instant` falls on where the brand lives."""
        return instant.astimezone(self.zone).date()

    def midnight(self, day: date) -> datetime:
        """The instant, in UTC, at which the local `day` begins."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def ladder(self, code: str) -> Ladder | None:
        """The ladder with that code."""
        return next((ladder for ladder in self.ladders if ladder.code == code), None)

    def on(self, basis: Basis) -> tuple[Ladder, ...]:
        """The ladders that count `basis`."""
        return tuple(ladder for ladder in self.ladders if ladder.basis is basis)


NO_RULES = Rules(0, ZoneInfo("UTC"), "", DEFAULT_REGION, ())
"""For a brand without a programme: no ladders, days in UTC."""


def from_programme(version: int, document: Mapping[str, Any]) -> Rules:
    """The rules in a valid programme document."""
    ladders = from_document(document)
    return Rules(
        version=version,
        zone=ZoneInfo(document["timezone"]),
        currency=document["currency"],
        region=document.get("phone_region", DEFAULT_REGION),
        ladders=ladders,
        kept_days=max([KEPT_DAYS, *(ladder.days_max for ladder in ladders)]),
    )

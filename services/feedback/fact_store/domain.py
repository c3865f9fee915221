"""Facts of a member that conditions name, as the members service told them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
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
class FactsChanged:
    """Facts of a member are these now."""

    brand: str
    member_id: str
    profile: ProfileFacts

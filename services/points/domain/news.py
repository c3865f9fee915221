"""What members tell: a programme, a tier, an activity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.points.domain.activity import Activity
from services.points.domain.standing import Tier


@dataclass(frozen=True, slots=True)
class ProgrammePublished:
    """A programme came in force. A rollback puts an older version in force again."""

    brand: str
    version: int
    document: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class TierChanged:
    """A member stands on this tier of the main ladder from `at` on."""

    brand: str
    member_id: str
    tier: Tier
    at: datetime


News = ProgrammePublished | TierChanged | Activity

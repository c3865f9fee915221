"""What members recorded, piece by piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from services.common.stores import KnownStore
from services.points.activities.domain.activity import Activity
from services.points.activities.domain.standing import Standing


class Told(NamedTuple):
    """An activity, and the time at which it was recorded."""

    at: datetime
    activity: Activity


@dataclass(frozen=True, slots=True)
class Piece:
    """Activities in their order, and what is known of their members and stores."""

    told: Sequence[Told]
    standings: Mapping[str, Standing]
    stores: Mapping[str, KnownStore]

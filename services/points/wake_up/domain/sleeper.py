"""A member who may be asleep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Sleeper:
    """Last known to be awake at `awake_at`, and maybe awake later."""

    member_id: str
    awake_at: datetime

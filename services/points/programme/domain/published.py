"""The publication of a programme, as members announced it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ProgrammePublished:
    """A programme that came into force. A rollback puts an older version into force again."""

    brand: str
    version: int
    document: Mapping[str, Any]
    at: datetime

    @property
    def revision(self) -> tuple[int, datetime]:
        """Differs between any two publications, also where a rollback repeats a version."""
        return self.version, self.at

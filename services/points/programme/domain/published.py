"""TODO: say what this is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ProgrammePublished:
    """A programme came in force. A rollback puts an older version in force again."""

    brand: str
    version: int
    document: Mapping[str, Any]
    at: datetime

"""What every capability works with."""

from __future__ import annotations

from dataclasses import dataclass, field

from services.common.clock import Clock
from services.points.commands.ledger import Ledger
from services.points.commands.programmes import Programmes
from services.points.commands.standings import StandingStore
from services.points.commands.turns import Turns

ATTEMPTS_MAX = 5
"""A change that lost a race is decided anew so often, then the caller is told that we are busy."""


@dataclass(frozen=True, slots=True)
class Context:
    """The ledger, the rules, the members' tiers and the time."""

    ledger: Ledger
    programmes: Programmes
    standings: StandingStore
    clock: Clock
    turns: Turns = field(default_factory=Turns)


class Contended(Exception):
    """Others kept changing the same records."""

    reason = "OVERLOADED"

    def __init__(self) -> None:
        super().__init__(f"lost {ATTEMPTS_MAX} races for the same records")
        self.metadata = {"retry_after_ms": "100"}

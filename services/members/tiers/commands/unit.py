"""TODO: say what this is."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from services.members.activities.domain.facts import Facts, KeptFacts
from services.members.events.commands import PublishingUnit
from services.members.tiers.domain.standing import KeptGrowth, Standing


class StandingsUnit(PublishingUnit, Protocol):
    """Reads and writes what members have on their ladders. What is not there yet is left out."""

    async def enrolled(self, brand: str, ids: Collection[str]) -> Mapping[str, datetime]:
        """When each was enrolled, of those that exist."""

    async def growth(self, brand: str, ids: Collection[str]) -> Mapping[str, Standing]:
        """Growth by member."""

    async def facts(self, brand: str, ids: Collection[str]) -> Mapping[str, Facts]:
        """Facts by member."""

    async def keep_growth(self, brand: str, kept: Mapping[str, KeptGrowth]) -> None:
        """Write growth by member."""

    async def keep_facts(self, brand: str, kept: Mapping[str, KeptFacts]) -> None:
        """Write facts by member."""

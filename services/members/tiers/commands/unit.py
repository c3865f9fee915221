"""The part of a transaction that tiers need."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from services.members.events.commands import PublishingUnit
from services.members.tiers.domain.ladder import Source
from services.members.tiers.domain.standing import Judged, NextJudgement, Standing


class StandingsReader(Protocol):
    """Reads what members have on the ladders that count from a source."""

    async def standings(
        self, brand: str, source: Source, ids: Collection[str]
    ) -> Mapping[str, Standing]:
        """Standings by member. A member without one is left out."""


class DecisionsUnit(Protocol):
    """Keeps decisions with the change that they are about."""

    async def keep_decisions(self, brand: str, judged: Sequence[Judged]) -> None:
        """Write decisions, for ever."""


class TiersUnit(StandingsReader, DecisionsUnit, Protocol):
    """This room's part of a transaction."""

    async def keep_standings(
        self,
        brand: str,
        source: Source,
        standings: Mapping[str, Standing],
        next_judgements: Mapping[str, NextJudgement],
    ) -> None:
        """Write standings by member, each with its next judgement."""

    async def keep_numbers(self, brand: str, standings: Mapping[str, Standing]) -> None:
        """Keep which entries of accounts were counted, by their owners, and nothing else."""


class MergedOwners(Protocol):
    """Knows who stands for members who were merged."""

    async def survivors(self, brand: str, ids: Collection[str]) -> Mapping[str, str]:
        """Who stands for each of the members among `ids` who were merged."""


class EnrolmentTimes(MergedOwners, Protocol):
    """Knows when members were enrolled: the anniversary of a ladder's window is counted from it."""

    async def enrolled(self, brand: str, ids: Collection[str]) -> Mapping[str, datetime]:
        """When each was enrolled, of those that exist."""


class JudgingUnit(PublishingUnit, Protocol):
    """A transaction that judges tiers."""

    @property
    def tiers(self) -> TiersUnit: ...
    @property
    def identities(self) -> EnrolmentTimes: ...

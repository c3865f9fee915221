"""Finding whose tier ends on a day: their standings as they are, within the transaction that tells
it, so that who has kept the tier by then is told nothing."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from services.members.occasions.domain.occasion import Occasion, OccasionKind
from services.members.occasions.domain.tier_end import tier_end
from services.members.programme.domain.rules import Rules
from services.members.tiers.commands.unit import StandingsReader
from services.members.tiers.domain.ladder import Source, ladders_on
from services.members.tiers.domain.tiers import JudgementTime

Judgement = tuple[str, datetime]
"""A member, and when they are judged next; a place to go on after, too."""


class JudgedMembers(Protocol):
    """Finds members by their next judgement, outside of a transaction."""

    async def judged_until(
        self,
        source: Source,
        brand: str,
        now: datetime,
        until: datetime,
        after: Judgement | None,
        limit: int,
    ) -> Sequence[Judgement]:
        """Members of the brand who are judged behind `now` and not behind `until`, by time and
        id."""


class EnrolledMembers(Protocol):
    async def enrolled(self, brand: str, ids: Collection[str]) -> Mapping[str, datetime]:
        """When each was enrolled, of those that exist."""


class TierEndsUnit(Protocol):
    """The part of a transaction that knows tiers."""

    @property
    def tiers(self) -> StandingsReader: ...
    @property
    def identities(self) -> EnrolledMembers: ...


async def tier_ends(
    unit: TierEndsUnit,
    rules: Rules,
    brand: str,
    source: Source,
    ids: Collection[str],
    on: date,
    lead: int,
    now: datetime,
) -> list[Occasion]:
    """Whose tier on a ladder of `source` ends on the local day `on`, as it stands now."""
    enrolled = await unit.identities.enrolled(brand, ids)
    standings = await unit.tiers.standings(brand, source, ids)
    found: list[Occasion] = []
    for member_id, standing in standings.items():
        if member_id not in enrolled:
            continue
        at = enrolled[member_id]
        time = JudgementTime(now, rules.local_day(now), rules.local_day(at), rules.zone)
        for ladder in ladders_on(rules, source):
            position = standing.position(ladder, at, time.enrolled_on)
            end = tier_end(ladder, position, standing.amounts(ladder), time, on)
            if end is not None:
                found.append(
                    Occasion(
                        member_id,
                        OccasionKind.TIER_ENDS,
                        on.toordinal(),
                        on,
                        lead,
                        tier_end=end,
                    )
                )
    return found

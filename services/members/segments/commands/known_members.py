"""Reading all that segments know of members: within a transaction or outside of any."""

import asyncio
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from services.common.civil_calendar import solar_of
from services.members.activities.commands.recording import FactsReader
from services.members.activities.domain.facts import Facts
from services.members.consent.commands import ConsentsReader
from services.members.consent.domain.consents import NO_CONSENTS, Consents
from services.members.identities.commands.unit import MembersReader
from services.members.lifecycle.commands.judging import LifecyclesReader
from services.members.lifecycle.domain.section import lifecycle_section
from services.members.programme.domain.rules import Rules
from services.members.segments.commands.definitions import Definitions
from services.members.segments.domain.known_member import KnownMember
from services.members.tags.commands import TagsReader
from services.members.tags.domain.tags import NO_TAGS
from services.members.tiers.commands.unit import EnrolmentTimes, StandingsReader
from services.members.tiers.domain.held import held
from services.members.tiers.domain.ladder import Ladder, Source, ladders_of
from services.members.tiers.domain.standing import Standing


class MembersAndTimes(MembersReader, EnrolmentTimes, Protocol):
    """Members, and when each was enrolled."""


class Sources(Protocol):
    """Where the facts of members are read from."""

    @property
    def identities(self) -> MembersAndTimes: ...
    @property
    def activities(self) -> FactsReader: ...
    @property
    def tiers(self) -> StandingsReader: ...
    @property
    def tags(self) -> TagsReader: ...
    @property
    def lifecycles(self) -> LifecyclesReader: ...
    @property
    def consents(self) -> ConsentsReader: ...


async def known_members(
    sources: Sources, rules: Rules, wanted: Definitions, brand: str, ids: Collection[str]
) -> dict[str, KnownMember]:
    """By id, of those that exist. Sealed data is opened, and standings are read, only where a
    condition names what follows from them."""
    enrolled = await sources.identities.enrolled(brand, ids)
    facts = await sources.activities.facts(brand, ids)
    tags = await sources.tags.tags(brand, ids)
    consents = await sources.consents.consents(brand, ids)
    ladder = next(iter(ladders_of(rules)), None) if wanted.tier else None
    grown: Mapping[str, Standing] = {}
    if ladder is not None and ladder.basis.source is Source.GROWTH:
        grown = await sources.tiers.standings(brand, Source.GROWTH, ids)
    has_lifecycle = lifecycle_section(rules) is not None
    lifecycles = await sources.lifecycles.lifecycles(brand, ids) if has_lifecycle else {}
    personal = await sources.identities.members(brand, ids) if wanted.personal else {}
    known = {}
    for member_id, enrolled_at in enrolled.items():
        own = facts.get(member_id) or Facts()
        standing = grown.get(member_id) or Standing()
        if ladder is not None and ladder.basis.source is not Source.GROWTH:
            standing = own.standing
        tier, rank = _tier(ladder, standing, enrolled_at, rules)
        profile = personal[member_id].profile if member_id in personal else None
        known[member_id] = KnownMember(
            enrolled_at=enrolled_at,
            facts=own,
            tags=tags.get(member_id, NO_TAGS),
            solar_of=solar_of,
            tier=tier,
            tier_rank=rank,
            birthday=profile.birthday if profile else "",
            language=profile.language if profile else "",
            lifecycle=lifecycles.get(member_id),
            profiled=not withdrew(consents.get(member_id, NO_CONSENTS)),
        )
        await asyncio.sleep(0)
    return known


def _tier(
    ladder: Ladder | None, standing: Standing, enrolled_at: datetime, rules: Rules
) -> tuple[str, int]:
    if ladder is None:
        return "", 0
    position = standing.position(ladder, enrolled_at, rules.local_day(enrolled_at))
    if not ladder.has(position.tier):
        return "", 0
    tier = held(ladder, position)
    return tier.code, tier.rank


def withdrew(consents: Consents) -> bool:
    """True where the member said no to profiling."""
    return consents.refuse_profiling

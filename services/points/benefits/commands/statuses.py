"""The benefits of members as they stand now, for their cards."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from services.points.activities.domain.standing import Standing
from services.points.benefits.commands.granting import known_grants
from services.points.benefits.domain.grant import current_term, due, grant_id
from services.points.benefits.domain.section import Benefit, benefits_section
from services.points.benefits.domain.status import BenefitStatus, counted_status
from services.points.calendar.domain.local_time import local_day
from services.points.context import PointsContext
from services.points.programme.commands import ProgrammeMissing
from services.points.programme.domain.programme import Programme


async def benefit_statuses(
    ctx: PointsContext, brand: str, member_ids: Collection[str]
) -> Mapping[str, Sequence[BenefitStatus]]:
    """The benefits of each member, counted ones first; none where the programme has none.

    Three reads, however many members, and one more where a term is not granted yet.
    """
    try:
        programme = await ctx.programmes.get(brand)
    except ProgrammeMissing:
        return {}
    section = benefits_section(programme)
    if not section.offered:
        return {}
    now = ctx.clock.now()
    today = local_day(now, programme.zone)
    standings = await ctx.standings.standings(brand, member_ids)
    pairs = [(each, benefit) for each in member_ids for benefit in section.counted]
    ids = [grant_id(each, benefit.code) for each, benefit in pairs]

    def is_owed(member_id: str, benefit: Benefit) -> bool:
        standing = standings.get(member_id)
        term = current_term(benefit, standing, today, programme)
        known = grants.get(grant_id(member_id, benefit.code))
        return due(benefit, _tier(programme, standing), term, known) is not None

    grants = await known_grants(ctx, brand, ids)
    while True:
        accounts = await ctx.ledger.account_state(brand, [(each, b.asset) for each, b in pairs])
        if not any(is_owed(*pair) for pair in pairs):
            break
        # Granted between the two reads it would count twice: as owed, and in the account.
        before, grants = grants, await known_grants(ctx, brand, ids)
        if grants == before:
            break

    def of(member_id: str) -> Sequence[BenefitStatus]:
        standing: Standing | None = standings.get(member_id)
        tier = _tier(programme, standing)
        counted = (
            counted_status(
                benefit,
                tier,
                current_term(benefit, standing, today, programme),
                grants.get(grant_id(member_id, benefit.code)),
                accounts[member_id, benefit.asset].available(now),
                today,
            )
            for benefit in section.counted
        )
        return (*(each for each in counted if each), *section.uncounted.get(tier, ()))

    return {member_id: of(member_id) for member_id in member_ids}


def _tier(programme: Programme, standing: Standing | None) -> str:
    return programme.tier_of(standing).code if standing else ""

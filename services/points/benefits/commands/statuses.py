"""The benefits of members as they stand now, for their cards."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from services.points.activities.domain.standing import Standing
from services.points.benefits.commands.granting import known_grants
from services.points.benefits.domain.grant import current_term, grant_id
from services.points.benefits.domain.section import benefits_section
from services.points.benefits.domain.status import BenefitStatus, counted_status
from services.points.calendar.domain.local_time import local_day
from services.points.context import PointsContext
from services.points.programme.commands import ProgrammeMissing


async def benefit_statuses(
    ctx: PointsContext, brand: str, member_ids: Collection[str]
) -> Mapping[str, Sequence[BenefitStatus]]:
    """The benefits of each member, counted ones first; none where the programme has none.

    Three reads, however many members.
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
    grants = await known_grants(ctx, brand, [grant_id(each, b.code) for each, b in pairs])
    accounts = await ctx.ledger.account_state(brand, [(each, b.asset) for each, b in pairs])

    def of(member_id: str) -> Sequence[BenefitStatus]:
        standing: Standing | None = standings.get(member_id)
        tier = programme.tier_of(standing).code if standing else ""
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

"""Granting what is due: to some members at once, as often as somebody asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from services.common import telemetry
from services.points.activities.domain.standing import Standing
from services.points.benefits.domain.grant import (
    GRANTED,
    Granted,
    current_term,
    due,
    grant_id,
    granting,
)
from services.points.benefits.domain.section import benefits_section
from services.points.calendar.domain.local_time import local_day
from services.points.context import PointsContext
from services.points.ledger.commands.post_decided import ATTEMPTS_MAX, Contended
from services.points.ledger.domain.posting import PostingRequest, Refused
from services.points.ledger.domain.record import RecordChanged, Versioned
from services.points.ledger.domain.refusal import is_final
from services.points.programme.commands import ProgrammeMissing
from services.points.programme.domain.programme import Programme

_log = telemetry.log("benefits")


async def grant_due(ctx: PointsContext, brand: str, member_ids: Collection[str]) -> int:
    """Grant the members of `brand` what the programme in force gives them now; how many grants.

    A grant that is refused for good is told in the log and stops no other. Raises OVERLOADED and
    what the storage raises: then it may be asked again.
    """
    try:
        programme = await ctx.programmes.get(brand)
    except ProgrammeMissing:
        return 0
    if not member_ids or not benefits_section(programme).counted:
        return 0
    return await grant(ctx, programme, (await ctx.standings.standings(brand, member_ids)).values())


async def grant(ctx: PointsContext, programme: Programme, standings: Iterable[Standing]) -> int:
    """The same for members whose standings are at hand."""
    known_standings, granted = list(standings), 0
    for _ in range(ATTEMPTS_MAX):
        wanted = await _wanted(ctx, programme, known_standings)
        if not wanted:
            return granted
        lost = False
        for result in await ctx.ledger.post_all(wanted):
            if not isinstance(result, Refused):
                granted += not result.replayed
            elif isinstance(result.error, RecordChanged):
                # Another worker granted it: that is seen when it is decided anew.
                lost = True
            elif is_final(result.error):
                _log.error("benefit_refused", brand=programme.brand, error=str(result.error))
            else:
                raise result.error
        if not lost:
            return granted
    raise Contended()


async def _wanted(
    ctx: PointsContext, programme: Programme, standings: Collection[Standing]
) -> list[PostingRequest]:
    today = local_day(ctx.clock.now(), programme.zone)
    given = [
        (standing.member_id, benefit, tier, current_term(benefit, standing, today, programme))
        for standing in standings
        for tier in (programme.tier_of(standing).code,)
        for benefit in benefits_section(programme).counted
        if tier in benefit.times
    ]
    known = await known_grants(
        ctx, programme.brand, {grant_id(each, benefit.code) for each, benefit, _, _ in given}
    )
    wanted = []
    for member_id, benefit, tier, term in given:
        had = known.get(grant_id(member_id, benefit.code))
        if (granted := due(benefit, tier, term, had)) is not None:
            wanted.append(granting(programme, member_id, benefit, granted, had))
    return wanted


async def known_grants(
    ctx: PointsContext, brand: str, ids: Collection[str]
) -> Mapping[str, Versioned[Granted]]:
    """The last grants, by `grant_id`, in one read."""
    return await ctx.ledger.records(brand, GRANTED, ids) if ids else {}

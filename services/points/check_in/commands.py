"""Recording days: a check-in by its activity, a make-up by a card."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from services.points.activities.domain.activity import Activity
from services.points.calendar.domain.local_time import local_day
from services.points.calendar.domain.runs import DayRuns
from services.points.check_in.domain.check_in_posting import (
    CHECK_INS,
    RecordedDay,
    addition,
    asking_check_in,
    asking_make_up,
    check_in_posting,
    make_up_posting,
    recorded_in,
)
from services.points.check_in.domain.make_up import cards_of, check_make_up
from services.points.check_in.domain.section import check_in_section
from services.points.check_in.domain.status import CheckInStatus, check_in_status
from services.points.context import PointsContext
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain.guards import InsufficientPoints
from services.points.ledger.domain.posting import Posted, PostingRequest
from services.points.ledger.domain.record import RecordChanged, Versioned
from services.points.programme.commands import ProgrammeMissing
from services.points.programme.domain.programme import Programme

NO_DAYS = Versioned(DayRuns(), 0)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A day as it was recorded first. `already` where another check-in or a card had filled it."""

    day: RecordedDay
    already: bool = False
    replayed: bool = False


async def record_check_in(ctx: PointsContext, activity: Activity) -> Recorded | None:
    """Record the day of a check-in, and give the bonus that is due.

    None where the programme has no section check_in. A check-in too late to be recorded changes
    nothing. Raises ProgrammeMissing, REQUEST_ID_REUSED and OVERLOADED.
    """
    programme = await ctx.programmes.get(activity.brand)
    if not check_in_section(programme).offered:
        return None

    async def decide() -> PostingRequest | Recorded:
        known = await _days(ctx, activity.brand, activity.member_id)
        now = ctx.clock.now()
        at, today = min(activity.occurred_at, now), local_day(now, programme.zone)
        day = local_day(at, programme.zone)
        if not known.value.takes(day):
            unchanged = RecordedDay(day, known.value.streak(today))
            return Recorded(unchanged, already=known.value.run_of(day) is not None)
        added = addition(activity.member_id, day, known, programme, at=at, today=today)
        return check_in_posting(activity, added, at)

    async with ctx.locks.of(activity.brand, activity.member_id):
        posted = await post_decided(ctx.ledger, asking_check_in(activity), decide)
    return _recorded(posted) if isinstance(posted, Posted) else posted


async def make_up(
    ctx: PointsContext, brand: str, *, request_id: str, member_id: str, day: date
) -> Recorded:
    """Spend a card of the member on `day`.

    Raises ProgrammeMissing, CheckInUnavailable, MakeUpDayNotPast, MakeUpDayTooOld,
    MakeUpBeforeEnrolment, AlreadyCheckedIn, NoMakeUpCard, REQUEST_ID_REUSED and OVERLOADED.
    """
    asked = asking_make_up(brand, request_id, member_id, day)

    async def decide() -> PostingRequest:
        programme = await ctx.programmes.get(brand)
        cards = cards_of(check_in_section(programme))
        known = await _days(ctx, brand, member_id)
        now = ctx.clock.now()
        today = local_day(now, programme.zone)
        check_make_up(
            day,
            known.value,
            cards,
            available=await _available(ctx, brand, member_id, cards.asset, now),
            today=today,
            enrolled_on=await _enrolled_on(ctx, programme, member_id),
        )
        added = addition(member_id, day, known, programme, at=now, today=today, made_up=True)
        return make_up_posting(asked, added, cards)

    async with ctx.locks.of(brand, member_id):
        posted = await post_decided(
            ctx.ledger, asked, decide, retry_on=(RecordChanged, InsufficientPoints)
        )
    return _recorded(posted)


async def check_in_statuses(
    ctx: PointsContext, brand: str, member_ids: Collection[str]
) -> Mapping[str, CheckInStatus]:
    """How the check-ins of each member stand now; none where the programme has no section.

    Two reads, however many members.
    """
    try:
        programme = await ctx.programmes.get(brand)
    except ProgrammeMissing:
        return {}
    section = check_in_section(programme)
    if not section.offered:
        return {}
    known = await ctx.ledger.records(brand, CHECK_INS, member_ids)
    now = ctx.clock.now()
    cards = dict.fromkeys(member_ids, 0)
    if section.make_up is not None:
        names = [(member_id, section.make_up.asset) for member_id in member_ids]
        accounts = await ctx.ledger.account_state(brand, names)
        cards = {owner: max(0, each.available(now)) for (owner, _), each in accounts.items()}
    today = local_day(now, programme.zone)
    return {
        member_id: check_in_status(
            known.get(member_id, NO_DAYS).value, section, cards[member_id], today
        )
        for member_id in member_ids
    }


def _recorded(posted: Posted) -> Recorded:
    return Recorded(recorded_in(posted.posting), replayed=posted.replayed)


async def _days(ctx: PointsContext, brand: str, member_id: str) -> Versioned[DayRuns]:
    return await ctx.ledger.record(brand, CHECK_INS, member_id) or NO_DAYS


async def _available(
    ctx: PointsContext, brand: str, member_id: str, asset: str, now: datetime
) -> int:
    accounts = await ctx.ledger.account_state(brand, [(member_id, asset)])
    return accounts[member_id, asset].available(now)


async def _enrolled_on(ctx: PointsContext, programme: Programme, member_id: str) -> date | None:
    standing = (await ctx.standings.standings(programme.brand, [member_id])).get(member_id)
    return standing.enrolled_on(programme.zone) if standing else None

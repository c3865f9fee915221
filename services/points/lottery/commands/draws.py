"""Drawing, and finding draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from services.common.ids import new_id
from services.points.calendar.domain.local_time import local_day
from services.points.context import PointsContext
from services.points.coupons.commands import new_coupon
from services.points.coupons.domain.coupon import Coupon
from services.points.coupons.domain.section import coupon_section
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain.guards import InsufficientPoints
from services.points.ledger.domain.posting import Posted, PostingRequest
from services.points.ledger.domain.record import RecordChanged
from services.points.lottery.commands.players import player_of, read_left
from services.points.lottery.commands.seeds import LotteryContext, seed_now, seeds_of
from services.points.lottery.domain.draw import Draw
from services.points.lottery.domain.draw_posting import (
    DRAW,
    asking_draw,
    draw_of,
    draw_posting,
    voucher_until,
)
from services.points.lottery.domain.outcome import DrawReason, outcome
from services.points.lottery.domain.player import check_draw
from services.points.lottery.domain.section import Lottery, Prize, PrizeKind, lotteries
from services.points.lottery.domain.seed import commitment_of, member_hash, roll
from services.points.programme.domain.programme import Programme
from services.points.vouchers.domain.code import new_code


class Answer(NamedTuple):
    """A draw as it was answered first, and whether this is a repeat."""

    draw: Draw
    replayed: bool


class Draws(NamedTuple):
    """A page of draws, and the seeds that may be told, by lottery and day."""

    draws: Sequence[Draw]
    seeds: Mapping[str, bytes]


async def draw_lottery(
    ctx: LotteryContext, brand: str, *, request_id: str, lottery: str, member_id: str
) -> Answer:
    """Take the tickets of a draw, and give what it wins.

    Raises ProgrammeMissing, LotteryNotFound, LotteryClosed, LotteryDayLimit, NoLotteryTicket,
    SeedUnavailable, REQUEST_ID_REUSED and OVERLOADED.
    """
    points = ctx.points
    asked = asking_draw(brand, request_id, lottery, member_id)
    made: dict[str, Draw] = {}

    async def decide() -> PostingRequest:
        programme = await points.programmes.get(brand)
        chosen = lotteries(programme).get(lottery)
        now = points.clock.now()
        today = local_day(now, programme.zone)
        known = await player_of(points, brand, member_id, lottery)
        left, tickets = await read_left(points, brand, chosen, member_id)
        check_draw(chosen, known.value, tickets, today)
        day, seed = await seed_now(ctx, brand, lottery, today)
        number, hashed = known.value.draws + 1, member_hash(member_id)
        rolled = roll(seed, lottery, number, hashed, request_id)
        unavailable = _unavailable(programme, chosen, left, today)
        found = outcome(chosen, rolled, known.value, unavailable)
        given = found.given
        coupon = _coupon(programme, given, member_id, now)
        wins_voucher = given is not None and given.terms.kind is PrizeKind.VOUCHER
        draw = Draw(
            id=new_id("drw"),
            lottery=lottery,
            member_id=member_id,
            member_hash=hashed,
            number=number,
            request_id=request_id,
            day=day,
            commitment=commitment_of(seed),
            odds=tuple((prize.code, prize.odds_ppm) for prize in chosen.prizes),
            roll=rolled,
            drawn=found.drawn.code if found.drawn else "",
            prize=given.terms if given else None,
            reason=found.reason,
            at=now,
            programme_version=programme.version,
            coupon_id=coupon.id if coupon else "",
            voucher_code=new_code() if wins_voucher else "",
            voucher_until=voucher_until(today, given) if given and wins_voucher else None,
        )
        made[draw.id] = draw
        won, once = (given.code, given.once_per_member) if given else ("", False)
        after = known.to(known.value.drawn(today, won, once=once))
        return draw_posting(asked, chosen, programme, draw, given, after, coupon)

    async with points.locks.of(brand, member_id):
        posted = await post_decided(
            # Another member took the last piece, or another process a ticket: the same roll again.
            points.ledger,
            asked,
            decide,
            retry_on=(RecordChanged, InsufficientPoints),
        )
    return await _answered(points, posted, made)


async def list_draws(
    ctx: LotteryContext, brand: str, *, member_id: str, lottery: str, before: str, size: int
) -> Draws:
    """The member's draws with ids below `before` ("": all), the newest first."""
    where = {"member_id": member_id} | ({"lottery": lottery} if lottery else {})
    found = await ctx.points.ledger.list_records(brand, DRAW, where=where, before=before, size=size)
    return Draws(found, await seeds_of(ctx, brand, found))


def _unavailable(
    programme: Programme, lottery: Lottery, left: Mapping[str, int], today: date
) -> Mapping[str, DrawReason]:
    """Prizes that nobody gets now. A draw is not refused for their sake: it has rolled already."""
    found = {code: DrawReason.OUT_OF_STOCK for code, pieces in left.items() if pieces < 1}
    for prize in lottery.prizes:
        if prize.terms.kind is PrizeKind.COUPON:
            type_ = coupon_section(programme).find(prize.terms.coupon_type)
            if type_ is None or (type_.until is not None and type_.until < today):
                found[prize.code] = DrawReason.ENDED
    return found


def _coupon(
    programme: Programme, prize: Prize | None, member_id: str, now: datetime
) -> Coupon | None:
    if prize is None or prize.terms.kind is not PrizeKind.COUPON:
        return None
    type_ = coupon_section(programme).get(prize.terms.coupon_type)
    return new_coupon(programme, type_, member_id, now)


async def _answered(points: PointsContext, posted: Posted, made: Mapping[str, Draw]) -> Answer:
    draw_id = draw_of(posted.posting)
    if not posted.replayed:
        return Answer(made[draw_id], replayed=False)
    kept = await points.ledger.record(posted.posting.brand, DRAW, draw_id)
    assert kept is not None, "it is written with its posting"
    return Answer(kept.value, replayed=True)

"""Signing up for an event, cancelling, and moving up from its waiting list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.common import telemetry
from services.common.errors import Refusal
from services.common.ids import new_id
from services.common.setting_aside import passes_by_itself
from services.points.brand_events.commands.reading import (
    applicants_of,
    find_sign_up,
    own_of,
    rooms_of,
)
from services.points.brand_events.domain.eligibility import hindrance
from services.points.brand_events.domain.section import BrandEvent, brand_events
from services.points.brand_events.domain.sign_up import SignUp, SignUpNotFound, SignUpState
from services.points.brand_events.domain.sign_up_posting import (
    SIGN_UP,
    Written,
    asking,
    asking_seat,
    beginning,
    cancelling,
    first_answer,
    moving_up,
    sign_up_of,
)
from services.points.context import PointsContext
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain.chart_of_accounts import STOCK, event_seats_code, reward_owner
from services.points.ledger.domain.guards import InsufficientPoints
from services.points.ledger.domain.posting import Posted, PostingRequest
from services.points.ledger.domain.record import RecordChanged, Versioned

_log = telemetry.log("brand_events")

WAITERS_AT_ONCE = 20
RETRY_ON = (RecordChanged, InsufficientPoints)


@dataclass(frozen=True, slots=True)
class Answer:
    """A sign-up as it was answered first, and whether this is a repeat."""

    sign_up: SignUp
    replayed: bool


async def sign_up(
    ctx: PointsContext, brand: str, *, request_id: str, member_id: str, event: str
) -> Answer:
    """Give the member a seat, and hold its price; or a place in the waiting list.

    Raises ProgrammeMissing, EventNotFound, AlreadySignedUp, SignUpClosed, TierTooLow,
    NotInAudience, EventFull, TooFew, MEMBER_NOT_FOUND, REQUEST_ID_REUSED and OVERLOADED.
    """
    asked = asking(brand, request_id, "sign_up", member_id, event)
    begun: dict[str, SignUp] = {}

    async def decide() -> PostingRequest:
        programme = await ctx.programmes.get(brand)
        wanted = brand_events(programme).get(event)
        if await ctx.standings.unknown(brand, [member_id]):
            raise Refusal("MEMBER_NOT_FOUND", "nobody enrolled this member", field="member_id")
        own = await own_of(ctx, brand, event, member_id)
        latest = {event: own.value}
        applicant = (await applicants_of(ctx, programme, member_id, [wanted], latest))[event]
        room, _ = (await rooms_of(ctx, brand, [wanted]))[event]
        now, min_tier = ctx.clock.now(), programme.tier(wanted.min_tier)
        if (hinders := hindrance(wanted, applicant, room, min_tier, now)) is not None:
            raise hinders
        made = SignUp.begin(new_id("sup"), member_id, wanted, now)
        made = made.seated(now) if room.has_seat else made
        begun[made.id] = made
        return beginning(asked, Written(Versioned(made, 0), own))

    async with ctx.locks.of(brand, member_id):
        posted = await post_decided(ctx.ledger, asked, decide, retry_on=RETRY_ON)
    made = first_answer(await _written(ctx, posted, begun), posted.posting)
    if made.state is SignUpState.WAITING:
        # A seat may be free that nobody has moved up to yet.
        await _move_up_soon(ctx, brand, event)
    return Answer(made, posted.replayed)


async def cancel_sign_up(
    ctx: PointsContext, brand: str, *, request_id: str, sign_up_id: str, member_id: str | None
) -> Answer:
    """Let the seat and its price go, or the place; who waits longest moves up.

    `member_id` is the only one whose it may be, and cancels in time; None, an operator, may cancel
    any at any time. Raises SignUpNotFound, SignUpEnded, CancelTooLate, REQUEST_ID_REUSED and
    OVERLOADED.
    """
    asked = asking(brand, request_id, "cancel", sign_up_id)
    ended: dict[str, SignUp] = {}

    async def decide() -> PostingRequest:
        known = await find_sign_up(ctx, brand, sign_up_id, member_id)
        before = known.sign_up.value
        now = ctx.clock.now()
        current = await _event(ctx, brand, before.event)
        timed = before if current is None else before.postponed(current, now)
        after = timed.cancelled(now, by_member=member_id is not None)
        ended[sign_up_id] = after
        return cancelling(asked, before, known._replace(sign_up=known.sign_up.to(after)))

    posted = await post_decided(ctx.ledger, asked, decide)
    made = await _written(ctx, posted, ended)
    if member_id not in (None, made.member_id):
        raise SignUpNotFound(sign_up_id)
    await _move_up_soon(ctx, brand, made.event)
    return Answer(made, posted.replayed)


async def _move_up_soon(ctx: PointsContext, brand: str, event: str) -> None:
    """Move up now. The call is done already: where this fails, the job moves them up."""
    try:
        await move_up(ctx, brand, event)
    except Exception as error:
        _log.warning("move_up_later", brand=brand, event_code=event, error=str(error))


async def move_up(ctx: PointsContext, brand: str, event: str) -> int:
    """Seat those who wait while seats are free, the longest waiting first; how many were.

    A member who has too little for the price, or whose price nobody can spend, stays in the list,
    and the next one is seated.
    """
    seated = 0
    after = ""
    while True:
        waiting = await ctx.ledger.oldest_records(
            brand,
            SIGN_UP,
            where={"event": event, "state": str(SignUpState.WAITING)},
            after=after,
            size=WAITERS_AT_ONCE,
        )
        for each in waiting:
            moved = await _move_up(ctx, brand, each)
            if moved is None:
                return seated
            seated += moved
        if len(waiting) < WAITERS_AT_ONCE:
            return seated
        after = waiting[-1].id


async def _move_up(ctx: PointsContext, brand: str, waiting: SignUp) -> bool | None:
    """Whether this one was seated; None where no seat is free, or the event has started."""

    async def decide() -> PostingRequest | bool | None:
        known = await find_sign_up(ctx, brand, waiting.id)
        programme, now = await ctx.programmes.get(brand), ctx.clock.now()
        current = brand_events(programme).find(waiting.event)
        before = known.sign_up.value.postponed(current, now)
        if before.state is not SignUpState.WAITING:
            return False
        free = await _free_seats(ctx, brand, waiting.event)
        if free < 1 or now >= before.terms.starts_at:
            return None
        if before.terms.price and before.terms.price_asset in programme.unspendable:
            return False
        if await _available(ctx, brand, before) < before.terms.price:
            return False
        after = before.seated(now)
        return moving_up(
            asking_seat(brand, waiting.id), known._replace(sign_up=known.sign_up.to(after))
        )

    try:
        posted = await post_decided(ctx.ledger, None, decide, retry_on=RETRY_ON)
    except Exception as error:
        if passes_by_itself(error):
            raise
        # One member's account, or what was agreed with them, must not keep the others waiting.
        _log.error("not_seated", brand=brand, sign_up=waiting.id, error=repr(error))
        return False
    return not posted.replayed if isinstance(posted, Posted) else posted


async def _event(ctx: PointsContext, brand: str, code: str) -> BrandEvent | None:
    return brand_events(await ctx.programmes.get(brand)).find(code)


async def _free_seats(ctx: PointsContext, brand: str, code: str) -> int:
    name = (reward_owner(event_seats_code(code)), STOCK)
    accounts = await ctx.ledger.account_state(brand, [name])
    return accounts[name].available(ctx.clock.now())


async def _available(ctx: PointsContext, brand: str, waiting: SignUp) -> int:
    if not waiting.terms.price:
        return 0
    name = (waiting.member_id, waiting.terms.price_asset)
    accounts = await ctx.ledger.account_state(brand, [name])
    return accounts[name].available(ctx.clock.now())


async def _written(ctx: PointsContext, posted: Posted, decided: Mapping[str, SignUp]) -> SignUp:
    """The sign-up of `posted`: as it was decided or, for a repeat, as it is kept."""
    sign_up_id = sign_up_of(posted.posting)
    if not posted.replayed:
        return decided[sign_up_id]
    kept = await ctx.ledger.record(posted.posting.brand, SIGN_UP, sign_up_id)
    assert kept is not None, "it is written with its posting"
    return kept.value

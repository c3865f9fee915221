"""Reading events and sign-ups: what is left, how a member stands, who comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from services.common import telemetry
from services.points.brand_events.domain.audience import audience_facts
from services.points.brand_events.domain.eligibility import Applicant, Room, hindrance
from services.points.brand_events.domain.section import BrandEvent, brand_events
from services.points.brand_events.domain.sign_up import (
    NONE_YET,
    STANDING,
    OwnSignUp,
    SignUp,
    SignUpNotFound,
    SignUpState,
    own_id,
)
from services.points.brand_events.domain.sign_up_posting import OWN, SIGN_UP, Written
from services.points.context import PointsContext
from services.points.ledger.domain.chart_of_accounts import (
    STOCK,
    event_places_code,
    event_seats_code,
    event_taken_owner,
    event_waiting_owner,
    reward_owner,
)
from services.points.ledger.domain.record import Versioned
from services.points.programme.domain.programme import Programme

_log = telemetry.log("brand_events")

NEVER_SIGNED_UP = Versioned(NONE_YET, 0)


class Shown(NamedTuple):
    """An event as it stands. `hindrance` is the reason's name, "" for none; where a member is
    asked about, `sign_up` is their latest one."""

    event: BrandEvent
    room: Room
    taken: int
    hindrance: str
    sign_up: SignUp | None


class Found(NamedTuple):
    """A page of events, and how many there are."""

    events: Sequence[Shown]
    total: int


async def rooms_of(
    ctx: PointsContext, brand: str, events: Sequence[BrandEvent]
) -> Mapping[str, tuple[Room, int]]:
    """What is left of each event and its seats that are taken, by code; in one read."""
    owners = {
        event.code: (
            reward_owner(event_seats_code(event.code)),
            event_waiting_owner(event.code),
            reward_owner(event_places_code(event.code)),
            event_taken_owner(event.code),
        )
        for event in events
    }
    names = [(owner, STOCK) for each in owners.values() for owner in each]
    accounts = await ctx.ledger.account_state(brand, names) if names else {}
    now = ctx.clock.now()
    left = {
        code: [max(0, accounts[owner, STOCK].available(now)) for owner in each]
        for code, each in owners.items()
    }
    return {code: (Room(*numbers[:3]), numbers[3]) for code, numbers in left.items()}


async def applicants_of(
    ctx: PointsContext,
    programme: Programme,
    member_id: str,
    events: Sequence[BrandEvent],
    own: Mapping[str, OwnSignUp],
) -> Mapping[str, Applicant]:
    """The member, as far as each event asks, by its code. `own` has their latest sign-ups by code.

    Two reads, however many events.
    """
    standings = await ctx.standings.standings(programme.brand, [member_id])
    standing, now = standings.get(member_id), ctx.clock.now()
    assets = {event.price.asset for event in events if event.price}
    names = [(member_id, asset) for asset in sorted(assets)]
    accounts = await ctx.ledger.account_state(programme.brand, names) if names else {}
    available = {asset: account.available(now) for (_, asset), account in accounts.items()}
    facts = audience_facts(programme, standing, now)
    return {
        event.code: Applicant(
            tier=programme.tier_of(standing),
            in_audience=event.audience(facts),
            sign_up=latest.sign_up_id if (latest := own[event.code]).stands else "",
            available=available[event.price.asset] if event.price else 0,
        )
        for event in events
    }


async def own_of(
    ctx: PointsContext, brand: str, event: str, member_id: str
) -> Versioned[OwnSignUp]:
    """The member's latest sign-up for the event, with the version to write over.

    One that stands, of a member who was merged into this one, comes before one that ended.
    """
    known = await ctx.ledger.record(brand, OWN, own_id(event, member_id)) or NEVER_SIGNED_UP
    if known.value.stands:
        return known
    for merged in ctx.survivors.merged(brand, member_id):
        other = await ctx.ledger.record(brand, OWN, own_id(event, merged))
        if other is not None and other.value.stands:
            made = await ctx.ledger.record(brand, SIGN_UP, other.value.sign_up_id)
            if made is not None and made.value.state in STANDING:
                return known.to(other.value)
    return known


async def list_events(
    ctx: PointsContext, brand: str, *, member_id: str, first: int, size: int
) -> Found:
    """A page of the programme's events, judged for the member unless that is "".

    Raises ProgrammeMissing.
    """
    programme = await ctx.programmes.get(brand)
    every = brand_events(programme).all
    chosen = every[first : first + size]
    rooms = await rooms_of(ctx, brand, chosen)
    if not member_id or not chosen:
        return Found([Shown(one, *rooms[one.code], "", None) for one in chosen], len(every))
    kept = await ctx.ledger.records(brand, OWN, [own_id(one.code, member_id) for one in chosen])
    own = {one.code: kept.get(own_id(one.code, member_id), NEVER_SIGNED_UP).value for one in chosen}
    if ctx.survivors.merged(brand, member_id):
        own = {one.code: (await own_of(ctx, brand, one.code, member_id)).value for one in chosen}
    ids = [latest.sign_up_id for latest in own.values() if latest.sign_up_id]
    sign_ups = await ctx.ledger.records(brand, SIGN_UP, ids) if ids else {}
    applicants = await applicants_of(ctx, programme, member_id, chosen, own)
    shown, now = [], ctx.clock.now()
    for event in chosen:
        (room, taken), tier = rooms[event.code], programme.tier(event.min_tier)
        hinders = hindrance(event, applicants[event.code], room, tier, now)
        reason = hinders.reason if hinders else ""
        sign_up = sign_ups.get(own[event.code].sign_up_id)
        shown.append(Shown(event, room, taken, reason, sign_up.value if sign_up else None))
    return Found(shown, len(every))


async def list_sign_ups(
    ctx: PointsContext,
    brand: str,
    *,
    member_id: str = "",
    event: str = "",
    state: SignUpState | None = None,
    before: str = "",
    size: int,
) -> Sequence[SignUp]:
    """Sign-ups of a member, for an event, or both, newest first, with ids below `before`."""
    where = {"member_id": member_id} if member_id else {}
    where |= {"event": event} if event else {}
    where |= {"state": str(state)} if state else {}
    return await ctx.ledger.list_records(brand, SIGN_UP, where=where, before=before, size=size)


async def as_it_stands(ctx: PointsContext, brand: str, kept: SignUp, now: datetime) -> SignUp:
    """A sign-up by the programme in force: its times, and no price that nobody can spend."""
    programme = await ctx.programmes.get(brand)
    timed = kept.postponed(brand_events(programme).find(kept.event), now)
    stands = timed.waived(programme.unspendable, now)
    if stands.terms.price != kept.terms.price:
        asset = kept.terms.price_asset
        _log.warning("price_waived", brand=brand, sign_up=kept.id, asset=asset)
    return stands


async def find_sign_up(
    ctx: PointsContext, brand: str, sign_up_id: str, member_id: str | None = None
) -> Written:
    """The sign-up with its records' versions; `member_id` is the only one whose it may be.

    Raises SignUpNotFound.
    """
    known = await ctx.ledger.record(brand, SIGN_UP, sign_up_id)
    if known is None or member_id not in (None, known.value.member_id):
        raise SignUpNotFound(sign_up_id)
    own = await own_of(ctx, brand, known.value.event, known.value.member_id)
    return Written(known, own)

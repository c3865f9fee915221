"""Making a coupon; finding coupons: a member's own, one by its id or code, and the types."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.common.ids import new_id
from services.points.calendar.domain.instant import truncate_ms
from services.points.context import PointsContext
from services.points.coupons.domain.coupon import Coupon, CouponNotFound, CouponState
from services.points.coupons.domain.coupon_posting import COUPON, COUPON_CODE, kept_as
from services.points.coupons.domain.revocation import asking, revocation
from services.points.coupons.domain.section import CouponType, coupon_section
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain.posting import PostingRequest
from services.points.ledger.domain.record import Versioned
from services.points.programme.domain.programme import Programme
from services.points.vouchers.domain.code import is_code, new_code, normalised
from services.points.vouchers.domain.guesses import Guesses

ID_PREFIX = "cpn"
READ_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Coupons:
    """The types of a page, how many there are, and the brand's currency."""

    types: Sequence[CouponType]
    total: int
    currency: str


def new_coupon(programme: Programme, type_: CouponType, member_id: str, now: datetime) -> Coupon:
    """A coupon of the type, granted at `now`, with a code where the type has codes.

    Raises CouponTypeEnded.
    """
    return Coupon.granted(
        new_id(ID_PREFIX),
        member_id,
        type_,
        currency=programme.currency,
        code=new_code() if type_.with_code else "",
        now=now,
        zone=programme.zone,
    )


async def list_types(ctx: PointsContext, brand: str, first: int, size: int) -> Coupons:
    """`size` types of the programme in force from number `first`. Raises ProgrammeMissing."""
    programme = await ctx.programmes.get(brand)
    types = coupon_section(programme).types
    return Coupons(types[first : first + size], len(types), programme.currency)


async def list_coupons(
    ctx: PointsContext,
    brand: str,
    *,
    member_id: str,
    state: CouponState | None,
    before: str,
    size: int,
) -> Sequence[Coupon]:
    """The member's coupons with ids below `before` ("": all) in `state` now, newest first."""
    found: list[Coupon] = []
    now = ctx.clock.now()
    # A till waits for this: of a member who had thousands, those that ended long ago are not read.
    where = {"member_id": member_id} | (kept_as(state, now) if state else {})
    while True:
        read = await ctx.ledger.list_records(
            brand, COUPON, where=where, before=before, size=READ_AT_ONCE
        )
        found += [one for one in read if state is None or one.state_at(now) is state]
        if len(found) >= size or len(read) < READ_AT_ONCE:
            return found[:size]
        before = read[-1].id


async def find_coupons(
    ctx: PointsContext, brand: str, ids: Collection[str]
) -> dict[str, Versioned[Coupon]]:
    """The coupons of `ids` that exist, in one read."""
    return await ctx.ledger.records(brand, COUPON, ids) if ids else {}


@dataclass(frozen=True, slots=True)
class Revoked:
    """The coupon as it was taken back, and whether this is a repeat."""

    coupon: Coupon
    replayed: bool


async def revoke_coupon(
    ctx: PointsContext, brand: str, *, request_id: str, coupon_id: str, reason: str
) -> Revoked:
    """Take a coupon back that nobody used.

    Raises CouponNotFound, CouponUsed, CouponHeld, CouponExpired, CouponRevoked, REQUEST_ID_REUSED
    and OVERLOADED.
    """
    asked = asking(brand, request_id, coupon_id, reason)

    async def decide() -> PostingRequest:
        known = (await find_coupons(ctx, brand, [coupon_id])).get(coupon_id)
        if known is None:
            raise CouponNotFound("coupon_id")
        return revocation(asked, known, reason, truncate_ms(ctx.clock.now()))

    posted = await post_decided(ctx.ledger, asked, decide)
    return Revoked((await find_coupons(ctx, brand, [coupon_id]))[coupon_id].value, posted.replayed)


class CouponDesk:
    """Finds a coupon by what a till has: its id, or the code that the member shows."""

    def __init__(self, ctx: PointsContext, guesses: Callable[[], Guesses] = Guesses) -> None:
        self._ctx = ctx
        self._guesses = guesses()

    async def look_up(self, brand: str, caller: str, *, coupon_id: str, code: str) -> Coupon:
        """The coupon. Raises CouponNotFound, and VoucherGuesses after many unknown codes."""
        field = "code" if code else "coupon_id"
        if code:
            coupon_id = (await self.ids_of(brand, caller, [code])).get(code, "")
        found = (await find_coupons(self._ctx, brand, [coupon_id])).get(coupon_id)
        if found is None:
            raise CouponNotFound(field)
        return found.value

    async def ids_of(self, brand: str, caller: str, typed: Collection[str]) -> dict[str, str]:
        """The ids of coupons by their codes as typed; codes that no coupon has are absent.

        Raises VoucherGuesses after many of those.
        """
        if not typed:
            return {}
        now = self._ctx.clock.now()
        self._guesses.check(brand, caller, now)
        codes = {each: normalised(each) for each in typed}
        known = await self._ctx.ledger.records(
            brand, COUPON_CODE, {code for code in codes.values() if is_code(code)}
        )
        for code in codes.values():
            if code not in known:
                self._guesses.note(brand, caller, now)
        return {each: known[code].value for each, code in codes.items() if code in known}

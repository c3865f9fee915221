"""Giving: within the limits of a day and a month, from what is available."""

from __future__ import annotations

from dataclasses import dataclass

from services.common.errors import Refusal
from services.common.ids import new_id
from services.points.activities.commands import unknown_members
from services.points.calendar.domain.local_time import local_day
from services.points.context import PointsContext
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain import lots
from services.points.ledger.domain.account import AccountKey
from services.points.ledger.domain.guards import InsufficientPoints
from services.points.ledger.domain.lots import LotsChanged
from services.points.ledger.domain.posting import Leg, PostingRequest
from services.points.ledger.domain.record import RecordChanged, Versioned
from services.points.transfers.domain.gift import Gift, GiftToSelf, asking, gift_in, giving
from services.points.transfers.domain.gift_rules import gift_rules
from services.points.transfers.domain.given import GIVEN, Given, given_id

ID_PREFIX = "gft"


@dataclass(frozen=True, slots=True)
class Answer:
    """A gift as it was answered first, and whether this is a repeat."""

    gift: Gift
    replayed: bool


async def give(
    ctx: PointsContext,
    brand: str,
    *,
    request_id: str,
    giver_id: str,
    receiver_id: str,
    asset: str,
    amount: int,
) -> Answer:
    """Give, once for its id. Raises ProgrammeMissing, GiftsUnavailable, GiftToSelf, GiftTooSmall,
    GiverTierTooLow, GiftTooEarly, GiftLimitReached, GiftInTooManyParts, InsufficientPoints,
    MEMBER_NOT_FOUND, REQUEST_ID_REUSED and OVERLOADED."""
    asked = asking(brand, request_id, giver_id, receiver_id, asset, amount)

    async def decide() -> PostingRequest:
        programme = await ctx.programmes.get(brand)
        if giver_id == receiver_id:
            raise GiftToSelf("nobody gives to itself")
        giver = (await ctx.standings.standings(brand, [giver_id])).get(giver_id)
        now = ctx.clock.now()
        today = local_day(now, programme.zone)
        limits = gift_rules(programme).check(programme, giver, asset, amount, today)
        if await unknown_members(ctx.standings, brand, [receiver_id]):
            raise Refusal("MEMBER_NOT_FOUND", "nobody enrolled the receiver", field="receiver_id")
        known = await ctx.ledger.record(brand, GIVEN, given_id(giver_id, asset))
        before = known or Versioned(Given(today), 0)
        given = before.to(before.value.on(today).plus(amount, limits))
        account = (await ctx.ledger.account_state(brand, [(giver_id, asset)]))[giver_id, asset]
        if (available := account.available(now)) < amount:
            key = AccountKey(brand, giver_id, asset)
            raise InsufficientPoints(key, max(0, available), amount, "amount")
        settled = lots.settle(account.lots, now)
        _, taken = lots.take(settled, Leg(giver_id, asset, -amount), now, 0)
        gift = Gift(new_id(ID_PREFIX), giver_id, receiver_id, asset, amount, now)
        return giving(asked, gift, taken, given)

    retried = (RecordChanged, LotsChanged, InsufficientPoints)
    async with ctx.locks.of(brand, giver_id):
        posted = await post_decided(ctx.ledger, asked, decide, retry_on=retried)
    return Answer(gift_in(posted.posting), posted.replayed)

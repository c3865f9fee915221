"""Looking at members who may be asleep: each is awake, or gets the wake-up of this sleep."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.common.ids import new_id
from services.common.telemetry import log
from services.common.together_or_apart import together_or_apart, told_of
from services.points.calendar.domain.instant import truncate_ms
from services.points.context import PointsContext
from services.points.coupons.commands import new_coupon
from services.points.coupons.domain.coupon_posting import COUPON_COUNT, count_id
from services.points.coupons.domain.section import (
    CouponTypeEnded,
    CouponTypeNotFound,
    coupon_section,
)
from services.points.earning.domain.earning_rules import earning_rules
from services.points.earning.domain.order_bonus import (
    ORDER_BONUS,
    PLAIN_PERCENT,
    OrderBonus,
)
from services.points.grants.domain.grant import CouponLimitReached, Grant, coupon_posting
from services.points.ledger.domain.account import Account
from services.points.ledger.domain.guards import InsufficientPoints
from services.points.ledger.domain.posting import PostingRequest
from services.points.ledger.domain.record import RecordChanged, Versioned
from services.points.ledger.domain.repeat import Asked
from services.points.programme.domain.programme import Programme
from services.points.wake_up.domain.earnings import last_earned
from services.points.wake_up.domain.section import WakeUpSection
from services.points.wake_up.domain.sleeper import Sleeper
from services.points.wake_up.domain.wake_up import (
    WAKE_UP,
    WakeUp,
    opening,
    request_id,
)

ID_PREFIX = "wku"
ENTRIES_AT_ONCE = 50
NONE_YET = Versioned(0, 0)
_log = log("wake_up")


@dataclass(frozen=True, slots=True)
class Looked:
    """When to take each member for awake last, and how many wake-ups were opened. A member whose
    look failed is absent: another round looks again."""

    awake_at: Mapping[str, datetime]
    opened: int


async def look_at(
    ctx: PointsContext, programme: Programme, section: WakeUpSection, found: Sequence[Sleeper]
) -> Looked:
    """Look at some members of the programme's brand. One that fails stops no other."""
    now = truncate_ms(ctx.clock.now())
    horizon = section.asleep_before(now)
    awake_at = {each.member_id: each.awake_at for each in found}
    known: dict[str, Versioned[OrderBonus]] = {}
    earned: dict[str, datetime] = {}

    async def read(ids: Sequence[str]) -> int:
        bonuses = await ctx.ledger.records(programme.brand, ORDER_BONUS, ids)
        # Of one who was woken before: an earning since then ended that sleep.
        since = {
            each: bonuses[each].value.opened_at if each in bonuses else awake_at[each]
            for each in ids
        }
        earned.update(await _last_earned(ctx, programme, since, horizon))
        known.update(bonuses)
        return len(ids)

    _, failed = await together_or_apart(list(awake_at), read)
    if failed:
        _log.error("wake_ups_pass_over", brand=programme.brand, **told_of(failed))

    async def one(sleeper: Sleeper) -> tuple[datetime, bool] | None:
        last = earned.get(sleeper.member_id)
        if last is not None and last > horizon:
            return last, False
        if last is None and sleeper.member_id in known:
            return now, False
        try:
            before = known.get(sleeper.member_id)
            asleep = _Asleep(sleeper.member_id, last or sleeper.awake_at, before)
            return now, await _open(ctx, programme, section, asleep, now)
        except RecordChanged:
            # An order, or another worker, was faster: the next round looks again.
            return None
        except Exception as error:
            _log.error(
                "not_opened", brand=programme.brand, member=sleeper.member_id, error=repr(error)
            )
            return None

    sound = [each for each in found if each.member_id not in failed]
    done = await asyncio.gather(*map(one, sound))
    looked = {each.member_id: did for each, did in zip(sound, done, strict=True) if did}
    return Looked(
        {member_id: at for member_id, (at, _) in looked.items()},
        sum(opened for _, opened in looked.values()),
    )


@dataclass(frozen=True, slots=True)
class _Asleep:
    """A member whose sleep has no wake-up yet; `last` is the bonus of the sleep before."""

    member_id: str
    since: datetime
    last: Versioned[OrderBonus] | None


async def _open(
    ctx: PointsContext,
    programme: Programme,
    section: WakeUpSection,
    asleep: _Asleep,
    now: datetime,
) -> bool:
    """Open the wake-up of the sleep; False where there is nothing to open. Raises RecordChanged."""
    try:
        return await _post(ctx, programme, section, asleep, now, section.coupon_type)
    except InsufficientPoints:
        # The only account that it takes from is the stock of the coupon type: the bonus remains.
        return await _post(ctx, programme, section, asleep, now, "")


async def _post(
    ctx: PointsContext,
    programme: Programme,
    section: WakeUpSection,
    asleep: _Asleep,
    now: datetime,
    coupon_type: str,
) -> bool:
    brand, member_id, last = programme.brand, asleep.member_id, asleep.last
    coupon = await _coupon(ctx, programme, asleep, coupon_type, now)
    if coupon is None and section.percent == PLAIN_PERCENT:
        return False
    until = section.until(now, programme)
    bonus = OrderBonus(new_id(ID_PREFIX), member_id, section.percent, now, until)
    wake_up = WakeUp(bonus, asleep.since, coupon_type if coupon else "")
    before = await ctx.ledger.record(brand, WAKE_UP, last.value.id) if last else None
    posted = await ctx.ledger.post(opening(programme, wake_up, last, before, coupon))
    return not posted.replayed


async def _coupon(
    ctx: PointsContext,
    programme: Programme,
    asleep: _Asleep,
    coupon_type: str,
    now: datetime,
) -> PostingRequest | None:
    """The grant of the coupon; None where there is none, or none that this member may have."""
    if not coupon_type:
        return None
    brand, member_id = programme.brand, asleep.member_id
    version = asleep.last.version if asleep.last else 0
    try:
        type_ = coupon_section(programme).get(coupon_type)
        name = count_id(member_id, type_.code)
        count = await ctx.ledger.record(brand, COUPON_COUNT, name) or NONE_YET
        grant = Grant(Asked(brand, request_id(member_id, version), ""), member_id, coupon_type)
        coupon = new_coupon(programme, type_, member_id, now)
        return coupon_posting(grant, coupon, type_, granted=count.value, version=count.version)
    except (CouponLimitReached, CouponTypeEnded, CouponTypeNotFound) as error:
        _log.info("coupon_left_out", brand=brand, member=member_id, error=str(error))
        return None


async def _last_earned(
    ctx: PointsContext, programme: Programme, since: Mapping[str, datetime], horizon: datetime
) -> dict[str, datetime]:
    """When each member of `since` last earned, of those who did from then on."""
    rules = earning_rules(programme).rules
    assets = {*programme.assets, *(rule.asset for rule in rules)}
    names = [(member_id, asset) for member_id in since for asset in assets]
    accounts = await ctx.ledger.account_state(programme.brand, names)
    last: dict[str, datetime] = {}
    for (member_id, _), account in accounts.items():
        if last.get(member_id, horizon) > horizon:
            continue
        at = await _earned_in(ctx, account, since[member_id], horizon)
        if at is not None:
            last[member_id] = max(at, last.get(member_id, at))
    return last


async def _earned_in(
    ctx: PointsContext, account: Account, since: datetime, horizon: datetime
) -> datetime | None:
    """When the account's owner last earned, `since` then, read from the newest entry back.

    Nothing takes effect after it is recorded. So a reading ends at an earning after `horizon`, or
    behind `horizon` with the first it found, or at `since`.
    """
    last: datetime | None = None
    before, recorded_at = 0, account.recorded_at
    while before != 1 and account.sequence and recorded_at >= since:
        if last is not None and (last > horizon or recorded_at <= horizon):
            break
        read = await ctx.ledger.entries_of([account], before, ENTRIES_AT_ONCE)
        page = read.get((account.key.owner, account.key.asset), [])
        if not page:
            break
        at = last_earned(page, since)
        last = at if last is None else max(last, at or last)
        before, recorded_at = page[-1][1].sequence, page[-1][0].recorded_at
    return last

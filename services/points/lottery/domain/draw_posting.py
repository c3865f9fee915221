"""The postings of a lottery: a seed that is committed to, and a draw with its ticket and prize."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from services.points.calendar.domain.local_time import end_of_day
from services.points.coupons.domain.coupon import Coupon
from services.points.coupons.domain.coupon_posting import COUPON_ID, COUPON_TYPE, Parts, granting
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.chart_of_accounts import (
    HOUSE_STOCK,
    ISSUED,
    REDEEMED,
    STOCK,
    draws_asset,
)
from services.points.ledger.domain.posting import (
    MEMBER_ID,
    Leg,
    Posting,
    PostingKind,
    PostingRequest,
)
from services.points.ledger.domain.record import RecordKind, Versioned
from services.points.ledger.domain.repeat import Asked
from services.points.lottery.domain import draw as draws
from services.points.lottery.domain import player as players
from services.points.lottery.domain import seed as seeds
from services.points.lottery.domain.draw import Draw
from services.points.lottery.domain.player import Player, player_id
from services.points.lottery.domain.section import Lottery, Prize, PrizeKind
from services.points.lottery.domain.seed import SealedSeed, seed_id
from services.points.programme.domain.programme import Programme
from services.points.vouchers.domain.voucher import Voucher
from services.points.vouchers.domain.voucher_posting import REDEMPTION, REWARD, issued

SEED: RecordKind[SealedSeed] = RecordKind("lottery_seed", lambda brand, body: seeds.from_body(body))
"""The seed of a lottery for a day, by both."""
DRAW: RecordKind[Draw] = RecordKind("draw", lambda brand, body: draws.from_body(body))
"""A draw, by its id."""
PLAYER: RecordKind[Player] = RecordKind("lottery_player", lambda b, body: players.from_body(body))
"""What is kept of a member in a lottery, by both."""
LOTTERY_RULE = "lottery"
"""The rule under which statements count what draws give."""
LOTTERY_NAME = ("抽奖", "Lottery draw")
"""What members read of it, in Chinese and English."""
DRAW_ID, LOTTERY, PRIZE, DAY, COMMITMENT = "draw", "lottery", "prize", "day", "commitment"


def asking_seed(brand: str, lottery: str, day: date) -> Asked:
    """The wish for a seed: whoever is first makes it, and the others find it."""
    name = seed_id(lottery, day)
    return Asked(brand, request_ids.LOTTERY_SEED + name, hashlib.sha256(name.encode()).hexdigest())


def seed_posting(asked: Asked, seed: SealedSeed) -> PostingRequest:
    """Keeps a new seed, and tells its commitment in the feed."""
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.STOCK,
        metadata={LOTTERY: seed.lottery, DAY: seed.day.isoformat(), COMMITMENT: seed.commitment},
        records=(SEED.record(seed_id(seed.lottery, seed.day), 0, seeds.to_body(seed)),),
        fingerprint=asked.fingerprint,
    )


def asking_draw(brand: str, request_id: str, lottery: str, member_id: str) -> Asked:
    """A request for a draw."""
    fingerprint = hashlib.sha256(f"{lottery}\0{member_id}".encode()).hexdigest()
    return Asked(brand, request_ids.DRAW + request_id, fingerprint)


def draw_of(posting: Posting) -> str:
    """The id of the draw that `posting` made."""
    return posting.metadata[DRAW_ID]


def voucher_of(draw: Draw, asked: Asked, programme: Programme) -> Voucher:
    """The voucher that the draw issues; stores see it as one of a redemption."""
    assert draw.prize is not None, "a voucher is a prize"
    assert draw.voucher_until is not None, "it has a last day"
    zh, en = draw.prize.name
    return Voucher(
        code=draw.voucher_code,
        redemption_id=draw.id,
        member_id=draw.member_id,
        reward_code=f"{draw.lottery}.{draw.prize.code}",
        reward_name_zh=zh,
        reward_name_en=en,
        expire_on=draw.voucher_until,
        expires_at=end_of_day(draw.voucher_until, programme.zone),
        posted_by=asked.request_id,
    )


def voucher_until(draw_day: date, prize: Prize) -> date:
    """The last day of a voucher that was won on `draw_day`."""
    return draw_day + timedelta(days=prize.terms.voucher_days)


def draw_posting(
    asked: Asked,
    lottery: Lottery,
    programme: Programme,
    draw: Draw,
    given: Prize | None,
    player: Versioned[Player],
    coupon: Coupon | None = None,
) -> PostingRequest:
    """Takes the tickets and gives the prize. `player` counts this draw too."""
    ticket, price = lottery.ticket_asset, lottery.tickets_per_draw
    count = draws_asset(lottery.code)
    legs = [
        Leg(draw.member_id, ticket, -price),
        Leg(REDEEMED, ticket, price),
        # House accounts alone: so many draws are counted without an account that all wait for.
        Leg(HOUSE_STOCK, count, -1),
        Leg(REDEEMED, count, 1),
    ]
    parts = Parts()
    says = {
        "rule": LOTTERY_RULE,
        DRAW_ID: draw.id,
        LOTTERY: lottery.code,
        MEMBER_ID: draw.member_id,
        "programme_version": str(programme.version),
    }
    kind = PostingKind.SPEND
    if given is not None:
        says[PRIZE] = given.code
        counted = draws_asset(lottery.code, given.code)
        legs += [Leg(HOUSE_STOCK, counted, -1), Leg(REDEEMED, counted, 1)]
        if given.stock is not None:
            legs += [Leg(lottery.stock_owner(given), STOCK, -1), Leg(REDEEMED, STOCK, 1)]
        if given.terms.kind is PrizeKind.ASSET:
            kind, parts = PostingKind.EARN, _amount(draw, given, programme)
        elif coupon is not None:
            kind, parts = PostingKind.EARN, granting(coupon)
            says |= {COUPON_ID: coupon.id, COUPON_TYPE: coupon.type}
        else:
            voucher = voucher_of(draw, asked, programme)
            # By both verify compares the voucher with this posting.
            says |= {REDEMPTION: draw.id, REWARD: voucher.reward_code}
            parts = Parts(records=(issued(voucher),))
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=kind,
        legs=(*legs, *parts.legs),
        effective_at=draw.at,
        metadata=says,
        records=(
            DRAW.record(draw.id, 0, draws.to_body(draw)),
            PLAYER.record(
                player_id(draw.member_id, lottery.code),
                player.version,
                players.to_body(draw.member_id, player.value),
            ),
            *parts.records,
        ),
        fingerprint=asked.fingerprint,
    )


def _amount(draw: Draw, prize: Prize, programme: Programme) -> Parts:
    """The amount of the asset, which lives as the programme says."""
    asset, amount = prize.terms.asset, prize.terms.amount
    expire_at = programme.asset(asset).expiry.expires_at(draw.at, programme.zone)
    credit = Leg(draw.member_id, asset, amount, expire_at=expire_at)
    return Parts(legs=(credit, Leg(ISSUED, asset, -amount)))

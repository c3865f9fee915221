"""The section lotteries of a programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from services.points.calendar.domain.local_time import Window
from services.points.ledger.domain.chart_of_accounts import draws_asset, prize_stock_owner
from services.points.programme.domain.document import Text, text_of
from services.points.programme.domain.programme import Programme

MILLION = 1_000_000


class LotteryNotFound(Exception):
    """The programme in force has no lottery of this code."""

    reason = "LOTTERY_NOT_FOUND"

    def __init__(self, code: str, field: str = "lottery") -> None:
        super().__init__(f"no lottery {code}")
        self.field = field
        self.metadata = {"code": code}


class PrizeKind(StrEnum):
    ASSET = "asset"
    COUPON = "coupon"
    VOUCHER = "voucher"


@dataclass(frozen=True, slots=True)
class PrizeTerms:
    """What a prize gives. `asset` and `amount` belong to ASSET, the others to their kinds."""

    code: str
    name: Text
    kind: PrizeKind
    asset: str = ""
    amount: int = 0
    coupon_type: str = ""
    voucher_days: int = 0


@dataclass(frozen=True, slots=True)
class Prize:
    """`odds_ppm`: the chance in a million; `stock` None: not limited; `instead` "": nothing."""

    terms: PrizeTerms
    odds_ppm: int
    stock: int | None = None
    once_per_member: bool = False
    instead: str = ""

    @property
    def code(self) -> str:
        return self.terms.code


@dataclass(frozen=True, slots=True)
class Pity:
    """After `after` losses in a row the next draw gives at least `prize`."""

    after: int
    prize: str


@dataclass(frozen=True, slots=True)
class Lottery:
    """`per_day` None is any number of draws a day."""

    code: str
    name: Text
    ticket_asset: str
    tickets_per_draw: int
    first_day: date
    last_day: date
    per_day: int | None
    prizes: tuple[Prize, ...]
    pity: Pity | None = None

    @property
    def window(self) -> Window:
        """The days on which it is open."""
        return Window(self.first_day, self.last_day)

    def prize(self, code: str) -> Prize | None:
        """The prize, if the lottery has it."""
        return next((each for each in self.prizes if each.code == code), None)

    def stock_owner(self, prize: Prize) -> str:
        """The owner of the prize's stock account in the ledger."""
        return prize_stock_owner(self.code, prize.code)


@dataclass(frozen=True, slots=True)
class Lotteries:
    """The lotteries in the programme's order."""

    all: tuple[Lottery, ...] = ()

    def get(self, code: str, field: str = "lottery") -> Lottery:
        """The lottery. Raises LotteryNotFound, which names `field`."""
        found = next((each for each in self.all if each.code == code), None)
        if found is None:
            raise LotteryNotFound(code, field)
        return found


def lotteries(programme: Programme) -> Lotteries:
    """The programme's section, parsed once a version.

    Raises KeyError, TypeError or ValueError where it breaks the schema, or its odds sum to more
    than a million.
    """
    return programme.section(_parse)


def prize_stock(programme: Programme) -> Mapping[str, int]:
    """How many pieces the programme gives each limited prize, by the code of its stock."""
    return {
        draws_asset(lottery.code, prize.code): prize.stock
        for lottery in lotteries(programme).all
        for prize in lottery.prizes
        if prize.stock is not None
    }


def _parse(programme: Programme) -> Lotteries:
    return Lotteries(tuple(_lottery(item) for item in programme.document.get("lotteries", ())))


def _lottery(item: Mapping[str, Any]) -> Lottery:
    prizes = tuple(_prize(each) for each in item["prizes"])
    if sum(prize.odds_ppm for prize in prizes) > MILLION:
        raise ValueError(f"lotteries: the odds of {item['code']} are above a million")
    pity = item.get("pity")
    return Lottery(
        code=item["code"],
        name=text_of(item["name"]),
        ticket_asset=item["ticket"]["asset"],
        tickets_per_draw=item["ticket"].get("per_draw", 1),
        first_day=date.fromisoformat(item["from"]),
        last_day=date.fromisoformat(item["until"]),
        per_day=item.get("per_day"),
        prizes=prizes,
        pity=Pity(pity["after"], pity["prize"]) if pity else None,
    )


def _prize(item: Mapping[str, Any]) -> Prize:
    terms = PrizeTerms(
        code=item["code"],
        name=text_of(item["name"]),
        kind=PrizeKind(item["kind"]),
        asset=item.get("asset", ""),
        amount=item.get("amount", 0),
        coupon_type=item.get("coupon", ""),
        voucher_days=item.get("voucher_days", 0),
    )
    return Prize(
        terms,
        odds_ppm=item["odds_ppm"],
        stock=item.get("stock"),
        once_per_member=item.get("once_per_member", False),
        instead=item.get("instead", ""),
    )

"""A draw as it was made: all that is needed to check it, once its day's seed is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from services.points.lottery.domain.outcome import DrawReason
from services.points.lottery.domain.section import PrizeKind, PrizeTerms


@dataclass(frozen=True, slots=True)
class Draw:
    """`odds` are the chances in a million by code, in their order; `drawn` "" is no prize."""

    id: str
    lottery: str
    member_id: str
    member_hash: str
    number: int
    request_id: str
    day: date
    commitment: str
    odds: tuple[tuple[str, int], ...]
    roll: int
    drawn: str
    prize: PrizeTerms | None
    reason: DrawReason
    at: datetime
    programme_version: int
    coupon_id: str = ""
    voucher_code: str = ""
    voucher_until: date | None = None


def to_body(draw: Draw) -> dict[str, Any]:
    """As it is kept."""
    prize = draw.prize
    return {
        "id": draw.id,
        "lottery": draw.lottery,
        "member_id": draw.member_id,
        "member_hash": draw.member_hash,
        "number": draw.number,
        "request_id": draw.request_id,
        "day": draw.day.isoformat(),
        "commitment": draw.commitment,
        "odds": [list(each) for each in draw.odds],
        "roll": draw.roll,
        "drawn": draw.drawn,
        "prize": prize and asdict(prize) | {"name": list(prize.name), "kind": str(prize.kind)},
        "reason": str(draw.reason),
        "at": draw.at,
        "programme_version": draw.programme_version,
        "coupon_id": draw.coupon_id,
        "voucher_code": draw.voucher_code,
        "voucher_until": draw.voucher_until and draw.voucher_until.isoformat(),
    }


def from_body(body: Mapping[str, Any]) -> Draw:
    """The draw that `to_body` wrote."""
    prize = body["prize"]
    read = {
        "day": date.fromisoformat(body["day"]),
        "odds": tuple((code, ppm) for code, ppm in body["odds"]),
        "reason": DrawReason(body["reason"]),
        "voucher_until": date.fromisoformat(body["voucher_until"])
        if body["voucher_until"]
        else None,
        "prize": PrizeTerms(
            **{**prize, "name": tuple(prize["name"]), "kind": PrizeKind(prize["kind"])}
        )
        if prize
        else None,
    }
    return Draw(**{**body, **read})

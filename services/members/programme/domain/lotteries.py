"""What a brand may write wrong about lotteries, beyond their schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from services.members.programme.domain.declared import GROWTH, Path, no_asset, no_coupon, repeats

MILLION = 1_000_000
DAYS_MAX = 366


def lottery_contradictions(document: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Problems of the section and with the others, in a document that fits the schema."""
    lotteries = document.get("lotteries", ())
    yield from repeats(lotteries, ("lotteries",))
    for i, lottery in enumerate(lotteries):
        at: Path = ("lotteries", i)
        first, last = date.fromisoformat(lottery["from"]), date.fromisoformat(lottery["until"])
        if last < first:
            yield (*at, "until"), f"is before the first day, {first}"
        elif (last - first).days > DAYS_MAX:
            yield (*at, "until"), f"is more than {DAYS_MAX} days after the first day, {first}"
        ticket = lottery["ticket"]["asset"]
        yield from _asset(document, ticket, (*at, "ticket", "asset"))
        if not document["assets"].get(ticket, {"spendable": True})["spendable"]:
            told = f"{ticket} is not spendable, so it cannot pay for a draw"
            yield (*at, "ticket", "asset"), told
        yield from _prizes(document, lottery, at)


def _prizes(
    document: Mapping[str, Any], lottery: Mapping[str, Any], at: Path
) -> Iterator[tuple[Path, str]]:
    prizes = lottery["prizes"]
    codes = [prize["code"] for prize in prizes]
    total = sum(prize["odds_ppm"] for prize in prizes)
    if total > MILLION:
        yield (*at, "prizes"), f"the odds sum to {total}: at most {MILLION} in a million"
    yield from repeats(prizes, (*at, "prizes"))
    for i, prize in enumerate(prizes):
        here: Path = (*at, "prizes", i)
        if "asset" in prize:
            yield from _asset(document, prize["asset"], (*here, "asset"))
        if "coupon" in prize:
            yield from no_coupon(document, prize["coupon"], (*here, "coupon"))
        if "instead" in prize and prize["instead"] not in codes[i + 1 :]:
            below = ", ".join(codes[i + 1 :]) or "none"
            yield (*here, "instead"), f"must be a prize further down: {below}"
    pity = lottery.get("pity")
    if pity and pity["prize"] not in codes:
        told = f"{pity['prize']} is not among the prizes: {', '.join(codes)}"
        yield (*at, "pity", "prize"), told


def _asset(document: Mapping[str, Any], asset: str, at: Path) -> Iterator[tuple[Path, str]]:
    if asset not in document["assets"]:
        yield from no_asset(document, asset, at)
    elif asset == GROWTH:
        yield at, f"{GROWTH} is what ladders count: choose another asset"

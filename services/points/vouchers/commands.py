"""A till looks a voucher up, takes it and gives it back; an operator ends it or lists a store's."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from services.points.context import PointsContext
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain.posting import STORE_ID, PostingRequest
from services.points.ledger.domain.record import Versioned
from services.points.ledger.domain.repeat import Asked
from services.points.vouchers.domain.code import is_code, normalised
from services.points.vouchers.domain.guesses import Guesses
from services.points.vouchers.domain.voucher import Voucher, VoucherNotFound
from services.points.vouchers.domain.voucher_posting import (
    REASON,
    VOUCHER,
    as_answered,
    asking,
    changing,
)


class Teller(NamedTuple):
    """Who asks: the brand, and the name in its token."""

    brand: str
    name: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A voucher as it was answered first, at `at`, and whether this is a repeat."""

    voucher: Voucher
    at: datetime
    replayed: bool


class UsedVouchers(Protocol):
    """The vouchers that stores have taken. Kept by storage.py."""

    async def used_at(
        self,
        brand: str,
        store_id: str,
        since: datetime | None,
        before: datetime | None,
        after: tuple[datetime, str] | None,
        size: int,
    ) -> Sequence[Voucher]:
        """Those used in the span, the last one first, behind the (time, code) `after`."""
        ...


Change = Callable[[Voucher, datetime, ZoneInfo, str], Voucher]
"""A voucher, the time, the brand's zone and the posting's request id: the voucher after it."""


class Vouchers:
    """The desk at which vouchers are taken. Every method may raise VoucherGuesses."""

    def __init__(self, ctx: PointsContext, used: UsedVouchers) -> None:
        self._ctx = ctx
        self._used = used
        self._guesses = Guesses()

    async def look_up(self, teller: Teller, typed: str) -> Voucher:
        """The voucher of a code as it was typed. Raises VoucherNotFound."""
        return (await self._find(teller, normalised(typed))).value

    async def redeem(self, teller: Teller, request_id: str, typed: str, store_id: str) -> Answer:
        """Take a voucher. Raises VoucherNotFound, VoucherUsed, VoucherExpired, VoucherCancelled."""

        def use(voucher: Voucher, now: datetime, zone: ZoneInfo, posted_by: str) -> Voucher:
            return voucher.used(store_id, now, posted_by)

        code = normalised(typed)
        asked = asking(teller.brand, request_id, "redeem", code, store_id)
        return await self._change(teller, asked, code, use, {STORE_ID: store_id})

    async def reverse(self, teller: Teller, request_id: str, typed: str, store_id: str) -> Answer:
        """Give one back. Raises VoucherNotFound, VoucherNotUsed, VoucherNotReversible."""

        def give_back(voucher: Voucher, now: datetime, zone: ZoneInfo, posted_by: str) -> Voucher:
            return voucher.given_back(store_id, now, zone, posted_by)

        code = normalised(typed)
        asked = asking(teller.brand, request_id, "reverse", code, store_id)
        return await self._change(teller, asked, code, give_back, {STORE_ID: store_id})

    async def cancel(self, teller: Teller, request_id: str, typed: str, reason: str) -> Answer:
        """End one. Raises VoucherNotFound, VoucherUsed, VoucherExpired, VoucherCancelled."""

        def end(voucher: Voucher, now: datetime, zone: ZoneInfo, posted_by: str) -> Voucher:
            return voucher.cancelled(now, posted_by)

        code = normalised(typed)
        asked = asking(teller.brand, request_id, "cancel", code, reason)
        return await self._change(teller, asked, code, end, {REASON: reason})

    async def used_at(
        self,
        brand: str,
        store_id: str,
        since: datetime | None,
        before: datetime | None,
        after: tuple[datetime, str] | None,
        size: int,
    ) -> Sequence[Voucher]:
        """What a store has taken in a span of time, the last one first, behind `after`."""
        return await self._used.used_at(brand, store_id, since, before, after, size)

    async def _change(
        self, teller: Teller, asked: Asked, code: str, change: Change, says: dict[str, str]
    ) -> Answer:
        decided: dict[str, Voucher] = {}
        zone = (await self._ctx.programmes.get(teller.brand)).zone

        async def decide() -> PostingRequest:
            found = await self._find(teller, code)
            now = self._ctx.clock.now()
            after = decided[code] = change(found.value, now, zone, asked.request_id)
            store_id, reason = says.get(STORE_ID, ""), says.get(REASON, "")
            return changing(asked, found.to(after), now, store_id, reason)

        posted = await post_decided(self._ctx.ledger, asked, decide)
        at = posted.posting.effective_at
        if not posted.replayed:
            return Answer(decided[code], at, replayed=False)
        kept = await self._find(teller, code)
        return Answer(as_answered(kept.value, posted.posting), at, replayed=True)

    async def _find(self, teller: Teller, code: str) -> Versioned[Voucher]:
        now = self._ctx.clock.now()
        self._guesses.check(teller.brand, teller.name, now)
        ledger = self._ctx.ledger
        found = await ledger.record(teller.brand, VOUCHER, code) if is_code(code) else None
        if found is None:
            self._guesses.note(teller.brand, teller.name, now)
            raise VoucherNotFound("no voucher has this code")
        return found


async def find_vouchers(
    ctx: PointsContext, brand: str, codes: Collection[str]
) -> dict[str, Voucher]:
    """The vouchers of `codes`, in one read."""
    if not codes:
        return {}
    found = await ctx.ledger.records(brand, VOUCHER, codes)
    return {code: voucher.value for code, voucher in found.items()}

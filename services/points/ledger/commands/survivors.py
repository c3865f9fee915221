"""Who stands for a member who was merged, as whoever reads what the ledger keeps has to know.

Accounts move to the survivor, so a posting is undone there later. Records that name a member (an
order, a coupon, a voucher) stay as they were written, and are read as the survivor's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from services.points.ledger.domain.posting import Posting

MEMBER = "member_id"
"""The key under which the body of a record names its member."""
PARKED = "parked"
"""The key under which an order has refunds that wait for it: activities, each of a member."""
TOLD_OF = "told_of"


class Survivors(Protocol):
    """Redirects, as this process knows them."""

    def any(self, brand: str) -> bool:
        """Whether a member of the brand was ever merged."""
        ...

    def of(self, brand: str, member_id: str) -> str:
        """Who stands for the member: the survivor, or the member."""
        ...

    def merged(self, brand: str, member_id: str) -> tuple[str, ...]:
        """All who were merged into the member."""
        ...

    async def keep(
        self, brand: str, member_id: str, into: str, at: datetime, merge_id: str
    ) -> None:
        """From now on `into` stands for the member, in every process; with "" nobody does."""
        ...


class _NoMerges:
    """Nobody was ever merged."""

    def any(self, brand: str) -> bool:
        return False

    def of(self, brand: str, member_id: str) -> str:
        return member_id

    def merged(self, brand: str, member_id: str) -> tuple[str, ...]:
        return ()

    async def keep(
        self, brand: str, member_id: str, into: str, at: datetime, merge_id: str
    ) -> None:
        raise NotImplementedError("redirects need a storage")


NO_MERGES: Survivors = _NoMerges()
"""For whoever knows of no merges, such as a trial over books in memory."""


def of_survivors(survivors: Survivors, brand: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The body of a record with survivors in the place of members who were merged."""
    if not survivors.any(brand):
        return body
    member_id, changed = body.get(MEMBER), dict[str, Any]()
    if isinstance(member_id, str) and (now := survivors.of(brand, member_id)) != member_id:
        changed[MEMBER] = now
    if waiting := body.get(PARKED):
        changed[PARKED] = [_refund(survivors, brand, refund) for refund in waiting]
    return {**body, **changed} if changed else body


def _refund(survivors: Survivors, brand: str, refund: Mapping[str, Any]) -> Mapping[str, Any]:
    member_id = refund[MEMBER]
    now = survivors.of(brand, member_id)
    if now == member_id:
        return refund
    # A repeat is compared with what the channel sent.
    return {TOLD_OF: member_id, **refund, MEMBER: now}


def posting_of_survivors(survivors: Survivors, posting: Posting) -> Posting:
    """The posting as if survivors had been its owners: their accounts have its lots now."""
    if not survivors.any(posting.brand):
        return posting
    entries = tuple(
        entry._replace(owner=survivors.of(posting.brand, entry.owner)) for entry in posting.entries
    )
    return posting._replace(entries=entries)


def where_of(survivors: Survivors, brand: str, where: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a body has to say to be listed: of a survivor also what names the merged members."""
    member_id = where.get(MEMBER)
    merged = survivors.merged(brand, member_id) if isinstance(member_id, str) else ()
    return {**where, MEMBER: (member_id, *merged)} if merged else where

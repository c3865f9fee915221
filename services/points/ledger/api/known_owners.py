"""Postings name members whom somebody enrolled: else a brand owes points to a mistyped id."""

from __future__ import annotations

from collections.abc import Sequence

from services.common.errors import Refusal
from services.points.ledger.commands.brands import UnknownMembers
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.chart_of_accounts import MEMBERS, account_class
from services.points.ledger.domain.posting import PostingRequest, Refused


async def known_only(
    batch: Sequence[PostingRequest | Refused], brand: str, unknown_of: UnknownMembers
) -> list[PostingRequest | Refused]:
    """`batch`, where each row that names a member whom nobody enrolled is refused."""
    named = [set() if isinstance(one, Refused) else _members_of(one) for one in batch]
    unknown = set(await unknown_of(brand, set().union(*named)))
    missing = Refusal("MEMBER_NOT_FOUND", "nobody enrolled this member", field="legs.owner")
    return [
        Refused(missing) if members & unknown else one
        for one, members in zip(batch, named, strict=True)
    ]


async def new_known_only(
    batch: Sequence[PostingRequest | Refused],
    brand: str,
    unknown_of: UnknownMembers,
    ledger: Ledger,
) -> list[PostingRequest | Refused]:
    """The same, but a row that was posted already stays: a repeat has the first answer.

    It was posted while the programme took members whom nobody had enrolled.
    """
    checked = await known_only(batch, brand, unknown_of)
    for index, (sent, one) in enumerate(zip(batch, checked, strict=True)):
        if isinstance(sent, Refused) or not isinstance(one, Refused):
            continue
        if await ledger.posting(sent.brand, sent.request_id) is not None:
            checked[index] = sent
    return checked


def _members_of(request: PostingRequest) -> set[str]:
    return {leg.owner for leg in request.legs if account_class(leg.owner) == MEMBERS}

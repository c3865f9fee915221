"""Assets that are not spendable: growth, and those of which a programme says so.

Nobody spends, holds, gives away or redeems what a member has of them, whichever door it comes by.
It grows, a refund takes it back, it expires, an operator adjusts it, and a mistake is reversed.
"""

from __future__ import annotations

from collections.abc import Collection

from services.points.ledger.domain.chart_of_accounts import HOUSE_PREFIX, REWARD_PREFIX
from services.points.ledger.domain.posting import PostingKind, PostingRequest

_TAKING = frozenset({PostingKind.CLAWBACK, PostingKind.ADJUST, PostingKind.REVERSAL})
"""The kinds that may take what cannot be spent; the ledger's own expiries never come by here."""
_NO_MEMBER = (HOUSE_PREFIX, REWARD_PREFIX)


class AssetNotSpendable(Exception):
    """A posting would spend, hold or give away what nobody can."""

    reason = "ASSET_NOT_SPENDABLE"

    def __init__(self, field: str, owner: str, asset: str) -> None:
        super().__init__(f"{asset} is not spendable")
        self.field = field
        self.metadata = {"account": f"{owner}/{asset}"}


def check_spends(request: PostingRequest, unspendable: Collection[str]) -> None:
    """Raises AssetNotSpendable for the first leg or hold that needs an asset to be spendable.

    What a hold keeps from before the asset was not spendable may still be let go.
    """
    if request.kind in (PostingKind.MERGE, PostingKind.EXTEND):
        # Both members are one, or it is one member: nothing is given away.
        own = request.legs[0].owner if request.legs else ""
        for index, leg in enumerate(request.legs):
            stays = request.kind is PostingKind.MERGE or leg.owner == own
            if leg.asset in unspendable and not (stays and _is_member(leg.owner)):
                raise AssetNotSpendable(f"legs[{index}]", leg.owner, leg.asset)
        return
    if request.kind not in _TAKING:
        for index, leg in enumerate(request.legs):
            if leg.amount < 0 and leg.asset in unspendable and _is_member(leg.owner):
                raise AssetNotSpendable(f"legs[{index}]", leg.owner, leg.asset)
    for index, hold in enumerate(request.place_holds):
        if hold.asset in unspendable and _is_member(hold.owner):
            raise AssetNotSpendable(f"place_holds[{index}]", hold.owner, hold.asset)
    for index, change in enumerate(request.change_holds):
        if change.expire_at and change.asset in unspendable and _is_member(change.owner):
            raise AssetNotSpendable(f"change_holds[{index}]", change.owner, change.asset)


def _is_member(owner: str) -> bool:
    return not owner.startswith(_NO_MEMBER)

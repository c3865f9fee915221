"""Members' permissions in the ledger of points."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from time import monotonic

import grpc

from services.common.brand_tokens import BrandTokens
from services.common.errors import Refusal, reason_of
from services.common.telemetry import log
from services.feedback.quota.domain.granting import Granting
from services.feedback.reach.domain.quota_use import End, Use
from tessera.points.v1 import ledger_pb2 as pb
from tessera.points.v1 import ledger_pb2_grpc

TIMEOUT_S = 5.0
LOOK_S = 1.0
"""How long a decision waits for a balance, within its transaction."""
LEFT_ALONE_S = 5.0
"""So long no decision asks after one that got no answer."""
TRIES = 5
ISSUED, REDEEMED, ADJUSTED = "house:issued", "house:redeemed", "house:adjusted"
RULE = "subscription_grant"

_log = log("feedback.quota")


class PointsQuotas:
    """Implements `reach.commands.store.Quotas` and `quota.commands.Points`."""

    def __init__(self, stub: ledger_pb2_grpc.LedgerAsyncStub, tokens: BrandTokens) -> None:
        self._stub = stub
        self._tokens = tokens
        self._away_until = 0.0

    async def left(
        self, brand: str, member_id: str, assets: Collection[str]
    ) -> Mapping[str, int] | None:
        if monotonic() < self._away_until:
            return None
        try:
            return await self._available(brand, member_id, assets, LOOK_S)
        except grpc.aio.AioRpcError as error:
            self._away_until = monotonic() + LEFT_ALONE_S
            _log.warning("quota_unknown", brand=brand, code=error.code().name)
            return None

    async def balances(
        self, brand: str, member_id: str, assets: Collection[str]
    ) -> Mapping[str, int]:
        return await self._available(brand, member_id, assets, TIMEOUT_S)

    async def grant(self, granting: Granting) -> bool:
        legs = [
            leg
            for asset in granting.assets
            for leg in (
                pb.Leg(owner=granting.member_id, asset=asset, amount=1),
                pb.Leg(owner=ISSUED, asset=asset, amount=-1),
            )
        ]
        request = pb.CreatePostingRequest(
            request_id=granting.request_id,
            kind=pb.POSTING_KIND_EARN,
            legs=legs,
            metadata={"rule": RULE},
        )
        try:
            answer = await self._post(granting.brand, request)
        except grpc.aio.AioRpcError as error:
            refused = reason_of(error)
            if refused is not None and refused.reason == "REQUEST_ID_REUSED":
                raise Refusal("REQUEST_ID_REUSED", "of other content", field="request_id") from None
            raise
        return answer.replayed

    async def hold(self, brand: str, use: Use) -> bool:
        hold = pb.HoldPlacement(
            hold_id=_hold_id(use), owner=use.member_id, asset=use.asset, amount=1
        )
        hold.expire_time.FromDatetime(use.held_until)
        request = pb.CreatePostingRequest(
            request_id=f"{use.id}/hold", kind=pb.POSTING_KIND_HOLD, place_holds=[hold]
        )
        return await self._written(brand, request)

    async def end(self, brand: str, use: Use) -> None:
        if use.end is End.TAKEN:
            await self._written(brand, _taking(use, f"{use.id}/sent", REDEEMED, 1))
        elif use.end is End.KEPT:
            ended = pb.HoldChange(hold_id=_hold_id(use), owner=use.member_id, asset=use.asset)
            request = pb.CreatePostingRequest(
                request_id=f"{use.id}/kept", kind=pb.POSTING_KIND_HOLD, change_holds=[ended]
            )
            await self._written(brand, request)
        elif use.end is End.REVOKED:
            await self._revoke(brand, use)

    async def _revoke(self, brand: str, use: Use) -> None:
        """End all permissions of its kind: this one, and those that nothing else set aside."""
        for _ in range(TRIES):
            available = await self._available(brand, use.member_id, [use.asset], TIMEOUT_S)
            amount = max(available[use.asset], 0) + 1
            if await self._written(brand, _taking(use, f"{use.id}/revoked", ADJUSTED, amount)):
                return
            if not amount - 1:
                # Nothing was left, and what was set aside has ended: it took effect before.
                return

    async def _written(self, brand: str, request: pb.CreatePostingRequest) -> bool:
        """Write a posting: False where it cannot be. Raises what passes by itself."""
        try:
            await self._post(brand, request)
        except grpc.aio.AioRpcError as error:
            refused = reason_of(error)
            known = refused is not None and refused.reason in _HINDRANCES
            if not known:
                raise
            return refused is not None and refused.reason == "REQUEST_ID_REUSED"
        return True

    async def _post(self, brand: str, request: pb.CreatePostingRequest) -> pb.CreatePostingResponse:
        metadata = self._tokens.metadata(brand)
        return await self._stub.CreatePosting(request, timeout=TIMEOUT_S, metadata=metadata)

    async def _available(
        self, brand: str, member_id: str, assets: Collection[str], timeout_s: float
    ) -> dict[str, int]:
        accounts = [pb.AccountName(owner=member_id, asset=asset) for asset in sorted(assets)]
        answer = await self._stub.GetBalances(
            pb.GetBalancesRequest(accounts=accounts),
            timeout=timeout_s,
            metadata=self._tokens.metadata(brand),
        )
        return {each.asset: each.available for each in answer.balances}


_HINDRANCES = frozenset(
    {
        "ACCOUNT_UNKNOWN",
        "ASSET_NOT_SPENDABLE",
        "ASSET_UNKNOWN",
        "HOLD_EXCEEDED",
        "HOLD_NOT_FOUND",
        "INSUFFICIENT_POINTS",
        "REQUEST_ID_REUSED",
    }
)
"""Refusals after which a message goes another way, and no posting can be made good."""


def _hold_id(use: Use) -> str:
    return f"{use.touch_id}/{use.number}"


def _taking(use: Use, request_id: str, house: str, amount: int) -> pb.CreatePostingRequest:
    """Ends the hold, and takes `amount` of the member."""
    ended = pb.HoldChange(hold_id=_hold_id(use), owner=use.member_id, asset=use.asset, reduce_by=1)
    kind = pb.POSTING_KIND_ADJUST if house == ADJUSTED else pb.POSTING_KIND_SPEND
    return pb.CreatePostingRequest(
        request_id=request_id,
        kind=kind,
        change_holds=[ended],
        legs=[
            pb.Leg(owner=use.member_id, asset=use.asset, amount=-amount),
            pb.Leg(owner=house, asset=use.asset, amount=amount),
        ],
        metadata={"reason": "not_subscribed"} if house == ADJUSTED else {},
    )

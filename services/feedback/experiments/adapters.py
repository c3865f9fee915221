"""Asks points how many points members hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import grpc

from services.common.auth import TokenIssuer
from services.common.brand_tokens import BrandTokens
from services.feedback.experiments.domain.running import PointsAway
from tessera.points.v1 import ledger_pb2, ledger_pb2_grpc

ASSET = "POINTS"
TIMEOUT_S = 10.0
TOKEN_LIFE = timedelta(minutes=5)


class LedgerPoints:
    """Implements `experiments.commands.ports.Points`: each call has a token of its brand."""

    def __init__(self, points: grpc.aio.Channel, issuer: TokenIssuer, subject: str) -> None:
        self._stub: ledger_pb2_grpc.LedgerAsyncStub = ledger_pb2_grpc.LedgerStub(points)
        self._tokens = BrandTokens(issuer, subject, TOKEN_LIFE)

    async def held(self, brand: str, members: Sequence[str]) -> Mapping[str, int]:
        accounts = [ledger_pb2.AccountName(owner=each, asset=ASSET) for each in members]
        metadata = self._tokens.metadata(brand)
        request = ledger_pb2.GetBalancesRequest(accounts=accounts)
        try:
            answer = await self._stub.GetBalances(request, timeout=TIMEOUT_S, metadata=metadata)
        except grpc.aio.AioRpcError as error:
            raise PointsAway(str(error.code())) from error
        return {each.owner: each.posted for each in answer.balances}

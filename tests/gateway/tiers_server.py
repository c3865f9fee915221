"""Manual tiers as the gateway sees them."""

from typing import Any

from services.common.errors import Refusal
from tessera.members.v1 import tiers_pb2, tiers_pb2_grpc
from tests.gateway.fake_backend import FakeBackend, refuse
from tests.gateway.operators_server import approval


class Tiers(tiers_pb2_grpc.TiersServicer):
    """A diamond waits for a second operator, basic is nobody's to give, others are held at once."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def GrantTier(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GrantTier", request, context)
        if request.tier == "basic":
            refusal = Refusal("TIER_NOT_ABOVE", "gold is earned", field="tier")
            await refuse(context, refusal)
        waits = approval() if request.tier == "diamond" else None
        return tiers_pb2.GrantTierResponse(approval=waits)

    async def EndTier(self, request: Any, context: Any) -> Any:
        await self.backend.enter("EndTier", request, context)
        return tiers_pb2.EndTierResponse(replayed=True)

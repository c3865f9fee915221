"""Manual tiers and back-tests as the gateway sees them."""

from typing import Any

from services.common.errors import Refusal
from tessera.members.v1 import backtests_pb2, backtests_pb2_grpc, tiers_pb2, tiers_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend, at, refuse
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


class TierBacktests(backtests_pb2_grpc.TierBacktestsServicer):
    """Every brand has one back-test, `tbt_1`."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def StartTierBacktest(self, request: Any, context: Any) -> Any:
        await self.backend.enter("StartTierBacktest", request, context)
        if request.source_yaml == "broken":
            await refuse(context, Refusal("PROGRAMME_INVALID", field="source_yaml"))
        queued = backtests_pb2.TierBacktest(
            id="tbt_1", state=backtests_pb2.BACKTEST_STATE_QUEUED, ask_time=at(5)
        )
        return backtests_pb2.StartTierBacktestResponse(backtest=queued)

    async def GetTierBacktest(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetTierBacktest", request, context)
        if request.backtest_id not in ("", "tbt_1"):
            await refuse(context, Refusal("BACKTEST_NOT_FOUND", field="backtest_id"))
        gold = types_pb2.LocalizedText(zh="金卡", en="Gold")
        done = backtests_pb2.TierBacktest(
            id="tbt_1",
            state=backtests_pb2.BACKTEST_STATE_DONE,
            asked_by="ann",
            ask_time=at(5),
            in_force_version=3,
            members=20,
            ladders=[
                backtests_pb2.BacktestLadder(
                    ladder="growth",
                    name=types_pb2.LocalizedText(zh="成长", en="Growth"),
                    moves=[
                        backtests_pb2.BacktestMove(
                            from_tier="silver", to_tier="gold", members=20, to_tier_name=gold
                        )
                    ],
                    rise=20,
                    rise_at_once=5,
                )
            ],
            cost=backtests_pb2.BacktestCost(
                spend_minor=100, currency_code="CNY", points_now=1, points_draft=3, worth_minor=2
            ),
            benefits=[backtests_pb2.BacktestBenefit(benefit="drink", now=1, draft=4)],
            sample=[
                backtests_pb2.BacktestMember(
                    member_id="mem_3",
                    ladder="growth",
                    from_tier="silver",
                    to_tier="gold",
                    reason="upgrade",
                    counted=700,
                    threshold=600,
                )
            ],
        )
        return backtests_pb2.GetTierBacktestResponse(backtest=done)

"""The TierBacktests service: protos to commands and back."""

from services.common.auth import Role
from services.common.errors import Refusal
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.common.text import checked
from services.members.access import require_caller
from services.members.programme.domain.rules import Rules
from services.members.tiers.api.ladders import to_text
from services.members.tiers.commands.backtests import (
    BacktestWish,
    Context,
    ReadDraft,
    rules_of,
    start_backtest,
)
from services.members.tiers.domain.backtest import Backtest, Moves, Report, State
from services.members.tiers.domain.ladder import Ladder, ladder_of, ladders_of
from tessera.members.v1 import backtests_pb2 as pb
from tessera.members.v1 import backtests_pb2_grpc
from tessera.types.v1 import types_pb2

ID_CHARS_MAX = 64
_STATES = {state: pb.BacktestState.Value(f"BACKTEST_STATE_{state.name}") for state in State}


class TierBacktestsServicer(backtests_pb2_grpc.TierBacktestsServicer):
    """Operators ask for back-tests of their brand, and read them."""

    def __init__(self, ctx: Context, read: ReadDraft) -> None:
        self._ctx = ctx
        self._read = read

    async def StartTierBacktest(
        self, request: pb.StartTierBacktestRequest, context: ServicerContext
    ) -> pb.StartTierBacktestResponse:
        """The back-test, queued."""
        caller = require_caller(Role.OPERATOR)
        request_id = check_request_id(request.request_id)
        wish = BacktestWish(request_id, request.source_yaml, caller.subject)
        test, replayed = await start_backtest(self._ctx, caller.brand, wish, self._read)
        told = await self._message(caller.brand, test)
        return pb.StartTierBacktestResponse(backtest=told, replayed=replayed)

    async def GetTierBacktest(
        self, request: pb.GetTierBacktestRequest, context: ServicerContext
    ) -> pb.GetTierBacktestResponse:
        """The back-test as it stands."""
        brand = require_caller(Role.OPERATOR).brand
        id_ = checked("backtest_id", request.backtest_id, ID_CHARS_MAX)
        test = await self._ctx.store.tiers.backtests.get(brand, id_)
        if test is None:
            raise Refusal("BACKTEST_NOT_FOUND", "no such back-test", field="backtest_id")
        return pb.GetTierBacktestResponse(backtest=await self._message(brand, test))

    async def _message(self, brand: str, test: Backtest) -> pb.TierBacktest:
        now, draft = await self._ctx.rulebook.of(brand), rules_of(test)
        report = test.report
        message = pb.TierBacktest(
            id=test.id,
            state=_STATES[test.state],
            asked_by=test.asked_by,
            in_force_version=test.in_force,
            members=test.members,
            failure=test.failure,
            ladders=[
                _ladder(ladder, ladder_of(now, ladder.code), report.moves[ladder.code])
                for ladder in ladders_of(draft)
                if ladder.code in report.moves
            ],
            cost=_cost(report, draft) if test.members else None,
            benefits=[
                pb.BacktestBenefit(benefit=code, now=counts[0], draft=counts[1])
                for code, counts in report.benefits.items()
            ],
            sample=[
                pb.BacktestMember(
                    member_id=each.member_id,
                    ladder=each.ladder,
                    from_tier=each.from_tier,
                    to_tier=each.to_tier,
                    reason=each.reason,
                    counted=each.counted,
                    threshold=each.threshold,
                )
                for each in report.sample
            ],
        )
        message.ask_time.FromDatetime(test.asked_at)
        return message


def _ladder(ladder: Ladder, before: Ladder | None, moves: Moves) -> pb.BacktestLadder:
    message = pb.BacktestLadder(
        ladder=ladder.code, name=to_text(ladder), rise_at_once=moves.at_once
    )
    for (from_tier, to_tier), members in sorted(moves.by_pair.items(), key=lambda m: -m[1]):
        message.moves.append(
            pb.BacktestMove(
                from_tier=from_tier,
                to_tier=to_tier,
                members=members,
                from_tier_name=_name(from_tier, ladder, before),
                to_tier_name=_name(to_tier, ladder, before),
            )
        )
        step = ladder.tier(to_tier).rank - _rank(from_tier, ladder, before)
        if from_tier and step > 0:
            message.rise += members
        elif from_tier and step < 0:
            message.fall += members
    return message


def _rank(code: str, ladder: Ladder, before: Ladder | None) -> int:
    """The rank by the draft; of a tier that it has no more, the one that it had."""
    known = ladder if ladder.has(code) or before is None else before
    return known.tier(code).rank


def _name(code: str, ladder: Ladder, before: Ladder | None) -> types_pb2.LocalizedText | None:
    for each in (ladder, before):
        if each is not None and each.has(code):
            return to_text(each.tier(code))
    return None


def _cost(report: Report, draft: Rules) -> pb.BacktestCost:
    worth = draft.document.get("assets", {}).get("POINTS", {}).get("value")
    more = report.points_draft - report.points_now
    return pb.BacktestCost(
        spend_minor=report.spend_minor,
        currency_code=draft.currency,
        points_now=report.points_now,
        points_draft=report.points_draft,
        worth_minor=more * int(worth["minor_units"]) // int(worth["per_points"]) if worth else 0,
    )

"""tessera.points.v1.Earning: protos to commands and back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from services.common.auth import Role, current_caller, require_role
from services.common.errors import Refusal, invalid
from services.common.interceptors import ServicerContext
from services.common.pagination import PlaceTokens, page_size
from services.points.activities.api.activities import to_activity
from services.points.activities.domain.activity import Activity
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.validation import check
from services.points.context import PointsContext
from services.points.earning.commands import (
    Awarded,
    RefundWaiting,
    award_activities,
    list_budgets,
    preview_award,
    refused_members,
    was_awarded,
)
from services.points.earning.domain.award import Award
from services.points.earning.domain.earning_rules import earning_rules, multiplier_names
from services.points.grants.domain.budget import BudgetKind, BudgetReport, journey_budgets
from services.points.ledger.api.access import of_one_brand, teller
from services.points.ledger.api.causes import named_multipliers
from services.points.ledger.api.messages import posting_message, to_timestamp
from services.points.ledger.domain.award_text import NamedAward, award_text
from services.points.programme.domain.programme import Programme
from tessera.points.v1 import earning_pb2 as pb
from tessera.points.v1 import earning_pb2_grpc
from tessera.types.v1 import types_pb2

ACTIVITIES_MAX = 500


class AwardedActivity(NamedTuple):
    """The awards of an activity, and whether it was awarded before."""

    awards: Sequence[pb.Award]
    replayed: bool


AfterAwards = Callable[
    [PointsContext, Sequence[Activity]], Awaitable[Sequence[tuple[Activity, Exception]]]
]
"""Lets awarded activities count for what other rooms give, once for ever; the refused ones."""


class EarningApi(earning_pb2_grpc.EarningServicer):
    """Awards for tills that print the points now; for channels, services and operators."""

    def __init__(
        self,
        ctx: PointsContext,
        refund_waiting: RefundWaiting,
        after_awards: AfterAwards,
        page_secret: bytes,
    ) -> None:
        self._ctx = ctx
        self._page_secret = page_secret
        self._refund_waiting = refund_waiting
        self._after_awards = after_awards

    async def AwardActivities(
        self, request: pb.AwardActivitiesRequest, context: ServicerContext
    ) -> pb.AwardActivitiesResponse:
        """The awards of each activity. A refused one has its reason, and the others go on."""
        brand = teller().brand
        if not 1 <= len(request.activities) <= ACTIVITIES_MAX:
            raise invalid("activities", f"1 to {ACTIVITIES_MAX}")
        programme = await self._ctx.programmes.get(brand)
        read = [self._read(programme, a, i) for i, a in enumerate(request.activities)]
        read = await self._enrolled_only(brand, read)
        sound = [activity for activity in read if isinstance(activity, Activity)]
        awards = await award_activities(self._ctx, brand, sound, self._refund_waiting)
        awarded = iter(await self._counted(awards))
        results = [
            _refused(sent.event_id, one)
            if isinstance(one, Exception)
            else _result(next(awarded), programme)
            for sent, one in zip(request.activities, read, strict=True)
        ]
        return pb.AwardActivitiesResponse(results=results)

    async def _counted(self, awards: Sequence[Awarded]) -> Sequence[Awarded]:
        """`awards` after each has counted elsewhere: one that could not has the refusal, and a
        repeat of the call makes up for it."""
        done = [outcome.activity for outcome in awards if outcome.error is None]
        refused = {each.key: error for each, error in await self._after_awards(self._ctx, done)}
        return [
            replace(outcome, error=refused.get(outcome.activity.key, outcome.error))
            for outcome in awards
        ]

    async def award(self, activity: Activity) -> AwardedActivity:
        """The award of one sound activity, for rooms that know no rules. Raises the refusal."""
        programme = await self._ctx.programmes.get(activity.brand)
        (enrolled,) = await self._enrolled_only(activity.brand, [activity])
        if isinstance(enrolled, Exception):
            raise enrolled
        (awarded,) = await award_activities(
            self._ctx, activity.brand, [activity], self._refund_waiting
        )
        if awarded.error is not None:
            raise awarded.error
        for _, error in await self._after_awards(self._ctx, [activity]):
            raise error
        awards = [to_award(award, programme) for award in awarded.awards]
        return AwardedActivity(awards, awarded.replayed)

    async def PreviewAward(
        self, request: pb.PreviewAwardRequest, context: ServicerContext
    ) -> pb.PreviewAwardResponse:
        """The awards that the activity would earn now."""
        brand = teller().brand
        if not request.activity.event_id:
            request.activity.event_id = "preview"
        programme = await self._ctx.programmes.get(brand)
        activity = _sound(self._ctx, programme, request.activity)
        awards = await preview_award(self._ctx, activity)
        response = pb.PreviewAwardResponse(awards=[to_award(award, programme) for award in awards])
        _explain(response.explanation, awards, programme)
        return response

    async def ListBudgets(
        self, request: pb.ListBudgetsRequest, context: ServicerContext
    ) -> pb.ListBudgetsResponse:
        """A page of the budgets in the programme's order, with what is used of them."""
        brand = of_one_brand(require_role(current_caller(), Role.OPERATOR, Role.SERVICE)).brand
        scope = {"list": "budgets", "brand": brand}
        tokens = PlaceTokens(self._page_secret, scope)
        first = tokens.place(request.page_token, 0)
        size = page_size(request.page_size)
        programme = await self._ctx.programmes.get(brand)
        found = await list_budgets(self._ctx, programme)
        response = pb.ListBudgetsResponse(
            budgets=[_budget_message(each, programme) for each in found[first : first + size]]
        )
        if first + size < len(found):
            response.next_page_token = tokens.token(first + size)
        return response

    async def _enrolled_only(
        self, brand: str, read: Sequence[Activity | Exception]
    ) -> list[Activity | Exception]:
        """`read`, where an activity of a member whom nobody enrolled is its refusal."""
        members = {one.member_id for one in read if isinstance(one, Activity)}
        unknown = await refused_members(self._ctx, brand, members)
        return [
            Refusal("MEMBER_NOT_FOUND", "nobody enrolled this member", field="member_id")
            if isinstance(one, Activity)
            and one.member_id in unknown
            and not await was_awarded(self._ctx, one)
            else one
            for one in read
        ]

    def _read(
        self, programme: Programme, sent: types_pb2.Activity, index: int
    ) -> Activity | Exception:
        try:
            return _sound(self._ctx, programme, sent, f"activities[{index}]")
        except Exception as error:
            if not hasattr(error, "reason"):
                raise
            return error


def _sound(
    ctx: PointsContext, programme: Programme, sent: types_pb2.Activity, field: str = "activity"
) -> Activity:
    """The activity, if it is valid and no refund. Raises the refusal."""
    activity = ctx.of_survivor(to_activity(programme.brand, sent, field))
    check(activity, ctx.clock.now(), programme.currency, field)
    if activity.type is ActivityType.REFUND:
        raise invalid(f"{field}.type", "a refund earns nothing: see Refunds")
    return activity


def to_award(award: Award, programme: Programme) -> pb.Award:
    """The award, with the rule's name as `programme` has it now."""
    message = pb.Award(
        rule=award.rule,
        asset=award.asset,
        amount=award.amount,
        base=award.base,
        multiplier_percent=award.multiplier_percent,
        multipliers=[str(multiplier) for multiplier in award.multipliers],
        programme_version=award.programme_version,
        capped=award.capped,
    )
    if name := earning_rules(programme).names.get(award.rule):
        message.rule_name.zh, message.rule_name.en = name
    return message


def _explain(
    message: types_pb2.LocalizedText, awards: Sequence[Award], programme: Programme
) -> None:
    """Fill an empty `message`, where there are awards."""
    if not awards:
        return
    rules, sources = earning_rules(programme).names, multiplier_names(programme)
    message.zh, message.en = award_text(
        NamedAward(
            rules.get(award.rule, (award.rule, award.rule)),
            award.amount,
            award.base,
            award.multiplier_percent,
            named_multipliers(map(str, award.multipliers), sources),
            award.capped,
            award.base_hundredths,
        )
        for award in awards
    )


def _budget_message(report: BudgetReport, programme: Programme) -> pb.Budget:
    budget, rules = report.budget, earning_rules(programme)
    message = pb.Budget(
        kind=pb.BudgetKind.Value(f"BUDGET_KIND_{budget.kind.upper()}"),
        code=budget.code,
        asset=budget.asset,
        limit=budget.limit,
        issued=report.issued,
        share_percent=report.share_percent,
    )
    if budget.kind is BudgetKind.JOURNEY:
        name = journey_budgets(programme).get(budget)
    else:
        names = rules.campaign_names if budget.kind is BudgetKind.CAMPAIGN else rules.names
        name = names.get(budget.code)
    if name:
        message.name.zh, message.name.en = name
    if report.stopped_at is not None:
        message.stop_time.CopyFrom(to_timestamp(report.stopped_at))
    return message


def _result(awarded: Awarded, programme: Programme) -> pb.AwardResult:
    if awarded.error is not None:
        return _refused(awarded.activity.event_id, awarded.error)
    result = pb.AwardResult(
        event_id=awarded.activity.event_id,
        awards=[to_award(award, programme) for award in awarded.awards],
        replayed=awarded.replayed,
    )
    _explain(result.explanation, awarded.awards, programme)
    if awarded.posting is not None and awarded.posting.entries:
        result.posting.CopyFrom(posting_message(awarded.posting))
    return result


def _refused(event_id: str, error: Exception) -> pb.AwardResult:
    return pb.AwardResult(
        event_id=event_id,
        reason=getattr(error, "reason", ""),
        message=str(error),
        field=getattr(error, "field", ""),
    )

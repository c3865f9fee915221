"""Awarding: each activity once for ever, under the programme of the moment."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from services.common.stores import KnownStore
from services.common.telemetry import log
from services.points.activities.commands import unknown_members
from services.points.activities.domain.activity import Activity
from services.points.activities.domain.paid_order import PAID_ORDER, PaidOrder
from services.points.activities.domain.standing import Standing
from services.points.context import PointsContext
from services.points.earning.domain import explanation
from services.points.earning.domain.award import Award, Judgement, cap_uses_needed, facts_of, judge
from services.points.earning.domain.award_posting import CAP, ORDER, asking, award_posting
from services.points.earning.domain.cap import CapUse
from services.points.earning.domain.condition_facts import NO_STORE
from services.points.earning.domain.earned_order import KeptOrder
from services.points.earning.domain.earning_rules import earning_rules
from services.points.earning.domain.limits import ActivityOverLimit
from services.points.earning.domain.order_bonus import ORDER_BONUS, OrderBonus, takes_bonuses
from services.points.earning.domain.unknown_members import takes_unknown_members
from services.points.grants.commands import grant_all
from services.points.grants.domain.budget import (
    TOLD,
    Budget,
    BudgetReport,
    journey_budgets,
    shares_reached,
    told_as,
    told_posting,
)
from services.points.grants.domain.grant import rules_grant
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain.chart_of_accounts import BUDGET
from services.points.ledger.domain.guards import InsufficientPoints
from services.points.ledger.domain.posting import Posting, PostingRequest, PostingResult, Refused
from services.points.ledger.domain.record import RecordChanged, Versioned
from services.points.ledger.domain.refusal import is_final
from services.points.programme.commands import ProgrammeMissing
from services.points.programme.domain.programme import Programme

_log = log("earning")

RefundWaiting = Callable[[PointsContext, Activity], Awaitable[None]]
"""Does the refunds that came before the order of this activity and waited for its award."""


class ActivityConflict(Exception):
    """The channel reported this order before, as another event."""

    reason = "ACTIVITY_CONFLICT"

    def __init__(self, activity: Activity) -> None:
        super().__init__(f"the order {activity.order_key} was told as another event")
        self.metadata = {"order": activity.order_key}


@dataclass(frozen=True, slots=True)
class Awarded:
    """The awards of an activity. There is no posting where no rule looks at such activities.

    `error` is the refusal; then nothing was earned.
    """

    activity: Activity
    awards: tuple[Award, ...] = ()
    posting: Posting | None = None
    replayed: bool = False
    error: Exception | None = None


async def preview_award(ctx: PointsContext, activity: Activity) -> tuple[Award, ...]:
    """The awards that `activity` would earn now. Raises ProgrammeMissing, ActivityOverLimit."""
    plans = _Plans(ctx, await ctx.programmes.get(activity.brand))
    await plans.read([activity])
    return plans.judge(activity).awards


async def award_activities(
    ctx: PointsContext, brand: str, activities: Sequence[Activity], refund_waiting: RefundWaiting
) -> list[Awarded]:
    """Award `activities` of one brand in order, a result for each.

    `refund_waiting` is called where refunds may wait for the award: after a repeat, and after an
    order whose record was there before it. Raises ProgrammeMissing, and OVERLOADED for all.
    """
    plans = _Plans(ctx, await ctx.programmes.get(brand))
    await plans.read(activities)
    requests = [_request(plans, activity) for activity in activities]
    posted = iter(await ctx.ledger.post_all([r for r in requests if isinstance(r, PostingRequest)]))
    outcomes = []
    for activity, request in zip(activities, requests, strict=True):
        if request is None and not plans.has_budgets(activity):
            outcomes.append(Awarded(activity))
            continue
        if request is None or isinstance(request, ActivityOverLimit):
            # Unless it was awarded while the programme, or what is left of a budget, allowed it.
            outcomes.append(await _award_alone(ctx, activity, refund_waiting))
            continue
        outcome = _outcome(activity, next(posted))
        if isinstance(outcome.error, RecordChanged | InsufficientPoints):
            outcome = await _award_alone(ctx, activity, refund_waiting)
        elif outcome.replayed:
            # The first attempt may have ended between the award and the refunds that waited for it.
            await refund_waiting(ctx, activity)
        outcomes.append(outcome)
    await _give_coupons(ctx, outcomes)
    await tell_budgets(ctx, brand, [one.posting for one in outcomes if one.posting is not None])
    return outcomes


async def _give_coupons(ctx: PointsContext, outcomes: Iterable[Awarded]) -> None:
    """Grant the coupons that rules gave, each once: also after a repeat, for the first attempt may
    have ended between the award and them. One that its type refuses is not given."""
    wishes = [
        rules_grant(
            activity.brand,
            activity.key,
            award.rule,
            activity.member_id,
            award.coupon_type,
            explanation.of_activity(activity),
        )
        for outcome in outcomes
        if outcome.posting is not None and outcome.error is None
        for activity in [outcome.activity]
        for award in outcome.awards
        if award.coupon_type and award.amount
        # Refunds that waited for the order may have left nothing of it.
        if not await is_given_back(ctx, activity)
    ]
    for granted in await grant_all(ctx, wishes) if wishes else ():
        if granted.error is not None and not is_final(granted.error):
            raise granted.error


async def refused_members(
    ctx: PointsContext, brand: str, member_ids: Collection[str]
) -> Collection[str]:
    """Those of `member_ids` whom nobody enrolled, in a brand that gives points to nobody else.

    None in a brand without a programme: its members are not told to points.
    """
    try:
        programme = await ctx.programmes.get(brand)
    except ProgrammeMissing:
        return ()
    if takes_unknown_members(programme):
        return ()
    return await unknown_members(ctx.standings, brand, member_ids)


async def activity_facts(
    ctx: PointsContext, activity: Activity, programme: Programme
) -> Mapping[str, Any]:
    """The facts of `activity` that conditions see, as a rule would see them now."""
    standings = await ctx.standings.standings(activity.brand, [activity.member_id])
    stores = [activity.store_id] if activity.store_id else []
    known = (await ctx.stores.known(activity.brand, stores)).get(activity.store_id)
    store = NO_STORE if known is None else known.facts(activity.occurred_at)
    return facts_of(activity, standings.get(activity.member_id), programme, store)


async def is_given_back(ctx: PointsContext, activity: Activity) -> bool:
    """True for an order, or the refund of one, of which nothing is left to the member."""
    if activity.order is None:
        return False
    known = await ctx.ledger.record(activity.brand, ORDER, activity.order_key)
    kept = known.value if known else None
    return kept is not None and kept.is_known and kept.is_given_back


async def kept_orders(
    ctx: PointsContext, brand: str, order_keys: Collection[str]
) -> dict[str, KeptOrder]:
    """The orders that are known, by their keys; what is not known is absent."""
    found = await ctx.ledger.records(brand, ORDER, order_keys) if order_keys else {}
    return {key: known.value for key, known in found.items()}


async def was_awarded(ctx: PointsContext, activity: Activity) -> bool:
    """Whether `activity` has its award: then a repeat has the first answer, whatever holds now."""
    asked = asking(activity)
    return await ctx.ledger.posting(asked.brand, asked.request_id) is not None


class _Plans:
    """Requests for a batch, decided from one reading of what they need.

    Each sees what those before it in the batch will have done to the cap
    counters. An order is taken to be new, which it nearly always is: should it
    not be, the ledger says so and it is decided alone.
    """

    def __init__(self, ctx: PointsContext, programme: Programme) -> None:
        self._ctx = ctx
        self._programme = programme
        self._standings: Mapping[str, Standing] = {}
        self._caps: dict[str, Versioned[CapUse]] = {}
        self._left: dict[Budget, int] = {}
        self._paid: Mapping[str, PaidOrder] = {}
        self._stores: Mapping[str, KnownStore] = {}
        self._bonuses: dict[str, Versioned[OrderBonus]] = {}

    async def read(self, activities: Iterable[Activity]) -> None:
        rules = earning_rules(self._programme)
        judged = [a for a in activities if rules.rules_on(a.type)]
        if not judged:
            return
        brand, ctx = self._programme.brand, self._ctx
        members = {activity.member_id for activity in judged}
        orders = {a.order_key for a in judged if a.order is not None}
        stores = {activity.store_id for activity in judged if activity.store_id}
        budgets = {budget for a in judged for budget in rules.budgets_on(a.type)}
        names = {name for a in judged for name in cap_uses_needed(a, self._programme)}
        buyers = {a.member_id for a in judged if a.order is not None}
        # At once: what stands in one collection is one read, with what other calls ask meanwhile.
        known = await asyncio.gather(
            ctx.standings.standings(brand, members),
            ctx.ledger.records(brand, PAID_ORDER, orders if self._programme.takes_baskets else ()),
            ctx.stores.known(brand, stores if rules.names_stores else ()),
            budgets_left(ctx, brand, budgets),
            ctx.ledger.records(brand, CAP, names),
            ctx.ledger.records(
                brand, ORDER_BONUS, buyers if takes_bonuses(self._programme) else ()
            ),
        )
        self._standings, paid, self._stores, self._left, self._caps, self._bonuses = known
        self._paid = {key: one.value for key, one in paid.items()}

    def has_budgets(self, activity: Activity) -> bool:
        """Whether the rules on such activities may have given something that they no longer do."""
        return bool(earning_rules(self._programme).budgets_on(activity.type))

    def judge(self, activity: Activity) -> Judgement:
        names = cap_uses_needed(activity, self._programme)
        used = {n: self._caps[n].value for n in names if n in self._caps}
        standing = self._standings.get(activity.member_id)
        store = self._stores.get(activity.store_id)
        facts = NO_STORE if store is None else store.facts(activity.occurred_at)
        bonus = self._bonuses.get(activity.member_id)
        return judge(
            self.paid(activity),
            standing,
            self._programme,
            used,
            facts,
            self._left,
            bonus.value if bonus else None,
        )

    def paid(self, activity: Activity) -> Activity:
        """`activity` with its order as it was paid, where a basket was captured for it."""
        if activity.order is None or not self._paid:
            return activity
        paid = self._paid.get(activity.order_key)
        return activity if paid is None else replace(activity, order=paid.bound(activity.order))

    def request(
        self, activity: Activity, known: Versioned[KeptOrder] | None = None
    ) -> PostingRequest | None:
        """The posting for `activity`; None where nothing has to be written.

        `known` is the order as it is kept, which holds refunds that came before it.
        """
        judgement = self.judge(activity)
        if not judgement.awards and activity.order is None:
            return None
        versions = {n: self._caps[n].version for n in judgement.uses if n in self._caps}
        bonus = self._bonuses.get(activity.member_id)
        request = award_posting(
            activity,
            judgement,
            self._programme,
            order=self.paid(activity).order,
            known=known,
            cap_versions=versions,
            bonus_version=bonus.version if bonus else 0,
            now=self._ctx.clock.now(),
        )
        for budget, units in judgement.spent.items():
            self._left[budget] -= units
        for name, use in judgement.uses.items():
            self._caps[name] = Versioned(use, versions.get(name, 0) + 1)
        if judgement.bonus is not None and bonus is not None:
            self._bonuses[activity.member_id] = Versioned(judgement.bonus, bonus.version + 1)
        return request


def _request(plans: _Plans, activity: Activity) -> PostingRequest | ActivityOverLimit | None:
    try:
        return plans.request(activity)
    except ActivityOverLimit as error:
        return error


async def _award_alone(
    ctx: PointsContext, activity: Activity, refund_waiting: RefundWaiting
) -> Awarded:
    """Award one activity after another writer was faster, or its order was known."""

    async def decide() -> PostingRequest | None:
        plans = _Plans(ctx, await ctx.programmes.get(activity.brand))
        await plans.read([activity])
        known = None
        if activity.order is not None:
            known = await ctx.ledger.record(activity.brand, ORDER, activity.order_key)
        if known and known.value.is_known:
            raise ActivityConflict(activity)
        return plans.request(activity, known)

    try:
        async with ctx.locks.of(activity.brand, activity.member_id):
            # Only of budgets may too little be left.
            posted = await post_decided(
                ctx.ledger, asking(activity), decide, retry_on=(RecordChanged, InsufficientPoints)
            )
    except Exception as error:
        if not hasattr(error, "reason"):
            raise
        return Awarded(activity, error=error)
    if posted is None:
        return Awarded(activity)
    await refund_waiting(ctx, activity)
    return _outcome(activity, posted)


def _outcome(activity: Activity, result: PostingResult) -> Awarded:
    if isinstance(result, Refused):
        return Awarded(activity, error=result.error)
    posting = result.posting
    return Awarded(activity, explanation.awards_in(posting.metadata), posting, result.replayed)


async def budgets_left(
    ctx: PointsContext, brand: str, budgets: Collection[Budget]
) -> dict[Budget, int]:
    """What is left of each; below zero where its limit was lowered below what is used."""
    if not budgets:
        return {}
    names = [(budget.owner, BUDGET) for budget in budgets]
    states = await ctx.ledger.account_state(brand, names)
    return {each: each.limit + states[each.owner, BUDGET].posted for each in budgets}


async def list_budgets(ctx: PointsContext, programme: Programme) -> list[BudgetReport]:
    """What is used of each budget of the programme, in its order."""
    budgets = _all_budgets(programme)
    names = [(budget.owner, BUDGET) for budget in budgets]
    states = await ctx.ledger.account_state(programme.brand, names) if names else {}
    reports = []
    for budget in budgets:
        account = states[budget.owner, BUDGET]
        # Nothing is written to it once nothing is left.
        stopped = account.recorded_at if -account.posted >= budget.limit else None
        reports.append(BudgetReport(budget, -account.posted, stopped))
    return reports


def _all_budgets(programme: Programme) -> tuple[Budget, ...]:
    return (*earning_rules(programme).budgets, *journey_budgets(programme))


async def tell_budgets(ctx: PointsContext, brand: str, postings: Iterable[Posting]) -> None:
    """Tell of each budget that these postings found or brought at 80 percent or its end, once for
    a limit: also after a repeat, for the first attempt may have ended between the gift and this.
    """
    # An entry without a number is a house account's.
    used = [e for p in postings for e in p.entries if e.asset == BUDGET and e.sequence]
    if not used:
        return
    budgets = {each.owner: each for each in _all_budgets(await ctx.programmes.get(brand))}
    reached = {
        told_as(budget, share): (budget, share)
        for entry in used
        if (budget := budgets.get(entry.owner)) is not None
        for share in shares_reached(budget.limit, -entry.balance_after)
    }
    if not reached:
        return
    told = await ctx.ledger.records(brand, TOLD, reached)
    new = [each for name, each in reached.items() if name not in told]
    wishes = [told_posting(brand, budget, share) for budget, share in new]
    results = await ctx.ledger.post_all(wishes) if wishes else []
    for (budget, share), result in zip(new, results, strict=True):
        if isinstance(result, Refused):
            if not is_final(result.error) and not isinstance(result.error, RecordChanged):
                raise result.error
        elif not result.replayed:
            _log.warning("budget_used", brand=brand, budget=budget.name, percent=share)

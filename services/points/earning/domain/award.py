"""Awards: what an activity earns under the programme's rules, and how each came about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from services.points.activities.domain.activity import Activity, Order, OrderLine
from services.points.activities.domain.member_facts import NO_FACTS
from services.points.activities.domain.standing import Standing, Tier
from services.points.calendar.domain.local_time import end_of_day, local_day
from services.points.earning.domain.budgets_left import NO_BUDGETS, BudgetsLeft
from services.points.earning.domain.cap import CapUse, use_id, within
from services.points.earning.domain.condition_facts import NO_STORE, scope_of, with_line
from services.points.earning.domain.earning_rules import earning_rules
from services.points.earning.domain.limits import check_points, check_size
from services.points.earning.domain.member_days import codes_on
from services.points.earning.domain.multiplier import Multiplier, stacked
from services.points.earning.domain.order_bonus import COUNTED_ASSET, OrderBonus
from services.points.earning.domain.rounding import rounded
from services.points.earning.domain.rule import Campaign, Each, Rule
from services.points.grants.domain.budget import Budget
from services.points.ledger.domain.chart_of_accounts import coupon_type_of
from services.points.programme.domain.programme import Programme


@dataclass(frozen=True, slots=True)
class Award:
    """The points that one rule gives.

    amount + capped = base × multiplier_percent / 100, rounded by the rule.
    `base` and `multiplier_percent` are whole numbers for people; the sums
    are done in fractions. `by_line` has the points that each line of the order brought,
    where the rule looks at lines: a refund of the line takes it back.
    """

    rule: str
    asset: str
    amount: int
    base: int
    multiplier_percent: int
    multipliers: tuple[Multiplier, ...]
    programme_version: int
    capped: int
    available_at: datetime | None
    expire_at: datetime | None
    by_line: tuple[tuple[str, int], ...] = ()
    base_hundredths: int = 0
    """The base before it was rounded, in hundredths of a point: 1990 for 19.90 yuan at a point a
    yuan. 0 where it is whole, and where each line of several was rounded for itself."""

    @property
    def coupon_type(self) -> str:
        """The type of the coupon that the rule gives, by a grant of its own; "" for points."""
        return coupon_type_of(self.asset)


@dataclass(frozen=True, slots=True)
class Judgement:
    """All awards of an activity, and the cap counters as they stand after it."""

    awards: tuple[Award, ...]
    uses: Mapping[str, CapUse]
    spent: Mapping[Budget, int] = field(default_factory=dict)
    """What the awards take of budgets."""
    bonus: OrderBonus | None = None
    """The member's bonus, where the activity used it up."""


def cap_uses_needed(activity: Activity, programme: Programme) -> list[str]:
    """The names of the cap counters that `judge` will look at."""
    return [
        use_id(activity.member_id, rule.code, cap.per, activity.occurred_at, programme.zone)
        for rule in earning_rules(programme).rules_on(activity.type)
        for cap in rule.caps
    ]


def judge(
    activity: Activity,
    standing: Standing | None,
    programme: Programme,
    used: Mapping[str, CapUse],
    store: Mapping[str, Any] = NO_STORE,
    left: Mapping[Budget, int] = NO_BUDGETS,
    bonus: OrderBonus | None = None,
) -> Judgement:
    """The awards of `activity`. `used` holds the counters of `cap_uses_needed`, if begun, `store`
    what is known of its store, `left` what is left of budgets of which anything is used, and
    `bonus` is the member's last one. A bonus that multiplies is used by an order for which a rule
    that takes campaigns gives something; another by any order.

    A rule that does not apply, or comes to nothing, gives no award, nor does one whose budget is
    used; one that a cap silenced gives an award of 0 which says so. Raises ActivityOverLimit.
    """
    check_size(activity, programme)
    rules = earning_rules(programme).rules_on(activity.type)
    if not rules:
        return Judgement((), {})
    tier = _tier_on(activity, standing, programme)
    scope = facts_of(activity, standing, programme, store)
    campaigns = _campaigns(activity, programme, scope)
    awards: list[Award] = []
    uses: dict[str, CapUse] = {}
    budgets = BudgetsLeft(left)
    own = bonus if bonus is not None and bonus.is_for(activity) else None
    is_used, bonus_points = own is not None and not own.multipliers, 0
    for rule in rules:
        if not budgets.runs(rule.budget, rule.first):
            continue
        earned = _Earned.by(rule, activity, scope)
        if not earned.bases:
            continue
        running = [each for each in campaigns if rule.by_campaigns and budgets.runs(each.budget)]
        by_bonus = own.multipliers if own is not None and rule.by_campaigns else ()
        by_tier = (*_by_tier(rule, tier), *by_bonus)
        multipliers = (*by_tier, *(each.multiplier for each in running))
        award = _award(rule, earned, multipliers, activity, programme)
        share = None
        if rule.budget or rule.first or any(each.budget for each in running):
            added = [
                (each.budget, _with(rule, earned, multipliers[: n + 1], programme))
                for n, each in enumerate(running, len(by_tier))
            ]
            share = budgets.share(rule, _with(rule, earned, by_tier, programme), added)
        most = award.amount if share is None else share.amount
        award, after = _capped(award, most, rule, activity, programme, used)
        if share is not None:
            budgets.take(rule, share, award.amount)
        if award.amount or award.capped:
            awards.append(award)
            uses |= after
        if by_bonus and award.amount:
            is_used = True
            if rule.asset == COUNTED_ASSET:
                others = [each for each in multipliers if each not in by_bonus]
                without = _with(rule, earned, others, programme)
                bonus_points += max(0, award.amount - without)
    check_points(((award.asset, award.amount) for award in awards), programme)
    used_bonus = own.used_by(activity, bonus_points) if own is not None and is_used else None
    return Judgement(tuple(awards), uses, budgets.spent, used_bonus)


def facts_of(
    activity: Activity,
    standing: Standing | None,
    programme: Programme,
    store: Mapping[str, Any] = NO_STORE,
) -> Mapping[str, Any]:
    """The facts of `activity` that conditions see; `store` is what is known of its store."""
    tier = _tier_on(activity, standing, programme)
    on = local_day(activity.occurred_at, programme.zone)
    facts = standing.facts if standing else NO_FACTS
    return scope_of(activity, tier, programme.zone, codes_on(programme, on), facts, store)


def _tier_on(activity: Activity, standing: Standing | None, programme: Programme) -> Tier:
    """A late activity earns by the tier of its own day, at whose end the tier is known."""
    if standing is not None:
        day = local_day(activity.occurred_at, programme.zone)
        standing = standing.at(end_of_day(day, programme.zone))
    return programme.tier_of(standing)


@dataclass(frozen=True, slots=True)
class _Earned:
    """A rule's bases, before multipliers: one for the activity, or one for each line."""

    bases: tuple[Fraction, ...]
    line_ids: tuple[str, ...] = ()

    @staticmethod
    def by(rule: Rule, activity: Activity, scope: Mapping[str, Any]) -> _Earned:
        order = activity.order
        if rule.each is Each.ACTIVITY:
            if not rule.when(scope):
                return _Earned(())
            return _Earned((_activity_base(rule, order),))
        lines = [
            line for line in (order.lines if order else ()) if rule.when(with_line(scope, line))
        ]
        bases = tuple(_line_base(rule, line) for line in lines)
        return _Earned(bases, tuple(line.line_id for line in lines))


def _activity_base(rule: Rule, order: Order | None) -> Fraction:
    if rule.per_minor_units is None:
        return Fraction(rule.points)
    return Fraction(rule.points * (order.total_minor if order else 0), rule.per_minor_units)


def _line_base(rule: Rule, line: OrderLine) -> Fraction:
    # A line costs what all its pieces cost, so a rate comes to the same for both.
    if rule.per_minor_units is not None:
        return Fraction(rule.points * line.amount_minor, rule.per_minor_units)
    return Fraction(rule.points * (line.quantity if rule.each is Each.ITEM else 1))


def _campaigns(
    activity: Activity, programme: Programme, scope: Mapping[str, Any]
) -> tuple[Campaign, ...]:
    day = local_day(activity.occurred_at, programme.zone)
    return tuple(
        campaign
        for campaign in earning_rules(programme).campaigns
        if campaign.window.contains(day) and campaign.when(scope)
    )


def _by_tier(rule: Rule, tier: Tier) -> tuple[Multiplier, ...]:
    """The tier's, where the rule takes it. One of 100 percent changes nothing and is left out."""
    if rule.by_tier and tier.multiplier_percent != 100:
        return (Multiplier(f"tier:{tier.code}", tier.multiplier_percent),)
    return ()


def _amounts(
    rule: Rule, earned: _Earned, multipliers: Sequence[Multiplier], programme: Programme
) -> list[int]:
    """Each line is rounded for itself, so that giving it back takes exactly what it brought."""
    if not multipliers:
        return [rounded(base, rule.rounding) for base in earned.bases]
    factor = stacked(multipliers, earning_rules(programme).stacking)
    return [rounded(base * factor, rule.rounding) for base in earned.bases]


def _with(
    rule: Rule, earned: _Earned, multipliers: Sequence[Multiplier], programme: Programme
) -> int:
    """What the rule gives with these multipliers alone."""
    return sum(_amounts(rule, earned, multipliers, programme))


def _award(
    rule: Rule,
    earned: _Earned,
    multipliers: tuple[Multiplier, ...],
    activity: Activity,
    programme: Programme,
) -> Award:
    factor = stacked(multipliers, earning_rules(programme).stacking)
    amounts = _amounts(rule, earned, multipliers, programme)
    pending = timedelta(days=rule.pending_days)
    exact = earned.bases[0] if len(earned.bases) == 1 else Fraction(0)
    return Award(
        rule=rule.code,
        asset=rule.asset,
        amount=sum(amounts),
        base=sum(rounded(base, rule.rounding) for base in earned.bases),
        multiplier_percent=int(factor * 100),
        multipliers=multipliers,
        programme_version=programme.version,
        capped=0,
        available_at=activity.occurred_at + pending if pending else None,
        expire_at=programme.asset(rule.asset).expiry.expires_at(
            activity.occurred_at, programme.zone
        ),
        by_line=tuple(zip(earned.line_ids, amounts, strict=False)),
        base_hundredths=0 if exact.denominator == 1 else int(exact * 100),
    )


def _capped(
    award: Award,
    most: int,
    rule: Rule,
    activity: Activity,
    programme: Programme,
    used: Mapping[str, CapUse],
) -> tuple[Award, dict[str, CapUse]]:
    """The award as the caps let it through, `most` of it at most, and the counters after it."""
    names = {
        cap: use_id(activity.member_id, rule.code, cap.per, activity.occurred_at, programme.zone)
        for cap in rule.caps
    }
    amount = min(award.amount, most)
    for cap, name in names.items():
        amount = within(cap, used.get(name, CapUse()), amount)
    held_back = award.amount - amount
    if held_back:
        lines = _first(award.by_line, amount)
        award = replace(award, amount=amount, capped=held_back, by_line=lines)
    # A silenced award uses nothing up, but is kept with the counters that silenced it.
    before = {name: used.get(name, CapUse()) for name in names.values()}
    after = {name: use.plus(amount) if amount else use for name, use in before.items()}
    return award, after


def _first(by_line: Sequence[tuple[str, int]], amount: int) -> tuple[tuple[str, int], ...]:
    """The cap lets the first lines through and cuts the last ones."""
    kept = []
    for line_id, brought in by_line:
        kept.append((line_id, min(brought, amount)))
        amount -= kept[-1][1]
    return tuple(kept)

"""Refunds: the share of an order's awards that goes back when part of the order does.

After any number of refunds an award has been settled to
    floor(amount × refunded ÷ total)
of what it looked at: the order's total for a rule on the whole order, the
line's money for a rule on lines, the line's pieces for a rule on items. Where
nothing was paid, for an order or a line, its pieces stand for its money. The
floor favours the member; the refund that leaves nothing of the order takes
exactly the rest. A line that cost nothing is left until its pieces are back.
Money without a piece takes nothing of a rule on items: the
piece is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from services.points.activities.domain.activity import Activity
from services.points.earning.domain.earned_order import KeptAward, KeptLine, KeptOrder
from services.points.earning.domain.rule import Each
from services.points.ledger.domain.account import Account
from services.points.ledger.domain.chart_of_accounts import CLAWED_BACK, POINTS
from services.points.ledger.domain.posting import NEVER, Leg
from services.points.programme.domain.extension import was_put_off
from services.points.programme.domain.programme import Programme
from services.points.refunds.domain.given_coupons import NOT_GIVEN, Given, TakenBack, taken_back
from services.points.refunds.domain.refund_policy import RefundPolicy, refund_policy
from services.points.refunds.domain.returned import NOTHING, Basket, Returned, returned


@dataclass(frozen=True, slots=True)
class Clawback:
    """A refund takes `taken` of the `due` points of one asset; the rest is forgiven."""

    asset: str
    due: int
    taken: int
    from_pending: int
    available_after: int

    @property
    def forgiven(self) -> int:
        return self.due - self.taken


@dataclass(frozen=True, slots=True)
class RefundPlan:
    """All that a refund does: a preview answers with it and a commit writes it.

    `taken`: rule, asset and points, in the order of the legs.
    """

    clawbacks: tuple[Clawback, ...]
    legs: tuple[Leg, ...]
    order: KeptOrder
    taken: tuple[tuple[str, str, int], ...] = ()
    returned: Returned = NOTHING
    given: TakenBack = NOT_GIVEN


def plan(
    order: KeptOrder,
    refund: Activity,
    accounts: Mapping[str, Account],
    programme: Programme,
    now: datetime,
    basket: Basket | None = None,
    given: Given | None = None,
) -> RefundPlan:
    """Plan `refund` against `order`. `accounts` are the member's, by asset, one for each award's.

    `basket` is the one that was captured for the order, `given` has the coupons that rules gave for
    it. Raises RefundExceedsOrder,
    RefundCurrencyDiffers.
    """
    after = order.after(refund)
    whole = after.is_given_back
    given_back = returned(after, basket, now, programme.zone, whole=whole)
    coupons = taken_back(given, now, whole=whole)
    accounts = dict(accounts)
    if POINTS in accounts:
        # What the refund gives back can be taken back by it.
        account = accounts[POINTS]
        accounts[POINTS] = account._replace(posted=account.posted + given_back.points)
    clawbacks: list[Clawback] = []
    legs: list[Leg] = [*given_back.parts.legs, *coupons.parts.legs]
    taken: list[tuple[str, str, int]] = []
    due = [_settled(award, after) - award.settled for award in after.awards]
    for asset in dict.fromkeys(award.asset for award in after.awards):
        owed = [(a, d) for a, d in zip(after.awards, due, strict=True) if a.asset == asset]
        policy = _policy(asset, programme)
        clawback = _clawback(asset, sum(d for _, d in owed), accounts[asset], policy, now)
        clawbacks.append(clawback)
        parts = _parts(clawback, owed)
        legs += _legs(
            order.member_id, clawback, parts, accounts[asset], policy, now, programme.zone
        )
        taken += [(award.rule, asset, points) for award, points in parts]
    awards = tuple(
        replace(award, settled=award.settled + d)
        for award, d in zip(after.awards, due, strict=True)
    )
    kept = replace(after, awards=awards)
    return RefundPlan(tuple(clawbacks), tuple(legs), kept, tuple(taken), given_back, coupons)


def _settled(award: KeptAward, order: KeptOrder) -> int:
    """How much of `award` the refunds so far amount to."""
    if order.is_given_back:
        return award.amount
    back, all_of_it = _share(order)
    if award.each is Each.ACTIVITY:
        return award.amount * back // all_of_it
    lines = {line.line_id: line for line in order.lines}
    return sum(
        min(
            amount,
            _line_settled(amount, award.each, lines[line_id])
            # A refund that named no lines is spread over all of them.
            + (amount * order.unlined_minor // order.total_minor if order.unlined_minor else 0),
        )
        for line_id, amount in award.by_line
    )


def _share(order: KeptOrder) -> tuple[int, int]:
    """How much of the order went back, of how much: money or, of a gift, pieces."""
    if order.total_minor:
        return order.refunded_minor, order.total_minor
    return (
        sum(line.refunded_quantity for line in order.lines),
        max(1, sum(line.quantity for line in order.lines)),
    )


def _line_settled(amount: int, each: Each, line: KeptLine) -> int:
    if each is Each.ITEM or line.amount_minor == 0:
        return amount * line.refunded_quantity // line.quantity
    return amount * line.refunded_minor // line.amount_minor


def _policy(asset: str, programme: Programme) -> RefundPolicy:
    """Assets that cannot be spent, such as growth, are always taken as far as the balance goes."""
    if programme.asset(asset).spendable:
        return refund_policy(programme)
    return RefundPolicy.WITHIN_BALANCE


def _clawback(
    asset: str, due: int, account: Account, policy: RefundPolicy, now: datetime
) -> Clawback:
    pending, available = account.pending(now), account.available(now)
    taken = due
    if policy is RefundPolicy.ONLY_PENDING:
        taken = min(due, pending)
    elif policy is RefundPolicy.WITHIN_BALANCE:
        taken = min(due, pending + max(0, available))
    from_pending = min(taken, pending)
    return Clawback(asset, due, taken, from_pending, available - (taken - from_pending))


def _parts(
    clawback: Clawback, owed: Iterable[tuple[KeptAward, int]]
) -> list[tuple[KeptAward, int]]:
    """How much of what is taken was of which award; none of those of which nothing is."""
    left = clawback.taken
    parts = []
    for award, due in owed:
        amount = min(due, left)
        if amount:
            left -= amount
            parts.append((award, amount))
    return parts


def _legs(
    member_id: str,
    clawback: Clawback,
    parts: Iterable[tuple[KeptAward, int]],
    account: Account,
    policy: RefundPolicy,
    now: datetime,
    zone: ZoneInfo,
) -> Iterator[Leg]:
    """One debit for each lot that the order's awards went into, and the house's side of them."""
    there: Counter[datetime] = Counter()
    for lot in account.lots:
        there[lot.expire_at or NEVER] += lot.points
    for award, part in parts:
        for expire_at, amount in _by_lot(award.expire_at or NEVER, part, there, zone):
            yield Leg(
                owner=member_id,
                asset=clawback.asset,
                amount=-amount,
                # Should something else take the points meanwhile, this is refused and planned anew.
                minimum=_minimum(policy, account.available(now)),
                unguarded=policy is RefundPolicy.INTO_DEBT,
                prefer_expire_at=expire_at,
                pending_first=True,
            )
    if clawback.taken:
        yield Leg(CLAWED_BACK, clawback.asset, clawback.taken)


def _by_lot(
    first: datetime, points: int, there: Counter[datetime], zone: ZoneInfo
) -> Iterator[tuple[datetime, int]]:
    """`points` by the expiry of the lots they are in: the `first` one, or those put off from it.

    `there` grows less by them. What is in none of them is asked of the first.
    """
    put_off = [at for at in sorted(there) if was_put_off(at, first, zone)]
    parts = Counter[datetime]()
    for expire_at in (first, *put_off):
        part = min(points, there[expire_at])
        there[expire_at] -= part
        points -= part
        parts[expire_at] += part
    parts[first] += points
    yield from ((expire_at, part) for expire_at, part in parts.items() if part)


def _minimum(policy: RefundPolicy, available: int) -> int:
    return available if policy is RefundPolicy.ONLY_PENDING else min(0, available)

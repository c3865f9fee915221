"""Refunds take back the share of what an order earned."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from services.points.activities.domain.activity import Activity
from services.points.activities.domain.standing import Standing
from services.points.earning.domain import earned_order as orders
from services.points.earning.domain.award import judge
from services.points.earning.domain.earned_order import (
    KeptOrder,
    RefundCurrencyDiffers,
    RefundExceedsOrder,
    keep,
)
from services.points.earning.domain.earning_rules import earning_rules
from services.points.ledger.domain.account import Account, AccountKey, Hold
from services.points.ledger.domain.posting import NEVER, Lot
from services.points.programme.domain.programme import Programme
from services.points.refunds.domain.refund import Clawback, RefundPlan, plan
from services.points.refunds.domain.refund_policy import RefundPolicy
from tests.activities import GOLD, NOON, TWO_DRINKS, bought, gave_back, line, plain, tea

LATER = NOON + timedelta(days=8)


def kept(activity: Activity, programme: Programme, standing: Standing | None = None) -> KeptOrder:
    awards = judge(activity, standing, programme, {}).awards
    assert activity.order is not None
    return keep(
        activity.order, activity, awards, {r.code: r.each for r in earning_rules(programme).rules}
    )


def holding(points: int = 0, pending: int = 0, growth: int = 0) -> dict[str, Account]:
    lots = tuple(
        lot for lot in (Lot(points), Lot(pending, None, LATER + timedelta(days=1))) if lot.points
    )
    return {
        "POINTS": Account(AccountKey("tea", "mem_ada", "POINTS"), points + pending, lots=lots),
        "GROWTH": Account(
            AccountKey("tea", "mem_ada", "GROWTH"), growth, lots=(Lot(growth),) if growth else ()
        ),
    }


def due(plan: RefundPlan) -> dict[str, int]:
    return {clawback.asset: clawback.due for clawback in plan.clawbacks}


def refund(
    order: KeptOrder,
    back: Activity,
    accounts: Mapping[str, Account] | None = None,
    programme: Programme | None = None,
    now: datetime = LATER,
) -> RefundPlan:
    return plan(order, back, accounts or holding(1000, growth=1000), programme or tea(), now)


def test_a_full_refund_takes_exactly_what_was_awarded() -> None:
    order = kept(bought(*TWO_DRINKS), tea(), GOLD)
    assert due(refund(order, gave_back(*TWO_DRINKS))) == {"POINTS": 51, "GROWTH": 36}


def test_giving_back_the_plain_drink_keeps_the_bonus_of_the_other() -> None:
    order = kept(bought(*TWO_DRINKS), tea(), GOLD)
    assert due(refund(order, gave_back(TWO_DRINKS[1]))) == {"POINTS": 23, "GROWTH": 18}


def test_giving_back_the_named_drink_takes_its_bonus() -> None:
    order = kept(bought(*TWO_DRINKS), tea(), GOLD)
    assert due(refund(order, gave_back(TWO_DRINKS[0]))) == {"POINTS": 28, "GROWTH": 18}


@pytest.mark.parametrize("parts", [(1, 1, 1), (999, 1, 2000), (1234, 1, 765, 1)])
def test_refunds_in_parts_take_no_more_and_no_less_than_one(parts: tuple[int, ...]) -> None:
    programme = plain()
    total = sum(parts)
    order = kept(bought(total_minor=total, currency="GBP"), programme)
    taken = 0
    for number, part in enumerate(parts):
        back = gave_back(total_minor=part, currency="GBP", event_id=f"r{number}")
        done = refund(order, back, programme=programme)
        taken += sum(clawback.due for clawback in done.clawbacks)
        order = done.order
        awarded = total // 100
        assert taken == awarded * order.refunded_minor // total
    assert taken == total // 100


def test_pieces_of_a_line_take_their_share_of_its_bonus() -> None:
    cups = line("1", 5400, quantity=3, series="fresh_fruit")
    order = kept(bought(cups), tea())
    one = refund(order, gave_back(line("1", 1800, quantity=1)))
    assert due(one) == {"POINTS": 18 + 5, "GROWTH": 18}
    rest = refund(one.order, gave_back(line("1", 3600, quantity=2), event_id="r2"))
    assert due(rest) == {"POINTS": 36 + 10, "GROWTH": 36}


def test_part_of_the_price_takes_its_part_of_the_points_and_keeps_the_bonus_of_the_piece() -> None:
    order = kept(bought(*TWO_DRINKS), tea())
    part = refund(order, gave_back(line("1", 600, quantity=0)))
    # A third of 18 points for the money; the drink stays, and so do its 5.
    assert due(part) == {"POINTS": 6, "GROWTH": 6}
    rest = refund(part.order, gave_back(line("1", 1200), event_id="r2"))
    assert due(rest) == {"POINTS": 12 + 5, "GROWTH": 12}
    with pytest.raises(RefundExceedsOrder):
        refund(rest.order, gave_back(line("1", 1, quantity=0), event_id="r3"))


def test_a_gift_earns_what_is_fixed_and_gives_it_back_by_its_pieces() -> None:
    gift = bought(line("1", 0, quantity=2, series="fresh_fruit"), line("2", 0))
    per_order = plain(award={"points": 30})
    order = kept(gift, per_order)
    assert due(refund(order, gave_back(line("1", 0)), programme=per_order)) == {"POINTS": 10}
    order = kept(gift, tea())
    first = refund(order, gave_back(line("1", 0)))
    assert due(first) == {"POINTS": 5}
    rest = refund(first.order, gave_back(line("1", 0), line("2", 0), event_id="r2"))
    assert due(rest) == {"POINTS": 5}
    with pytest.raises(RefundExceedsOrder):
        refund(rest.order, gave_back(line("2", 0), event_id="r3"))


def test_a_refund_without_lines_counts_by_its_total() -> None:
    order = kept(bought(*TWO_DRINKS), tea())
    half = refund(order, gave_back(total_minor=1800))
    assert due(half) == {"POINTS": 18 + 2, "GROWTH": 18}
    rest = refund(half.order, gave_back(total_minor=1800, event_id="r2"))
    assert due(rest) == {"POINTS": 18 + 3, "GROWTH": 18}


@pytest.mark.parametrize(
    ("back", "left"),
    [
        (gave_back(total_minor=3601), {"left_minor": "3600"}),
        (gave_back(line("1", 1801)), {"line": "1", "left_minor": "1800", "left_quantity": "1"}),
        (gave_back(line("1", 900, quantity=2)), {"line": "1", "left_quantity": "1"}),
        (gave_back(line("9", 900)), {"line": "9", "left_minor": "0"}),
    ],
)
def test_more_than_bought_is_refused(back: Activity, left: dict[str, str]) -> None:
    order = kept(bought(*TWO_DRINKS), tea())
    with pytest.raises(RefundExceedsOrder) as refused:
        refund(order, back)
    assert refused.value.metadata.items() >= left.items()


def test_giving_a_line_back_twice_is_refused() -> None:
    order = kept(bought(*TWO_DRINKS), tea())
    once = refund(order, gave_back(TWO_DRINKS[0])).order
    with pytest.raises(RefundExceedsOrder):
        refund(once, gave_back(TWO_DRINKS[0], event_id="r2"))


def test_another_currency_is_refused() -> None:
    with pytest.raises(RefundCurrencyDiffers):
        refund(kept(bought(*TWO_DRINKS), tea()), gave_back(total_minor=1, currency="USD"))


@pytest.mark.parametrize(
    ("policy", "clawback"),
    [
        (RefundPolicy.ONLY_PENDING, Clawback("POINTS", 41, 20, 20, 10)),
        (RefundPolicy.WITHIN_BALANCE, Clawback("POINTS", 41, 30, 20, 0)),
        (RefundPolicy.INTO_DEBT, Clawback("POINTS", 41, 41, 20, -11)),
    ],
)
def test_how_far_a_clawback_goes_is_the_policys(policy: RefundPolicy, clawback: Clawback) -> None:
    programme = tea(refunds={"policy": policy})
    order = kept(bought(*TWO_DRINKS), programme)
    done = refund(order, gave_back(*TWO_DRINKS), holding(10, 20, growth=36), programme)
    assert done.clawbacks[0] == clawback
    assert done.clawbacks[0].forgiven == 41 - clawback.taken


def test_pending_points_are_taken_though_holds_promise_more_than_there_is() -> None:
    """Held points that went to a refund leave available below zero; the next may have less."""
    programme = tea(refunds={"policy": RefundPolicy.WITHIN_BALANCE})
    order = kept(bought(*TWO_DRINKS), programme)
    accounts = holding(10, 30, growth=100)
    hold = Hold("h", 25, LATER + timedelta(days=1))
    accounts["POINTS"] = accounts["POINTS"]._replace(holds=(hold,))
    done = refund(order, gave_back(*TWO_DRINKS), accounts, programme)
    assert done.clawbacks[0] == Clawback("POINTS", 41, 30, 30, -15)


def test_growth_never_goes_below_zero() -> None:
    order = kept(bought(*TWO_DRINKS), tea())
    done = refund(order, gave_back(*TWO_DRINKS), holding(100, growth=30))
    assert done.clawbacks[1] == Clawback("GROWTH", 36, 30, 0, 0)


def test_what_was_forgiven_is_not_asked_for_again() -> None:
    programme = plain()
    order = kept(bought(total_minor=10_000, currency="GBP"), programme)
    half = gave_back(total_minor=5_000, currency="GBP")
    poor = refund(order, half, holding(0), programme)
    assert poor.clawbacks[0].forgiven == 50
    rest = gave_back(total_minor=5_000, currency="GBP", event_id="r2")
    assert due(refund(poor.order, rest, holding(500), programme)) == {"POINTS": 50}


def test_legs_sum_to_zero_and_prefer_the_orders_own_lot() -> None:
    order = kept(bought(*TWO_DRINKS), tea(), GOLD)
    done = refund(order, gave_back(*TWO_DRINKS), holding(20, 100, growth=36))
    for asset in ("POINTS", "GROWTH"):
        assert sum(leg.amount for leg in done.legs if leg.asset == asset) == 0
    debit = done.legs[0]
    assert debit.pending_first
    assert debit.prefer_expire_at == order.awards[0].expire_at


def test_points_that_never_expire_are_taken_from_their_own_lot() -> None:
    programme = plain()
    order = kept(bought(total_minor=10_000, currency="GBP"), programme)
    done = refund(order, gave_back(total_minor=10_000, currency="GBP"), programme=programme)
    assert order.awards[0].expire_at is None
    assert done.legs[0].prefer_expire_at == NEVER


def test_an_order_is_kept_and_read_back_the_same() -> None:
    order = kept(bought(*TWO_DRINKS), tea(), GOLD).park(gave_back(TWO_DRINKS[0]), NOON)
    assert orders.from_body("tea", orders.to_body(order)) == order


def test_a_refund_waits_for_its_order_once() -> None:
    waiting = KeptOrder("mem_ada").park(gave_back(total_minor=1), NOON)
    waiting = waiting.park(gave_back(total_minor=1), LATER)
    assert waiting.waiting_since == NOON
    assert waiting.without(gave_back(total_minor=1)).waiting_since is None
    assert len(waiting.parked) == 1
    assert not waiting.is_known


def test_a_free_line_that_is_kept_keeps_its_bonus_when_all_the_money_goes_back() -> None:
    sold = bought(line("1", 1800), line("2", 0, series="fresh_fruit"))
    order = kept(sold, tea())
    paid = refund(order, gave_back(line("1", 1800)))
    assert due(paid) == {"POINTS": 18, "GROWTH": 18}
    assert not paid.order.is_given_back
    rest = refund(paid.order, gave_back(line("2", 0), event_id="r2"))
    assert due(rest) == {"POINTS": 5, "GROWTH": 0}
    assert rest.order.is_given_back


def test_a_refund_that_names_no_lines_takes_free_lines_with_the_rest_of_the_money() -> None:
    order = kept(bought(line("1", 1800), line("2", 0, series="fresh_fruit")), tea())
    done = refund(order, gave_back(total_minor=1800))
    assert due(done) == {"POINTS": 18 + 5, "GROWTH": 18}
    assert done.order.is_given_back

"""However an order goes back, in whatever parts: what it earned goes back, no more and no less."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from services.points.activities.domain.activity import OrderLine
from services.points.earning.domain.award import judge
from services.points.earning.domain.earned_order import keep
from services.points.earning.domain.earning_rules import earning_rules
from services.points.ledger.domain.account import Account, AccountKey
from services.points.ledger.domain.posting import Lot
from services.points.refunds.domain.refund import plan
from services.points.refunds.domain.refund_policy import RefundPolicy
from tests.activities import GOLD, NOON, bought, gave_back, line, tea

PROGRAMME = tea()
EACH = {rule.code: rule.each for rule in earning_rules(PROGRAMME).rules}

LINES = st.lists(
    st.builds(
        line,
        st.just(""),
        st.integers(1, 5_000),
        quantity=st.integers(1, 5),
        series=st.sampled_from(["fresh_fruit", "milk_tea"]),
    ),
    min_size=1,
    max_size=4,
).map(lambda lines: tuple(replace(x, line_id=str(n)) for n, x in enumerate(lines)))


def parts_of(lines: tuple[OrderLine, ...], data: st.DataObject) -> list[tuple[OrderLine, ...]]:
    """The lines in refunds: each piece of each line in one of up to four of them."""
    parts: list[list[OrderLine]] = [[] for _ in range(4)]
    for sold in lines:
        left_minor, left_pieces = sold.amount_minor, sold.quantity
        for part in parts:
            last = part is parts[-1]
            pieces = left_pieces if last else data.draw(st.integers(0, left_pieces))
            if pieces == 0:
                continue
            whole = pieces == left_pieces
            minor = left_minor if whole else data.draw(st.integers(0, left_minor))
            part.append(replace(sold, quantity=pieces, amount_minor=minor))
            left_minor, left_pieces = left_minor - minor, left_pieces - pieces
    return [tuple(part) for part in parts if part]


def account(asset: str, points: int) -> Account:
    lots = (Lot(points),) if points else ()
    return Account(AccountKey("tea", "mem_ada", asset), points, lots=lots)


@settings(max_examples=150, deadline=None)
@given(LINES, st.integers(0, 100), st.sampled_from(RefundPolicy), st.data())
def test_what_was_earned_goes_back(
    lines: tuple[OrderLine, ...], spent: int, policy: RefundPolicy, data: st.DataObject
) -> None:
    programme = tea(refunds={"policy": policy})
    order = bought(*lines)
    assert order.order is not None
    awards = judge(order, GOLD, programme, {}).awards
    kept = keep(order.order, order, awards, EACH)
    earned = {a: sum(x.amount for x in awards if x.asset == a) for a in ("POINTS", "GROWTH")}
    balances = dict(earned)
    balances["POINTS"] = earned["POINTS"] - min(spent, earned["POINTS"])
    due = dict.fromkeys(earned, 0)
    for number, part in enumerate(parts_of(lines, data)):
        accounts = {asset: account(asset, balances[asset]) for asset in balances}
        refund = gave_back(*part, event_id=f"r{number}")
        done = plan(kept, refund, accounts, programme, NOON)
        kept = done.order
        for clawback in done.clawbacks:
            assert 0 <= clawback.taken <= clawback.due
            due[clawback.asset] += clawback.due
            balances[clawback.asset] -= clawback.taken
            in_debt = policy is RefundPolicy.INTO_DEBT and clawback.asset == "POINTS"
            assert balances[clawback.asset] >= 0 or in_debt
            moved = sum(leg.amount for leg in done.legs if leg.asset == clawback.asset)
            assert moved == 0
    assert due == earned
    assert [award.settled for award in kept.awards] == [award.amount for award in kept.awards]

"""Refunds against a model that is obviously right; all invariants after every step."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from services.points.activities.domain.activity import Activity, OrderLine
from services.points.earning.commands import award_activities
from services.points.earning.domain.award_posting import ORDER
from services.points.ledger.commands.verify import Verifier
from services.points.ledger.domain.audit_report import Colour
from services.points.ledger.domain.posting import PostingKind
from services.points.refunds.commands import commit_refund, refund_waiting
from services.points.refunds.domain.refund_policy import RefundPolicy
from tests import builders
from tests.activities import bought, line
from tests.unit.points.ledger.ledger_model import NEVER, Coin
from tests.unit.points.refunds.refunds_model import DAY
from tests.unit.points.refunds.refunds_world import RefundsWorld, together

MEMBERS = ("mem_ann", "mem_bob")
ASSETS = ("POINTS", "GROWTH")
members = st.sampled_from(MEMBERS)
policies = st.sampled_from(RefundPolicy)
lates = st.sampled_from([0, 0, 0, 1, 6]).map(lambda days: days * DAY)
points = st.integers(1, 12)
minors = st.integers(0, 1_500)
sold_lines = st.lists(
    st.tuples(st.integers(1, 3), minors, st.sampled_from(["fruit", "milk"])), max_size=3
).map(lambda sold: [line(str(n), m, q, series) for n, (q, m, series) in enumerate(sold)])


class RefundsMachine(RefundsWorld, RuleBasedStateMachine):
    """The same is told to the commands and to the model: both do it, or both refuse alike."""

    orders = Bundle("orders")
    refunds = Bundle("refunds")
    placed = Bundle("placed")

    @initialize(policy=policies)
    def begin(self, policy: RefundPolicy) -> None:
        self.open(policy)

    def teardown(self) -> None:
        if hasattr(self, "runner"):
            self.runner.close()

    # --- what happens ---

    @rule(policy=policies)
    def change_policy(self, policy: RefundPolicy) -> None:
        self.publish(policy)

    @rule(target=orders, member=members, lines=sold_lines, late=lates, told=st.integers(0, 3))
    def sell(self, member: str, lines: list[OrderLine], late: timedelta, told: int) -> str:
        """An order, which is told now or later. One without lines has a total alone."""
        number = len(self.shop.sales)
        total = sum(x.amount_minor for x in lines)
        order = bought(
            *lines,
            total_minor=total if lines else 1_530,
            order_id=f"o{number}",
            event_id=f"e{number}",
            member_id=member,
            at=self.clock.now() - late,
        )
        self.shop.plan(order)
        if told:
            self.tell(order.order_key)
        return order.order_key

    @rule(order=orders)
    def tell(self, order: str) -> None:
        """The order is told, or told again."""
        sale = self.shop.sales[order]
        (awarded,) = self.run(award_activities(self.ctx, "tea", [sale.activity], refund_waiting))
        assert awarded.error is None
        assert awarded.replayed == sale.told
        if not sale.told:
            self.shop.sell(sale.activity, self.clock.now())

    @rule(target=refunds, order=orders, by_feed=st.booleans(), late=lates, data=st.data())
    def give_back(self, order: str, by_feed: bool, late: timedelta, data: st.DataObject) -> Any:
        """Some of what is left, or more."""
        sale = self.shop.sales[order]
        lines = []
        for sold in sale.order.lines:
            pieces, minor = sale.left(sold.line_id)
            some = data.draw(st.integers(0, pieces + 1))
            part_of_price = not some and minor and data.draw(st.booleans())
            if part_of_price:
                lines.append(
                    replace(sold, quantity=0, amount_minor=data.draw(st.integers(1, minor + 1)))
                )
            elif some:
                most = minor + data.draw(st.sampled_from([0, 0, 0, 1]))
                paid = most if some >= pieces else data.draw(st.integers(0, most))
                lines.append(replace(sold, quantity=some, amount_minor=paid))
        if not lines:
            return multiple()
        return self.told(sale.activity, lines, None, by_feed, late)

    @rule(target=refunds, order=orders, by_feed=st.booleans(), tenths=st.integers(1, 11))
    def give_back_money(self, order: str, by_feed: bool, tenths: int) -> Any:
        """A refund that names no lines: some of what is left, all of it, or more."""
        sale = self.shop.sales[order]
        minor = max(1, -(-sale.left_minor() * tenths // 10))
        return self.told(sale.activity, [], minor, by_feed)

    @rule(target=refunds, order=orders, by_feed=st.booleans(), what=st.sampled_from(["9", "bob"]))
    def give_back_what_is_not_theirs(self, order: str, by_feed: bool, what: str) -> Any:
        """A line that was not bought; an order of somebody else."""
        of = self.shop.sales[order].activity
        if what == "9":
            return self.told(of, [line("9", 1)], None, by_feed)
        other = replace(of, member_id=MEMBERS[of.member_id == MEMBERS[0]])
        return self.told(other, [], 1, by_feed)

    @rule(refund=refunds, by_feed=st.booleans())
    def tell_again(self, refund: Activity, by_feed: bool) -> None:
        self.refund(refund, by_feed)

    @rule(refund=refunds, order=orders, by_feed=st.booleans())
    def reuse_the_id(self, refund: Activity, order: str, by_feed: bool) -> None:
        of = self.shop.sales[order].activity
        assert of.order is not None
        back = replace(of.order, total_minor=1, lines=())
        self.refund(replace(refund, member_id=of.member_id, order=back), by_feed)

    @rule(refund=refunds)
    def tell_five_at_once(self, refund: Activity) -> None:
        """Five tills, or one that does not wait."""
        sale, now = self.shop.sales[refund.order_key], self.clock.now()
        if sale.told and not isinstance(self.shop.refund(refund, now), str):
            done = self.run(together(*(commit_refund(self.ctx, refund) for _ in range(5))))
            assert len({one.posting and one.posting.id for one in done}) == 1

    @rule(member=members, asset=st.sampled_from(ASSETS), n=points)
    def spend(self, member: str, asset: str, n: int) -> None:
        purse, now = self.shop.purses[member, asset], self.clock.now()
        request = builders.spend(member, n, asset=asset)
        if asset == "GROWTH":
            # Nobody spends it, but an operator may take it.
            request = request._replace(kind=PostingKind.ADJUST)
        if self.posted(request, purse.available(now) >= n):
            purse.expire(now)
            purse.take(n, now, pending_first=False)

    @rule(target=placed, member=members, n=points, days=st.integers(1, 6))
    def hold(self, member: str, n: int, days: int) -> Any:
        purse, now = self.shop.purses[member, "POINTS"], self.clock.now()
        name = f"h{len(self.store.postings)}"
        request = builders.hold(member, n, now + days * DAY, hold_id=name)
        if not self.posted(request, purse.available(now) >= n):
            return multiple()
        purse.expire(now)
        purse.holds[name] = n, now + days * DAY
        return member, name

    @rule(where=placed)
    def capture(self, where: tuple[str, str]) -> None:
        member, name = where
        purse, now = self.shop.purses[member, "POINTS"], self.clock.now()
        n, end = purse.holds.get(name, (1, now))
        if self.posted(builders.capture(member, n, hold_id=name), end > now):
            purse.expire(now)
            del purse.holds[name]
            purse.take(n, now, pending_first=False, captured=n)

    @rule(hours=st.sampled_from([1, 24, 48, 120]))
    def wait(self, hours: int) -> None:
        """Pending points settle, points expire, holds end."""
        self.clock.advance(timedelta(hours=hours))

    # --- what must hold after every step ---

    @invariant()
    def balances_and_lots_are_those_of_the_model(self) -> None:
        now = self.clock.now()
        accounts = [(member, asset) for member in MEMBERS for asset in ASSETS]
        for told in self.run(self.ctx.ledger.balances("tea", accounts, now)):
            purse = self.shop.purses[told.owner, told.asset]
            assert told.posted == purse.posted(now)
            assert (told.held, told.pending) == (purse.held(now), purse.pending(now))
            assert told.available == purse.available(now)
        for key, account in self.store.accounts.items():
            lots = Counter[Coin]()
            for lot in account.lots:
                coin = Coin(lot.expire_at or NEVER, max(lot.available_at or now, now))
                lots[coin] += lot.points if coin.expire > now else 0
            purse = self.shop.purses[key.owner, key.asset]
            owned = (Coin(coin.expire, max(coin.available, now)) for coin in purse.coins)
            assert lots == Counter(coin for coin in owned if coin.expire > now)

    @invariant()
    def nothing_was_written_that_was_not_to_be(self) -> None:
        postings = self.store.postings.values()
        written = [p.request_id for p in postings if p.kind is not PostingKind.EXPIRE]
        assert sorted(written) == sorted(self.shop.written)

    @invariant()
    def no_more_is_taken_back_than_an_order_earned(self) -> None:
        taken = Counter[tuple[str, str]]()
        for posting in self.store.postings.values():
            if posting.kind is PostingKind.CLAWBACK:
                for entry in posting.entries:
                    order = f"pos/{posting.metadata['order_id']}"
                    taken[order, entry.asset] -= min(0, entry.amount)
        for name, sale in self.shop.sales.items():
            for asset in ASSETS:
                earned = sum(gain.points for gain in sale.gains if gain.asset == asset)
                assert taken[name, asset] == sale.taken[asset] <= earned

    @invariant()
    def orders_are_kept_as_they_stand(self) -> None:
        records = self.run(self.ctx.ledger.records("tea", ORDER, self.shop.sales))
        for name, record in records.items():
            kept, sale = record.value, self.shop.sales[name]
            assert kept.is_known == sale.told
            assert list(kept.parked) == sale.waiting
            if sale.told:
                assert kept.total_minor - kept.refunded_minor == sale.left_minor()
                assert {a.rule: a.settled for a in kept.awards} == sale.settled()

    @invariant()
    def the_books_are_sound(self) -> None:
        trial = self.run(self.statements.trial_balance("tea", None))
        assert not any(trial.sums.values())
        report = self.run(Verifier(self.store, self.clock).verify("tea"))
        assert report.problems == []
        assert report.colour is not Colour.RED


RefundsMachine.TestCase.settings = settings(
    max_examples=80, stateful_step_count=50, deadline=None, derandomize=False
)
TestRefunds = RefundsMachine.TestCase

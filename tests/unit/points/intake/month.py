"""A month of one member, told day by day; what happens goes the way that production takes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from services.common.clock import ManualClock
from services.points.activities.domain.activity import Activity, Order, OrderLine
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.standing import MemberEnrolled, Tier, TierChanged
from services.points.benefits.commands.granting import grant_due
from services.points.benefits.commands.uses import use_benefit
from services.points.checkout.commands import Answer, capture_basket, hold_basket
from services.points.checkout.domain.basket import Basket, BasketLine
from services.points.context import PointsContext
from services.points.coupons.commands import list_coupons
from services.points.coupons.domain.coupon import CouponState
from services.points.intake.commands import follow_members
from services.points.ledger.domain.posting import PostingKind
from services.points.programme.domain.published import ProgrammePublished
from services.points.statements.domain.statement import Moved, Statement, statement
from tests.activities import NOON, activity, document

LIN, BO = "mem_lin", "mem_bo"


class Month:
    """What Lin does in a month of 2026 with a brand of the example programmes."""

    def __init__(self, ctx: PointsContext, clock: ManualClock, brand: str, month: int) -> None:
        self.ctx, self.clock, self.brand, self.month = ctx, clock, brand, month
        body = document(brand)
        self.zone, self.currency = ZoneInfo(body["timezone"]), body["currency"]
        self._published = ProgrammePublished(brand, 2, body, NOON)
        self._events = 0
        self._told: list[Activity] = []

    def on(self, day: int, hour: int = 12, minute: int = 0) -> datetime:
        """It is that day and hour in the brand's zone."""
        local = datetime(2026, self.month, day, hour, minute, tzinfo=self.zone)
        self.clock.set(local.astimezone(UTC))
        return self.clock.now()

    async def begin(self, *, enrolled: datetime, tier: Tier | None = None) -> None:
        """The programme is in force, and both are members; Lin with a tier."""
        await follow_members(self.ctx, [self._published])
        both = [MemberEnrolled(self.brand, member, enrolled) for member in (LIN, BO)]
        await follow_members(self.ctx, both)
        if tier:
            await self.reaches(tier)

    async def reaches(self, tier: Tier) -> None:
        """Members judged Lin's tier, and tell it."""
        now = self.clock.now()
        await follow_members(self.ctx, [TierChanged(self.brand, LIN, tier, now, now)])
        await grant_due(self.ctx, self.brand, [LIN])

    async def does(self, type_: str, channel: str = "pos", store: str = "", **labels: str) -> None:
        """Lin does something now."""
        self._events += 1
        done = activity(
            ActivityType(type_),
            event_id=f"e{self._events}",
            at=self.clock.now(),
            brand=self.brand,
            member_id=LIN,
            channel=channel,
            labels=labels,
        )
        await self._follow(replace(done, store_id=store))

    async def orders(self, order_id: str, *lines: OrderLine, channel: str = "pos") -> None:
        """The till tells the order; `lines` at their list price."""
        await self._order(ActivityType.ORDER, order_id, lines, channel)

    async def gives_back(self, order_id: str, *lines: OrderLine, channel: str = "pos") -> None:
        """These lines of it are refunded, at what was paid for them."""
        await self._order(ActivityType.REFUND, order_id, lines, channel)

    async def _order(
        self, type_: ActivityType, order_id: str, lines: tuple[OrderLine, ...], channel: str
    ) -> None:
        self._events += 1
        order = Order(order_id, self.currency, sum(line.amount_minor for line in lines), lines)
        told = activity(
            type_,
            event_id=f"e{self._events}",
            at=self.clock.now(),
            brand=self.brand,
            member_id=LIN,
            channel=channel,
            order=order,
        )
        await self._follow(told)

    async def _follow(self, told: Activity) -> None:
        self._told.append(told)
        await follow_members(self.ctx, [told])

    async def all_comes_again(self) -> None:
        """The feed tells the whole month once more, and nothing changes."""
        had = await self.has()
        await follow_members(self.ctx, self._told)
        assert await self.has() == had

    async def pays(
        self, order_id: str, *lines: OrderLine, coupons: tuple[str, ...] = (), points: int = 0
    ) -> Answer:
        """At the till: coupons and points come off the basket, then the order is told."""
        sold = tuple(
            BasketLine(line.line_id, line.sku, line.series, line.quantity, line.amount_minor)
            for line in lines
        )
        basket = Basket(LIN, "store-01", self.currency, sold, 0, coupons, points)
        held = await hold_basket(self.ctx, self.brand, f"hold-{order_id}", basket)
        captured = await capture_basket(
            self.ctx,
            self.brand,
            request_id=f"take-{order_id}",
            checkout_id=held.checkout.id,
            order=("pos", order_id),
            line_ids=(),
        )
        await self.orders(order_id, *lines)
        return captured

    async def uses(self, benefit: str) -> None:
        """A store hands the benefit over."""
        self._events += 1
        await use_benefit(
            self.ctx,
            self.brand,
            request_id=f"use{self._events}",
            member_id=LIN,
            code=benefit,
            store_id="store-01",
        )

    async def coupons(self) -> list[tuple[str, str]]:
        """Type and id of the coupons that Lin can use."""
        found = await list_coupons(
            self.ctx, self.brand, member_id=LIN, state=CouponState.GRANTED, before="", size=50
        )
        return [(coupon.type, coupon.id) for coupon in found]

    async def has(self, asset: str = "POINTS", member: str = LIN) -> tuple[int, int]:
        """Available and pending."""
        (found,) = await self.ctx.ledger.balances(self.brand, [(member, asset)], self.clock.now())
        return found.available, found.pending

    async def statement(self) -> tuple[Statement, Mapping[PostingKind, int]]:
        """Lin's month, and its sums by kind."""
        state = (await self.ctx.ledger.account_state(self.brand, [(LIN, "POINTS")]))[LIN, "POINTS"]
        found = await self.ctx.ledger.entries(self.brand, [(LIN, "POINTS")], size=1_000)
        amounts: Counter[PostingKind] = Counter()
        counts: Counter[PostingKind] = Counter()
        for posting, entry in found[LIN, "POINTS"]:
            amounts[posting.kind] += entry.amount
            counts[posting.kind] += 1
        moved = [Moved(False, kind, amounts[kind], counts[kind]) for kind in amounts]
        start = datetime(2026, self.month, 1, tzinfo=self.zone)
        told = statement(state, 0, moved, start.astimezone(UTC), self.clock.now())
        return told, {line.kind: line.amount for line in told.lines}


def line_of(line_id: str, minor: int, series: str = "", quantity: int = 1) -> OrderLine:
    """An article of an order."""
    return OrderLine(line_id, f"sku-{line_id}", series, quantity, minor)


def any_of(found: list[tuple[str, str]], type_: str) -> str:
    """The id of a coupon of the type."""
    ids = [id_ for each, id_ in found if each == type_]
    assert ids, f"{type_} is not among {found}"
    return ids[0]

"""Telling of carts that were left: a slice of members in each transaction, each cart once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from services.members.activities.domain.facts import Facts
from services.members.context import MembersContext
from services.members.events.commands import PublishingUnit
from services.members.events.domain import CartLeft
from services.members.occasions.commands.publish_occasions import StillOurs
from services.members.occasions.domain.cart import CartMove, carts_section, to_tell
from services.members.transactions import Transactions

SLICE = 50
"""Members in one transaction."""
SLICES_MAX = 40
"""Of a brand in one run, so that no brand keeps the others waiting."""
MOVES_DAYS = timedelta(days=30)
"""Nothing stays in a cart for longer."""


class CartsReader(Protocol):
    """Finds carts, outside of a transaction."""

    async def waiting_carts(self, brand: str, until: datetime, limit: int) -> Sequence[str]:
        """Members whose cart changed, until then for the last time, and is not judged since; who
        wait longest first."""


class CartsUnit(Protocol):
    """What is in carts, within a transaction."""

    async def cart_moves(self, brand: str, member_id: str, since: datetime) -> Sequence[CartMove]:
        """What the member put in and took out since then; the latest, at most 1,000."""


class CartFacts(Protocol):
    """Facts, within a transaction."""

    async def facts(self, brand: str, ids: Collection[str]) -> Mapping[str, Facts]:
        """Facts by member, of those that have any."""

    async def keep_cart(self, brand: str, member_id: str, told_at: datetime | None) -> None:
        """The cart is judged; `told_at`: when the cart that is told had been changed."""


class CartsUnitOfWork(PublishingUnit, Protocol):
    """A transaction that tells of carts."""

    @property
    def occasions(self) -> CartsUnit: ...
    @property
    def activities(self) -> CartFacts: ...


class CartsStore(Transactions[CartsUnitOfWork], Protocol):
    """The storage of this command."""

    @property
    def occasions(self) -> CartsReader: ...


async def tell_left_carts(
    ctx: MembersContext[CartsStore], brand: str, still_ours: StillOurs
) -> int:
    """Tell of the carts of the brand that were left; how many. It may stop anywhere."""
    left_after = carts_section(await ctx.rulebook.of(brand))
    if left_after is None:
        return 0
    count = 0
    for _ in range(SLICES_MAX):
        until = ctx.clock.now() - left_after
        ids = await ctx.store.occasions.waiting_carts(brand, until, SLICE)
        if not ids:
            break
        count += await _tell(ctx, brand, ids, left_after)
        if not await still_ours():
            break
    return count


async def _tell(
    ctx: MembersContext[CartsStore], brand: str, ids: Sequence[str], left_after: timedelta
) -> int:
    async def work(unit: CartsUnitOfWork) -> int:
        now = ctx.clock.now()
        told = []
        for member_id, facts in (await unit.activities.facts(brand, ids)).items():
            at = facts.cart_at
            if not facts.cart_waits or at is None or at > now - left_after:
                continue  # changed or judged since it was found
            moves = await unit.occasions.cart_moves(brand, member_id, now - MOVES_DAYS)
            cart = to_tell(facts, moves, left_after, now)
            if cart is not None:
                told.append(
                    CartLeft(member_id, cart.since, cart.last_at, cart.articles, cart.pieces)
                )
            await unit.activities.keep_cart(brand, member_id, cart.last_at if cart else None)
        await unit.events.publish(brand, told, now)
        return len(told)

    return await ctx.store.transact(work)

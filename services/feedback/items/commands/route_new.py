"""Route what was taken in before there was a programme."""

from services.common.clock import Clock
from services.feedback.items.commands.access import feedback_not_found
from services.feedback.items.commands.store import FeedbackStore, Items
from services.feedback.items.commands.submit_feedback import routed
from services.feedback.items.domain.item import Feedback
from services.feedback.items.domain.states import State
from services.feedback.programme.commands import ProgrammeInForce, Programmes, ProgrammeStore

BRANDS_PER_READ = 100
ITEMS_PER_READ = 200


async def route_new(
    store: FeedbackStore,
    published: ProgrammeStore,
    programmes: Programmes,
    clock: Clock,
) -> int:
    """Route every NEW item of the brands that have a programme: how many were routed.

    Any number of workers may run it at once: each item is routed in a transaction that looks again.
    """
    done, after = 0, ""
    while brands := await published.brands(after, BRANDS_PER_READ):
        for brand in brands:
            done += await route_brand(store, programmes, clock, brand)
        after = brands[-1]
    return done


async def route_brand(
    store: FeedbackStore, programmes: Programmes, clock: Clock, brand: str
) -> int:
    """Route the brand's NEW items, slice by slice."""
    in_force = await programmes.of(brand)
    if in_force is None:
        return 0
    done = 0
    while waiting := await store.unrouted(brand, ITEMS_PER_READ):
        for feedback_id in waiting:
            await _route(store, in_force, clock, brand, feedback_id)
        done += len(waiting)
    return done


async def _route(
    store: FeedbackStore,
    in_force: ProgrammeInForce,
    clock: Clock,
    brand: str,
    feedback_id: str,
) -> None:
    async def change(items: Items) -> Feedback:
        item = await items.get(feedback_id)
        if item is None:
            raise feedback_not_found(feedback_id)
        # Another worker, or an operator, was here first.
        if item.state is not State.NEW:
            return item
        item = routed(item, in_force, clock)
        await items.put(item)
        return item

    await store.change(brand, change)

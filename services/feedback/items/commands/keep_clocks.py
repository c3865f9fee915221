"""Look at the clocks of items when they are due: warn, tell of breaches, escalate."""

from collections.abc import Sequence

from services.feedback.items.commands.context import FeedbackContext
from services.feedback.items.domain.item import Alert, Feedback
from services.feedback.items.domain.keeping_time import look_at_clocks
from services.feedback.routing.commands import terms_of
from services.feedback.timers.domain import Timer


async def keep_clocks(ctx: FeedbackContext, timers: Sequence[Timer]) -> Sequence[Timer]:
    """Fire `timers` of clocks in one transaction: which of them this worker took."""
    brands = {timer.brand for timer in timers}
    programmes = {brand: await ctx.programmes.of(brand) for brand in sorted(brands)}

    def look(brand: str, item: Feedback) -> tuple[Feedback, tuple[Alert, ...]]:
        steps = terms_of(programmes[brand], item.priority).steps
        return look_at_clocks(item, ctx.clock.now(), steps)

    return await ctx.store.fire(timers, look)

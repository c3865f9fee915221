"""Keep how a member judges what became of an item."""

from services.common.errors import invalid
from services.feedback.items.commands.context import FeedbackContext, feedback_not_found
from services.feedback.items.commands.store import Answer, Items, Request
from services.feedback.items.domain.item import Feedback
from services.feedback.items.domain.keeping_time import timed
from services.feedback.items.domain.rating import SCORE_MAX, rate
from services.feedback.routing.commands import terms_of


async def rate_feedback(
    ctx: FeedbackContext, request: Request, feedback_id: str, score: int
) -> Answer:
    """Keep the member's rating of what became of the item, once.

    Raises RatedAlready, NotResolved, and FEEDBACK_NOT_FOUND, INVALID_ARGUMENT and REQUEST_ID_REUSED
    refusals.
    """
    if not 1 <= score <= SCORE_MAX:
        raise invalid("score", f"1 to {SCORE_MAX}")
    programme = await ctx.programmes.of(request.brand)

    async def change(items: Items) -> Feedback:
        item = await items.get(feedback_id)
        if item is None:
            raise feedback_not_found(feedback_id)
        steps, now = terms_of(programme, item.priority).steps, ctx.clock.now()
        rated = timed(rate(item, score, now), steps, now)
        await items.put(rated)
        return rated

    return Answer(*await ctx.store.once(request.brand, request.id, request.content, change))

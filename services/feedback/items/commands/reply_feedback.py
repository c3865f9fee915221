"""Write to the member about an item."""

from services.common.text import checked, prose
from services.feedback.items.commands.context import FeedbackContext, item_with_words
from services.feedback.items.commands.move_feedback import MESSAGE_CHARS_MAX
from services.feedback.items.commands.store import Answer, Items, Request
from services.feedback.items.domain.item import Feedback, reply
from services.feedback.items.domain.keeping_time import timed
from services.feedback.routing.commands import terms_of


async def reply_feedback(
    ctx: FeedbackContext, request: Request, feedback_id: str, message: str
) -> Answer:
    """Send the member `message`; the first one is the first response.

    Raises TimelineFull, and FEEDBACK_NOT_FOUND, INVALID_ARGUMENT, MEMBER_ERASED and
    REQUEST_ID_REUSED refusals.
    """
    message = checked("message", message, MESSAGE_CHARS_MAX, least=1, form=prose)

    programme = await ctx.programmes.of(request.brand)

    async def change(items: Items) -> Feedback:
        item = item_with_words(await items.get(feedback_id), feedback_id)
        steps, now = terms_of(programme, item.priority).steps, ctx.clock.now()
        replied = timed(reply(item, message, request.actor, now), steps, now)
        await items.put(replied)
        return replied

    return Answer(*await ctx.store.once(request.brand, request.id, request.content, change))

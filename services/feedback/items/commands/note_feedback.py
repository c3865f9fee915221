"""Keep a note for the team in the history of an item."""

from services.common.text import checked, prose
from services.feedback.items.commands.context import FeedbackContext, item_with_words
from services.feedback.items.commands.move_feedback import NOTE_CHARS_MAX
from services.feedback.items.commands.store import Answer, Items, Request
from services.feedback.items.domain.item import Feedback
from services.feedback.items.domain.note import note_down


async def note_feedback(
    ctx: FeedbackContext, request: Request, feedback_id: str, note: str
) -> Answer:
    """Keep `note`, which moves nothing and which no member sees.

    Raises TimelineFull, and FEEDBACK_NOT_FOUND, INVALID_ARGUMENT, MEMBER_ERASED and
    REQUEST_ID_REUSED refusals.
    """
    note = checked("note", note, NOTE_CHARS_MAX, least=1, form=prose)

    async def change(items: Items) -> Feedback:
        item = item_with_words(await items.get(feedback_id), feedback_id)
        noted = note_down(item, note, request.actor, ctx.clock.now())
        await items.put(noted)
        return noted

    return Answer(*await ctx.store.once(request.brand, request.id, request.content, change))

"""Keep a note for the team in the history of an item."""

from services.common.errors import Refusal
from services.common.text import checked, prose
from services.feedback.items.commands.context import FeedbackContext, feedback_not_found
from services.feedback.items.commands.move_feedback import NOTE_CHARS_MAX
from services.feedback.items.commands.store import Answer, Items, Request
from services.feedback.items.domain.item import Feedback
from services.feedback.items.domain.note import note_down


async def note_feedback(
    ctx: FeedbackContext, request: Request, feedback_id: str, note: str
) -> Answer:
    """Keep `note`, which moves nothing and which no member sees.

    Raises TimelineFull, and FEEDBACK_NOT_FOUND, MEMBER_ERASED, INVALID_ARGUMENT and
    REQUEST_ID_REUSED refusals.
    """
    note = checked("note", note, NOTE_CHARS_MAX, least=1, form=prose)

    async def change(items: Items) -> Feedback:
        item = await items.get(feedback_id)
        if item is None:
            raise feedback_not_found(feedback_id)
        if not item.submission.text:
            # Nothing would take the note from an item whose words an erasure has taken already.
            raise Refusal("MEMBER_ERASED", "its writer was erased", field="feedback_id")
        noted = note_down(item, note, request.actor, ctx.clock.now())
        await items.put(noted)
        return noted

    return Answer(*await ctx.store.once(request.brand, request.id, request.content, change))

"""Write to the member about an item."""

from services.common.auth import Caller, Role, require_role
from services.common.clock import Clock
from services.feedback.items.commands.access import feedback_not_found, item_of
from services.feedback.items.commands.limits import check_chars
from services.feedback.items.commands.move_feedback import MESSAGE_CHARS_MAX
from services.feedback.items.commands.store import Answer, FeedbackStore, Items, Request
from services.feedback.items.commands.submit_feedback import actor_of
from services.feedback.items.domain.item import Feedback, reply


async def reply_feedback(
    store: FeedbackStore,
    clock: Clock,
    caller: Caller,
    request: Request,
    feedback_id: str,
    message: str,
) -> Answer:
    """Tell the member `message`; the first one is the first response. Operators only.

    Raises FEEDBACK_NOT_FOUND, PERMISSION_DENIED, INVALID_ARGUMENT and REQUEST_ID_REUSED refusals.
    """
    require_role(caller, Role.OPERATOR)
    check_chars("message", message, MESSAGE_CHARS_MAX, least=1)
    await item_of(store, caller, feedback_id)

    async def change(items: Items) -> Feedback:
        item = await items.get(feedback_id)
        if item is None:
            raise feedback_not_found(feedback_id)
        replied = reply(item, message, actor_of(caller), clock.now())
        await items.put(replied)
        return replied

    return Answer(*await store.once(request.brand, request.id, request.content, change))

"""Access of callers to items: the actor, and the items that a caller may see."""

from services.common.auth import Caller, Role, brand_of, works_for
from services.feedback.items.commands.context import FeedbackContext, feedback_not_found
from services.feedback.items.commands.read_feedback import get_feedback
from services.feedback.items.domain.item import Feedback


def actor_of(caller: Caller) -> str:
    """The caller's name in timelines."""
    return caller.member_id or caller.subject


async def item_for(ctx: FeedbackContext, caller: Caller, feedback_id: str) -> Feedback:
    """The item, when `caller` may see it; for a member, another member's item does not exist, and
    for who works for certain stores one of another store, or of none.

    An item's member and store never change, so this may be asked before a write and a replay.
    """
    item = await get_feedback(ctx, brand_of(caller), feedback_id)
    if caller.role is Role.MEMBER and item.member_id != caller.member_id:
        raise feedback_not_found(feedback_id)
    if not works_for(caller, item.submission.store_id):
        raise feedback_not_found(feedback_id)
    return item

"""Who may see and do what, object by object."""

from services.common.auth import ALL_BRANDS, Caller, Role
from services.common.errors import Refusal
from services.feedback.items.commands.store import FeedbackStore
from services.feedback.items.domain.item import Feedback


def brand_of(caller: Caller) -> str:
    """The one brand that `caller` acts for; a service that follows all brands acts for none."""
    if caller.brand == ALL_BRANDS:
        raise Refusal("PERMISSION_DENIED", "needs a token of one brand")
    return caller.brand


def feedback_not_found(feedback_id: str) -> Refusal:
    """No such item for this caller."""
    return Refusal("FEEDBACK_NOT_FOUND", f"no item {feedback_id}")


async def item_of(store: FeedbackStore, caller: Caller, feedback_id: str) -> Feedback:
    """The item, when `caller` may see it. To a member, another's item is as good as none."""
    item = await store.find(brand_of(caller), feedback_id)
    if item is None or (caller.role is Role.MEMBER and item.member_id != caller.member_id):
        raise feedback_not_found(feedback_id)
    return item

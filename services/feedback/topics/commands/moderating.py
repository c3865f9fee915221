"""What operators do with posts and slots: open, refuse and praise posts, give a slot its topic
back."""

from dataclasses import dataclass

from services.common.text import checked, line
from services.feedback.topics.commands.context import TopicsContext, local_day
from services.feedback.topics.commands.posting import letter_of
from services.feedback.topics.commands.store import Changing
from services.feedback.topics.domain.asked import Request
from services.feedback.topics.domain.edition import SlotNotFound, restored
from services.feedback.topics.domain.letter import LetterKind
from services.feedback.topics.domain.post import (
    By,
    Post,
    PostNotFound,
    StepKind,
    opened,
    praised,
    refused,
)

REASON_CHARS_MAX = 500


@dataclass(frozen=True, slots=True)
class Moderation:
    """A moderator's word about a post."""

    operator: str
    post_id: str
    opens: bool
    reason: str


async def moderate(ctx: TopicsContext, request: Request, wanted: Moderation) -> tuple[str, bool]:
    """Open or refuse a post: its id, and whether the request is a repeat.

    Raises PostNotFound, PostMoveNotAllowed, and INVALID_ARGUMENT and REQUEST_ID_REUSED refusals.
    """
    least = 0 if wanted.opens else 1
    reason = checked("reason", wanted.reason, REASON_CHARS_MAX, least=least, form=line)

    async def change(changing: Changing) -> str:
        post = await _found(changing, wanted.post_id)
        by = By(wanted.operator, ctx.clock.now(), reason)
        if not wanted.opens:
            await changing.put(refused(post, by), StepKind.REFUSED)
            return post.id
        after = opened(post, by)
        await changing.put(after, StepKind.OPENED)
        if not post.rewarded:
            await changing.send(letter_of(LetterKind.OPENED, request.brand, after, by.at))
        return post.id

    return await ctx.store.once(request, change)


async def praise(
    ctx: TopicsContext, request: Request, operator: str, post_id: str, reason: str
) -> tuple[str, bool]:
    """Praise a post for its quality, once for ever. Raises as `moderate`."""
    reason = checked("reason", reason, REASON_CHARS_MAX, form=line)

    async def change(changing: Changing) -> str:
        post = await _found(changing, post_id)
        by = By(operator, ctx.clock.now(), reason)
        after = praised(post, by)
        await changing.put(after, StepKind.PRAISED)
        await changing.send(letter_of(LetterKind.PRAISED, request.brand, after, by.at))
        return post.id

    return await ctx.store.once(request, change)


async def restore(
    ctx: TopicsContext, request: Request, slot_code: str, reason: str
) -> tuple[str, bool]:
    """Give a slot its own topic back: its code, and whether the request is a repeat.

    Raises TopicsNotOffered, SlotNotFound, SlotNotReplaced, and INVALID_ARGUMENT and
    REQUEST_ID_REUSED refusals. `reason` stands in the log of what operators did.
    """
    programme, plan = await ctx.plan_of(request.brand)
    checked("reason", reason, REASON_CHARS_MAX, least=1, form=line)
    slot = plan.slots.get(slot_code)
    if slot is None:
        raise SlotNotFound(slot_code)

    async def change(changing: Changing) -> str:
        state = await changing.slot_state(slot_code)
        today = local_day(programme, ctx.clock.now())
        await changing.put_slot(slot, restored(slot, state, today))
        return slot_code

    return await ctx.store.once(request, change)


async def _found(changing: Changing, post_id: str) -> Post:
    post = await changing.post(post_id)
    if post is None:
        raise PostNotFound(post_id)
    return post

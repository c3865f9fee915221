"""Move an item along its states."""

from services.common.errors import invalid
from services.feedback.items.commands.context import FeedbackContext, feedback_not_found
from services.feedback.items.commands.limits import check_chars
from services.feedback.items.commands.store import Answer, Items, Request
from services.feedback.items.domain.item import Feedback, Move, make_move
from services.feedback.items.domain.member_messages import MemberMessages, member_messages
from services.feedback.items.domain.states import State

NOTE_CHARS_MAX = 1_000
MESSAGE_CHARS_MAX = 1_000
ASSIGNEE_CHARS_MAX = 128


async def move_feedback(
    ctx: FeedbackContext, request: Request, feedback_id: str, move: Move
) -> Answer:
    """Make `move`, with its timeline entry, the clock and the message to the member.

    Raises MoveNotAllowed, TimelineFull, and FEEDBACK_NOT_FOUND, INVALID_ARGUMENT and
    REQUEST_ID_REUSED refusals.
    """
    check(move)
    programme = await ctx.programmes.of(request.brand)
    messages = MemberMessages() if programme is None else programme.section(member_messages)

    async def change(items: Items) -> Feedback:
        item = await items.get(feedback_id)
        if item is None:
            raise feedback_not_found(feedback_id)
        moved = make_move(item, move, messages, ctx.clock.now())
        await items.put(moved)
        return moved

    return Answer(*await ctx.store.once(request.brand, request.id, request.content, change))


def check(move: Move) -> None:
    """Raise INVALID_ARGUMENT for the first field that breaks its limit."""
    check_chars("note", move.note, NOTE_CHARS_MAX)
    check_chars("message", move.message, MESSAGE_CHARS_MAX)
    check_chars("assignee", move.assignee, ASSIGNEE_CHARS_MAX)
    if move.assignee and move.to is not State.ASSIGNED:
        raise invalid("assignee", "only with ASSIGNED")
    if move.by_member and move.message:
        raise invalid("message", "the team writes messages to members; members write a note")

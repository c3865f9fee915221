"""Move an item along its states."""

from dataclasses import replace

from services.common.errors import invalid
from services.common.text import checked, prose
from services.feedback.items.commands.context import FeedbackContext, feedback_not_found
from services.feedback.items.commands.route_feedback import known_of, messages_of
from services.feedback.items.commands.store import Answer, Items, Request
from services.feedback.items.domain.item import Feedback, Move, make_move
from services.feedback.items.domain.keeping_time import timed
from services.feedback.items.domain.member_messages import MemberMessages
from services.feedback.items.domain.states import State
from services.feedback.routing.commands import terms_of

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
    move = in_form(move)
    programme = await ctx.programmes.of(request.brand)

    async def change(items: Items) -> Feedback:
        item = await items.get(feedback_id)
        if item is None:
            raise feedback_not_found(feedback_id)
        messages = MemberMessages()
        if programme is not None:
            said_by = item.submission.member_id
            messages = messages_of(programme, await known_of(ctx, request.brand, said_by))
        terms, now = terms_of(programme, item.priority), ctx.clock.now()
        moved = timed(make_move(item, move, messages, now, terms), terms.steps, now)
        await items.put(moved)
        return moved

    return Answer(*await ctx.store.once(request.brand, request.id, request.content, change))


def in_form(move: Move) -> Move:
    """`move` with its texts in their form. Raises INVALID_ARGUMENT for the first that breaks its
    limit."""
    move = replace(
        move,
        note=checked("note", move.note, NOTE_CHARS_MAX, form=prose),
        message=checked("message", move.message, MESSAGE_CHARS_MAX, form=prose),
        assignee=checked("assignee", move.assignee, ASSIGNEE_CHARS_MAX),
    )
    if move.assignee and move.to is not State.ASSIGNED:
        raise invalid("assignee", "only with ASSIGNED")
    if move.by_member and move.message:
        raise invalid("message", "the team writes messages to members; members write a note")
    return move

"""Take an item along its states."""

from services.common.auth import Caller, Role, require_role
from services.common.clock import Clock
from services.common.errors import invalid
from services.feedback.items.commands.access import feedback_not_found, item_of
from services.feedback.items.commands.limits import check_chars
from services.feedback.items.commands.store import Answer, FeedbackStore, Items, Request
from services.feedback.items.domain.item import Feedback, Move, make_move
from services.feedback.items.domain.states import State
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Programme

NOTE_CHARS_MAX = 1_000
MESSAGE_CHARS_MAX = 1_000
ASSIGNEE_CHARS_MAX = 128


async def move_feedback(
    store: FeedbackStore,
    programmes: Programmes,
    clock: Clock,
    caller: Caller,
    request: Request,
    feedback_id: str,
    move: Move,
) -> Answer:
    """Make `move`, with its moment, the clock and what the member is told.

    Operators move items of their brand; members confirm and reopen their own. Raises MoveNotAllowed
    and FEEDBACK_NOT_FOUND, PERMISSION_DENIED, INVALID_ARGUMENT and REQUEST_ID_REUSED refusals.
    """
    require_role(caller, Role.OPERATOR, Role.MEMBER)
    check(move)
    # Before anything is answered, a replay too: whose item it is never changes.
    await item_of(store, caller, feedback_id)
    in_force = await programmes.of(request.brand)
    programme = Programme() if in_force is None else in_force.programme

    async def change(items: Items) -> Feedback:
        item = await items.get(feedback_id)
        if item is None:
            raise feedback_not_found(feedback_id)
        moved = make_move(item, move, programme, clock.now())
        await items.put(moved)
        return moved

    return Answer(*await store.once(request.brand, request.id, request.content, change))


def check(move: Move) -> None:
    """Raise INVALID_ARGUMENT for the first field that breaks its limit."""
    check_chars("note", move.note, NOTE_CHARS_MAX)
    check_chars("message", move.message, MESSAGE_CHARS_MAX)
    check_chars("assignee", move.assignee, ASSIGNEE_CHARS_MAX)
    if move.assignee and move.to is not State.ASSIGNED:
        raise invalid("assignee", "only with ASSIGNED")
    if move.by_member and move.message:
        raise invalid("message", "members are told, they do not tell: use note")

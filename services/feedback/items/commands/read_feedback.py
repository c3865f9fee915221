"""Read items: one, the operators' queue and its counts, and the newest of members."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from services.common.errors import invalid
from services.common.text import checked
from services.feedback.items.commands.context import FeedbackContext, feedback_not_found
from services.feedback.items.commands.move_feedback import ASSIGNEE_CHARS_MAX
from services.feedback.items.commands.submit_feedback import REFERENCE_CHARS_MAX
from services.feedback.items.domain.item import EVERYTHING, Feedback, Only
from services.feedback.items.domain.queue import WHOLE_QUEUE, QueueOnly
from services.feedback.items.domain.states import State

MEMBERS_MAX = 100
TEAM_CHARS_MAX = 64
CATEGORY_CHARS_MAX = 64


async def get_feedback(ctx: FeedbackContext, brand: str, feedback_id: str) -> Feedback:
    """The item. Raises a FEEDBACK_NOT_FOUND refusal."""
    item = await ctx.store.find(brand, feedback_id)
    if item is None:
        raise feedback_not_found(feedback_id)
    return item


@dataclass(frozen=True)
class QueueRequest:
    """Up to `size` items in `states` of `team` that `only` selects, behind the position `after`;
    empty is any."""

    brand: str
    size: int
    states: Sequence[State] = ()
    team: str = ""
    after: str = ""
    only: QueueOnly = WHOLE_QUEUE


@dataclass(frozen=True)
class Page:
    """Some items, and the position of the last of them in the queue when there are more."""

    items: list[Feedback]
    next_position: str


async def list_feedback(ctx: FeedbackContext, request: QueueRequest) -> Page:
    """A page of the queue, what is due next first. Raises an INVALID_ARGUMENT refusal."""
    team = checked("team", request.team, TEAM_CHARS_MAX)
    only = replace(
        request.only,
        assignee=checked("assignee", request.only.assignee, ASSIGNEE_CHARS_MAX),
        store_id=checked("store_id", request.only.store_id, REFERENCE_CHARS_MAX),
        category=checked("category", request.only.category, CATEGORY_CHARS_MAX),
        group=checked("group", request.only.group, REFERENCE_CHARS_MAX),
    )
    states = sorted(set(request.states)) or list(State)
    size = request.size
    found = await ctx.store.queue(request.brand, states, team, request.after, size + 1, only)
    page = found[:size]
    return Page([item for _, item in page], page[-1][0] if len(found) > size else "")


async def count_feedback(
    ctx: FeedbackContext, brand: str, stores: frozenset[str] = frozenset()
) -> Mapping[tuple[State, str], int]:
    """The number of open items by state and team; with `stores`, of those about one of them."""
    return await ctx.store.counts(brand, stores)


@dataclass(frozen=True)
class NewestRequest:
    """The newest `size` items of each member that `only` selects, older than the item `before`."""

    brand: str
    member_ids: Sequence[str]
    size: int
    before: str = ""
    only: Only = EVERYTHING


@dataclass(frozen=True)
class Newest:
    """A member's newest items, and whether there are older ones."""

    items: list[Feedback]
    has_more: bool


async def newest_of_members(ctx: FeedbackContext, request: NewestRequest) -> Mapping[str, Newest]:
    """The newest items by member, also for a member without any. Raises INVALID_ARGUMENT."""
    wanted = list(dict.fromkeys(request.member_ids))
    _check(request, wanted)
    size = request.size
    found = await ctx.store.newest(request.brand, wanted, request.before, size + 1, request.only)
    lists = {member_id: found.get(member_id, []) for member_id in wanted}
    return {id_: Newest(items[:size], len(items) > size) for id_, items in lists.items()}


def _check(request: NewestRequest, member_ids: Sequence[str]) -> None:
    if not 1 <= len(member_ids) <= MEMBERS_MAX:
        raise invalid("member_ids", f"1 to {MEMBERS_MAX} ids")
    for index, member_id in enumerate(member_ids):
        checked(f"member_ids[{index}]", member_id, REFERENCE_CHARS_MAX, least=1)
    checked("before_feedback_id", request.before, REFERENCE_CHARS_MAX)
    if request.before and len(member_ids) != 1:
        raise invalid("before_feedback_id", "only with a single member")
    checked("category", request.only.category, CATEGORY_CHARS_MAX)

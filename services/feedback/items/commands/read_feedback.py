"""Read items: the operators' queue, and the newest of members."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.common.auth import Caller, Role, require_member, require_role
from services.common.errors import invalid
from services.feedback.items.commands.access import brand_of
from services.feedback.items.commands.limits import check_chars
from services.feedback.items.commands.store import FeedbackStore
from services.feedback.items.commands.submit_feedback import REFERENCE_CHARS_MAX
from services.feedback.items.domain.item import EVERYTHING, Feedback, Only
from services.feedback.items.domain.states import State

MEMBERS_MAX = 100
TEAM_CHARS_MAX = 64
CATEGORY_CHARS_MAX = 64


@dataclass(frozen=True)
class Page:
    """Some items, and the place of the last of them in the queue when there are more."""

    items: list[Feedback]
    next_place: str


async def list_feedback(
    store: FeedbackStore,
    caller: Caller,
    states: Sequence[State],
    team: str,
    after: str,
    size: int,
) -> Page:
    """Up to `size` items in `states` (all when empty) of `team` (all when empty), by response due.

    Operators only. Raises PERMISSION_DENIED and INVALID_ARGUMENT refusals.
    """
    require_role(caller, Role.OPERATOR)
    check_chars("team", team, TEAM_CHARS_MAX)
    wanted = sorted(set(states)) or list(State)
    found = await store.queue(brand_of(caller), wanted, team, after, size + 1)
    page = found[:size]
    return Page([item for _, item in page], page[-1][0] if len(found) > size else "")


@dataclass(frozen=True)
class Newest:
    """A member's newest items, and whether there are older ones."""

    items: list[Feedback]
    has_more: bool


async def newest_of_members(
    store: FeedbackStore,
    caller: Caller,
    member_ids: Sequence[str],
    before: str,
    size: int,
    only: Only = EVERYTHING,
) -> Mapping[str, Newest]:
    """The newest `size` items of each member, also of one who has none. Members: only their own.

    Raises PERMISSION_DENIED and INVALID_ARGUMENT refusals.
    """
    brand = brand_of(caller)
    wanted = list(dict.fromkeys(member_ids))
    _check_members(caller, wanted)
    check_chars("before_feedback_id", before, REFERENCE_CHARS_MAX)
    if before and len(wanted) != 1:
        raise invalid("before_feedback_id", "only with a single member")
    check_chars("category", only.category, CATEGORY_CHARS_MAX)
    found = await store.newest(brand, wanted, before, size + 1, only)
    lists = {member_id: found.get(member_id, []) for member_id in wanted}
    return {id_: Newest(items[:size], len(items) > size) for id_, items in lists.items()}


def _check_members(caller: Caller, member_ids: Sequence[str]) -> None:
    if not 1 <= len(member_ids) <= MEMBERS_MAX:
        raise invalid("member_ids", f"1 to {MEMBERS_MAX} ids")
    for index, member_id in enumerate(member_ids):
        check_chars(f"member_ids[{index}]", member_id, REFERENCE_CHARS_MAX, least=1)
        require_member(caller, member_id)

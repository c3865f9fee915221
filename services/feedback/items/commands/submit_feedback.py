"""Take in what somebody says."""

from services.common.auth import Caller, Role
from services.common.clock import Clock
from services.common.errors import invalid
from services.common.ids import new_id
from services.feedback.items.commands.limits import check_chars
from services.feedback.items.commands.store import Answer, FeedbackStore, Items, Request
from services.feedback.items.domain.item import Feedback, Submission, route, take_in
from services.feedback.programme.commands import ProgrammeInForce, Programmes

ID_PREFIX = "fbk"
CHANNEL_CHARS_MAX = 32
TEXT_CHARS_MAX = 4_000
REFERENCE_CHARS_MAX = 128
ATTACHMENTS_MAX = 9
ATTACHMENT_CHARS_MAX = 500


async def submit_feedback(
    store: FeedbackStore,
    programmes: Programmes,
    clock: Clock,
    caller: Caller,
    request: Request,
    submission: Submission,
) -> Answer:
    """Keep `submission`, routed at once when the brand has a programme, else later by `route_new`.

    The same event of a channel is taken in once: its repeat is answered with the item as it stands.
    Raises INVALID_ARGUMENT and REQUEST_ID_REUSED refusals.
    """
    check(caller, submission)
    in_force = await programmes.of(request.brand)
    feedback_id = new_id(ID_PREFIX)
    actor = actor_of(caller)
    repeated = False

    async def change(items: Items) -> Feedback:
        nonlocal repeated
        known = await _heard(items, submission)
        repeated = known is not None
        if known is not None:
            return known
        item = take_in(feedback_id, submission, actor, clock.now())
        if in_force is not None:
            item = routed(item, in_force, clock)
        await items.add(item)
        return item

    item, replayed = await store.once(request.brand, request.id, request.content, change)
    return Answer(item, replayed or repeated)


def routed(item: Feedback, in_force: ProgrammeInForce, clock: Clock) -> Feedback:
    """`item` with topics, category, priority, team and clocks by the programme in force."""
    found = in_force.routing(item.submission)
    return route(item, found.topics, found.language, found.rule, in_force.programme, clock.now())


def actor_of(caller: Caller) -> str:
    """Who acts, as timelines tell it."""
    return caller.member_id or caller.subject


async def _heard(items: Items, submission: Submission) -> Feedback | None:
    if not submission.channel_event_id:
        return None
    return await items.heard(submission.channel, submission.channel_event_id)


def check(caller: Caller, submission: Submission) -> None:
    """Raise INVALID_ARGUMENT for the first field that breaks its limit."""
    check_chars("channel", submission.channel, CHANNEL_CHARS_MAX, least=1)
    check_chars("text", submission.text, TEXT_CHARS_MAX, least=1)
    check_chars("member_id", submission.member_id, REFERENCE_CHARS_MAX)
    check_chars("order_id", submission.order_id, REFERENCE_CHARS_MAX)
    check_chars("store_id", submission.store_id, REFERENCE_CHARS_MAX)
    check_chars("channel_event_id", submission.channel_event_id, REFERENCE_CHARS_MAX)
    if len(submission.attachment_urls) > ATTACHMENTS_MAX:
        raise invalid("attachment_urls", f"at most {ATTACHMENTS_MAX}")
    for index, url in enumerate(submission.attachment_urls):
        check_chars(f"attachment_urls[{index}]", url, ATTACHMENT_CHARS_MAX, least=1)
    # A member who could claim a channel's event id could read or block another member's item.
    if caller.role is Role.MEMBER and submission.channel_event_id:
        raise invalid("channel_event_id", "only channels have event ids")

"""Take in a submission."""

from services.common.errors import invalid
from services.common.ids import new_id
from services.feedback.items.commands.context import FeedbackContext
from services.feedback.items.commands.limits import check_chars
from services.feedback.items.commands.route_feedback import routed
from services.feedback.items.commands.store import Answer, Items, Request
from services.feedback.items.domain.item import Feedback, Submission, take_in

ID_PREFIX = "fbk"
CHANNEL_CHARS_MAX = 32
TEXT_CHARS_MAX = 4_000
REFERENCE_CHARS_MAX = 128
ATTACHMENTS_MAX = 9
ATTACHMENT_CHARS_MAX = 500


async def submit_feedback(ctx: FeedbackContext, request: Request, submission: Submission) -> Answer:
    """Keep `submission`, routed at once when the brand has a programme, else later by RoutingJob.

    The same event of a channel is taken in once: its repeat is answered with the item as it stands.
    Raises INVALID_ARGUMENT and REQUEST_ID_REUSED refusals.
    """
    check(submission)
    programme = await ctx.programmes.of(request.brand)
    feedback_id = new_id(ID_PREFIX)
    repeated = False

    async def change(items: Items) -> Feedback:
        nonlocal repeated
        known = await _known(items, submission)
        repeated = known is not None
        if known is not None:
            return known
        item = take_in(feedback_id, submission, request.actor, ctx.clock.now())
        if programme is not None:
            item = routed(item, programme, ctx.clock.now())
        await items.add(item)
        return item

    item, replayed = await ctx.store.once(request.brand, request.id, request.content, change)
    return Answer(item, replayed or repeated)


async def _known(items: Items, submission: Submission) -> Feedback | None:
    if not submission.channel_event_id:
        return None
    return await items.by_channel_event(submission.channel, submission.channel_event_id)


def check(submission: Submission) -> None:
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

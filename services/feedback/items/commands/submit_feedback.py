"""Take in a submission."""

import re
from dataclasses import replace
from datetime import datetime

from services.common.errors import Refusal, invalid
from services.common.ids import new_id
from services.common.text import checked, prose
from services.common.web_address import check_web_address
from services.feedback.items.commands.assign_feedback import assigned
from services.feedback.items.commands.context import FeedbackContext
from services.feedback.items.commands.known_stores import store_facts
from services.feedback.items.commands.route_feedback import known_of, routed
from services.feedback.items.commands.store import Answer, Items, Request
from services.feedback.items.domain.item import Feedback, Submission, take_in
from services.feedback.items.domain.submission import CLOCKS_DIFFER, SAID_WITHIN, STARS_MAX
from services.feedback.routing.commands import reading_of

ID_PREFIX = "fbk"
CHANNEL_CHARS_MAX = 32
TEXT_CHARS_MAX = 4_000
REFERENCE_CHARS_MAX = 128
ATTACHMENTS_MAX = 9
ATTACHMENT_CHARS_MAX = 500
# The gateway's name for an object in its store: brand/purpose/owner/random.
_UPLOAD = re.compile(r"upload:[A-Za-z0-9_./-]+")
# As the owner of an upload that was asked for anonymously; any other owner would be a way back.
_ANONYMOUS_UPLOAD = re.compile(r"upload:[A-Za-z0-9_-]+/feedback/anonymous/[A-Za-z0-9.]+")


async def submit_feedback(ctx: FeedbackContext, request: Request, submission: Submission) -> Answer:
    """Keep `submission`, routed at once when the brand has a programme, else later by RoutingJob.

    The same event of a channel is taken in once: its repeat is answered with the item as it stands.
    Raises INVALID_ARGUMENT, REQUEST_ID_REUSED, FEEDBACK_ANONYMOUS, FEEDBACK_CONFLICT and
    MEMBER_ERASED refusals.
    """
    as_sent, submission = submission, in_form(submission, ctx.clock.now())
    programme = await ctx.programmes.of(request.brand)
    member = await known_of(ctx, request.brand, submission.member_id)
    feedback_id, now = new_id(ID_PREFIX), ctx.clock.now()
    store = await store_facts(ctx.stores, request.brand, submission.store_id, now)
    read = None
    if programme is not None:
        read = await reading_of(programme, submission.text, ctx.read_sentiment)
    repeated = False

    async def change(items: Items) -> Feedback:
        nonlocal repeated
        known = await _known(items, submission, as_sent)
        repeated = known is not None
        if known is not None:
            return known
        item = take_in(feedback_id, submission, request.actor, ctx.clock.now())
        if programme is not None and read is not None:
            item = routed(item, programme, ctx.clock.now(), read, member, store)
            item = await assigned(items, item, programme, ctx.clock.now(), member)
        await items.add(item)
        return item

    item, replayed = await ctx.store.once(request.brand, request.id, request.content, change)
    return Answer(item, replayed or repeated)


async def _known(items: Items, submission: Submission, as_sent: Submission) -> Feedback | None:
    if not submission.channel_event_id:
        return None
    known = await items.by_channel_event(submission.channel, submission.channel_event_id)
    # Items of before texts had one form are kept as they were sent.
    if known is not None and known.submission not in (submission, as_sent):
        raise conflict(known.id)
    return known


def conflict(feedback_id: str) -> Refusal:
    """The event brought other content before: an answer of then would lose what is said now."""
    return Refusal(
        "FEEDBACK_CONFLICT",
        "this event brought other content; send it under an event id of its own",
        field="channel_event_id",
        metadata={"feedback_id": feedback_id},
    )


def in_form(submission: Submission, now: datetime) -> Submission:
    """`submission` with its texts in their form. Raises INVALID_ARGUMENT for the first field that
    breaks its limit, and FEEDBACK_ANONYMOUS for one that would lead to an unknown writer."""
    if not 0 <= submission.stars <= STARS_MAX:
        raise invalid("stars", f"1 to {STARS_MAX}")
    said_at = submission.said_at
    if said_at is not None and not now - SAID_WITHIN <= said_at <= now + CLOCKS_DIFFER:
        raise invalid("said_time", "a time that is over, at most ten years ago")
    if said_at is not None:
        # As it is kept, so that a repeat is known.
        said_at = said_at.replace(microsecond=said_at.microsecond // 1000 * 1000)
    if submission.anonymous:
        _check_leads_to_nobody(submission)
    if len(submission.attachment_urls) > ATTACHMENTS_MAX:
        raise invalid("attachment_urls", f"at most {ATTACHMENTS_MAX}")
    for index, reference in enumerate(submission.attachment_urls):
        _check_attachment(f"attachment_urls[{index}]", reference)
    event_id = submission.channel_event_id
    return replace(
        submission,
        channel=checked("channel", submission.channel, CHANNEL_CHARS_MAX, least=1),
        text=checked("text", submission.text, TEXT_CHARS_MAX, least=1, form=prose),
        member_id=checked("member_id", submission.member_id, REFERENCE_CHARS_MAX),
        order_id=checked("order_id", submission.order_id, REFERENCE_CHARS_MAX),
        store_id=checked("store_id", submission.store_id, REFERENCE_CHARS_MAX),
        # A machine's own: two that differ are two, whatever they look like.
        channel_event_id=checked("channel_event_id", event_id, REFERENCE_CHARS_MAX, form=str),
        said_at=said_at,
    )


def _check_leads_to_nobody(submission: Submission) -> None:
    for field in ("member_id", "order_id", "channel_event_id", "said_at"):
        if getattr(submission, field):
            raise _leads_to_somebody("said_time" if field == "said_at" else field)
    for index, reference in enumerate(submission.attachment_urls):
        if not _ANONYMOUS_UPLOAD.fullmatch(reference):
            raise _leads_to_somebody(f"attachment_urls[{index}]")


def _leads_to_somebody(field: str) -> Refusal:
    return Refusal("FEEDBACK_ANONYMOUS", "it would lead to the writer: leave it out", field=field)


def _check_attachment(field: str, reference: str) -> None:
    if not 1 <= len(reference) <= ATTACHMENT_CHARS_MAX:
        raise invalid(field, f"1 to {ATTACHMENT_CHARS_MAX} characters")
    if not _UPLOAD.fullmatch(reference):
        check_web_address(reference, field)

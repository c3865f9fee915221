"""Attachments of feedback: the upload, the reference, and the link to read one."""

from collections.abc import Sequence
from enum import Enum
from typing import Annotated, Any, NamedTuple

import strawberry

from gateway.core.errors import Code, Refused, attempt
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, column, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.payloads import Outcome, user_errors
from gateway.schema.core.refusals import REFUSALS, mutation
from gateway.schema.core.scalars import DateTime, Long, enum_value, instant
from gateway.schema.core.user_errors import UserError
from gateway.upstream import uploads
from services.common.errors import Refusal, invalid
from services.common.idempotency import check_request_id
from services.common.web_address import problem_of
from tessera.feedback.v1 import feedback_pb2

UPLOAD_COST = 400
"""The cost beside the mutation's own, which allows some 30 a minute."""


@strawberry.enum(description="The use of an upload.")
class UploadPurpose(Enum):
    """The first part of an object's key behind the brand."""

    FEEDBACK = enum_value(uploads.FEEDBACK, "An attachment of feedback.")


@strawberry.input(description="A file to upload.")
class RequestUploadInput:
    """Members and operators, for themselves."""

    request_id: strawberry.ID = request_id()
    content_type: str = required(f"The media type: {', '.join(uploads.TYPES)}.")
    size_bytes: int = required(
        "The exact size in bytes, from 1; up to 10 MiB unless the gateway is set otherwise."
    )
    purpose: UploadPurpose = optional(
        "The use of the upload; FEEDBACK when left out.", UploadPurpose.FEEDBACK
    )
    anonymous: bool = optional(
        "True for an attachment of anonymous feedback: its name leads to nobody. What a picture"
        " says of its maker stays in it. False when left out.",
        False,
    )


@strawberry.type(description="A header of the upload's request.")
class UploadHeader:
    """Source: a pair of name and value."""

    name: str = read(lambda pair: pair[0], "The name of the header.")
    value: str = read(lambda pair: pair[1], "The value of the header, to be sent as it is.")


@strawberry.type(
    description="The request by which to send the file: all of it as the body, with these headers."
)
class Upload:
    """Source: gateway.upstream.uploads.Offer."""

    attachment: str = column(
        "The reference of the file: give it to `submitFeedback` once the file is sent."
    )
    attachment_expires_at: DateTime = column(
        "The time until which `submitFeedback` takes the reference."
    )
    method: str = column("The method of the request: PUT.")
    url: str = column(
        "The address to send the file to. It takes this type and size, once; a second request gets"
        " the status 412: after a lost answer that means that the file is there."
    )
    headers: list[UploadHeader] = read(
        lambda offer: list(offer.headers.items()),
        "The headers that the request has to have.",
        size=1,
    )
    expires_at: DateTime = column("The time until which the file can be sent.")


@strawberry.type(description="The upload, or the reasons why it was refused.")
class UploadPayload:
    """Source: Outcome of an offer."""

    upload: Upload | None = read(lambda outcome: outcome.result, "The upload; null when refused.")
    replayed: bool = column(
        "Always false: nothing is kept of the request, and a repeat gets another address."
    )
    user_errors: list[UserError] = user_errors()


async def _request(context: RequestContext, input: Annotated[RequestUploadInput, INPUT]) -> Outcome:
    if context.uploads is None:
        raise Refused(Code.UPLOADS_NOT_CONFIGURED, "This gateway has no store for uploads.")
    await context.charge(UPLOAD_COST)
    offering = context.uploads

    async def offer() -> uploads.Offer:
        check_request_id(input.request_id)
        return offering.offer(
            context.caller, input.content_type, input.size_bytes, anonymous=input.anonymous
        )

    offered, refusals = await attempt(offer(), REFUSALS["requestUpload"])
    return Outcome(offered, user_errors=refusals)


def kept_attachments(
    context: RequestContext,
    urls: Sequence[str],
    attachments: Sequence[str],
    *,
    anonymous: bool = False,
) -> list[str]:
    """The links and references as the feedback service keeps them. Raises refusals."""
    # Staff open the links of members: only https is safe, and uploads come by reference only.
    for url in urls:
        if problem := problem_of(url):
            told = f"{problem}; uploads are named in `attachments`"
            raise invalid("attachment_urls", told)
    if attachments and context.uploads is None:
        raise Refusal("ATTACHMENT_INVALID", "no store", field="attachments")
    kept = [
        context.uploads.accept(
            context.caller, attachment, f"attachments[{index}]", anonymous=anonymous
        )
        for index, attachment in enumerate(attachments)
        if context.uploads is not None
    ]
    return [*urls, *kept]


@strawberry.enum(description="The arrival of an attachment's file, and the judgement on it.")
class AttachmentState(Enum):
    """Numbers of tessera.feedback.v1.AttachmentState."""

    CHECKING = enum_value(
        feedback_pb2.ATTACHMENT_STATE_CHECKING,
        "It is looked for: it may come until 15 minutes after its item was taken in.",
    )
    ARRIVED = enum_value(
        feedback_pb2.ATTACHMENT_STATE_ARRIVED,
        "It is there, and its bytes are of a kind that may be attached.",
    )
    MISSING = enum_value(
        feedback_pb2.ATTACHMENT_STATE_MISSING, "It never came: send it again with other words."
    )
    WRONG = enum_value(
        feedback_pb2.ATTACHMENT_STATE_WRONG,
        "It came and is not what it was announced as: nobody gets a link to it, and `problem` says"
        " why.",
    )
    UNCHECKED = enum_value(
        feedback_pb2.ATTACHMENT_STATE_UNCHECKED,
        "Nobody looked: it is a link to elsewhere, from before files were checked, or there is no"
        " store to look in.",
    )


@strawberry.enum(description="The fault of a file that came.")
class AttachmentProblem(Enum):
    """Numbers of tessera.feedback.v1.AttachmentProblem."""

    EMPTY = enum_value(feedback_pb2.ATTACHMENT_PROBLEM_EMPTY, "It has no bytes.")
    TOO_LARGE = enum_value(
        feedback_pb2.ATTACHMENT_PROBLEM_TOO_LARGE, "It has more bytes than may be sent."
    )
    TYPE_UNKNOWN = enum_value(
        feedback_pb2.ATTACHMENT_PROBLEM_TYPE_UNKNOWN,
        "Its first bytes are of no format that may be attached.",
    )
    TYPE_OTHER = enum_value(
        feedback_pb2.ATTACHMENT_PROBLEM_TYPE_OTHER,
        "It was announced as another kind: a picture that is a video, say.",
    )


class SeenAttachment(NamedTuple):
    """An attachment with its link; `seen` is a FeedbackAttachment."""

    url: str | None
    seen: Any


@strawberry.type(
    description="An attachment of feedback, judged by the bytes that arrived, not by what its"
    " sender says."
)
class FeedbackAttachment:
    """Source: SeenAttachment."""

    url: str | None = read(
        lambda each: each.url,
        "The link to it, good for ten minutes at least; null for one that is missing or wrong, and"
        " to operators until it came.",
    )
    state: AttachmentState = read(
        lambda each: each.seen.state, "The arrival of its file, and the judgement on it."
    )
    problem: AttachmentProblem | None = read(
        lambda each: each.seen.problem or None, "The fault of its file; null without one."
    )
    content_type: str | None = read(
        lambda each: each.seen.content_type or None,
        "The media type of its bytes; null before it came, and for an unknown format.",
    )
    size_bytes: Long | None = read(
        lambda each: each.seen.size_bytes if each.seen.HasField("check_time") else None,
        "The size of what arrived in bytes; null before it came. Of one that is too large, as far"
        " as it was read.",
    )
    sha256: str | None = read(
        lambda each: each.seen.sha256 or None,
        "The SHA-256 of its bytes, in hexadecimal digits; null before it came.",
    )
    checked_at: DateTime | None = read(
        lambda each: instant(each.seen, "check_time"),
        "The time of the look that settled its state; null before that.",
    )


_SHOWN = (feedback_pb2.ATTACHMENT_STATE_ARRIVED, feedback_pb2.ATTACHMENT_STATE_UNCHECKED)
_SHOWN_TO_SENDER = (*_SHOWN, feedback_pb2.ATTACHMENT_STATE_CHECKING)
"""What somebody just sent, they have already: a link opens nothing to them."""
_UNCHECKED = feedback_pb2.FeedbackAttachment(state=feedback_pb2.ATTACHMENT_STATE_UNCHECKED)


def attachments_of(item: Any, context: RequestContext) -> list[SeenAttachment]:
    """The attachments of an item, in the order in which they were sent."""
    checked = {each.reference: each for each in item.attachments}
    return [
        SeenAttachment(_link(kept, seen, item, context), seen)
        for kept in item.attachment_urls
        for seen in [checked.get(kept, _UNCHECKED)]
    ]


def readable(item: Any, context: RequestContext) -> list[str]:
    """The attachments of an item that may be seen, as links that the caller can open."""
    return [url for url, _ in attachments_of(item, context) if url is not None]


def _link(kept: str, seen: Any, item: Any, context: RequestContext) -> str | None:
    if seen.state not in (_SHOWN if context.by_staff else _SHOWN_TO_SENDER):
        return None
    if context.uploads is None:
        return kept
    return context.uploads.link(kept, context.caller.brand, item.member_id)


@strawberry.type
class UploadMutations:
    """The fields of Mutation."""

    request_upload: UploadPayload | None = mutation(
        "requestUpload",
        _request,
        "Gives an address to which a front end sends a picture, a video, a voice message or a PDF.",
        rule=Rule.SIGNED_IN,
    )

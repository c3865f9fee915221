"""Attachments of feedback: the upload, the reference, and the link to read one."""

from collections.abc import Sequence
from enum import Enum
from typing import Annotated, Any

import strawberry

from gateway.core.errors import Code, Refused, attempt
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, column, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.payloads import Outcome, user_errors
from gateway.schema.core.refusals import REFUSALS, mutation
from gateway.schema.core.scalars import DateTime, enum_value
from gateway.schema.core.user_errors import UserError
from gateway.upstream import uploads
from services.common.errors import Refusal, invalid
from services.common.idempotency import check_request_id
from services.common.web_address import problem_of

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


def readable(item: Any, context: RequestContext) -> list[str]:
    """The attachments of an item, as links that the caller can open."""
    kept = list(item.attachment_urls)
    if context.uploads is None or not kept:
        return kept
    brand = context.caller.brand
    return [context.uploads.link(each, brand, item.member_id) for each in kept]


@strawberry.type
class UploadMutations:
    """The fields of Mutation."""

    request_upload: UploadPayload | None = mutation(
        "requestUpload",
        _request,
        "Gives an address to which a front end sends a picture, a video, a voice message or a PDF.",
        rule=Rule.SIGNED_IN,
    )

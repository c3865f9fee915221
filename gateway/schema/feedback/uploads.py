"""Attachments of feedback: where to send one, and how it is named."""

from collections.abc import Sequence
from enum import Enum
from typing import Any

import strawberry

from gateway.core.errors import Code, Refused, attempt
from gateway.schema.core.context import Context
from gateway.schema.core.fields import Rule, column, read
from gateway.schema.core.payloads import Outcome
from gateway.schema.core.refusals import REFUSALS, mutation
from gateway.schema.core.scalars import DateTime
from gateway.schema.core.user_errors import UserError
from gateway.upstream import uploads
from services.common.errors import Refusal, invalid
from services.common.idempotency import check_request_id

UPLOAD_POINTS = 400
"""Beside the mutation's own cost: some 30 a minute."""


@strawberry.enum(description="What an upload is for.")
class UploadPurpose(Enum):
    """The first part of an object's key behind the brand."""

    FEEDBACK = uploads.FEEDBACK


@strawberry.input(description="An object to be sent.")
class RequestUploadInput:
    """Members and operators, for themselves."""

    request_id: strawberry.ID
    content_type: str
    size_bytes: int
    purpose: UploadPurpose = UploadPurpose.FEEDBACK


@strawberry.type(description="A header to send.")
class UploadHeader:
    """Source: a pair of name and value."""

    name: str = read(lambda pair: pair[0], "Its name.")
    value: str = read(lambda pair: pair[1], "Its value, to be sent as it is.")


@strawberry.type(
    description="Where to send the object: all of it as the body, with exactly these headers."
)
class Upload:
    """Source: gateway.uploads.Offer."""

    attachment: str = column("Its reference: give it to `submitFeedback` once it is sent.")
    attachment_expires_at: DateTime = column("Until when `submitFeedback` takes the reference.")
    method: str = column("PUT.")
    url: str = column("Signed for this object's type and size; nothing else is taken there.")
    headers: list[UploadHeader] = read(
        lambda offer: list(offer.headers.items()), "What the request has to have.", size=1
    )
    expires_at: DateTime = column("Until when the object can be sent.")


@strawberry.type(description="Where to send it, or why not.")
class UploadPayload:
    """Source: Outcome of an offer."""

    upload: Upload | None = read(lambda outcome: outcome.thing, "It; null when refused.")
    replayed: bool = column("False: nothing is kept, and a repeat is offered another place.")
    user_errors: list[UserError] = column("Why it was refused; empty when it was done.")


async def _request(context: Context, input: RequestUploadInput) -> Outcome:
    if context.uploads is None:
        raise Refused(Code.UPLOADS_NOT_CONFIGURED, "This gateway has no store for uploads.")
    await context.charge(UPLOAD_POINTS)
    offering = context.uploads

    async def offer() -> uploads.Offer:
        check_request_id(input.request_id)
        return offering.offer(context.caller, input.content_type, input.size_bytes)

    offered, refusals = await attempt(offer(), REFUSALS["requestUpload"])
    return Outcome(offered, user_errors=refusals)


def kept_attachments(
    context: Context, urls: Sequence[str], attachments: Sequence[str]
) -> list[str]:
    """What the feedback service keeps of links and references. Raises refusals."""
    # Staff open what members send: nothing that a page would run, and uploads by reference only.
    if not all(url.startswith("https://") for url in urls):
        raise invalid("attachment_urls", "https addresses; uploads are named in `attachments`")
    if attachments and context.uploads is None:
        raise Refusal("ATTACHMENT_INVALID", "no store", field="attachments")
    kept = [
        context.uploads.accept(context.caller, attachment, f"attachments[{index}]")
        for index, attachment in enumerate(attachments)
        if context.uploads is not None
    ]
    return [*urls, *kept]


def readable(item: Any, context: Context) -> list[str]:
    """The attachments of an item, as the caller can read them."""
    kept = list(item.attachment_urls)
    if context.uploads is None or not kept:
        return kept
    brand = context.caller.brand
    return [context.uploads.link(each, brand, item.member_id) for each in kept]


@strawberry.type
class UploadMutations:
    """What can be done."""

    request_upload: UploadPayload | None = mutation(
        "requestUpload",
        _request,
        "Ask where to send a picture, a video, a voice message or a PDF: JPEG, PNG, WebP, HEIC,"
        " MP4, M4A, MP3, PDF; up to 10 MiB unless the brand's gateway says otherwise.",
        rule=Rule.SIGNED_IN,
    )

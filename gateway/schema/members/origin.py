"""Where a member came from, as operators see it."""

from typing import Any

import strawberry

from gateway.schema.core.fields import read
from tessera.members.v1 import members_pb2


def _word(name: str, description: str) -> Any:
    return read(lambda utm: getattr(utm, name) or None, f"{description}; null without one.")


@strawberry.type(description="The words by which a link names a campaign.")
class Utm:
    """Source: tessera.members.v1.Utm."""

    source: str | None = _word("source", "`utm_source`, such as wechat")
    medium: str | None = _word("medium", "`utm_medium`, such as moments")
    campaign: str | None = _word("campaign", "`utm_campaign`, such as spring_2026")
    term: str | None = _word("term", "`utm_term`")
    content: str | None = _word("content", "`utm_content`")


@strawberry.type(description="Where a member came from: the first touch, kept for ever.")
class Origin:
    """Source: tessera.members.v1.Origin."""

    source: str | None = read(
        lambda origin: origin.source or None,
        "The kind of place that led to the enrolment, such as store_qr; null when nobody said.",
    )
    utm: Utm | None = read(
        lambda origin: origin.utm if origin.HasField("utm") else None,
        "The words of the link that was followed; null when there were none.",
    )
    store_code: str | None = read(
        lambda origin: origin.store_code or None,
        "The code of the store whose QR code was scanned; null when none was.",
    )


def origin_of(member: members_pb2.Member) -> members_pb2.Origin | None:
    """The member's origin; None when nobody said."""
    return member.origin if member.HasField("origin") else None

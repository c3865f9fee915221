"""When operators saw personal data of a member, for the member and for operators."""

from enum import Enum
from typing import Any

import strawberry

from gateway.schema.core.connections import First, page_size
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import MemberId
from gateway.schema.core.scalars import DateTime, enum_value, moment
from tessera.members.v1 import privacy_pb2 as pb


@strawberry.enum(description="How an operator saw personal data.")
class DisclosureKind(Enum):
    """As tessera.members.v1.DisclosureKind."""

    PROFILE = enum_value(pb.DISCLOSURE_KIND_PROFILE, "The profile and the identities.")
    PHONE_LIST = enum_value(
        pb.DISCLOSURE_KIND_PHONE_LIST, "The phone, on a list that a second operator agreed to."
    )
    COPY = enum_value(pb.DISCLOSURE_KIND_COPY, "A copy of all that is kept of the member.")


@strawberry.type(description="An operator saw personal data of a member in clear.")
class Disclosure:
    """Source: tessera.members.v1.Disclosure."""

    kind: DisclosureKind = column("How.")
    role: str = column("The role of who saw it: `operator`. Who it was stands in the audit log.")
    reason: str = column("The reason that they gave.")
    at: DateTime = read(lambda one: moment(one.time), "The time.")


async def _disclosures(
    context: RequestContext, member_id: MemberId = None, first: First = 20
) -> list[Any]:
    request = pb.ListDisclosuresRequest(
        member_id=context.member_id(member_id), page_size=page_size(first)
    )
    method = context.services.privacy.ListDisclosures
    return list((await context.services.read(method, request, context.caller)).disclosures)


@strawberry.type
class DisclosuresQueries:
    """The field of Query."""

    disclosures: list[Disclosure] | None = call(
        _disclosures,
        "When operators last saw personal data of a member in clear, newest first, and why: one by"
        " one, on a list, or by a copy. Operators need the scope `privacy:read`.",
        rule=Rule.SIGNED_IN,
        size="first",
    )

"""Segments: who is in which and why, previews, and those that operators save."""

from collections.abc import Sequence
from typing import Annotated, Any

import strawberry

from gateway.core.ids import to_global
from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    first_of,
    page_info,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, Lang, LocalizedText, Long, instant, moment, text
from gateway.schema.core.selections import Args, Inner
from gateway.schema.core.user_errors import UserError
from gateway.upstream.batching import Need
from gateway.upstream.loaders import member_need
from services.common.errors import invalid
from tessera.members.v1 import members_pb2
from tessera.members.v1 import segments_pb2 as pb
from tessera.types.v1 import types_pb2

KIND = "segmentMember"
PREVIEW_COST = 50
COUNTS_COST = 50
PARTS_MAX = 20

Code = Annotated[str, strawberry.argument(description="The code of the segment.")]
When = Annotated[
    str, strawberry.argument(description="The condition in CEL, up to 2,000 characters.")
]
Parts = Annotated[
    Sequence[str],
    strawberry.argument(
        description="Conditions to count beside it over the same members, such as its parts; at"
        " most 20."
    ),
]
OfMember = Annotated[
    strawberry.ID, strawberry.argument(description="The member, by global id or bare id.")
]


def _name(segment: pb.Segment, context: RequestContext, lang: Lang = None) -> str:
    return text(segment.name, context, lang)


@strawberry.type(
    description="A group of members that a condition over their facts describes, kept as facts"
    " change."
)
class Segment:
    """Source: tessera.members.v1.Segment."""

    code: str = column("The code, as conditions name it.")
    name: str = read(
        _name, "The name in the language of `lang`, or in the other one where that has none."
    )
    names: LocalizedText = read(lambda segment: segment.name, "The name in both languages.")
    when: str | None = read(
        lambda segment: segment.when,
        "The condition in CEL, for operators; null for members.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )
    saved: bool = column("True when an operator saved it; false for one of the programme.")
    etag: str | None = read(
        lambda segment: segment.etag or None,
        "A value that changes with every change of it; null for one of the programme.",
    )


@strawberry.type(description="A segment that a member is in.")
class MemberSegment:
    """Source: tessera.members.v1.MemberSegment."""

    segment: Segment = column("The segment.")
    since: DateTime = read(
        lambda segment: moment(segment.since_time), "The time at which the member entered it."
    )


@strawberry.type(description="A segment with the number of its members.")
class CountedSegment:
    """Source: tessera.members.v1.CountedSegment."""

    segment: Segment = column("The segment.")
    members: Long = column("The number of members.")


@strawberry.type(description="The segments of the brand with the numbers of their members.")
class CountedSegments:
    """Source: tessera.members.v1.ListSegmentsResponse."""

    segments: list[CountedSegment] = column(
        "The programme's in its order, then those that operators saved, by code.", size=50
    )
    as_of: DateTime = read(
        lambda found: moment(found.freshness.as_of_time),
        "Whatever happened before this time is in the numbers.",
    )
    lag_ms: Long = read(
        lambda found: found.freshness.lag_ms,
        "How long ago that is, in milliseconds; 0 when nothing waits.",
    )


@strawberry.type(description="A member in a segment.")
class SegmentMember:
    """Source: tessera.members.v1.SegmentMember."""

    member_id: strawberry.ID = read(
        lambda found: to_global("Member", found.member_id), "The global id of the member."
    )
    since: DateTime = read(
        lambda found: moment(found.since_time), "The time at which the member entered it."
    )


@strawberry.type(description="A member of the page, with its cursor.")
class SegmentMemberEdge:
    """Source: cursor and member."""

    cursor: str = edge_cursor(first_of)
    node: SegmentMember = edge_node(second_of)


@strawberry.type(description="A page of the members in a segment, by id.")
class SegmentMemberConnection:
    """Source: Page."""

    edges: list[SegmentMemberEdge] = edges()
    page_info: PageInfo = page_info()


@strawberry.type(description="A fact that a condition names, as it is of a member.")
class NamedFact:
    """Source: tessera.members.v1.NamedFact."""

    fact: str = column("The fact, such as stats.orders_30d or stats.bought[milk_tea].")
    value: str | None = read(
        lambda named: named.value or None,
        "The value as a text; null where it is unknown, and for age, birthday_month and language"
        " of a member, which a card shows to who may see them.",
    )


@strawberry.type(description="A member who would be in the segment, and why.")
class SegmentExample:
    """Source: tessera.members.v1.SegmentExample."""

    member_id: strawberry.ID = read(
        lambda example: to_global("Member", example.member_id), "The global id of the member."
    )
    reasons: list[NamedFact] = column("The facts that the condition names.", size=3)


@strawberry.type(description="The size that a segment would have, by members drawn by chance.")
class SegmentPreview:
    """Source: tessera.members.v1.PreviewSegmentResponse."""

    members: Long = column("The estimate of how many members would be in it.")
    members_low: Long = column("At least so many, in 19 of 20 previews.")
    members_high: Long = column("At most so many, in 19 of 20 previews.")
    judged: Long = column("The members that were judged.")
    total: Long = column("The members of the brand. Where as many were judged, it is exact.")
    exact: bool = read(lambda preview: preview.judged >= preview.total, "True when it is exact.")
    sample: list[SegmentExample] = column("Five who would be in it, or fewer.", size=5)
    parts: list[Long] = read(
        lambda preview: preview.part_members,
        "How many members each of `parts` holds for, in their order.",
        size=5,
    )
    as_of: DateTime = read(lambda preview: moment(preview.as_of_time), "The time of the preview.")


@strawberry.type(description="A segment that a member is in, and why.")
class ExplainedSegment:
    """Source: tessera.members.v1.ExplainedSegment."""

    segment: Segment = column("The segment.")
    since: DateTime | None = read(
        lambda explained: instant(explained, "since_time"),
        "The time at which the member entered it; null while that is still on its way.",
    )
    reasons: list[NamedFact] = column("The facts that its condition names.", size=3)


def segments_need(args: Args, inner: Inner) -> Need:
    """The need of a member with the segments."""
    return member_need(segments=True)


def pick_segments(member: members_pb2.Member) -> Any:
    """The segments of a member."""
    return member.segments


async def _segments(context: RequestContext) -> pb.ListSegmentsResponse:
    services = context.services
    request = pb.ListSegmentsRequest()
    return await services.read(services.segments.ListSegments, request, context.caller)


async def _members(
    context: RequestContext, code: Code, first: First = 20, after: After = None
) -> Page:
    request = pb.ListSegmentMembersRequest(code=code)
    method = context.services.segments.ListSegmentMembers
    return await page_of(context, KIND, method, request, "members", first, after)


async def _preview(
    context: RequestContext, when: When, parts: Parts = ()
) -> pb.PreviewSegmentResponse:
    services = context.services
    if len(parts) > PARTS_MAX:
        raise invalid("parts", f"at most {PARTS_MAX}")
    request = pb.PreviewSegmentRequest(when=when, parts=parts)
    return await services.read(services.segments.PreviewSegment, request, context.caller)


async def _explained(context: RequestContext, id: OfMember) -> Sequence[pb.ExplainedSegment]:
    services = context.services
    request = pb.ExplainSegmentsRequest(member_id=context.member_id(id, "id"))
    answer = await services.read(services.segments.ExplainSegments, request, context.caller)
    return list(answer.segments)


@strawberry.type
class SegmentQueries:
    """The fields of Query."""

    segments: CountedSegments | None = call(
        _segments,
        "The segments of the brand, each with the number of its members.",
        rule=Rule.OPERATORS,
        cost=COUNTS_COST,
    )
    segment_members: SegmentMemberConnection | None = call(
        _members, "The members in a segment, by id.", rule=Rule.OPERATORS, size="first"
    )
    preview_segment: SegmentPreview | None = call(
        _preview,
        "The size that a segment of this condition would have, with some of its members and why.",
        rule=Rule.OPERATORS,
        cost=PREVIEW_COST,
    )
    member_segments: list[ExplainedSegment] | None = call(
        _explained,
        "The segments that a member is in at this instant, and why.",
        rule=Rule.OPERATORS,
        size=10,
    )


@strawberry.input(description="A segment to save, new or in place of the one of that code.")
class SaveSegmentInput:
    """By its code."""

    request_id: strawberry.ID = request_id()
    code: str = required(
        "The code: a lower-case letter, then lower-case letters, digits and _, up to 48."
    )
    name_zh: str = optional("The name in Chinese, up to 64 characters; one language is needed.", "")
    name_en: str = optional("The name in English, up to 64 characters; one language is needed.", "")
    when: str = required("The condition in CEL, up to 2,000 characters.")
    etag: str | None = optional(
        "The `etag` that was read: refused when the segment was changed meanwhile."
    )


@strawberry.input(description="A segment to delete.")
class DeleteSegmentInput:
    """By its code."""

    request_id: strawberry.ID = request_id()
    code: str = required("The code of a segment that an operator saved.")


@strawberry.type(description="The segment after it, or the reasons why it was refused.")
class SaveSegmentPayload:
    """Source: Outcome of a segment."""

    segment: Segment | None = read(
        lambda outcome: outcome.result,
        "The segment; null when refused, and when a repeat finds it deleted.",
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="Nothing more, or the reasons why it was refused.")
class DeleteSegmentPayload:
    """Source: Outcome of nothing."""

    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _save(context: RequestContext, input: Annotated[SaveSegmentInput, INPUT]) -> Outcome:
    def request() -> pb.SaveSegmentRequest:
        segment = pb.Segment(
            code=input.code,
            name=types_pb2.LocalizedText(zh=input.name_zh, en=input.name_en),
            when=input.when,
        )
        return pb.SaveSegmentRequest(
            request_id=input.request_id, segment=segment, etag=input.etag or ""
        )

    method = context.services.segments.SaveSegment
    return await perform(context, "saveSegment", method, request, "segment")


async def _delete(context: RequestContext, input: Annotated[DeleteSegmentInput, INPUT]) -> Outcome:
    def request() -> pb.DeleteSegmentRequest:
        return pb.DeleteSegmentRequest(request_id=input.request_id, code=input.code)

    method = context.services.segments.DeleteSegment
    return await perform(context, "deleteSegment", method, request, None)


@strawberry.type
class SegmentMutations:
    """The fields of Mutation."""

    save_segment: SaveSegmentPayload | None = mutation(
        "saveSegment",
        _save,
        "Saves a segment. Its members are judged within seconds to minutes, by their number.",
        rule=Rule.OPERATORS,
    )
    delete_segment: DeleteSegmentPayload | None = mutation(
        "deleteSegment",
        _delete,
        "Deletes a segment that an operator saved; its members leave it.",
        rule=Rule.OPERATORS,
    )

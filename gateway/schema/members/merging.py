"""Merging: two members who are one person become one, in three services."""

import asyncio
from enum import Enum
from typing import Annotated, Any, NamedTuple

import strawberry

from gateway.core.errors import attempt
from gateway.core.ids import plain_id, to_global
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
from gateway.schema.core.fields import CALL_COST, Rule, call, column, read
from gateway.schema.core.inputs import INPUT, MemberId, request_id, required
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, Long, enum_value, instant, moment
from gateway.schema.core.user_errors import UserError
from tessera.feedback.v1 import merges_pb2 as feedback_pb
from tessera.members.v1 import merging_pb2 as pb
from tessera.points.v1 import merges_pb2 as points_pb
from tessera.types.v1 import merges_pb2

_KIND = "merge"
MergeId = Annotated[strawberry.ID, strawberry.argument(description="The merge's id.")]
FromId = Annotated[
    strawberry.ID,
    strawberry.argument(description="The member to be merged, by global id or bare id."),
]
IntoId = Annotated[
    strawberry.ID,
    strawberry.argument(description="The member who survives, by global id or bare id."),
]


@strawberry.enum(description="How far a service is with a merge.")
class MergeState(Enum):
    """As tessera.types.v1.MergeState."""

    PENDING = enum_value(merges_pb2.MERGE_STATE_PENDING, "It has not carried it out yet.")
    MERGED = enum_value(merges_pb2.MERGE_STATE_MERGED, "It has carried it out.")
    UNDONE = enum_value(merges_pb2.MERGE_STATE_UNDONE, "It has undone it.")


@strawberry.type(description="One kind of thing that a member had.")
class MergedPart:
    """Source: tessera.types.v1.MergedPart."""

    what: str = column(
        "The kind: identities, profile_fields, tags, consents, preferences, groups, orders,"
        " spending_minor, growth, decisions and sessions of members; of points an asset's code,"
        " holds and records; items, survey_offers and survey_answers of feedback."
    )
    moved: Long = column("How much of it moved to the survivor.")
    kept: Long = column("How much of it stayed with the old id, because the survivor had the same.")


@strawberry.type(description="How far a service is with a merge, and what it moved.")
class MergeProgress:
    """Source: a GetMergeResponse of points or feedback."""

    state: MergeState = column("How far it is.")
    parts: list[MergedPart] = column("The things that moved, once they did.", size=10)
    returned: list[MergedPart] = column(
        "Of an undo: the things that went back, and as `kept` those that could not.", size=10
    )


@strawberry.type(description="A merge of two members, as members carried it out.")
class Merge:
    """Source: tessera.members.v1.Merge."""

    id: strawberry.ID = column("The merge's id.")
    from_member_id: strawberry.ID = read(
        lambda merge: to_global("Member", merge.from_member_id),
        "The global id of the member who was merged; it stands for the survivor.",
    )
    into_member_id: strawberry.ID = read(
        lambda merge: to_global("Member", merge.into_member_id), "The global id of the survivor."
    )
    state: MergeState = column("The state in members.")
    reason: str = column("The reason that the operator gave.")
    merged_by: str = column("The operator.")
    merged_at: DateTime = read(lambda merge: moment(merge.merge_time), "The time of the merge.")
    parts: list[MergedPart] = column("The things that moved in members.", size=10)
    undo_until: DateTime = read(
        lambda merge: moment(merge.undo_until_time), "The time until which it can be undone."
    )
    undone_at: DateTime | None = read(
        lambda merge: instant(merge, "undo_time"), "The time of the undo; null without one."
    )
    undone_by: str | None = read(
        lambda merge: merge.undone_by or None, "The operator who undid it; null without an undo."
    )
    returned: list[MergedPart] = column(
        "Of an undo: the things that went back, and as `kept` those that could not.", size=10
    )


class Told(NamedTuple):
    """A merge as each service tells it; None for one that is away."""

    merge: pb.Merge
    points: points_pb.GetMergeResponse | None
    feedback: feedback_pb.GetMergeResponse | None


@strawberry.type(description="A merge, as the three services tell it.")
class MergeReport:
    """Source: Told."""

    merge: Merge = column("The merge, which members carried out at once.")
    points: MergeProgress | None = column("The progress of points; null while points is away.")
    feedback: MergeProgress | None = column(
        "The progress of feedback; null while feedback is away."
    )


@strawberry.type(description="A merge, with its place in the list.")
class MergeEdge:
    """Source: a pair of cursor and merge."""

    cursor: str = edge_cursor(first_of)
    node: Merge = edge_node(second_of)


@strawberry.type(description="A page of merges, the latest first.")
class MergeConnection:
    """Source: Page."""

    edges: list[MergeEdge] = edges()
    page_info: PageInfo = page_info()


async def _merge(context: RequestContext, id: MergeId) -> Told | None:
    services, caller = context.services, context.caller
    asking = services.read(services.merging.GetMerge, pb.GetMergeRequest(merge_id=id), caller)
    found, _ = await attempt(asking, ("MERGE_NOT_FOUND",))
    if found is None:
        return None

    of_points = points_pb.GetMergeRequest(merge_id=id)
    of_feedback = feedback_pb.GetMergeRequest(merge_id=id)
    told: tuple[Any, Any] = await asyncio.gather(
        services.read(services.points_merges.GetMerge, of_points, caller),
        services.read(services.feedback_merges.GetMerge, of_feedback, caller),
        return_exceptions=True,
    )
    points, feedback = (None if isinstance(each, Exception) else each for each in told)
    return Told(found.merge, points, feedback)


async def _merges(
    context: RequestContext, member_id: MemberId = None, first: First = 20, after: After = None
) -> Page:
    of = plain_id("Member", member_id, "memberId") if member_id is not None else ""
    request = pb.ListMergesRequest(of_member_id=of)
    method = context.services.merging.ListMerges
    return await page_of(context, _KIND, method, request, "merges", first, after)


async def _preview(context: RequestContext, from_member_id: FromId, into_member_id: IntoId) -> Any:
    request = pb.PreviewMergeRequest(
        from_member_id=plain_id("Member", from_member_id, "fromMemberId"),
        into_member_id=plain_id("Member", into_member_id, "intoMemberId"),
    )
    services = context.services
    told = await services.read(services.merging.PreviewMerge, request, context.caller)
    return told.parts


@strawberry.type
class MergeQueries:
    """The fields of Query."""

    merge: MergeReport | None = call(
        _merge,
        "A merge as the three services tell it; null when there is none of that id. Needs the"
        " scope `merging:read`.",
        rule=Rule.OPERATORS,
        cost=3 * CALL_COST,
    )
    merges: MergeConnection | None = call(
        _merges,
        "The merges of the brand, or those of a member. Needs the scope `merging:read`.",
        rule=Rule.OPERATORS,
        size="first",
    )
    preview_merge: list[MergedPart] | None = call(
        _preview,
        "The things that a merge would move in members. It is refused as the merge would be. Needs"
        " the scope `merging:read`.",
        rule=Rule.OPERATORS,
        size=10,
    )


@strawberry.input(description="Two members who are one person.")
class MergeMembersInput:
    """The survivor's own words, enrolment and id stay."""

    request_id: strawberry.ID = request_id()
    from_member_id: strawberry.ID = required("The member to be merged, by global id or bare id.")
    into_member_id: strawberry.ID = required(
        "The member who survives, by global id or bare id: choose the one who enrolled first."
    )
    reason: str = required(
        "The reason, 4 to 500 characters. It is kept with the merge, so no personal data."
    )


@strawberry.type(description="The merge, or the reasons for the refusal.")
class MergeMembersPayload:
    """Source: Outcome of a Merge."""

    merge: Merge | None = read(lambda outcome: outcome.result, "The merge; null when refused.")
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _merge_members(
    context: RequestContext, input: Annotated[MergeMembersInput, INPUT]
) -> Outcome:
    def request() -> pb.MergeMembersRequest:
        return pb.MergeMembersRequest(
            request_id=input.request_id,
            from_member_id=plain_id("Member", input.from_member_id, "fromMemberId"),
            into_member_id=plain_id("Member", input.into_member_id, "intoMemberId"),
            reason=input.reason,
        )

    method = context.services.merging.MergeMembers
    return await perform(context, "mergeMembers", method, request, "merge")


@strawberry.input(description="A merge that is to be undone.")
class UndoMergeInput:
    """Within 30 days."""

    request_id: strawberry.ID = request_id()
    merge_id: strawberry.ID = required("The merge's id.")
    reason: str = required("The reason, 4 to 500 characters, for the audit log: no personal data.")


@strawberry.type(description="The merge, undone, or the reasons for the refusal.")
class UndoMergePayload:
    """Source: Outcome of a Merge."""

    merge: Merge | None = read(lambda outcome: outcome.result, "The merge; null when refused.")
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _undo(context: RequestContext, input: Annotated[UndoMergeInput, INPUT]) -> Outcome:
    def request() -> pb.UndoMergeRequest:
        return pb.UndoMergeRequest(
            request_id=input.request_id, merge_id=input.merge_id, reason=input.reason
        )

    return await perform(context, "undoMerge", context.services.merging.UndoMerge, request, "merge")


@strawberry.type
class MergeMutations:
    """The fields of Mutation."""

    undo_merge: UndoMergePayload | None = mutation(
        "undoMerge",
        _undo,
        "Undoes a merge within 30 days: the member who was merged gets back what is left, and all"
        " logins of both end. Points and feedback follow within moments. Needs the scope"
        " `merging:write`.",
        rule=Rule.OPERATORS,
    )

    merge_members: MergeMembersPayload | None = mutation(
        "mergeMembers",
        _merge_members,
        "Merges a member into another, who survives. Members do so at once, points and feedback"
        " within moments: `merge` says how far they are. From then on the old id stands for the"
        " survivor, for ever. Needs the scope `merging:write`.",
        rule=Rule.OPERATORS,
    )

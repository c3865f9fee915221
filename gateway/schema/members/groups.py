"""Groups and clubs: a member's own, and for operators all of them with who takes part."""

from enum import Enum
from typing import Annotated, Any

import strawberry

from gateway.core.errors import attempt
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
from gateway.schema.core.inputs import INPUT, MemberId, optional, request_id, required
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, Lang, enum_value, instant, moment, text
from gateway.schema.core.user_errors import UserError
from tessera.members.v1 import groups_pb2 as pb

_GROUPS, _WITHIN = "group", "groupMember"
OfKind = Annotated[
    str | None, strawberry.argument(description="The code of a kind; all when left out.")
]
OfStore = Annotated[
    str | None, strawberry.argument(description="The code of a store; all when left out.")
]
GroupId = Annotated[strawberry.ID, strawberry.argument(description="The group, by `Group.id`.")]


@strawberry.enum(description="A role in a group.")
class GroupRole(Enum):
    """As tessera.members.v1.GroupRole."""

    MEMBER = enum_value(pb.GROUP_ROLE_MEMBER, "A member without a role.")
    ASSISTANT = enum_value(pb.GROUP_ROLE_ASSISTANT, "One of at most two who help the owner.")
    OWNER = enum_value(pb.GROUP_ROLE_OWNER, "The one who runs the group.")


@strawberry.enum(description="How a member takes part in a group.")
class GroupStanding(Enum):
    """As tessera.members.v1.GroupStanding."""

    ACTIVE = enum_value(pb.GROUP_STANDING_ACTIVE, "The member wrote or joined lately.")
    SILENT = enum_value(
        pb.GROUP_STANDING_SILENT, "The member has been silent, and had the offer for old friends."
    )
    FLAGGED = enum_value(
        pb.GROUP_STANDING_FLAGGED, "The member stayed silent: a candidate for leaving."
    )


def _name(kind: pb.GroupKind, context: RequestContext, lang: Lang = None) -> str:
    return text(kind.name, context, lang)


def _choice(choice: pb.GroupChoice, context: RequestContext, lang: Lang = None) -> str:
    return text(choice.name, context, lang)


@strawberry.type(description="A tag that a member may choose when joining a group.")
class GroupChoice:
    """Source: tessera.members.v1.GroupChoice."""

    code: str = column("The code of the tag.")
    name: str = read(_choice, "The name in the language of `lang`, or in the other one.")


@strawberry.type(description="A kind of groups that the programme declares.")
class GroupKind:
    """Source: tessera.members.v1.GroupKind."""

    code: str = column("The code.")
    name: str = read(_name, "The name in the language of `lang`, or in the other one.")
    of_store: bool = column("True when each store has groups of its own; false for a club.")
    limit: int = column("The most members of one group.")
    asks: list[str] = column("The codes of tags that a member may choose when joining.", size=5)
    choices: list[GroupChoice] = column("The tags of `asks` with their names.", size=5)


@strawberry.type(description="A group.")
class Group:
    """Source: tessera.members.v1.Group."""

    id: strawberry.ID = column("The id.")
    kind: str = column("The code of its kind.")
    store_id: str | None = read(
        lambda group: group.store_id or None, "The code of its store; null for a club."
    )
    number: int = column("Its number among those of its kind and store, from 1.")
    members: int = column("How many members it has.")
    opened_at: DateTime = read(lambda group: moment(group.open_time), "When it was opened.")


@strawberry.type(description="A member in a group.")
class GroupMembership:
    """Source: tessera.members.v1.GroupMembership."""

    group_id: strawberry.ID = column("The group, by `Group.id`.")
    member_id: strawberry.ID = read(
        lambda within: to_global("Member", within.member_id), "The global id of the member."
    )
    kind: str = column("The code of the kind.")
    store_id: str | None = read(
        lambda within: within.store_id or None, "The code of the store; null for a club."
    )
    number: int = column("The number of the group.")
    role: GroupRole = column("The role.")
    standing: GroupStanding | None = read(
        lambda within: within.standing or None,
        "How the member takes part; null for one who has left since.",
    )
    joined_at: DateTime = read(lambda within: moment(within.join_time), "When the member joined.")
    last_message_at: DateTime | None = read(
        lambda within: instant(within, "last_message_time"),
        "The last group message; null before the first.",
    )
    koc_month: str | None = read(
        lambda within: within.koc_month or None,
        "The month, such as 2026-10, of which the member was last one of the group's KOC.",
    )


@strawberry.type(description="The kinds of groups, and those that a member is in.")
class MemberGroups:
    """Source: tessera.members.v1.ListMemberGroupsResponse."""

    kinds: list[GroupKind] = column("The kinds, in the programme's order.", size=5)
    memberships: list[GroupMembership] = column(
        "The groups that the member is in, the first joined first; at most 50.", size=5
    )


@strawberry.type(description="A group, with its place in the list.")
class GroupEdge:
    """Source: a pair of cursor and group."""

    cursor: str = edge_cursor(first_of)
    node: Group = edge_node(second_of)


@strawberry.type(description="A page of groups.")
class GroupConnection:
    """Source: Page."""

    edges: list[GroupEdge] = edges()
    page_info: PageInfo = page_info()


@strawberry.type(description="A member of a group, with their place in the list.")
class GroupMembershipEdge:
    """Source: a pair of cursor and membership."""

    cursor: str = edge_cursor(first_of)
    node: GroupMembership = edge_node(second_of)


@strawberry.type(description="A page of the members of a group.")
class GroupMembershipConnection:
    """Source: Page."""

    edges: list[GroupMembershipEdge] = edges()
    page_info: PageInfo = page_info()


async def _member_groups(context: RequestContext, member_id: MemberId = None) -> Any:
    services = context.services
    request = pb.ListMemberGroupsRequest(member_id=context.member_id(member_id))
    return await services.read(services.groups.ListMemberGroups, request, context.caller)


async def _groups(
    context: RequestContext,
    of_kind: OfKind = None,
    of_store: OfStore = None,
    first: First = 20,
    after: After = None,
) -> Page:
    request = pb.ListGroupsRequest(kind=of_kind or "", store_id=of_store or "")
    method = context.services.groups.ListGroups
    return await page_of(context, _GROUPS, method, request, "groups", first, after)


async def _one(context: RequestContext, group_id: GroupId) -> pb.Group | None:
    services = context.services
    request = pb.GetGroupRequest(group_id=group_id)
    asking = services.read(services.groups.GetGroup, request, context.caller)
    found, _ = await attempt(asking, ("GROUP_NOT_FOUND",))
    return found and found.group


async def _within(
    context: RequestContext, group_id: GroupId, first: First = 20, after: After = None
) -> Page:
    request = pb.ListGroupMembersRequest(group_id=group_id)
    method = context.services.groups.ListGroupMembers
    return await page_of(context, _WITHIN, method, request, "members", first, after)


@strawberry.type
class GroupQueries:
    """The fields of Query."""

    member_groups: MemberGroups | None = call(
        _member_groups,
        "The kinds of groups that a member may join, and those that they are in.",
        rule=Rule.SIGNED_IN,
    )
    groups: GroupConnection | None = call(
        _groups, "The groups of the brand.", rule=Rule.OPERATORS, size="first"
    )
    group: Group | None = call(
        _one, "A group; null when the brand has none of that id.", rule=Rule.OPERATORS
    )
    group_members: GroupMembershipConnection | None = call(
        _within, "The members of a group, by id.", rule=Rule.OPERATORS, size="first"
    )


@strawberry.input(description="A kind of groups to join.")
class JoinGroupInput:
    """The group that has room is chosen."""

    request_id: strawberry.ID = request_id()
    kind: str = required("The code of the kind.")
    store_id: str | None = optional("The code of the store, for a group of a store.")
    preferences: list[str] | None = optional("The member's choices of the kind's `asks`.")
    member_id: strawberry.ID | None = optional(
        "The member, by global id or bare id; operators name the member."
    )


@strawberry.type(description="The member in the group, or the reasons for the refusal.")
class JoinGroupPayload:
    """Source: Outcome of a GroupMembership."""

    membership: GroupMembership | None = read(
        lambda outcome: outcome.result, "The member in the group; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _join(context: RequestContext, input: Annotated[JoinGroupInput, INPUT]) -> Outcome:
    def request() -> pb.JoinGroupRequest:
        return pb.JoinGroupRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            kind=input.kind,
            store_id=input.store_id or "",
            preferences=input.preferences or (),
        )

    method = context.services.groups.JoinGroup
    return await perform(context, "joinGroup", method, request, "membership")


@strawberry.input(description="A group to leave.")
class LeaveGroupInput:
    """The place is free for another member."""

    request_id: strawberry.ID = request_id()
    group_id: strawberry.ID = required("The group, by `Group.id`.")
    member_id: strawberry.ID | None = optional(
        "The member, by global id or bare id; operators name the member."
    )
    reason: str | None = optional(
        "The reason; operators write 4 to 500 characters. It is kept, so no personal data."
    )


@strawberry.type(description="The outcome of leaving a group, or the reasons for the refusal.")
class LeaveGroupPayload:
    """Source: Outcome of a LeaveGroupResponse."""

    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _leave(context: RequestContext, input: Annotated[LeaveGroupInput, INPUT]) -> Outcome:
    def request() -> pb.LeaveGroupRequest:
        return pb.LeaveGroupRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            group_id=input.group_id,
            reason=input.reason or "",
        )

    return await perform(context, "leaveGroup", context.services.groups.LeaveGroup, request, None)


@strawberry.input(description="A role for a member of a group.")
class SetGroupRoleInput:
    """A group has one owner and two assistants."""

    request_id: strawberry.ID = request_id()
    group_id: strawberry.ID = required("The group, by `Group.id`.")
    member_id: strawberry.ID = required("The member, by global id or bare id.")
    role: GroupRole = required("The role; MEMBER takes it away.")
    reason: str = required("The reason, 4 to 500 characters. It is kept, so no personal data.")


@strawberry.type(description="The member with the role, or the reasons for the refusal.")
class SetGroupRolePayload:
    """Source: Outcome of a GroupMembership."""

    membership: GroupMembership | None = read(
        lambda outcome: outcome.result, "The member in the group; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _set_role(context: RequestContext, input: Annotated[SetGroupRoleInput, INPUT]) -> Outcome:
    def request() -> pb.SetGroupRoleRequest:
        return pb.SetGroupRoleRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            group_id=input.group_id,
            role=input.role.value,
            reason=input.reason,
        )

    method = context.services.groups.SetGroupRole
    return await perform(context, "setGroupRole", method, request, "membership")


@strawberry.type
class GroupMutations:
    """The fields of Mutation."""

    join_group: JoinGroupPayload | None = mutation(
        "joinGroup",
        _join,
        "Joins a member to the group of a kind, and store, that has room; a new one is opened when"
        " all are full.",
        rule=Rule.SIGNED_IN,
    )
    leave_group: LeaveGroupPayload | None = mutation(
        "leaveGroup", _leave, "Takes a member out of a group.", rule=Rule.SIGNED_IN
    )
    set_group_role: SetGroupRolePayload | None = mutation(
        "setGroupRole",
        _set_role,
        "Gives a member of a group a role in it, or takes it.",
        rule=Rule.OPERATORS,
    )

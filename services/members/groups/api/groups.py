"""The Groups service: protos to commands and back."""

from services.common import pagination, text
from services.common.auth import Caller, Role, require_member, require_store, works_for
from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.members.access import EVERYONE, STAFF, require_caller
from services.members.activities.domain.activity import MEMBER_ID_CHARS_MAX, STORE_ID_CHARS_MAX
from services.members.consent.api.messages import to_reason
from services.members.context import MembersContext
from services.members.groups.api.messages import (
    ROLE_OF,
    from_group,
    from_kind,
    from_membership,
)
from services.members.groups.commands.joining import (
    JoinWish,
    LeaveWish,
    RoleWish,
    Turns,
    join_group,
    leave_group,
    set_role,
)
from services.members.groups.commands.unit import GroupStore
from services.members.groups.domain.membership import Group, GroupNotFound
from services.members.groups.domain.section import group_kinds
from services.members.tags.domain.section import tag_definitions
from services.members.tags.domain.tag import CODE_CHARS_MAX, TagSource
from tessera.members.v1 import groups_pb2 as pb
from tessera.members.v1 import groups_pb2_grpc

PREFERENCES_MAX = 10
_SOURCES = {Role.OPERATOR: TagSource.OPERATOR, Role.SERVICE: TagSource.SERVICE}


class GroupsServicer(groups_pb2_grpc.GroupsServicer):
    """Members join and leave; staff see groups and give roles, within their brand."""

    def __init__(self, ctx: MembersContext[GroupStore], page_secret: bytes) -> None:
        self._ctx = ctx
        self._page_secret = page_secret
        self._turns = Turns()

    async def ListMemberGroups(
        self, request: pb.ListMemberGroupsRequest, context: ServicerContext
    ) -> pb.ListMemberGroupsResponse:
        """The kinds, and where the member is."""
        caller = _caller_for(request.member_id)
        rules = await self._ctx.rulebook.of(caller.brand)
        tags = tag_definitions(rules)
        found = await self._ctx.store.groups.memberships(caller.brand, request.member_id)
        return pb.ListMemberGroupsResponse(
            kinds=[from_kind(each, tags) for each in group_kinds(rules).values()],
            memberships=[from_membership(each) for each in found if each.is_in],
        )

    async def JoinGroup(
        self, request: pb.JoinGroupRequest, context: ServicerContext
    ) -> pb.JoinGroupResponse:
        """The membership, new or as it was."""
        caller = _caller_for(request.member_id)
        require_store(request.store_id)
        if len(request.preferences) > PREFERENCES_MAX:
            raise invalid("preferences", f"at most {PREFERENCES_MAX}")
        wish = JoinWish(
            request_id=check_request_id(request.request_id),
            member_id=request.member_id,
            kind=text.checked("kind", request.kind, CODE_CHARS_MAX, least=1),
            store=text.checked("store_id", request.store_id, STORE_ID_CHARS_MAX),
            preferences=tuple(dict.fromkeys(request.preferences)),
            source=_SOURCES.get(caller.role, TagSource.CHANNEL),
            by="" if caller.role is Role.MEMBER else caller.subject,
        )
        made, replayed = await join_group(self._ctx, caller.brand, wish, self._turns)
        return pb.JoinGroupResponse(membership=from_membership(made), replayed=replayed)

    async def LeaveGroup(
        self, request: pb.LeaveGroupRequest, context: ServicerContext
    ) -> pb.LeaveGroupResponse:
        """Nothing but whether it was done before."""
        caller = _caller_for(request.member_id)
        if caller.stores:
            await self._find(caller, request.group_id)
        wish = LeaveWish(
            check_request_id(request.request_id),
            request.member_id,
            _group_id(request.group_id),
            to_reason(caller, request.reason),
        )
        return pb.LeaveGroupResponse(replayed=await leave_group(self._ctx, caller.brand, wish))

    async def SetGroupRole(
        self, request: pb.SetGroupRoleRequest, context: ServicerContext
    ) -> pb.SetGroupRoleResponse:
        """The membership with its role."""
        caller = require_caller(Role.OPERATOR, Role.SERVICE)
        _check_member_id(request.member_id)
        if request.role not in ROLE_OF:
            raise invalid("role", "one of the known roles")
        if caller.stores:
            await self._find(caller, request.group_id)
        wish = RoleWish(
            request_id=check_request_id(request.request_id),
            member_id=request.member_id,
            group_id=_group_id(request.group_id),
            role=ROLE_OF[request.role],
            reason=to_reason(caller, request.reason),
        )
        made, replayed = await set_role(self._ctx, caller.brand, wish)
        return pb.SetGroupRoleResponse(membership=from_membership(made), replayed=replayed)

    async def ListGroups(
        self, request: pb.ListGroupsRequest, context: ServicerContext
    ) -> pb.ListGroupsResponse:
        """A page of groups."""
        brand = require_caller(*STAFF).brand
        kind = text.checked("kind", request.kind, CODE_CHARS_MAX)
        store = text.checked("store_id", request.store_id, STORE_ID_CHARS_MAX)
        require_store(store)
        size = pagination.page_size(request.page_size)
        scope = {"list": "groups", "brand": brand, "kind": kind, "store": store}
        tokens = pagination.PlaceTokens(self._page_secret, scope)
        after = tokens.place(request.page_token, "")
        found = await self._ctx.store.groups.page(brand, kind, store, after, size + 1)
        return pb.ListGroupsResponse(
            groups=map(from_group, found[:size]),
            next_page_token=tokens.token(found[size - 1].id) if len(found) > size else "",
        )

    async def GetGroup(
        self, request: pb.GetGroupRequest, context: ServicerContext
    ) -> pb.GetGroupResponse:
        """The group."""
        found = await self._find(require_caller(*STAFF), request.group_id)
        return pb.GetGroupResponse(group=from_group(found))

    async def ListGroupMembers(
        self, request: pb.ListGroupMembersRequest, context: ServicerContext
    ) -> pb.ListGroupMembersResponse:
        """A page of who is in a group."""
        caller = require_caller(*STAFF)
        brand, group_id = caller.brand, _group_id(request.group_id)
        size = pagination.page_size(request.page_size)
        tokens = pagination.PlaceTokens(
            self._page_secret, {"list": "group members", "brand": brand, "group": group_id}
        )
        after = tokens.place(request.page_token, "")
        await self._find(caller, group_id)
        found = await self._ctx.store.groups.within(brand, group_id, after, size + 1)
        return pb.ListGroupMembersResponse(
            members=map(from_membership, found[:size]),
            next_page_token=tokens.token(found[size - 1].member_id) if len(found) > size else "",
        )

    async def _find(self, caller: Caller, sent: str) -> Group:
        """The group, if the caller may see it. Raises GroupNotFound."""
        group_id = _group_id(sent)
        found = await self._ctx.store.groups.group(caller.brand, group_id)
        if found is None or not works_for(caller, found.store):
            raise GroupNotFound(f"no group {group_id}")
        return found


def _caller_for(member_id: str) -> Caller:
    caller = require_caller(*EVERYONE)
    _check_member_id(member_id)
    return require_member(caller, member_id)


def _check_member_id(member_id: str) -> None:
    if not 1 <= len(member_id) <= MEMBER_ID_CHARS_MAX:
        raise invalid("member_id", f"1 to {MEMBER_ID_CHARS_MAX} characters")


def _group_id(sent: str) -> str:
    if not 1 <= len(sent) <= MEMBER_ID_CHARS_MAX:
        raise invalid("group_id", f"1 to {MEMBER_ID_CHARS_MAX} characters")
    return sent

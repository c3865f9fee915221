"""Groups as messages."""

from collections.abc import Mapping
from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp

from services.members.groups.domain.membership import Group, Membership, Role, Standing
from services.members.groups.domain.section import GroupKind
from services.members.tags.domain.section import TagDefinition
from tessera.members.v1 import groups_pb2 as pb
from tessera.types.v1 import types_pb2

_ROLES = {each: pb.GroupRole.Value(f"GROUP_ROLE_{each.name}") for each in Role}
ROLE_OF = {number: role for role, number in _ROLES.items()}
_STANDINGS = {
    each: pb.GroupStanding.Value(f"GROUP_STANDING_{each.name}")
    for each in (Standing.ACTIVE, Standing.SILENT, Standing.FLAGGED)
}


def from_kind(kind: GroupKind, tags: Mapping[str, TagDefinition]) -> pb.GroupKind:
    """A kind of groups; what it asks has the names of `tags`."""
    asked = [tags[code] for code in kind.asks if code in tags]
    return pb.GroupKind(
        code=kind.code,
        name=types_pb2.LocalizedText(zh=kind.name_zh, en=kind.name_en),
        of_store=kind.of_store,
        limit=kind.limit,
        asks=kind.asks,
        choices=[
            pb.GroupChoice(
                code=tag.code, name=types_pb2.LocalizedText(zh=tag.name_zh, en=tag.name_en)
            )
            for tag in asked
        ],
    )


def from_group(group: Group) -> pb.Group:
    """A group."""
    return pb.Group(
        id=group.id,
        kind=group.kind,
        store_id=group.store,
        number=group.number,
        members=group.members,
        open_time=_stamp(group.opened_at),
    )


def from_membership(membership: Membership) -> pb.GroupMembership:
    """A member in a group."""
    return pb.GroupMembership(
        group_id=membership.group_id,
        member_id=membership.member_id,
        kind=membership.kind,
        store_id=membership.store,
        number=membership.number,
        role=_ROLES[membership.role],
        # Who left since a request was answered is told as they were: unspecified.
        standing=_STANDINGS.get(membership.standing, pb.GROUP_STANDING_UNSPECIFIED),
        join_time=_stamp(membership.joined_at),
        last_message_time=_stamp(membership.last_message_at),
        koc_month=membership.koc_month,
    )


def _stamp(instant: datetime | None) -> Timestamp | None:
    if instant is None:
        return None
    stamp = Timestamp()
    stamp.FromDatetime(instant)
    return stamp

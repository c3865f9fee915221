"""Who works for certain stores acts at these alone, and serves every member."""

from services.common.auth import Caller, Role
from services.members.wiring import PROTO_SERVICES
from tessera.members.v1 import (
    activities_pb2,
    groups_pb2,
    members_pb2,
    search_pb2,
    stores_pb2,
    stores_pb2_grpc,
)
from tessera.types.v1 import types_pb2
from tests.component.members.conftest import NOON, Members, activity
from tests.component.stores import MANAGER, OURS, THEIRS, Asked, check_stores
from tests.paths import PROGRAMMES
from tests.scopes import EVERY_SCOPE

ANN = Caller("tea", "ann", Role.OPERATOR, None, EVERY_SCOPE)
STORES = (OURS, THEIRS, "")


def store_of(code: str) -> stores_pb2.Store:
    name = types_pb2.LocalizedText(zh="静安店", en="Jing'an")
    return stores_pb2.Store(code=code, name=name, city="上海", zone="Asia/Shanghai")


def told(store: str, kind: str = "ORDER") -> types_pb2.Activity:
    made = activity("mem_ann", f"{kind}-{store}", NOON)
    made.type = types_pb2.ActivityType.Value(f"ACTIVITY_TYPE_{kind}")
    made.store_id = store
    return made


async def test_a_manager_of_a_store_records_and_keeps_groups_of_this_store(
    members: Members,
) -> None:
    register = stores_pb2_grpc.StoresStub(members.channel(ANN))
    for code in (OURS, THEIRS):
        await register.UpsertStore(
            stores_pb2.UpsertStoreRequest(request_id=f"u-{code}", store=store_of(code))
        )
    await members.publish("tea", (PROGRAMMES / "tea.yaml").read_text("utf-8"))
    ann = await members.enrol()
    groups = {}
    for code in (OURS, THEIRS):
        request = groups_pb2.JoinGroupRequest(
            request_id=f"j-{code}", member_id=ann, kind="store_group", store_id=code
        )
        joined = await members.groups(ANN).JoinGroup(request, timeout=60)
        groups[code] = joined.membership.group_id
    not_yours, gone = "STORE_NOT_YOURS", ("GROUP_NOT_FOUND", "group_id")
    asked: Asked = {
        "Activities.RecordActivities": (
            {
                store: activities_pb2.RecordActivitiesRequest(activities=[told(store)])
                for store in STORES
            },
            *(not_yours, "activities[0].store_id"),
        ),
        "Activities.PreviewRefund": (
            {s: activities_pb2.PreviewRefundRequest(refund=told(s, "REFUND")) for s in STORES},
            *(not_yours, "refund.store_id"),
        ),
        # Who stands at the counter is found; a list by a tag or a segment is the brand's.
        "Search.SearchMembers": (
            {
                OURS: search_pb2.SearchMembersRequest(text="13812340001"),
                "tag": search_pb2.SearchMembersRequest(tag="vip"),
                "segment": search_pb2.SearchMembersRequest(text="Ann", segment="sharers"),
            },
            *("STORES_ONLY", ""),
        ),
        "Stores.UpsertStore": (
            {
                code: stores_pb2.UpsertStoreRequest(request_id=f"v-{code}", store=store_of(code))
                for code in (OURS, THEIRS)
            },
            *(not_yours, "store.code"),
        ),
        "Groups.JoinGroup": (
            {
                store: groups_pb2.JoinGroupRequest(
                    request_id=f"k-{store}", member_id=ann, kind="store_group", store_id=store
                )
                for store in STORES
            },
            *(not_yours, "store_id"),
        ),
        "Groups.ListGroups": (
            {store: groups_pb2.ListGroupsRequest(store_id=store) for store in STORES},
            *(not_yours, "store_id"),
        ),
        "Groups.GetGroup": (
            {code: groups_pb2.GetGroupRequest(group_id=id_) for code, id_ in groups.items()},
            *gone,
        ),
        "Groups.ListGroupMembers": (
            {
                code: groups_pb2.ListGroupMembersRequest(group_id=id_)
                for code, id_ in groups.items()
            },
            *gone,
        ),
        "Groups.SetGroupRole": (
            {
                code: groups_pb2.SetGroupRoleRequest(
                    request_id=f"o-{code}",
                    member_id=ann,
                    group_id=id_,
                    role=groups_pb2.GROUP_ROLE_OWNER,
                    reason="店长推荐",
                )
                for code, id_ in groups.items()
            },
            *gone,
        ),
        "Groups.LeaveGroup": (
            {
                code: groups_pb2.LeaveGroupRequest(
                    request_id=f"l-{code}", member_id=ann, group_id=id_, reason="会员要求退群"
                )
                for code, id_ in groups.items()
            },
            *gone,
        ),
    }
    await check_stores(members.running.address, members.issuer, PROTO_SERVICES, asked)
    read = members_pb2.BatchGetMembersRequest(member_ids=[ann])
    served = await members.members(MANAGER).BatchGetMembers(read)
    assert [each.id for each in served.members] == [ann]

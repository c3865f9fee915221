"""Posts to groups: decided, counted in shares, and days on which their members were touched."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import grpc
import pytest

from services.common import server
from services.common.auth import ALL_BRANDS, Role, current_caller
from services.common.errors import Refusal, reason_of
from services.common.mongo import Database, transact
from services.common.settings import ServerSettings
from services.common.store_projection import StoreProjection
from services.common.stores import KnownStore, OpeningHours
from services.feedback.audience.storage import COLLECTION as MEMBERS
from services.feedback.audience.storage import member_key, places_merged
from services.feedback.group_posts import adapters
from services.feedback.group_posts.storage.posts import COLLECTION
from services.feedback.reach.storage.pressure import MongoPressure
from services.feedback.reach.storage.touches import COLLECTION as TOUCHES
from tessera.feedback.v1 import group_posts_pb2 as pb
from tessera.members.v1 import events_pb2_grpc, groups_pb2, groups_pb2_grpc
from tests.component.feedback.conftest import NOON, TEA, Feedback
from tests.component.feedback.members_server import MembersFeedServer

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 3, 2)
GROUPS = {"posts_per_day": 2, "not_while_open": ["promotion"]}
SHARES = [{"of": "group", "max_percent": 40, "days": 7}]


class GroupsServer(groups_pb2_grpc.GroupsServicer):
    """The group grp_N has N members, in pages; nobody is in another. They are of one store."""

    async def GetGroup(self, request: Any, context: Any) -> Any:
        if request.group_id == "grp_x":
            raise Refusal("GROUP_NOT_FOUND", field="group_id")
        group = groups_pb2.Group(id=request.group_id, store_id="sh_001")
        return groups_pb2.GetGroupResponse(group=group)

    async def ListGroupMembers(self, request: Any, context: Any) -> Any:
        caller = current_caller()
        assert caller.role is Role.SERVICE
        assert caller.brand != ALL_BRANDS
        number = request.group_id.removeprefix("grp_")
        if not number.isdigit():
            raise Refusal("GROUP_NOT_FOUND", field="group_id")
        start, end = int(request.page_token or 0), int(request.page_token or 0) + request.page_size
        names = [f"mem_{each:03}" for each in range(int(number))]
        members = [groups_pb2.GroupMembership(member_id=each) for each in names[start:end]]
        more = str(end) if end < len(names) else ""
        return groups_pb2.ListGroupMembersResponse(members=members, next_page_token=more)


@pytest.fixture
def programme() -> dict[str, Any]:
    return TEA | {"reach": TEA["reach"] | {"shares": SHARES, "groups": GROUPS}}


@pytest.fixture
async def members(
    keys_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[MembersFeedServer, str]]:
    """The members feed, with groups."""
    monkeypatch.setattr(adapters, "PAGE", 20)
    feed = MembersFeedServer()
    groups = GroupsServer()  # type: ignore[abstract]  # one of them is called
    running = await server.start(
        name="members",
        settings=ServerSettings(keys_dir=keys_dir),
        register=[
            lambda s: events_pb2_grpc.add_EventsServicer_to_server(feed, s),
            lambda s: groups_pb2_grpc.add_GroupsServicer_to_server(groups, s),
        ],
    )
    yield feed, running.address
    await running.stop(0)


async def said_before(db: Database, *, direct: int, group: int) -> None:
    """Touches of this week, and as many again that do not count."""

    def touch(number: int, **other: Any) -> dict[str, Any]:
        at = NOON - timedelta(days=3)
        place = f"{int(at.timestamp() * 1000):014d}/{number:05}"
        told = {"_id": f"t{number}", "brand": "tea", "place": place, "decided_at": at}
        return {**told, "state": "delivered", **other}

    long_ago = NOON - timedelta(days=7, hours=12)
    await db[TOUCHES].insert_many(
        [
            *(touch(number) for number in range(direct)),
            *(touch(10_000 + number, state="refused") for number in range(10)),
            *(touch(20_000 + number, brand="retail") for number in range(10)),
            *(touch(30_000 + number, decided_at=long_ago) for number in range(10)),
        ]
    )
    post = {"brand": "tea", "group_id": "grp_old", "allowed": True, "promotion": False}
    await db[COLLECTION].insert_many(
        [
            {**post, "_id": "gpo_0", "members": group, "posted_at": NOON - timedelta(days=1)},
            {**post, "_id": "gpo_1", "members": 90, "posted_at": NOON, "allowed": False},
            {**post, "_id": "gpo_2", "members": 90, "posted_at": long_ago},
            {**post, "_id": "gpo_3", "members": 90, "posted_at": NOON, "brand": "retail"},
        ]
    )


def wanted(request_id: str, group: str, message: str = "we_miss_you") -> pb.PostToGroupRequest:
    return pb.PostToGroupRequest(request_id=request_id, group_id=group, message=message)


async def test_cases_13_and_14_a_post_keeps_to_the_share_and_says_by_what(
    feedback: Feedback, db: Database
) -> None:
    await said_before(db, direct=600, group=350)
    stub = feedback.group_posts()
    asked = pb.PreviewGroupPostRequest(group_id="grp_51", message="we_miss_you")
    preview = (await stub.PreviewGroupPost(asked)).post
    assert (preview.allowed, preview.members, preview.id) == (False, 51, "")
    refused = await stub.PostToGroup(wanted("p1", "grp_51"))
    kept = refused.post
    # A preview is the decision.
    assert [*kept.checks] == [*preview.checks]
    check = kept.checks[-1]
    assert (check.name, check.passed, check.limit) == ("share", False, "40")
    inputs = {each.name: each.value for each in check.inputs}
    assert (inputs["percent"], inputs["numerator"], inputs["denominator"]) == (
        *("40.06", "401"),
        "1001",
    )
    assert (inputs["first_day"], inputs["last_day"]) == ("2026-02-24", "2026-03-02")
    assert check.text.zh.startswith("发送后占比")
    assert (kept.programme_revision, kept.posted_by) == (preview.programme_revision, "ann")
    assert kept.programme_revision
    assert not kept.HasField("text")
    allowed = await stub.PostToGroup(wanted("p2", "grp_50"))
    assert (allowed.post.allowed, allowed.post.members) == (True, 50)
    assert allowed.post.text.zh == "好久不见，新口味等您来尝。"
    again = await stub.PostToGroup(wanted("p2", "grp_50"))
    assert (again.post, again.replayed) == (allowed.post, True)
    [share] = (await stub.GetMessageShares(pb.GetMessageSharesRequest())).shares
    assert (share.of, share.part, share.whole, share.max_percent) == ("group", 400, 1000, 40)
    # The next one is too many, and what was refused counts for nobody.
    more = await stub.PostToGroup(wanted("p3", "grp_1"))
    assert [each.name for each in more.post.checks][-1] == "share"
    page = await stub.ListGroupPosts(pb.ListGroupPostsRequest(group_id="grp_50"))
    assert [*page.posts] == [allowed.post]
    kept_entries = await db["audit"].find({"kind": "audit"}).to_list(None)
    assert [each["body"]["request_id"] for each in kept_entries] == ["p1", "p2", "p3"]
    assert "mem_" not in str(kept_entries)


async def test_two_operators_at_once_never_take_the_last_place_twice(
    feedback: Feedback, db: Database
) -> None:
    await said_before(db, direct=600, group=350)
    stubs = feedback.group_posts("ann"), feedback.group_posts("ben")
    answers = await asyncio.gather(
        *(stubs[n % 2].PostToGroup(wanted(f"r{n}", "grp_30")) for n in range(4))
    )
    assert sorted(each.post.allowed for each in answers) == [False, False, False, True]


async def test_a_post_is_a_day_on_which_the_group_was_touched_and_no_place_of_a_cap(
    feedback: Feedback, db: Database
) -> None:
    said = {"purpose": "marketing", "channel": "all", "granted": True, "at": NOON}
    names = [f"mem_{each:03}" for each in range(4)]
    await db[MEMBERS].insert_many(
        [
            {
                "_id": member_key("tea", each),
                "brand": "tea",
                "member_id": each,
                "enrolled_at": NOON,
                "consents": {"marketing_all": said},
            }
            for each in names
        ]
    )
    stub, pressure = feedback.group_posts(), MongoPressure(db)
    for number in range(3):
        feedback.clock.set(NOON - timedelta(days=2 - number))
        first, second, third = [
            (await stub.PostToGroup(wanted(f"d{number}{each}", "grp_2"))).post for each in range(3)
        ]
        assert (first.allowed, second.allowed, third.allowed) == (True, True, False)
        assert third.checks[-1].name == "posts"
        # Service posts touch nobody in the sense of the brakes.
        assert (await stub.PostToGroup(wanted(f"s{number}", "grp_4", "welcome"))).post.allowed
    [three] = await pressure.measure("tea", TODAY, [3], SHANGHAI)
    assert (three.touched, three.reachable) == (2, 4)
    found = await db[MEMBERS].find_one({"member_id": "mem_000"})
    assert found is not None
    assert found["group_days"] == ["2026-02-28", "2026-03-01", "2026-03-02"]
    assert "counted" not in found

    async def merge(session: Any) -> None:
        writes = await places_merged(db, session, "tea", "mem_000", "mem_003")
        await db[MEMBERS].bulk_write(writes, session=session)

    await transact(db, merge)
    [three] = await pressure.measure("tea", TODAY, [3], SHANGHAI)
    assert (three.touched, three.reachable) == (2, 3)


async def test_no_promotion_goes_to_a_group_while_its_store_is_open(
    feedback: Feedback, db: Database
) -> None:
    hours = OpeningHours("Asia/Shanghai", tuple((day, 600, 1260) for day in range(1, 8)))
    await StoreProjection(db).keep([KnownStore("tea", "sh_001", 1, "Shanghai", hours)])
    stub = feedback.group_posts()
    evening = (await stub.PostToGroup(wanted("o1", "grp_2", "come_back"))).post
    check = evening.checks[-1]
    assert (evening.allowed, check.name, check.passed) == (False, "store", False)
    closes = NOON.replace(hour=13)
    assert check.until_time.ToDatetime(UTC) == closes
    assert {each.name: each.value for each in check.inputs} == {"store": "sh_001", "hours": "open"}
    assert "打烊" in check.text.zh
    # Another class may be posted, and this one from the closing on.
    assert (await stub.PostToGroup(wanted("o2", "grp_2"))).post.allowed
    feedback.clock.set(closes)
    assert (await stub.PostToGroup(wanted("o3", "grp_2", "come_back"))).post.allowed


async def test_what_is_asked_wrongly_is_refused_with_its_field(feedback: Feedback) -> None:
    stub = feedback.group_posts()
    for group, message, reason, field in (
        ("grp_x", "come_back", "GROUP_NOT_FOUND", "group_id"),
        ("grp_x", "we_miss_you", "GROUP_NOT_FOUND", "group_id"),
        ("grp_0", "we_miss_you", "INVALID_ARGUMENT", "group_id"),
        ("", "we_miss_you", "INVALID_ARGUMENT", "group_id"),
        ("grp_2", "nothing", "MESSAGE_NOT_FOUND", "message"),
        ("grp_2", "", "INVALID_ARGUMENT", "message"),
    ):
        for call in (
            stub.PostToGroup(wanted("w1", group, message)),
            stub.PreviewGroupPost(pb.PreviewGroupPostRequest(group_id=group, message=message)),
        ):
            with pytest.raises(grpc.aio.AioRpcError) as caught:
                await call
            found = reason_of(caught.value)
            assert found is not None
            assert (found.reason, found.field) == (reason, field)

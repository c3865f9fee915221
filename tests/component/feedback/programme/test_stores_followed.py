"""Feedback follows the register of stores: routes see the store that a member writes about."""

from copy import deepcopy

from services.common.mongo import Database
from tessera.members.v1 import stores_pb2
from tests.component.feedback.conftest import TEA, Feedback, submission, until
from tests.component.feedback.members_server import MembersFeedServer

Members = tuple[MembersFeedServer, str]
ROUTES = [
    {"when": 'store.city == "上海"', "category": "a", "priority": "urgent", "team": "shanghai"},
    {"when": "!store.open", "category": "b", "priority": "urgent", "team": "night"},
    {"when": "true", "category": "c", "priority": "general", "team": "everybody"},
]


def store(code: str, version: int, city: str, closed_from: str = "") -> stores_pb2.Store:
    return stores_pb2.Store(
        code=code, version=version, city=city, zone="Asia/Shanghai", closed_from=closed_from
    )


async def test_a_route_sees_the_city_of_the_store_whatever_order_its_changes_come_in(
    feedback: Feedback, members: Members, db: Database
) -> None:
    programme = deepcopy(TEA)
    programme["feedback"]["routing"] = ROUTES
    feed = members[0]
    await feed.change_store("tea", store("SH001", 2, "上海"))
    await feed.change_store("tea", store("SH001", 1, "北京"))
    await feed.change_store("tea", store("gone", 1, "北京", closed_from="2020-01-01"))
    await feed.change_store("tea", store("open?", 1, "北京"))
    before = await db["programmes"].find_one({"_id": "tea"})
    await feed.publish("tea", programme, version=2)

    async def changed_over() -> bool:
        return await db["programmes"].find_one({"_id": "tea"}) != before

    await until(changed_over)
    teams = {}
    for code in ("SH001", "gone", "open?", "unknown", ""):
        wish = submission("好喝", f"r-{code}")
        wish.store_id = code
        teams[code] = (await feedback.till().SubmitFeedback(wish)).feedback.team
    assert teams == {
        "SH001": "shanghai",
        "gone": "night",
        "open?": "everybody",
        "unknown": "everybody",
        "": "everybody",
    }

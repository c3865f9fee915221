"""The share of members who were touched on days running, counted in MongoDB, and what it brings."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.common.mongo import Database
from services.feedback.audience.storage import COLLECTION, member_key
from services.feedback.reach.storage.pressure import MongoPressure
from tessera.feedback.v1 import reach_pb2 as pb
from tests.component.feedback.conftest import NOON, until
from tests.component.feedback.reach.sending_suite import REACH, Suite
from tests.component.feedback.reach.test_touches import refusal
from tests.example_programmes import example

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 3, 2)


def member(number: int, *at: datetime, brand: str = "tea", **more: Any) -> dict[str, Any]:
    said = {"purpose": "marketing", "channel": "all", "granted": True, "at": NOON}
    key = member_key(brand, f"mem_{number:05}")
    document = {"_id": key, "brand": brand, "member_id": f"mem_{number:05}", "enrolled_at": NOON}
    counted = [{"id": f"t{each}", "purpose": "marketing", "at": each} for each in at]
    return {**document, "consents": {"marketing_all": said}, "counted": counted, **more}


def days(*numbers: int, hour: int = 4) -> list[datetime]:
    """Noons of Shanghai, so many days before the 2nd of March."""
    return [datetime(2026, 3, 2, hour, tzinfo=UTC) - timedelta(days=each) for each in numbers]


async def test_case_12_members_are_counted_by_local_days_running(db: Database) -> None:
    said = {"purpose": "marketing", "channel": "all", "granted": False, "at": NOON}
    survey = [{"id": "s", "purpose": "survey", "at": each} for each in days(0, 1, 2)]
    # 23:30 of the 1st in Shanghai is 15:30 of UTC; 00:30 of the 2nd is 16:30 of the 1st.
    late = [datetime(2026, 3, 1, 16, 30, tzinfo=UTC), *days(1, 2)]
    await db[COLLECTION].insert_many(
        [
            *(member(number, *days(0, 1, 2)) for number in range(499)),
            member(499, *late),
            *(member(number) for number in range(500, 9_996)),
            member(9_996, *days(0, 2)),
            member(9_997, *days(1, 2, 3)),
            member(9_998, *days(0, 0, 0)),
            member(9_999, counted=survey),
            member(10_000, *days(0, 1, 2), consents={"marketing_all": said}),
            member(10_001, *days(0, 1, 2), consents={}),
            member(10_002, *days(0, 1, 2), brand="tea2"),
            {"_id": member_key("tea", "mem_gone"), "erased": True},
        ]
    )
    [three, four] = await MongoPressure(db).measure("tea", DAY, [3, 4], SHANGHAI)
    assert (three.touched, three.reachable, three.percent) == (500, 10_000, "5.00")
    assert three.at_least(5)
    assert four.touched == 0
    [before] = await MongoPressure(db).measure("tea", DAY - timedelta(days=1), [3], SHANGHAI)
    assert before.touched == 1
    [nobody] = await MongoPressure(db).measure("fashion", DAY, [3], SHANGHAI)
    assert (nobody.touched, nobody.reachable) == (0, 0)


RULE = {"days": 3, "percent": 5, "recover_percent": 4, "lowered": {"per": "week", "times": 1}}


async def test_case_12_a_brand_that_said_too_much_says_less_and_says_why(suite: Suite) -> None:
    wide = [{"purpose": "marketing", "per": "week", "times": 30}]
    reach = {**REACH, "pressure": [RULE], "caps": wide}
    await suite.feed.publish("tea", {**example("tea"), "reach": reach}, 2)
    await suite.enrol("mem_1")
    staff = suite.feedback.reach()

    async def told() -> pb.PressureBrake | None:
        brakes = (await staff.GetPressure(pb.GetPressureRequest())).brakes
        return brakes[0] if brakes else None

    async def is_in_force() -> bool:
        return await told() is not None

    await until(is_in_force)
    clock = suite.feedback.clock
    # A message on each of three days, and the same to nobody else: 100 % of the reachable.
    for number in range(3):
        await suite.birthday("mem_1")

        async def has_so_many(wanted: int = number + 1) -> bool:
            found = await suite.db["reach_members"].find_one({"member_id": "mem_1"})
            return found is not None and len(found.get("counted", ())) == wanted

        await until(has_so_many)
        clock.advance(timedelta(days=1))

    async def is_lowered() -> bool:
        brake = await told()
        return brake is not None and brake.lowered_since != ""

    await until(is_lowered)
    brake = await told()
    assert brake is not None
    assert (brake.touched, brake.reachable, brake.day) == (1, 1, "2026-03-04")
    assert (brake.lowered_since, brake.lowered_times) == ("2026-03-05", 1)
    request = pb.PreviewTouchRequest(member_id="mem_1", message="birthday")
    check = (await staff.PreviewTouch(request)).touch.checks[-1]
    assert (check.name, check.limit) == ("pressure", "1")
    inputs = {each.name: each.value for each in check.inputs}
    assert (inputs["percent"], inputs["lowered_since"]) == ("100.00", "2026-03-05")
    await suite.birthday("mem_1")
    refused = await suite.touch("mem_1", "REFUSED", "birthday")
    assert refused.checks[-1] == check
    # Three calm days let it go.
    for _ in range(3):
        clock.advance(timedelta(days=1))

    async def is_as_before() -> bool:
        brake = await told()
        return brake is not None and brake.lowered_since == ""

    await until(is_as_before)
    member_asks = suite.feedback.reach("mem_1").GetPressure(pb.GetPressureRequest())
    assert await refusal(member_asks) == "PERMISSION_DENIED"

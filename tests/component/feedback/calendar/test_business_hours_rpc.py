"""When the team works, over gRPC."""

from copy import deepcopy
from datetime import UTC, datetime

import grpc
import pytest

from services.common.auth import ALL_BRANDS, Caller, Role
from tessera.feedback.v1 import business_hours_pb2 as pb
from tessera.feedback.v1 import business_hours_pb2_grpc as pb_grpc
from tests.component.feedback.conftest import TEA, Feedback, until
from tests.component.feedback.members_server import MembersFeedServer

HOURS = {
    "week": [
        {"days": [1, 2, 3, 4, 5], "from": "09:00", "until": "12:00"},
        {"days": [1, 2, 3, 4, 5], "from": "13:30", "until": "18:00"},
    ],
    "holidays": "china",
}


async def test_everybody_of_a_brand_asks_when_its_team_works(
    feedback: Feedback, members: tuple[MembersFeedServer, str]
) -> None:
    def stub(role: Role, brand: str = "tea") -> "pb_grpc.BusinessHoursAsyncStub":
        member = "mem_1" if role is Role.MEMBER else None
        scopes = frozenset({"feedback:read"}) if role is Role.OPERATOR else frozenset()
        return pb_grpc.BusinessHoursStub(
            feedback._channel(Caller(brand, "who", role, member, scopes=scopes))
        )

    asked = pb.GetBusinessHoursRequest()
    member = stub(Role.MEMBER)
    document = deepcopy(TEA)
    document["feedback"]["business_hours"] = HOURS
    await members[0].publish("tea", document)
    del document["feedback"]["business_hours"]
    await members[0].publish("retail", document)

    async def are_in_force() -> bool:
        tea = await member.GetBusinessHours(asked)
        retail = await stub(Role.MEMBER, "retail").GetBusinessHours(asked)
        return len(tea.hours.days[0].openings) == 2 and not retail.HasField("hours")

    await until(are_in_force)
    # 31 December 2036, 18:30 in Shanghai.
    feedback.clock.set(datetime(2036, 12, 31, 10, 30, tzinfo=UTC))
    for role in (Role.MEMBER, Role.OPERATOR, Role.CHANNEL):
        hours = (await stub(role).GetBusinessHours(asked)).hours
        assert (hours.zone, hours.is_open) == ("Asia/Shanghai", False)
        assert hours.next_change_time.ToDatetime(UTC) == datetime(2037, 1, 1, 1, tzinfo=UTC)
        assert [each.day for each in hours.days][:2] == ["2036-12-31", "2037-01-01"]
        assert [(each.start_minute, each.end_minute) for each in hours.days[1].openings] == [
            (540, 720),
            (810, 1080),
        ]
        assert hours.days[1].calendar_unknown
        assert list(hours.unknown_years) == [2036, 2037]
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await stub(Role.SERVICE, ALL_BRANDS).GetBusinessHours(asked)
    assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED

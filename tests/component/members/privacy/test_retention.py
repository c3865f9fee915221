"""What a programme keeps for a time is let go after it, and what counts stays."""

from datetime import timedelta

import pytest

from services.common.auth import Caller, Role
from services.common.clock import ManualClock
from services.common.mongo import Database
from services.common.retention_command import PastTime
from services.members.groups.storage import MESSAGES_KEPT
from services.members.privacy.commands import retention as commands
from services.members.privacy.commands.retention import Retention
from services.members.privacy.domain.retention import GROUP_MESSAGE_DAYS
from services.members.rights_wiring import retention_in
from tessera.members.v1 import activities_pb2, privacy_pb2, privacy_pb2_grpc
from tests.component.members.conftest import NOON, Members, activity, recording
from tests.paths import PROGRAMMES

DAYS = 1_095


class Held:
    """A lease that is ours for so many slices."""

    def __init__(self, times: int = 1_000) -> None:
        self.times = times

    async def acquire(self) -> bool:
        self.times -= 1
        return self.times >= 0


def at(db: Database, days: float) -> Retention:
    return retention_in(db, ManualClock(NOON + timedelta(days=days)))


async def past(retention: Retention) -> list[PastTime]:
    return [one async for one in retention.past()]


async def test_details_go_and_what_counts_stays(
    bare: Members, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bare.publish("tea", (PROGRAMMES / "tea.yaml").read_text("utf-8"))
    await bare.publish("retail", (PROGRAMMES / "retail.yaml").read_text("utf-8"))
    ids = {brand: await bare.enrol(brand=brand) for brand in ("tea", "retail")}
    bought = activity(ids["tea"], "order-1", NOON, 4_200)
    bought.labels["said"] = "奶茶少糖"
    others = [activity(ids["tea"], f"visit-{n}", NOON) for n in range(6)]
    await bare.activities().RecordActivities(recording(bought, *others))
    theirs = activity(ids["retail"], "order-1", NOON, 4_200, currency="GBP")
    theirs.labels["said"] = "另一家"
    taken = (await bare.activities("retail").RecordActivities(recording(theirs))).results
    assert [each.reason for each in taken] == [""]
    facts = (await bare.card(ids["tea"])).facts

    # Up to its day nothing goes; the brand that has no such time keeps all.
    assert await at(db, DAYS).work(Held()) == 0
    late = at(db, DAYS + 2.5)
    [tea] = await past(late)
    assert (tea.brand, tea.kind, tea.left) == ("tea", "activity_details", 7)
    assert tea.overdue == timedelta(days=2.5)
    # In slices, retail before tea; a job that loses its lease midway goes on later.
    monkeypatch.setattr(commands, "SLICE", 2)
    assert await late.work(Held(2)) == 2
    assert await late.work(Held()) == 5
    assert await past(late) == [PastTime("tea", "activity_details", 0, timedelta())]
    kept = str(await db["activities"].find({"brand": "tea"}).to_list(None))
    assert "奶茶少糖" not in kept
    assert "另一家" in str(
        [
            bytes(d["content"]).decode(errors="ignore")
            for d in await db["activities"].find({"brand": "retail"}).to_list(None)
        ]
    )
    assert (await bare.card(ids["tea"])).facts == facts

    # A repeat is still known, other content is still refused, and a refund finds its order.
    [again] = (await bare.activities().RecordActivities(recording(bought))).results
    assert again.state == activities_pb2.RECORD_STATE_REPEATED
    other = activity(ids["tea"], "order-1", NOON, 4_300)
    [refused] = (await bare.activities().RecordActivities(recording(other))).results
    assert (refused.reason, refused.HasField("recorded_occur_time")) == ("ACTIVITY_CONFLICT", False)
    back = activity(ids["tea"], "refund-1", NOON, 4_200, refund=True, order_id="order-1")
    [refunded] = (await bare.activities().RecordActivities(recording(back))).results
    assert refunded.state == activities_pb2.RECORD_STATE_RECORDED, refunded
    # A copy tells what is left.
    member = Caller("tea", "her", Role.MEMBER, ids["tea"])
    privacy = privacy_pb2_grpc.PrivacyStub(bare.channel(member))
    request = privacy_pb2.ExportMemberRequest(member_id=ids["tea"])
    records = (await privacy.ExportMember(request)).records
    told = [each.json for each in records if each.part == "activities"]
    assert len(told) == 8
    assert sum("occurred_at" in each for each in told) == 7


async def test_members_see_the_times_of_their_brand(members: Members) -> None:
    async def told(brand: str) -> dict[str, int]:
        caller = Caller(brand, "her", Role.MEMBER, "mem_1")
        stub = privacy_pb2_grpc.PrivacyStub(members.channel(caller))
        times = (await stub.GetRetention(privacy_pb2.GetRetentionRequest())).times
        kinds = privacy_pb2.DataKind
        return {kinds.Name(each.kind).removeprefix("DATA_KIND_"): each.days for each in times}

    tea, retail = await told("tea"), await told("retail")
    assert (tea["ACTIVITY_DETAILS"], tea["INBOX"], tea["MESSAGE_DETAILS"]) == (DAYS, 365, 730)
    assert (retail["ACTIVITY_DETAILS"], retail["INBOX"]) == (0, 0)
    assert tea["LOGINS"] == retail["LOGINS"] == 180
    assert tea["GROUP_MESSAGES"] == GROUP_MESSAGE_DAYS == MESSAGES_KEPT.days

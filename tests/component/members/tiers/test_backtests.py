"""Back-tests of ladders: run in the background, resumed, and nobody's tier changes."""

from datetime import timedelta

from services.common.auth import Caller, Role
from services.common.mongo import Database
from tessera.members.v1 import backtests_pb2 as pb
from tessera.members.v1 import backtests_pb2_grpc
from tests.component.members.conftest import Members, activity, recording, refused, until
from tests.paths import PROGRAMMES
from tests.scopes import EVERY_SCOPE

TEA = (PROGRAMMES / "tea.yaml").read_text("utf-8")
DRAFT = TEA.replace("reach: 30000, keep: 30000", "reach: 10000, keep: 10000")
READ = pb.GetTierBacktestRequest()


def staff(members: Members, brand: str = "tea") -> "backtests_pb2_grpc.TierBacktestsAsyncStub":
    caller = Caller(brand, "ann", Role.OPERATOR, None, EVERY_SCOPE)
    return backtests_pb2_grpc.TierBacktestsStub(members.channel(caller))


async def done(stub: "backtests_pb2_grpc.TierBacktestsAsyncStub") -> pb.TierBacktest:
    async def is_done() -> bool:
        found = (await stub.GetTierBacktest(READ)).backtest
        return found.state == pb.BACKTEST_STATE_DONE

    await until(is_done)
    return (await stub.GetTierBacktest(READ)).backtest


async def test_a_draft_is_tried_on_all_members_and_changes_nobody(
    members: Members, db: Database
) -> None:
    stub = staff(members)
    assert DRAFT != TEA
    assert (await refused(stub.GetTierBacktest(READ))).reason == "BACKTEST_NOT_FOUND"
    bad = pb.StartTierBacktestRequest(request_id="bad", source_yaml="a: 1")
    said = await refused(stub.StartTierBacktest(bad))
    assert (said.reason, said.field) == ("PROGRAMME_INVALID", "source_yaml")
    assert await db.tier_backtests.count_documents({}) == 0
    ids = [await members.enrol() for _ in range(3)]
    earlier = members.clock.now() - timedelta(days=20)
    await members.activities().RecordActivities(
        recording(*(activity(one, f"o-{one}", earlier, 20_000) for one in ids[:2]))
    )
    asked = pb.StartTierBacktestRequest(request_id="b1", source_yaml=DRAFT)
    started = await stub.StartTierBacktest(asked)
    assert (await stub.StartTierBacktest(asked)).backtest.id == started.backtest.id
    other = pb.StartTierBacktestRequest(request_id="b1", source_yaml=TEA)
    assert (await refused(stub.StartTierBacktest(other))).reason == "REQUEST_ID_REUSED"
    found = await done(stub)
    assert (found.members, found.in_force_version) == (3, started.backtest.in_force_version)
    value = next(each for each in found.ladders if each.ladder == "value")
    moves = {(move.from_tier, move.to_tier): move.members for move in value.moves}
    assert moves == {("new", "active"): 2, ("new", "new"): 1}
    assert (value.rise, value.fall, value.rise_at_once) == (2, 0, 2)
    # A point for each yuan of two orders, by the rule of tea's programme.
    assert (found.cost.spend_minor, found.cost.points_now) == (40_000, 400)
    assert {each.member_id for each in found.sample} == set(ids[:2])
    assert {(each.reason, each.counted, each.threshold) for each in found.sample} == {
        ("upgrade", 20_000, 10_000)
    }
    assert [(await members.card(one)).tiers[1].code for one in ids] == ["new"] * 3
    assert (await refused(staff(members, "retail").GetTierBacktest(READ))).reason == (
        "BACKTEST_NOT_FOUND"
    )

    # A worker stopped before it said that all are counted: the next one counts nobody twice.
    left = {"state": "running", "after": max(ids)}
    await db.tier_backtests.update_one({"_id": found.id}, {"$set": left})
    again = await done(stub)
    assert (again.members, list(again.ladders)) == (3, list(found.ladders))

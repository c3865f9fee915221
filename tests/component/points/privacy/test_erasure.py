"""A copy has what points keep; after an erasure they keep ids, entries and sums, and no habits."""

from services.common.mongo import Database
from tessera.points.v1 import ledger_pb2, privacy_pb2, privacy_pb2_grpc
from tests.component.points.check_in.test_check_ins import activity, wallet
from tests.component.points.conftest import MILK, Members, Points, followed, sent
from tests.component.points.intake.test_follow_facts import THREE


async def test_habits_and_facts_go_while_entries_stay_and_verify(
    points: Points, members: Members, db: Database
) -> None:
    feed = members.feed
    for member_id in ("mem_ada", "mem_bo"):
        await feed.tell_bought("tea", member_id, "cheese_tea", *THREE)
        days = [activity(day, member_id=member_id) for day in (2, 1, 0)]
        order = sent("ORDER", MILK, event_id=f"o/{member_id}", order_id=f"o/{member_id}")
        order.member_id = member_id
        await feed.record("tea", *days, order)
    await followed(points, members)
    staff = points.operator()
    before = [await staff.balance(member_id) for member_id in ("mem_ada", "mem_bo")]
    assert (await wallet(staff)).check_ins.longest_streak == 3
    copy = await privacy_pb2_grpc.PrivacyStub(points.member("mem_ada").channel).ExportMember(
        privacy_pb2.ExportMemberRequest(member_id="mem_ada")
    )
    assert {"accounts", "postings", "check_ins", "order", "known"} <= {
        each.part for each in copy.records
    }
    assert sum("o/mem_ada" in each.json for each in copy.records if each.part == "postings") == 1
    assert not [each for each in copy.records if "mem_bo" in each.json]
    await feed.erase("tea", "mem_ada")
    # It may come again, and what was on its way comes behind it.
    await feed.erase("tea", "mem_ada")
    await feed.tell_bought("tea", "mem_ada", "cheese_tea", *THREE, revision=2)
    await followed(points, members)
    assert [await staff.balance(member_id) for member_id in ("mem_ada", "mem_bo")] == before
    assert (await wallet(staff)).check_ins.longest_streak == 0
    assert (await wallet(staff, "mem_bo")).check_ins.longest_streak == 3
    erasures = await db.postings.find({"request": "tea/erase/mem_ada"}).to_list(None)
    assert len(erasures) == 1
    kept = {each["member_id"]: each for each in await db.members.find({}).to_list(None)}
    assert "activity_facts" not in kept["mem_ada"]
    assert "activity_facts" in kept["mem_bo"]
    for record in await db.records.find({"_id": {"$regex": "mem_ada$"}}).to_list(None):
        shown = [value for value in record["body"].values() if isinstance(value, list) and value]
        assert not shown or record["kind"] not in ("check_ins", "tasks", "streaks", "badges")
    report = await staff.ledger.Verify(ledger_pb2.VerifyRequest())
    assert (report.colour, list(report.problems)) == (ledger_pb2.VERIFY_COLOUR_GREEN, [])

"""Points follow a merge: what the old id had is the survivor's, and so is what comes late."""

from __future__ import annotations

from datetime import timedelta

from services.common.mongo import Database
from tessera.points.v1 import earning_pb2, ledger_pb2, refunds_pb2, rewards_pb2, wallets_pb2
from tessera.points.v1 import merges_pb2 as pb
from tessera.types.v1.merges_pb2 import MERGE_STATE_MERGED, MERGE_STATE_PENDING
from tests.activities import NOON
from tests.component.points.check_in.test_check_ins import activity, wallet
from tests.component.points.conftest import MILK, As, Members, Points, followed, sent
from tests.component.points.vouchers.test_vouchers import issue, redeem

OLD, NEW = "mem_ada", "mem_bo"


async def what_moved(staff: As, merge_id: str = "mrg_1") -> tuple[int, dict[str, int]]:
    found = await staff.merges.GetMerge(pb.GetMergeRequest(merge_id=merge_id))
    return found.state, {part.what: part.moved for part in found.parts}


async def test_all_that_the_old_id_had_is_the_survivors_and_what_comes_late_too(
    points: Points, members: Members, db: Database
) -> None:
    feed, staff, till = members.feed, points.operator(), points.till()
    for member_id in (OLD, NEW):
        await feed.enrol("tea", member_id)
    order = sent("ORDER", MILK, event_id="o1", order_id="o1")
    days = [activity(2, member_id=OLD), activity(1, member_id=NEW), activity(0, member_id=OLD)]
    await feed.record("tea", order, *days)
    await followed(points, members)
    code = await issue(points, 1, OLD)
    await till.give(OLD, 200, "more")
    asked = rewards_pb2.RedeemRewardRequest(
        request_id="held", member_id=OLD, reward_code="free_drink"
    )
    held = (await points.member(OLD).rewards.RedeemReward(asked)).redemption
    before = [(await staff.balance(owner)).posted for owner in (OLD, NEW)]
    assert (await staff.balance(OLD)).held == held.price

    await feed.merge("tea", OLD, NEW)
    await feed.merge("tea", OLD, NEW)
    await followed(points, members)

    account = await db.accounts.find_one({"owner": OLD, "asset": "POINTS"})
    assert account is not None
    assert account["posted"] == 0
    moved = await staff.balance(NEW)
    assert (moved.posted, moved.held) == (sum(before), held.price)
    state, parts = await what_moved(staff)
    assert (state, parts["POINTS"], parts["holds"]) == (MERGE_STATE_MERGED, before[0], 1)
    assert (await what_moved(staff, "mrg_2"))[0] == MERGE_STATE_PENDING
    assert (await wallet(staff, NEW)).check_ins.longest_streak == 3
    # Whoever names the old id gets the survivor: the member with a token of before, too.
    assert (await points.member(OLD).balance(OLD)).posted == sum(before)
    both = wallets_pb2.BatchGetWalletsRequest(member_ids=[OLD, NEW])
    wallets = (await staff.wallets.BatchGetWallets(both)).wallets
    assert [each.member_id for each in wallets] == [OLD, NEW]
    assert wallets[0].points == wallets[1].points
    own = wallets_pb2.BatchGetWalletsRequest(member_ids=[OLD])
    [told] = (await points.member(OLD).wallets.BatchGetWallets(own)).wallets
    assert (told.member_id, told.points) == (OLD, wallets[1].points)
    entries = ledger_pb2.ListEntriesRequest(owner=NEW, asset="POINTS")
    [newest, *_] = (await staff.ledger.ListEntries(entries)).entries
    assert (newest.kind, newest.cause.merge_id) == (ledger_pb2.POSTING_KIND_MERGE, "mrg_1")

    # A hold and a voucher of before are good at the survivor's account.
    confirm = rewards_pb2.ConfirmRedemptionRequest(request_id="k", redemption_id=held.id)
    done = await points.member(NEW).rewards.ConfirmRedemption(confirm)
    assert done.redemption.state == rewards_pb2.REDEMPTION_STATE_CONFIRMED
    assert (await redeem(till, code)).reward_code == "free_drink"
    listed = rewards_pb2.ListRedemptionsRequest(member_id=NEW)
    found = (await points.member(NEW).rewards.ListRedemptions(listed)).redemptions
    assert {each.id for each in found} >= {held.id}
    assert len(found) == 2
    # A repeat of a request from before has its first answer.
    again = await points.member(OLD).rewards.RedeemReward(asked)
    assert (again.redemption.id, again.replayed) == (held.id, True)

    # An order of before is known when it is told again; its refund and a late order are theirs.
    awarded = await till.earning.AwardActivities(
        earning_pb2.AwardActivitiesRequest(activities=[order])
    )
    assert [(each.replayed, each.reason) for each in awarded.results] == [(True, "")]
    had = (await staff.balance(NEW)).posted
    late = sent("ORDER", MILK, event_id="o2", order_id="o2")
    await feed.record("tea", order, late)
    await followed(points, members)
    earned = (await staff.balance(NEW)).posted - had
    assert earned > 0
    back = sent("REFUND", MILK, event_id="r1", order_id="o1")
    refunded = await till.refunds.CommitRefund(refunds_pb2.CommitRefundRequest(refund=back))
    assert sum(each.taken for each in refunded.clawbacks if each.asset == "POINTS") > 0
    assert not await db.records.count_documents({"kind": "refused"})
    account = await db.accounts.find_one({"owner": OLD, "asset": "POINTS"})
    assert account is not None
    assert account["posted"] == 0
    report = await staff.ledger.Verify(ledger_pb2.VerifyRequest())
    assert (report.colour, list(report.problems)) == (ledger_pb2.VERIFY_COLOUR_GREEN, [])


async def test_a_refund_that_waited_and_a_cap_count_for_the_survivor(
    points: Points, members: Members
) -> None:
    feed, staff = members.feed, points.operator()
    for member_id in (OLD, NEW):
        await feed.enrol("tea", member_id)
    waits = sent("REFUND", MILK, event_id="r9", order_id="o9")
    visit = sent("REVIEW", event_id="v1", member_id=OLD)
    await feed.record("tea", waits, visit)
    await feed.merge("tea", OLD, NEW)
    order = sent("ORDER", MILK, event_id="o9", order_id="o9")
    await feed.record("tea", order)
    await followed(points, members)
    # The order earned and gave it all back again.
    kinds = await kinds_of(staff, NEW)
    assert kinds.count(ledger_pb2.POSTING_KIND_CLAWBACK) == 1
    chained = "mem_cy"
    await feed.enrol("tea", chained)
    await feed.merge("tea", NEW, chained, "mrg_2")
    await followed(points, members)
    late = sent("ORDER", MILK, event_id="o10", order_id="o10", at=NOON - timedelta(hours=1))
    await feed.record("tea", late)
    await followed(points, members)
    assert (await kinds_of(staff, chained))[0] == ledger_pb2.POSTING_KIND_EARN
    assert (await staff.balance(OLD)).posted == (await staff.balance(chained)).posted > 0


async def kinds_of(staff: As, member_id: str) -> list[int]:
    request = ledger_pb2.ListEntriesRequest(owner=member_id, asset="POINTS")
    return [entry.kind for entry in (await staff.ledger.ListEntries(request)).entries]

"""Entries and postings over gRPC say in typed fields where points came from, with names."""

from __future__ import annotations

from tessera.points.v1 import earning_pb2, wallets_pb2
from tessera.points.v1 import ledger_pb2 as pb
from tests.component.points.conftest import FRUIT, MILK, Members, Points, followed, sent

PACKED = ("award.", "clawback.", "taken.", "programme_version")


async def _entry(points: Points) -> pb.Entry:
    asked = wallets_pb2.BatchGetWalletsRequest(member_ids=["mem_ada"], entries_size=1)
    (wallet,) = (await points.member("mem_ada").wallets.BatchGetWallets(asked)).wallets
    return wallet.entries[0]


def _has_no_packed_text(message: pb.Entry | pb.Posting) -> bool:
    return not [key for key in message.metadata if key.startswith(PACKED)]


async def test_an_award_names_its_rules_everywhere(points: Points) -> None:
    order = sent("ORDER", FRUIT, MILK)
    order.store_id = "s1"
    ask = earning_pb2.AwardActivitiesRequest(activities=[order])
    awarded = (await points.till().earning.AwardActivities(ask)).results[0].posting
    assert {share.rule for share in awarded.cause.rules} == {
        "order_points",
        "fresh_fruit_bonus",
        "order_growth",
    }
    entry = await _entry(points)
    listing = pb.ListEntriesRequest(owner="mem_ada", asset="POINTS")
    listed = (await points.till().ledger.ListEntries(listing)).entries[0]
    for seen in (entry, listed):
        cause = seen.cause
        assert [(share.rule, share.name.zh, share.amount) for share in cause.rules] == [
            ("order_points", "消费积分", 36),
            ("fresh_fruit_bonus", "鲜果系列加赠", 5),
        ]
        assert (cause.order_id, cause.channel, cause.store_id) == ("o1", "pos", "s1")
    assert all(_has_no_packed_text(each) for each in (awarded, entry, listed))
    by_order = pb.ListPostingsRequest(order_id="o1")
    (found,) = (await points.till().ledger.ListPostings(by_order)).postings
    assert found == awarded


async def test_an_award_explains_itself_to_the_till_and_on_the_entry(
    points: Points, members: Members
) -> None:
    await members.feed.change_tier("tea", "mem_ada", "gold", 2, 130)
    await followed(points, members)
    order = sent("ORDER", FRUIT, MILK)
    preview = await points.till().earning.PreviewAward(
        earning_pb2.PreviewAwardRequest(activity=order)
    )
    ask = earning_pb2.AwardActivitiesRequest(activities=[order])
    result = (await points.till().earning.AwardActivities(ask)).results[0]
    said = "消费积分 36 × 1.3 金卡 = 46，鲜果系列加赠 +5"
    assert result.explanation.zh == preview.explanation.zh == f"{said}，消费成长值 +36"
    entry = await _entry(points)
    assert entry.cause.explanation.zh == said
    assert entry.cause.explanation.en.startswith("Purchase 36 × 1.3 Gold = 46, ")
    # The repeat says the same, from what the posting keeps.
    again = (await points.till().earning.AwardActivities(ask)).results[0]
    assert (again.replayed, again.explanation) == (True, result.explanation)


async def test_a_watched_posting_has_its_cause_with_names(points: Points) -> None:
    check_in = earning_pb2.AwardActivitiesRequest(activities=[sent("CHECK_IN", event_id="c1")])
    await points.till().earning.AwardActivities(check_in)
    watching = points.till().ledger.Watch(pb.WatchRequest())
    async for response in watching:
        for posting in response.postings:
            if posting.cause.activity:
                (share,) = posting.cause.rules
                assert (share.rule, share.amount, bool(share.name.zh)) == ("check_in", 2, True)
                assert _has_no_packed_text(posting)
                watching.cancel()
                return

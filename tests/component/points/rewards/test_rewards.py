"""Rewards over gRPC: hold, confirm, cancel; members for themselves."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import grpc
import pytest

from services.common.errors import reason_of
from tessera.points.v1 import ledger_pb2
from tessera.points.v1 import rewards_pb2 as pb
from tests.component.points.conftest import As, Members, Points, followed


@pytest.fixture
async def ada(points: Points, members: Members) -> As:
    """A gold member of tea with 5,000 points; her namesake of retail has as many."""
    for brand in ("tea", "retail"):
        await points.till(brand).give("mem_ada", 5_000)
    await members.feed.change_tier("tea", "mem_ada", "gold", 2, 130)
    await followed(points, members)
    return points.member("mem_ada")


def redeem(
    reward: str = "tote_bag", request_id: str = "q1", member_id: str = "mem_ada"
) -> pb.RedeemRewardRequest:
    return pb.RedeemRewardRequest(request_id=request_id, member_id=member_id, reward_code=reward)


def confirm(redemption_id: str, request_id: str = "q2") -> pb.ConfirmRedemptionRequest:
    return pb.ConfirmRedemptionRequest(request_id=request_id, redemption_id=redemption_id)


def cancel(redemption_id: str, request_id: str = "q3") -> pb.CancelRedemptionRequest:
    return pb.CancelRedemptionRequest(request_id=request_id, redemption_id=redemption_id)


def reason(error: BaseException) -> str:
    told = reason_of(error)
    assert told is not None
    return told.reason


async def test_a_reward_is_held_and_confirmed(points: Points, ada: As) -> None:
    held = await ada.rewards.RedeemReward(redeem())
    assert held.redemption.state == pb.REDEMPTION_STATE_HELD
    assert held.redemption.reward_name.zh == "联名帆布袋"
    assert (await ada.balance("mem_ada")).held == 800
    done = await ada.rewards.ConfirmRedemption(confirm(held.redemption.id))
    assert done.redemption.state == pb.REDEMPTION_STATE_CONFIRMED
    assert len(done.redemption.voucher.code) == 10
    assert (await ada.balance("mem_ada")).posted == 4_200
    stock = await points.operator().balance("reward:tote_bag", "STOCK")
    assert (stock.posted, stock.held) == (99, 0)
    # Repeats get the first answers.
    again = await ada.rewards.RedeemReward(redeem())
    assert (again.replayed, again.redemption) == (True, held.redemption)
    same = await ada.rewards.ConfirmRedemption(confirm(held.redemption.id))
    assert (same.replayed, same.redemption) == (True, done.redemption)


async def test_nobody_gets_points_back_beside_the_voucher(points: Points, ada: As) -> None:
    held = await ada.rewards.RedeemReward(redeem())
    await ada.rewards.ConfirmRedemption(confirm(held.redemption.id))
    name = ledger_pb2.ListEntriesRequest(owner="mem_ada", asset="POINTS")
    spent = (await points.till().ledger.ListEntries(name)).entries[0]
    assert spent.amount == -800
    undo = ledger_pb2.CreatePostingRequest(
        request_id="undo",
        kind=ledger_pb2.POSTING_KIND_REVERSAL,
        reverses_posting_id=spent.posting_id,
    )
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await points.till().ledger.CreatePosting(undo)
    assert reason(refused.value) == "INVALID_ARGUMENT"
    assert (await ada.balance("mem_ada")).posted == 4_200


async def test_a_cancelled_hold_gives_everything_back(points: Points, ada: As) -> None:
    held = await ada.rewards.RedeemReward(redeem())
    done = await ada.rewards.CancelRedemption(cancel(held.redemption.id))
    assert done.redemption.state == pb.REDEMPTION_STATE_CANCELLED
    assert (await ada.balance("mem_ada")).available == 5_000
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await ada.rewards.ConfirmRedemption(confirm(held.redemption.id))
    assert reason(refused.value) == "REDEMPTION_ENDED"


async def test_a_hold_that_time_ended_is_told_as_expired(points: Points, ada: As) -> None:
    held = await ada.rewards.RedeemReward(redeem())
    points.clock.advance(timedelta(minutes=16))
    request = pb.ListRedemptionsRequest(member_id="mem_ada")
    listed = (await ada.rewards.ListRedemptions(request)).redemptions
    assert [(r.id, r.state) for r in listed] == [(held.redemption.id, pb.REDEMPTION_STATE_EXPIRED)]
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await ada.rewards.ConfirmRedemption(confirm(held.redemption.id))
    assert reason(refused.value) == "REDEMPTION_ENDED"


async def test_the_catalogue_is_judged_for_the_member(points: Points, ada: As) -> None:
    mine = (await ada.rewards.ListRewards(pb.ListRewardsRequest())).rewards
    assert [(r.code, r.hindrance) for r in mine] == [
        ("free_drink", ""),
        ("tote_bag", ""),
        ("tasting", ""),
        ("daily_special", ""),
        ("barista_class", "INSUFFICIENT_ASSET"),
        ("three_tickets", ""),
        ("make_up_card", ""),
    ]
    assert not mine[0].HasField("stock")
    assert mine[1].stock == 100
    his = (await points.member("mem_bo").rewards.ListRewards(pb.ListRewardsRequest())).rewards
    assert [r.hindrance for r in his] == [
        "INSUFFICIENT_POINTS",
        "TIER_TOO_LOW",
        "TIER_TOO_LOW",
        "INSUFFICIENT_POINTS",
        "INSUFFICIENT_POINTS",
        "INSUFFICIENT_POINTS",
        "INSUFFICIENT_POINTS",
    ]
    anyone = (await points.till().rewards.ListRewards(pb.ListRewardsRequest())).rewards
    assert [r.hindrance for r in anyone] == [""] * 7
    assert not (await points.till("retail").rewards.ListRewards(pb.ListRewardsRequest())).rewards


async def test_an_immediate_reward_answers_its_voucher_at_once(points: Points, ada: As) -> None:
    first = await ada.rewards.RedeemReward(redeem("daily_special"))
    assert first.redemption.state == pb.REDEMPTION_STATE_CONFIRMED
    assert len(first.redemption.voucher.code) == 10
    assert first.redemption.voucher.expire_on
    again = await ada.rewards.RedeemReward(redeem("daily_special"))
    assert (again.replayed, again.redemption) == (True, first.redemption)
    request = pb.BatchGetRewardsRequest(reward_codes=["daily_special"])
    (special,) = (await ada.rewards.BatchGetRewards(request)).rewards
    assert (special.immediate, special.redeemed_count) == (True, 1)
    (limit,) = special.limits_for_all
    assert (limit.per, limit.times, limit.remaining) == (pb.LIMIT_PERIOD_DAY, 50, 49)
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await ada.rewards.CancelRedemption(cancel(first.redemption.id))
    assert reason(refused.value) == "REDEMPTION_ENDED"


async def test_a_price_in_two_assets_is_told_and_refused_by_the_one_that_lacks(
    points: Points, ada: As
) -> None:
    request = pb.BatchGetRewardsRequest(reward_codes=["barista_class"])
    (course,) = (await ada.rewards.BatchGetRewards(request)).rewards
    assert [(each.asset, each.amount) for each in course.prices] == [
        ("POINTS", 300),
        ("MAKE_UP_CARD", 1),
    ]
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await ada.rewards.RedeemReward(redeem("barista_class"))
    told = reason_of(refused.value)
    assert told is not None
    assert (told.reason, told.metadata["asset"]) == ("INSUFFICIENT_ASSET", "MAKE_UP_CARD")


async def test_the_catalogue_is_shown_by_category(points: Points, ada: As) -> None:
    request = pb.ListRewardsRequest(category="keepsakes", page_size=1)
    found = await ada.rewards.ListRewards(request)
    (tote,) = found.rewards
    assert (tote.code, tote.category.name.zh, found.total_size) == ("tote_bag", "周边", 1)
    assert tote.description.en.startswith("A large canvas bag")
    assert (tote.list_price.minor_units, tote.list_price.currency_code) == (6900, "CNY")
    assert len(tote.image_urls) == 2
    assert [each.code for each in found.categories][:2] == ["drinks", "keepsakes"]
    # A page of one list is no page of another.
    everything = await ada.rewards.ListRewards(pb.ListRewardsRequest(page_size=1))
    request.page_token = everything.next_page_token
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await ada.rewards.ListRewards(request)
    assert reason(refused.value) == "PAGE_TOKEN_INVALID"
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await ada.rewards.ListRewards(pb.ListRewardsRequest(category="x" * 65))
    assert reason(refused.value) == "INVALID_ARGUMENT"


async def test_rewards_are_found_by_code_and_judged_for_the_member(points: Points, ada: As) -> None:
    request = pb.BatchGetRewardsRequest(reward_codes=["tasting", "nothing", "tasting"])
    (mine,) = (await ada.rewards.BatchGetRewards(request)).rewards
    listed = (await ada.rewards.ListRewards(pb.ListRewardsRequest())).rewards
    assert (mine, mine.min_tier_name.zh) == (listed[2], "金卡")
    (his,) = (await points.member("mem_bo").rewards.BatchGetRewards(request)).rewards
    assert his.hindrance == "TIER_TOO_LOW"
    assert not (await points.till("retail").rewards.BatchGetRewards(request)).rewards
    for codes, field in ([], "reward_codes"), (["a", ""], "reward_codes[1]"):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await ada.rewards.BatchGetRewards(pb.BatchGetRewardsRequest(reward_codes=codes))
        told = reason_of(refused.value)
        assert told is not None
        assert (told.reason, told.field) == ("INVALID_ARGUMENT", field)


async def test_a_redemption_is_shown_to_its_member_and_the_brands_people(
    points: Points, ada: As
) -> None:
    held = (await ada.rewards.RedeemReward(redeem())).redemption
    request = pb.GetRedemptionRequest(redemption_id=held.id)
    for caller in (ada, points.operator(), points.till()):
        assert (await caller.rewards.GetRedemption(request)).redemption == held
    for stranger in (points.member("mem_bo"), points.operator("retail")):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await stranger.rewards.GetRedemption(request)
        assert reason(refused.value) == "REDEMPTION_NOT_FOUND"


async def test_the_catalogue_comes_in_pages(points: Points, ada: As) -> None:
    first = await ada.rewards.ListRewards(pb.ListRewardsRequest(page_size=3))
    rest = await ada.rewards.ListRewards(
        pb.ListRewardsRequest(page_size=4, page_token=first.next_page_token)
    )
    assert [r.code for r in (*first.rewards, *rest.rewards)] == [
        "free_drink",
        "tote_bag",
        "tasting",
        "daily_special",
        "barista_class",
        "three_tickets",
        "make_up_card",
    ]
    assert rest.next_page_token == ""
    assert (first.total_size, rest.total_size) == (7, 7)
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await points.member("mem_bo").rewards.ListRewards(
            pb.ListRewardsRequest(page_token=first.next_page_token)
        )
    assert reason(refused.value) == "PAGE_TOKEN_INVALID"


async def test_redemptions_come_in_pages_newest_first(points: Points, ada: As) -> None:
    ids = [
        (await ada.rewards.RedeemReward(redeem("free_drink", f"q{n}"))).redemption.id
        for n in range(3)
    ]
    request = pb.ListRedemptionsRequest(member_id="mem_ada", page_size=2)
    first = await ada.rewards.ListRedemptions(request)
    request.page_token = first.next_page_token
    rest = await ada.rewards.ListRedemptions(request)
    assert [r.id for r in (*first.redemptions, *rest.redemptions)] == ids[::-1]
    assert rest.next_page_token == ""


async def test_members_act_only_for_themselves(points: Points, ada: As) -> None:
    held = (await ada.rewards.RedeemReward(redeem())).redemption
    bo = points.member("mem_bo")
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await bo.rewards.RedeemReward(redeem(request_id="b1"))
    assert reason(refused.value) == "PERMISSION_DENIED"
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await bo.rewards.ConfirmRedemption(confirm(held.id))
    assert reason(refused.value) == "REDEMPTION_NOT_FOUND"
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await bo.rewards.ListRedemptions(pb.ListRedemptionsRequest(member_id="mem_ada"))
    assert reason(refused.value) == "PERMISSION_DENIED"
    # Not even the namesake and the operators of another brand.
    for other in (points.member("mem_ada", "retail"), points.operator("retail")):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await other.rewards.CancelRedemption(cancel(held.id))
        assert reason(refused.value) == "REDEMPTION_NOT_FOUND"


@pytest.mark.usefixtures("crowd")
async def test_the_last_pieces_go_to_as_many_members_and_no_more(
    points: Points, members: Members
) -> None:
    ids = [f"mem_{n}" for n in range(30)]
    for member_id in ids:
        await points.till().give(member_id, 500)
        await members.feed.change_tier("tea", member_id, "gold", 2, 130)
    await followed(points, members)
    till = points.till()
    answers = await asyncio.gather(
        *(till.rewards.RedeemReward(redeem("tasting", m, m)) for m in ids),
        return_exceptions=True,
    )
    outcomes = Counter(reason(a) if isinstance(a, BaseException) else "held" for a in answers)
    assert outcomes == {"held": 20, "OUT_OF_STOCK": 10}
    stock = await points.operator().balance("reward:tasting", "STOCK")
    assert (stock.posted, stock.held, stock.available) == (20, 20, 0)


async def test_tickets_are_had_for_points_and_given_back_unspent(points: Points, ada: As) -> None:
    before = (await ada.balance("mem_ada")).available
    had = (await ada.rewards.RedeemReward(redeem("three_tickets"))).redemption
    assert (had.state, had.HasField("voucher")) == (pb.REDEMPTION_STATE_CONFIRMED, False)
    assert (had.gives.asset, had.gives.amount) == ("LOTTERY_TICKET", 3)
    assert (await ada.balance("mem_ada", "LOTTERY_TICKET")).available == 3
    request = pb.CancelRedemptionRequest(request_id="back", redemption_id=had.id)
    back = (await ada.rewards.CancelRedemption(request)).redemption
    assert back.state == pb.REDEMPTION_STATE_CANCELLED
    assert (await ada.balance("mem_ada", "LOTTERY_TICKET")).available == 0
    assert (await ada.balance("mem_ada")).available == before
    report = await points.operator().ledger.Verify(ledger_pb2.VerifyRequest())
    assert (report.colour, list(report.problems)) == (ledger_pb2.VERIFY_COLOUR_GREEN, [])

"""Vouchers over gRPC: a store takes one once, and gives it back that day."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import grpc
import pytest

from services.common.auth import Caller, Role
from services.common.errors import Reason, reason_of
from services.points.vouchers.domain.guesses import BURST
from tessera.points.v1 import ledger_pb2, rewards_pb2
from tessera.points.v1 import vouchers_pb2 as pb
from tests.activities import NOON
from tests.component.points.conftest import As, Points


async def issue(points: Points, number: int = 1, member_id: str = "mem_ada") -> str:
    """The code of a member's new voucher for a free drink."""
    member = points.member(member_id)
    await points.till().give(member_id, 200, f"give-{number}")
    redeem = rewards_pb2.RedeemRewardRequest(
        request_id=f"r{number}", member_id=member_id, reward_code="free_drink"
    )
    held = (await member.rewards.RedeemReward(redeem)).redemption
    confirm = rewards_pb2.ConfirmRedemptionRequest(request_id=f"c{number}", redemption_id=held.id)
    done = await member.rewards.ConfirmRedemption(confirm)
    assert done.redemption.voucher.state == pb.VOUCHER_STATE_ISSUED
    return done.redemption.voucher.code


async def redeem(till: As, code: str, store: str = "s1", request_id: str = "u1") -> pb.TillVoucher:
    request = pb.RedeemVoucherRequest(request_id=request_id, code=code, store_id=store)
    return (await till.vouchers.RedeemVoucher(request)).voucher


async def reverse(till: As, code: str, store: str = "s1", request_id: str = "b1") -> pb.TillVoucher:
    request = pb.ReverseVoucherRequest(request_id=request_id, code=code, store_id=store)
    return (await till.vouchers.ReverseVoucher(request)).voucher


async def look_up(till: As, code: str) -> pb.TillVoucher:
    return (await till.vouchers.LookUpVoucher(pb.LookUpVoucherRequest(code=code))).voucher


def told(refused: pytest.ExceptionInfo[grpc.aio.AioRpcError]) -> Reason:
    reason = reason_of(refused.value)
    assert reason is not None
    return reason


async def test_a_till_takes_a_voucher_and_the_member_sees_where_and_when(points: Points) -> None:
    code, till = await issue(points), points.till()
    typed = f" {code[:5].lower()}-{code[5:].lower()} "
    seen = await look_up(till, typed)
    assert (seen.code, seen.state) == (code, pb.VOUCHER_STATE_ISSUED)
    assert (seen.reward_code, seen.reward_name.en) == ("free_drink", "Any drink")
    assert seen.expire_on == "2026-04-03"
    used = await redeem(till, typed)
    assert (used.state, used.store_id) == (pb.VOUCHER_STATE_USED, "s1")
    assert used.use_time.ToDatetime(UTC) == NOON
    listed = await points.member("mem_ada").rewards.ListRedemptions(
        rewards_pb2.ListRedemptionsRequest(member_id="mem_ada")
    )
    voucher = listed.redemptions[0].voucher
    assert (voucher.state, voucher.store_id) == (pb.VOUCHER_STATE_USED, "s1")
    assert voucher.use_time.ToDatetime(UTC) == NOON


async def test_of_two_tills_at_once_one_takes_the_voucher_and_the_other_is_told_where(
    points: Points,
) -> None:
    code, till = await issue(points), points.till()
    tries = [redeem(till, code, f"s{n}", f"u{n}") for n in range(8)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    (taken,) = [one for one in results if isinstance(one, pb.TillVoucher)]
    for one in results:
        if isinstance(one, grpc.aio.AioRpcError):
            refused = reason_of(one)
            assert refused is not None
            assert refused.reason == "VOUCHER_USED"
            assert refused.metadata["store_id"] == taken.store_id
            assert refused.metadata["use_time"] == "2026-03-04T04:00:00Z"


async def test_a_till_that_lost_the_answer_asks_again_and_gets_it(points: Points) -> None:
    code, till = await issue(points), points.till()
    first = await redeem(till, code)
    points.clock.advance(timedelta(hours=1))
    request = pb.RedeemVoucherRequest(request_id="u1", code=code, store_id="s1")
    again = await till.vouchers.RedeemVoucher(request)
    assert (again.replayed, again.voucher) == (True, first)
    back = await reverse(till, code)
    # The first answer, though the voucher can be taken again since.
    again = await till.vouchers.RedeemVoucher(request)
    assert (again.replayed, again.voucher) == (True, first)
    assert await look_up(till, code) == back
    await redeem(till, code, "s2", "u2")
    assert await reverse(till, code) == back
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await redeem(till, code, "s3", "u1")
    assert told(refused).reason == "REQUEST_ID_REUSED"


async def test_a_voucher_past_its_day_is_refused_with_the_day(points: Points) -> None:
    code, till = await issue(points), points.till()
    # The last instant of 3 April in Shanghai.
    end = datetime(2026, 4, 3, 16, tzinfo=UTC)
    points.clock.set(end - timedelta(milliseconds=1))
    await redeem(till, code)
    await reverse(till, code)
    points.clock.set(end)
    assert (await look_up(till, code)).state == pb.VOUCHER_STATE_EXPIRED
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await redeem(till, code, request_id="u2")
    assert told(refused).reason == "VOUCHER_EXPIRED"
    assert told(refused).metadata["expire_on"] == "2026-04-03"


async def test_only_that_store_gives_it_back_and_only_on_that_civil_day(points: Points) -> None:
    code, till = await issue(points), points.till()
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await reverse(till, code)
    assert told(refused).reason == "VOUCHER_NOT_USED"
    await redeem(till, code)
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await reverse(till, code, "s2")
    assert told(refused).reason == "VOUCHER_NOT_REVERSIBLE"
    assert told(refused).metadata["store_id"] == "s1"
    midnight = datetime(2026, 3, 4, 16, tzinfo=UTC)
    points.clock.set(midnight)
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await reverse(till, code)
    assert told(refused).reason == "VOUCHER_NOT_REVERSIBLE"
    points.clock.set(midnight - timedelta(milliseconds=1))
    assert (await reverse(till, code)).state == pb.VOUCHER_STATE_ISSUED
    assert (await redeem(till, code, "s2", "u2")).store_id == "s2"


async def test_an_operator_ends_a_stolen_voucher(points: Points) -> None:
    code = await issue(points)
    request = pb.CancelVoucherRequest(request_id="x", code=code, reason="stolen phone")
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await points.till().vouchers.CancelVoucher(request)
    assert told(refused).reason == "PERMISSION_DENIED"
    ended = (await points.operator().vouchers.CancelVoucher(request)).voucher
    assert ended.state == pb.VOUCHER_STATE_CANCELLED
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await redeem(points.till(), code)
    assert told(refused).reason == "VOUCHER_CANCELLED"


async def test_members_and_other_brands_find_no_voucher(points: Points) -> None:
    code = await issue(points)
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await look_up(points.member("mem_ada"), code)
    assert told(refused).reason == "PERMISSION_DENIED"
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await redeem(points.till("retail"), code)
    assert told(refused).reason == "VOUCHER_NOT_FOUND"


async def test_a_caller_that_guesses_codes_is_stopped_and_others_are_not(points: Points) -> None:
    code, till = await issue(points), points.till()
    for _ in range(BURST):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await look_up(till, "2222222222")
        assert told(refused).reason == "VOUCHER_NOT_FOUND"
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await look_up(till, code)
    assert told(refused).reason == "VOUCHER_GUESSES"
    assert told(refused).metadata["retry_after_ms"] == "1000"
    other = points.caller(Caller("tea", "kiosk", Role.CHANNEL))
    assert (await look_up(other, code)).code == code
    points.clock.advance(timedelta(seconds=1))
    assert (await look_up(till, code)).code == code


async def test_the_use_of_a_voucher_is_an_event_that_does_not_tell_the_code(points: Points) -> None:
    code, till = await issue(points), points.till()
    await redeem(till, code)
    await reverse(till, code)
    found: list[ledger_pb2.Posting] = []
    async for response in till.ledger.Watch(ledger_pb2.WatchRequest()):
        found += response.postings
        if len(found) >= 5:
            break
    assert code not in str(found)
    used, back = found[-2:]
    assert used.kind == back.kind == ledger_pb2.POSTING_KIND_VOUCHER
    assert (used.metadata["voucher"], back.metadata["voucher"]) == ("used", "issued")
    assert used.metadata["store_id"] == "s1"
    assert used.metadata["member_id"] == "mem_ada"
    request = ledger_pb2.ListPostingsRequest(metadata_key="store_id", metadata_value="s1")
    at_store = (await till.ledger.ListPostings(request)).postings
    assert [one.id for one in at_store] == [used.id, back.id]


async def test_an_operator_lists_what_a_store_took_by_time(points: Points) -> None:
    codes, till = [await issue(points, n) for n in range(4)], points.till()
    for number, code in enumerate(codes):
        await redeem(till, code, "s1" if number < 3 else "s2", f"u{number}")
        points.clock.advance(timedelta(minutes=10))
    desk = points.operator().vouchers
    request = pb.ListStoreVouchersRequest(store_id="s1", page_size=2)
    page = await desk.ListStoreVouchers(request)
    assert [one.code for one in page.vouchers] == codes[2:0:-1]
    request.page_token = page.next_page_token
    page = await desk.ListStoreVouchers(request)
    assert [one.code for one in page.vouchers] == codes[:1]
    assert not page.next_page_token
    span = pb.ListStoreVouchersRequest(store_id="s1")
    span.from_time.FromDatetime(NOON + timedelta(minutes=10))
    span.until_time.FromDatetime(NOON + timedelta(minutes=20))
    assert [one.code for one in (await desk.ListStoreVouchers(span)).vouchers] == codes[1:2]


async def test_verify_names_a_voucher_that_no_posting_wrote_so(points: Points) -> None:
    code = await issue(points)
    await redeem(points.till(), code)
    request = ledger_pb2.VerifyRequest()
    report = await points.operator().ledger.Verify(request)
    assert report.colour != ledger_pb2.VERIFY_COLOUR_RED, report
    await points.db["records"].update_one(
        {"_id": f"tea/voucher/{code}"}, {"$set": {"body.state": "issued"}}
    )
    report = await points.operator().ledger.Verify(request)
    assert report.colour == ledger_pb2.VERIFY_COLOUR_RED
    assert [one.where for one in report.problems] == [f"voucher {code}", f"vouchers:{code}"]

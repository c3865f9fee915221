"""Whatever is sent to whichever method: a refusal that is documented, and sound books behind it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import grpc
import pytest
from google.protobuf import descriptor_pool, message_factory
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from structlog.testing import capture_logs

from services.common.errors import Reason, catalogue, reason_of
from services.points.wiring import PROTO_SERVICES
from tessera.points.v1 import (
    benefits_pb2,
    brand_events_pb2,
    bulk_files_pb2,
    check_ins_pb2,
    checkout_pb2,
    coupons_pb2,
    earning_pb2,
    grants_pb2,
    leaderboards_pb2,
    lotteries_pb2,
    merges_pb2,
    privacy_pb2,
    refunds_pb2,
    rewards_pb2,
    statements_pb2,
    timeline_pb2,
    transfers_pb2,
    vouchers_pb2,
    wake_ups_pb2,
    wallets_pb2,
)
from tessera.points.v1 import ledger_pb2 as pb
from tessera.points.v1.statements_pb2_grpc import StatementsStub
from tessera.types.v1 import timeline_pb2 as timeline_types_pb2
from tests.activities import NOON
from tests.component.points.conftest import FRUIT, MILK, Points, sent
from tests.component.points.ledger.ledger_calls import earning, leg
from tests.component.points.nasty_messages import Nasty, is_map, tokens_in

MESSAGES = 500
OURS = ("INTERNAL", "STORAGE_UNAVAILABLE", "DEADLINE_EXCEEDED", "OVERLOADED")
"""What no message may bring about."""
METHODS = [
    method
    for name in PROTO_SERVICES
    for method in descriptor_pool.Default().FindServiceByName(name).methods
]


def sound(number: int) -> Iterator[Message]:
    """Requests that may succeed; those of another number are others."""
    earned = earning("mem_ann", 50, f"r{number}", expire_time=NOON + timedelta(days=30))
    earned.metadata["order_id"] = "o1"
    held = pb.CreatePostingRequest(request_id=f"h{number}", kind=pb.POSTING_KIND_HOLD)
    held.place_holds.add(hold_id=f"h{number}", owner="mem_ann", asset="POINTS", amount=1)
    held.place_holds[0].expire_time.FromDatetime(NOON + timedelta(minutes=15))
    held.legs.extend([leg("mem_ann", -1), leg("house:redeemed", 1)])
    yield from (earned, held)
    yield privacy_pb2.ExportMemberRequest(member_id="mem_ann")
    yield pb.BatchCreatePostingsRequest(requests=[earned, held])
    yield pb.ImportPostingsRequest(requests=[held, earned])
    yield pb.GetBalancesRequest(accounts=[pb.AccountName(owner="mem_ann", asset="POINTS")])
    yield pb.ListEntriesRequest(owner="mem_ann", asset="POINTS", page_size=2)
    yield pb.ListPostingsRequest(order_id="o1", page_size=2)
    ordered = sent("ORDER", FRUIT, MILK, event_id=f"e{number}", order_id=f"o{number}")
    ordered.labels["topic"] = "weekly"
    returned = sent("REFUND", FRUIT, event_id=f"f{number}", order_id=f"o{number % 7}")
    yield earning_pb2.AwardActivitiesRequest(activities=[ordered])
    yield earning_pb2.PreviewAwardRequest(activity=ordered)
    yield refunds_pb2.PreviewRefundRequest(refund=returned)
    yield refunds_pb2.CommitRefundRequest(refund=returned)
    yield rewards_pb2.RedeemRewardRequest(
        request_id=f"d{number}", member_id="mem_ann", reward_code="free_drink"
    )
    yield rewards_pb2.ConfirmRedemptionRequest(request_id=f"k{number}", redemption_id="r")
    yield rewards_pb2.ListRewardsRequest(page_size=1)
    yield rewards_pb2.ListRedemptionsRequest(member_id="mem_ann", page_size=1)
    place = timeline_types_pb2.TimelinePlace(
        kind=timeline_types_pb2.TIMELINE_KIND_ENTRY, id="mem_ann/0000000000000002"
    )
    place.time.FromDatetime(NOON)
    yield timeline_pb2.ListTimelineRequest(member_id="mem_ann", page_size=2, before=place)
    yield vouchers_pb2.LookUpVoucherRequest(code="2A3B4C5D6E")
    yield vouchers_pb2.RedeemVoucherRequest(
        request_id=f"v{number}", code="2A3B4C5D6E", store_id="s1"
    )
    yield vouchers_pb2.ReverseVoucherRequest(
        request_id=f"w{number}", code="2A3B4C5D6E", store_id="s1"
    )
    yield vouchers_pb2.CancelVoucherRequest(request_id=f"x{number}", code="2A3B4C5D6E", reason="x")
    yield vouchers_pb2.ListStoreVouchersRequest(store_id="s1", page_size=2)
    line = checkout_pb2.BasketLine(
        line_id="1", sku="mango", series="fresh_fruit", quantity=2, amount_minor=3600
    )
    basket = checkout_pb2.Basket(
        member_id="mem_ann", store_id="s1", currency_code="CNY", lines=[line], points=100
    )
    yield checkout_pb2.PreviewBasketRequest(basket=basket)
    yield checkout_pb2.HoldBasketRequest(request_id=f"b{number}", basket=basket)
    yield checkout_pb2.CaptureBasketRequest(
        request_id=f"t{number}", checkout_id="chk_1", channel="pos", order_id=f"o{number}"
    )
    yield checkout_pb2.CancelBasketRequest(request_id=f"n{number}", checkout_id="chk_1")
    yield checkout_pb2.GetBasketRequest(checkout_id="chk_1")
    yield checkout_pb2.ListMemberBasketsRequest(member_id="mem_ada")
    yield checkout_pb2.GetOrderBasketRequest(channel="pos", order_id="o1")
    yield refunds_pb2.GetOrderRequest(channel="pos", order_id="o1")
    yield coupons_pb2.ListCouponTypesRequest(page_size=2)
    yield earning_pb2.ListBudgetsRequest(page_size=2)
    yield wake_ups_pb2.ListWakeUpsRequest(member_id="mem_ann", page_size=2)
    yield wake_ups_pb2.GetWakeUpFiguresRequest()
    yield coupons_pb2.ListMemberCouponsRequest(member_id="mem_ann", page_size=2)
    yield coupons_pb2.LookUpCouponRequest(code="2A3B4C5D6E")
    yield coupons_pb2.RevokeCouponRequest(
        request_id=f"rv{number}", coupon_id="cpn_1", reason="by mistake"
    )
    gift = grants_pb2.GrantItem(
        request_id=f"g{number}", member_id="mem_ann", coupon_type="birthday", reason="cup spilt"
    )
    yield grants_pb2.GrantRequest(grants=[gift])
    yield leaderboards_pb2.GetLeaderboardRequest(
        code="month_points", period="2026-03", top=3, member_id="mem_ann", around=2
    )
    yield leaderboards_pb2.ListLeaderboardsRequest(page_size=2)
    yield lotteries_pb2.GetLotteryRequest(code="check_in", member_id="mem_ann")
    yield lotteries_pb2.ListLotteriesRequest(page_size=2)
    yield lotteries_pb2.DrawLotteryRequest(
        request_id=f"l{number}", lottery="check_in", member_id="mem_ann"
    )
    yield lotteries_pb2.ListDrawsRequest(member_id="mem_ann", lottery="check_in", page_size=2)
    yield lotteries_pb2.ListSeedsRequest(lottery="check_in", page_size=2)
    yield brand_events_pb2.ListBrandEventsRequest(member_id="mem_ann", page_size=2)
    yield brand_events_pb2.SignUpForEventRequest(
        request_id=f"s{number}", member_id="mem_ann", event="new_tea_tasting"
    )
    yield brand_events_pb2.CancelSignUpRequest(request_id=f"x{number}", sign_up_id="sup_1")
    yield brand_events_pb2.ListSignUpsRequest(
        member_id="mem_ann", event="new_tea_tasting", state=brand_events_pb2.SIGN_UP_STATE_SEATED
    )
    yield brand_events_pb2.RecordAttendanceRequest(
        request_id=f"h{number}", sign_up_id="sup_1", store_id="s1"
    )
    yield bulk_files_pb2.UploadBulkFileRequest(
        request_id=f"u{number}",
        kind=bulk_files_pb2.BULK_FILE_KIND_ADJUSTMENTS,
        name="may.csv",
        reason="till was down",
        content=b"member_id,amount\nmem_ann,5\nmem_ann,-3\n",
    )
    yield bulk_files_pb2.StartBulkFileRequest(request_id=f"a{number}", file_id="blk_1")
    yield bulk_files_pb2.DiscardBulkFileRequest(request_id=f"j{number}", file_id="blk_1")
    yield bulk_files_pb2.ListBulkRowsRequest(file_id="blk_1", page_size=2)
    yield statements_pb2.ListStoreTotalsRequest(day="2026-03-04", page_size=2)
    yield merges_pb2.GetMergeRequest(merge_id="mrg_1")
    yield check_ins_pb2.CheckInRequest(activity=sent("CHECK_IN", event_id=f"i{number}"))
    yield check_ins_pb2.MakeUpRequest(
        request_id=f"m{number}", member_id="mem_ann", day=f"2026-03-0{number % 9 + 1}"
    )
    yield statements_pb2.GetStatementRequest(member_id="mem_ann", month="2026-03", page_size=2)
    yield statements_pb2.ListRuleTotalsRequest(month_from="2026-03")
    yield statements_pb2.ListCampaignsRequest(page_size=2)
    yield rewards_pb2.ListRestocksRequest(reward_code="free_drink")
    yield statements_pb2.GetCampaignReportRequest(campaign="weekend_store")
    yield statements_pb2.ClosePeriodRequest(request_id=f"c{number}", month="2020-01")
    yield transfers_pb2.GivePointsRequest(
        request_id=f"y{number}", member_id="mem_ann", receiver_id="mem_bob", amount=5
    )
    yield benefits_pb2.UseBenefitRequest(
        request_id=f"n{number}", member_id="mem_ann", benefit="size_upgrade", store_id="s1"
    )
    yield benefits_pb2.ReverseBenefitUseRequest(
        request_id=f"p{number}", use_id="bnu_1", store_id="s1"
    )
    yield benefits_pb2.ListBenefitUsesRequest(member_id="mem_ann", page_size=2)
    yield wallets_pb2.BatchGetWalletsRequest(
        member_ids=["mem_ann"], entries_size=3, check_ins=True, benefits=True
    )


def spoilt(nasty: Nasty, method: MethodDescriptor, number: int) -> Message:
    """A request of `method`."""
    candidates = [one for one in sound(number) if one.DESCRIPTOR is method.input_type]
    if candidates and nasty.random.random() < 0.75:
        request = nasty.random.choice(candidates)
        for _ in range(nasty.random.choice((0, 1, 1, 1, 2, 3))):
            nasty.spoil_one(request)
        return request
    request = message_factory.GetMessageClass(method.input_type)()
    nasty.fill(request)
    return request


async def answers(channel: grpc.aio.Channel, method: MethodDescriptor, request: Message) -> Any:
    """All that `method` answers; of what has no end, the first two."""
    assert method.containing_service is not None
    path = f"/{method.containing_service.full_name}/{method.name}"
    codec: dict[str, Any] = {
        "request_serializer": type(request).SerializeToString,
        "response_deserializer": message_factory.GetMessageClass(method.output_type).FromString,
    }
    if method.client_streaming:
        call: Any = channel.stream_stream(path, **codec)(iter([request]), timeout=20)
        return [answer async for answer in call]
    if not method.server_streaming:
        return [await channel.unary_unary(path, **codec)(request, timeout=20)]
    call = channel.unary_stream(path, **codec)(request, timeout=20)
    try:
        return [await call.read(), await call.read()]
    finally:
        call.cancel()


def check(reason: Reason, request: Message) -> None:
    """That the caller can act on the refusal."""
    assert reason.reason in catalogue()
    assert reason.reason not in OURS
    assert reason.status is catalogue()[reason.reason].status
    assert reason.field or reason.reason != "INVALID_ARGUMENT"
    kind: Any = request.DESCRIPTOR
    for name in re.sub(r"\[\d+\]", "", reason.field).split(".") if reason.field else ():
        assert name in kind.fields_by_name, reason.field
        field = kind.fields_by_name[name]
        if not field.message_type or is_map(field):
            break
        kind = field.message_type


async def test_whatever_is_sent_is_answered_or_refused_and_the_books_stay_sound(
    points: Points, caplog: pytest.LogCaptureFixture
) -> None:
    nasty = Nasty(seed=20)
    await points.till().give("mem_ann", 10**6)
    callers = [points.operator(), points.operator(), points.till(), points.member("mem_ann")]
    callers += [points.operator("retail"), points.operator("nobody")]
    refused = 0
    with capture_logs() as lines:
        for number in range(MESSAGES):
            method = nasty.random.choice(METHODS)
            request = spoilt(nasty, method, number)
            try:
                found = await answers(nasty.random.choice(callers).channel, method, request)
            except grpc.aio.AioRpcError as error:
                reason = reason_of(error)
                assert reason is not None
                check(reason, request)
                refused += 1
                continue
            for answer in found:
                nasty.tokens = (nasty.tokens + tokens_in(answer))[-50:]
                for result in getattr(answer, "results", ()):
                    assert result.reason not in OURS
                    assert not result.reason or result.reason in catalogue()
    assert MESSAGES // 4 < refused < MESSAGES
    assert [line for line in lines if line["log_level"] in ("error", "critical")] == []
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []
    for brand in "tea", "retail", "nobody":
        report = await points.operator(brand).ledger.Verify(pb.VerifyRequest())
        assert (report.colour, list(report.problems)) == (pb.VERIFY_COLOUR_GREEN, [])
    # What was let through broke no sum, and nothing stands in the way of what comes.
    books = StatementsStub(callers[0].channel)
    await books.GetTrialBalance(statements_pb2.GetTrialBalanceRequest())
    await books.GetLiability(statements_pb2.GetLiabilityRequest())
    await books.ListRuleTotals(statements_pb2.ListRuleTotalsRequest(month_from="2026-03"))
    await points.till().give("mem_ann", 5, "after")

"""What operators do with points stands in the audit log, written with the posting that does it."""

import asyncio

import pytest

from services.common.audit_log import AuditLog
from services.common.auth import Caller, Role
from services.common.mongo import Database
from services.points.wiring import PROTO_SERVICES
from tessera.approvals.v1.approvals_pb2 import ApproveRequest, RejectRequest
from tessera.approvals.v1.approvals_pb2_grpc import ApprovalsStub
from tessera.points.v1 import benefits_pb2, refunds_pb2, rewards_pb2, statements_pb2
from tessera.points.v1 import brand_events_pb2 as events_pb
from tessera.points.v1 import ledger_pb2 as pb
from tessera.points.v1.bulk_files_pb2 import (
    BULK_FILE_KIND_ADJUSTMENTS,
    DiscardBulkFileRequest,
    StartBulkFileRequest,
    UploadBulkFileRequest,
)
from tessera.points.v1.bulk_files_pb2_grpc import BulkFilesStub
from tessera.points.v1.check_ins_pb2 import CheckInRequest
from tessera.points.v1.check_ins_pb2_grpc import CheckInsStub
from tessera.points.v1.checkout_pb2 import (
    Basket,
    BasketLine,
    CancelBasketRequest,
    CaptureBasketRequest,
    HoldBasketRequest,
)
from tessera.points.v1.coupons_pb2 import RevokeCouponRequest
from tessera.points.v1.coupons_pb2_grpc import CouponsStub
from tessera.points.v1.earning_pb2 import AwardActivitiesRequest
from tessera.points.v1.grants_pb2 import GrantItem, GrantRequest
from tessera.points.v1.grants_pb2_grpc import GrantsStub
from tessera.points.v1.lotteries_pb2 import DrawLotteryRequest
from tessera.points.v1.lotteries_pb2_grpc import LotteriesStub
from tessera.points.v1.statements_pb2_grpc import StatementsStub
from tessera.points.v1.transfers_pb2 import AdjustPointsRequest
from tessera.points.v1.transfers_pb2_grpc import AdjustmentsStub
from tessera.points.v1.vouchers_pb2 import (
    CancelVoucherRequest,
    RedeemVoucherRequest,
    ReverseVoucherRequest,
)
from tessera.points.v1.vouchers_pb2_grpc import VouchersStub
from tests.component.audited import check_audited, entries
from tests.component.points.conftest import FRUIT, MILK, Members, Points, followed, sent
from tests.component.points.ledger.ledger_calls import earning, stocking
from tests.scopes import EVERY_SCOPE

ANN = Caller("tea", "ann", Role.OPERATOR, scopes=EVERY_SCOPE)


BOB = Caller("tea", "bob", Role.OPERATOR, scopes=EVERY_SCOPE)


def wish(amount: int, request_id: str) -> AdjustPointsRequest:
    return AdjustPointsRequest(
        request_id=request_id, member_id="mem_ada", amount=amount, reason="cup spilt"
    )


async def test_every_method_that_writes_leaves_an_entry(
    points: Points, members: Members, db: Database
) -> None:
    ann = points.caller(ANN)
    await points.till().give("mem_ada", 5_000)
    held: list[str] = []
    codes: list[str] = []
    vouchers = VouchersStub(ann.channel)

    async def redeem(request_id: str = "q1") -> None:
        request = rewards_pb2.RedeemRewardRequest(
            request_id=request_id, member_id="mem_ada", reward_code="free_drink"
        )
        held.append((await ann.rewards.RedeemReward(request)).redemption.id)

    async def cancel() -> None:
        await redeem("q2")
        await ann.rewards.CancelRedemption(
            rewards_pb2.CancelRedemptionRequest(request_id="c2", redemption_id=held[-1])
        )

    async def confirm() -> None:
        confirmed = await ann.rewards.ConfirmRedemption(
            rewards_pb2.ConfirmRedemptionRequest(request_id="c1", redemption_id=held[0])
        )
        codes.append(confirmed.redemption.voucher.code)

    given: list[str] = []

    async def grant() -> None:
        item = GrantItem(
            request_id="g1", member_id="mem_ada", coupon_type="birthday", reason="cup spilt"
        )
        answer = await GrantsStub(ann.channel).Grant(GrantRequest(grants=[item]))
        assert answer.results[0].coupon.id
        given.append(answer.results[0].coupon.id)

    async def revoke() -> None:
        request = RevokeCouponRequest(request_id="rv1", coupon_id=given[0], reason="by mistake")
        await CouponsStub(ann.channel).RevokeCoupon(request)

    async def hold(request_id: str = "b1") -> str:
        line = BasketLine(line_id="1", quantity=1, amount_minor=1800)
        basket = Basket(member_id="mem_ada", currency_code="CNY", lines=[line], points=20)
        request = HoldBasketRequest(request_id=request_id, basket=basket)
        return (await ann.checkout.HoldBasket(request)).basket.id

    async def capture() -> None:
        sold = CaptureBasketRequest(
            request_id="b2", checkout_id=await hold(), channel="pos", order_id="o9"
        )
        await ann.checkout.CaptureBasket(sold)

    async def release() -> None:
        request = CancelBasketRequest(request_id="b4", checkout_id=await hold("b3"))
        await ann.checkout.CancelBasket(request)

    async def bring_in() -> None:
        rows = pb.ImportPostingsRequest(requests=[stocking("tote_bag", 3, "i1")])
        await ann.ledger.ImportPostings(iter([rows])).read()

    adjustments, approvals = AdjustmentsStub(ann.channel), ApprovalsStub(ann.channel)
    bob = AdjustmentsStub(points.caller(BOB).channel)

    async def approve() -> None:
        approval = (await bob.AdjustPoints(wish(5_000, "b1"))).approval
        await approvals.Approve(ApproveRequest(request_id="b2", approval_id=approval.id))

    async def reject() -> None:
        approval = (await bob.AdjustPoints(wish(5_000, "b3"))).approval
        await approvals.Reject(RejectRequest(request_id="b4", approval_id=approval.id))

    used: list[str] = []

    async def use() -> None:
        await members.feed.change_tier("tea", "mem_ada", "gold", 2, 130)
        await followed(points, members)
        asked = benefits_pb2.UseBenefitRequest(
            request_id="n1", member_id="mem_ada", benefit="size_upgrade", store_id="s-1"
        )
        used.append((await ann.benefits.UseBenefit(asked)).use.id)

    async def drop() -> None:
        waiting = sent("REFUND", FRUIT, event_id="r2", order_id="nobody_knows")
        await members.feed.record("tea", waiting)
        await followed(points, members)
        await ann.refunds.DropWaitingRefund(
            refunds_pb2.DropWaitingRefundRequest(
                order_channel=waiting.channel,
                order_id="nobody_knows",
                channel=waiting.channel,
                event_id="r2",
            )
        )

    async def draw() -> None:
        await points.till().give("mem_ada", 1, asset="LOTTERY_TICKET")
        request = DrawLotteryRequest(request_id="l1", lottery="check_in", member_id="mem_ada")
        await LotteriesStub(ann.channel).DrawLottery(request)

    async def sign_up(request_id: str) -> str:
        asked = events_pb.SignUpForEventRequest(
            request_id=request_id, member_id="mem_ada", event="new_tea_tasting"
        )
        return (await ann.brand_events.SignUpForEvent(asked)).sign_up.id

    async def cancel_sign_up() -> None:
        (found,) = (
            await ann.brand_events.ListSignUps(events_pb.ListSignUpsRequest(member_id="mem_ada"))
        ).sign_ups
        asked = events_pb.CancelSignUpRequest(request_id="s2", sign_up_id=found.id)
        await ann.brand_events.CancelSignUp(asked)

    files, uploaded = BulkFilesStub(ann.channel), list[str]()

    async def upload(request_id: str) -> None:
        asked = UploadBulkFileRequest(
            request_id=request_id,
            kind=BULK_FILE_KIND_ADJUSTMENTS,
            name="may.csv",
            reason="till was down",
            content=b"member_id,amount\nmem_ada,1\n",
        )
        uploaded.append((await files.UploadBulkFile(asked)).file.id)

    async def discard() -> None:
        await upload("u2")
        asked = DiscardBulkFileRequest(request_id="b2", file_id=uploaded[1])
        await files.DiscardBulkFile(asked)

    await check_audited(
        ann.channel,
        PROTO_SERVICES,
        {
            "points.Ledger.CreatePosting": lambda: ann.ledger.CreatePosting(
                stocking("tote_bag", 1, "s1")
            ),
            "points.Ledger.BatchCreatePostings": lambda: ann.ledger.BatchCreatePostings(
                pb.BatchCreatePostingsRequest(requests=[stocking("tote_bag", 2, "s2")])
            ),
            "points.Ledger.ImportPostings": bring_in,
            "points.Earning.AwardActivities": lambda: ann.earning.AwardActivities(
                AwardActivitiesRequest(activities=[sent("ORDER", FRUIT, MILK)])
            ),
            "points.CheckIns.CheckIn": lambda: CheckInsStub(ann.channel).CheckIn(
                CheckInRequest(activity=sent("CHECK_IN", event_id="c1"))
            ),
            "points.Refunds.CommitRefund": lambda: ann.refunds.CommitRefund(
                refunds_pb2.CommitRefundRequest(refund=sent("REFUND", FRUIT, event_id="r1"))
            ),
            "points.Refunds.DropWaitingRefund": drop,
            "points.Checkout.HoldBasket": hold,
            "points.Checkout.CaptureBasket": capture,
            "points.Checkout.CancelBasket": release,
            "points.Grants.Grant": grant,
            "points.Coupons.RevokeCoupon": revoke,
            "points.Lotteries.DrawLottery": draw,
            "points.Rewards.RedeemReward": redeem,
            "points.Rewards.ConfirmRedemption": confirm,
            "points.Vouchers.RedeemVoucher": lambda: vouchers.RedeemVoucher(
                RedeemVoucherRequest(request_id="v1", code=codes[0], store_id="s-1")
            ),
            "points.Vouchers.ReverseVoucher": lambda: vouchers.ReverseVoucher(
                ReverseVoucherRequest(request_id="v2", code=codes[0], store_id="s-1")
            ),
            "points.Vouchers.CancelVoucher": lambda: vouchers.CancelVoucher(
                CancelVoucherRequest(request_id="v3", code=codes[0], reason="lost")
            ),
            "points.Rewards.CancelRedemption": cancel,
            "points.Benefits.UseBenefit": use,
            "points.Benefits.ReverseBenefitUse": lambda: ann.benefits.ReverseBenefitUse(
                benefits_pb2.ReverseBenefitUseRequest(
                    request_id="n2", use_id=used[0], store_id="s-1"
                )
            ),
            "points.Adjustments.AdjustPoints": lambda: adjustments.AdjustPoints(wish(5, "a1")),
            "points.BulkFiles.UploadBulkFile": lambda: upload("u1"),
            "points.BulkFiles.StartBulkFile": lambda: files.StartBulkFile(
                StartBulkFileRequest(request_id="b1", file_id=uploaded[0])
            ),
            "points.BulkFiles.DiscardBulkFile": discard,
            "approvals.Approvals.Approve": approve,
            "approvals.Approvals.Reject": reject,
            "points.Statements.ClosePeriod": lambda: StatementsStub(ann.channel).ClosePeriod(
                statements_pb2.ClosePeriodRequest(request_id="m1", month="2026-01")
            ),
            "points.BrandEvents.SignUpForEvent": lambda: sign_up("s1"),
            "points.BrandEvents.CancelSignUp": cancel_sign_up,
        },
        exempt={
            "points.BrandEvents.RecordAttendance": "needs an event of today; posts as the rest",
            "points.Gifts.GivePoints": "not for operators, who adjust",
            "points.DryRuns.StartDryRun": "changes nothing; the dry run says who asked",
            "points.CheckIns.MakeUp": "needs a card and a past day; posts as CheckIn does",
        },
        outcomes={
            "approvals.Approvals.Approve": "approved",
            "approvals.Approvals.Reject": "rejected",
        },
    )
    made = {entry.action.rpartition(".")[2]: entry for entry in await entries(ann.channel)}
    stocked = [(one.name, one.value) for one in made["CreatePosting"].objects]
    assert ("reward:tote_bag/STOCK", "+1") in stocked
    assert made["CreatePosting"].request_id == "s1"
    assert made["ConfirmRedemption"].objects[0].value == held[0]
    report = await ann.ledger.Verify(pb.VerifyRequest())
    assert (report.colour, list(report.problems)) == (pb.VERIFY_COLOUR_GREEN, [])
    await db.records.update_one(
        {"_id": "tea/audit/000000000002"}, {"$set": {"body.subject": "bob"}}
    )
    report = await ann.ledger.Verify(pb.VerifyRequest())
    assert report.colour == pb.VERIFY_COLOUR_RED
    assert [problem.detail for problem in report.problems] == [
        "tea audit 2: it is not as it was written"
    ]


async def test_the_writer_stands_in_every_posting(points: Points, db: Database) -> None:
    await points.till().ledger.CreatePosting(earning("mem_ada", 5, "t1"))
    made = await points.caller(ANN).ledger.CreatePosting(stocking("tote_bag", 1, "s1"))
    assert (made.posting.writer.subject, made.posting.writer.role) == ("ann", "operator")
    kept = {one["request"]: one.get("writer") async for one in db.postings.find({})}
    assert kept["tea/rpc/t1"] == ["pos", "channel"]
    # What points do by themselves has none: here the stock that the programme brought.
    assert any(writer is None for writer in kept.values())
    await db.postings.update_one(
        {"request": "tea/rpc/t1"}, {"$set": {"writer": ["eve", "channel"]}}
    )
    report = await points.operator().ledger.Verify(pb.VerifyRequest())
    assert report.colour == pb.VERIFY_COLOUR_RED


async def test_a_repeat_and_a_refusal_leave_no_entry(points: Points) -> None:
    ann = points.caller(ANN)
    for _ in range(2):
        await ann.ledger.CreatePosting(stocking("tote_bag", 1, "s1"))
    batch = pb.BatchCreatePostingsRequest(requests=[stocking("tote_bag", -10_000, "s2")])
    assert (await ann.ledger.BatchCreatePostings(batch)).results[0].reason
    await points.till().give("mem_ada", 5)
    assert len(await entries(ann.channel)) == 1


@pytest.mark.parametrize("count", [24])
async def test_operators_at_the_same_time_get_a_chain_without_holes(
    points: Points, db: Database, count: int
) -> None:
    ann = points.caller(ANN)
    await asyncio.gather(
        *(ann.ledger.CreatePosting(stocking("tote_bag", 1, f"s{n}")) for n in range(count))
    )
    assert await AuditLog(db, "records").prove("tea", 0, 100) == (count, None)

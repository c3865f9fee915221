"""Which scope each method of points asks for."""

from services.points.wiring import PROTO_SERVICES
from tests.component.points.conftest import Points
from tests.component.scopes import check_scopes

ASKED = {
    "Adjustments.AdjustPoints": "points:write",
    "Approvals.Approve": "points:write",
    "Approvals.ListApprovals": "points:read",
    "Approvals.Reject": "points:write",
    "Audit.ListAuditEntries": "audit:read",
    "CheckIns.CheckIn": "orders:write",
    "CheckIns.MakeUp": "orders:write",
    "Checkout.CancelBasket": "orders:write",
    "Checkout.CaptureBasket": "orders:write",
    "Checkout.GetBasket": "orders:read",
    "Checkout.HoldBasket": "orders:write",
    "Checkout.PreviewBasket": "orders:read",
    "Conditions.ListFailingConditions": "programmes:read",
    "Coupons.ListCouponTypes": "coupons:read",
    "Coupons.ListMemberCoupons": "coupons:read",
    "Coupons.LookUpCoupon": "coupons:read",
    "Earning.AwardActivities": "orders:write",
    "Earning.PreviewAward": "orders:read",
    "Grants.Grant": "coupons:write",
    "Ledger.BatchCreatePostings": "points:write",
    "Ledger.CreatePosting": "points:write",
    "Ledger.GetBalances": "points:read",
    "Ledger.ImportPostings": "points:write",
    "Ledger.ListEntries": "points:read",
    "Ledger.ListPostings": "points:read",
    "Ledger.Verify": "points:read",
    "Ledger.Watch": "points:read",
    "Refunds.CommitRefund": "orders:write",
    "Refunds.DropWaitingRefund": "orders:write",
    "Refunds.ListWaitingRefunds": "orders:read",
    "Refunds.PreviewRefund": "orders:read",
    "Rewards.BatchGetRewards": "rewards:read",
    "Rewards.CancelRedemption": "rewards:write",
    "Rewards.ConfirmRedemption": "rewards:write",
    "Rewards.GetRedemption": "rewards:read",
    "Rewards.ListRedemptions": "rewards:read",
    "Rewards.ListRewards": "rewards:read",
    "Rewards.RedeemReward": "rewards:write",
    "Statements.ClosePeriod": "points:write",
    "Statements.GetClosedPeriod": "points:read",
    "Statements.GetLiability": "points:read",
    "Statements.GetStatement": "points:read",
    "Statements.GetTrialBalance": "points:read",
    "Statements.ListRuleTotals": "points:read",
    "Statements.ListStoreTotals": "points:read",
    "Vouchers.CancelVoucher": "vouchers:write",
    "Vouchers.ListStoreVouchers": "vouchers:read",
    "Vouchers.LookUpVoucher": "vouchers:read",
    "Vouchers.RedeemVoucher": "vouchers:write",
    "Vouchers.ReverseVoucher": "vouchers:write",
    "Wallets.BatchGetWallets": "points:read",
}


async def test_every_method_asks_operators_and_channels_for_the_scope_of_its_noun_and_verb(
    points: Points,
) -> None:
    await check_scopes(points.running.address, points.issuer, PROTO_SERVICES, ASKED)

"""Points as the gateway sees it."""

from collections.abc import AsyncIterator
from typing import Any

from services.common.errors import Refusal
from tessera.points.v1 import (
    benefits_pb2,
    benefits_pb2_grpc,
    check_ins_pb2,
    check_ins_pb2_grpc,
    earning_pb2,
    ledger_pb2,
    ledger_pb2_grpc,
    rewards_pb2,
    rewards_pb2_grpc,
    transfers_pb2,
    transfers_pb2_grpc,
    vouchers_pb2,
    vouchers_pb2_grpc,
    wallets_pb2,
    wallets_pb2_grpc,
)
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import (
    BONUS,
    DAY_S,
    FakeBackend,
    at,
    member_id,
    refuse,
    wallet,
)


class Wallets(wallets_pb2_grpc.WalletsServicer):
    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def BatchGetWallets(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("BatchGetWallets", request, context)
        response = wallets_pb2.BatchGetWalletsResponse(
            wallets=[
                wallet(each, request, self.backend.written)
                for each in request.member_ids
                if self.backend.has(caller, each)
            ]
        )
        for each in (entry for found in response.wallets for entry in found.entries):
            if each.sequence in self.backend.entries_at:
                each.record_time.FromDatetime(self.backend.entries_at[each.sequence])
        return response


class CheckIns(check_ins_pb2_grpc.CheckInsServicer):
    """The first check-in of a member is its 7th day running; a later one changes nothing."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend
        self.first: dict[tuple[str, str], str] = {}

    async def CheckIn(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("CheckIn", request, context)
        activity = request.activity
        first = self.first.setdefault((caller.brand, activity.member_id), activity.event_id)
        award = earning_pb2.Award(
            rule="check_in", asset="POINTS", amount=2, base=2, multiplier_percent=100
        )
        response = check_ins_pb2.CheckInResponse(awards=[award])
        if caller.brand == "tea":
            already = first != activity.event_id
            response.check_in.streak = 7
            response.check_in.already_checked_in = already
            if not already:
                response.check_in.bonus.CopyFrom(BONUS)
        return response

    async def MakeUp(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("MakeUp", request, context)
        if caller.member_id not in (None, request.member_id):
            await refuse(context, Refusal("PERMISSION_DENIED"))
        if request.day == "2026-03-01":
            await refuse(context, Refusal("ALREADY_CHECKED_IN", field="day"))
        key = (caller.brand, request.request_id)
        replayed = key in self.backend.done
        recorded = check_ins_pb2.RecordedCheckIn(day=request.day, streak=7, bonus=BONUS)
        self.backend.done[key] = recorded
        return check_ins_pb2.MakeUpResponse(check_in=recorded, replayed=replayed)


class Benefits(benefits_pb2_grpc.BenefitsServicer):
    """Every member has used one benefit; a limousine is used up."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def UseBenefit(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("UseBenefit", request, context)
        if request.benefit == "limousine":
            await refuse(context, Refusal("BENEFIT_USED_UP", field="benefit"))
        key = (caller.brand, request.request_id)
        replayed = key in self.backend.done
        self.backend.done[key] = use = benefit_use(request.member_id, request.store_id)
        return benefits_pb2.UseBenefitResponse(use=use, replayed=replayed)

    async def ReverseBenefitUse(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ReverseBenefitUse", request, context)
        if request.store_id == "s2":
            await refuse(context, Refusal("BENEFIT_USE_NOT_REVERSIBLE", field="use_id"))
        use = benefit_use("mem_3", request.store_id)
        use.reverse_time.CopyFrom(at(5))
        return benefits_pb2.ReverseBenefitUseResponse(use=use)

    async def ListBenefitUses(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListBenefitUses", request, context)
        return benefits_pb2.ListBenefitUsesResponse(uses=[benefit_use(request.member_id, "s1")])


def benefit_use(owner: str, store_id: str) -> benefits_pb2.BenefitUse:
    return benefits_pb2.BenefitUse(
        id="bnu_1",
        member_id=owner,
        benefit="size_upgrade",
        benefit_name=types_pb2.LocalizedText(zh="免费升杯", en="Free size upgrade"),
        store_id=store_id,
        use_time=at(0),
    )


class Gifts(transfers_pb2_grpc.GiftsServicer):
    """A member has 85 points to give."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def GivePoints(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("GivePoints", request, context)
        if caller.member_id != request.member_id:
            await refuse(context, Refusal("PERMISSION_DENIED"))
        if request.amount > 85:
            await refuse(context, Refusal("GIFT_LIMIT_REACHED", metadata={"per": "day"}))
        gift = transfers_pb2.Gift(
            id="gft_1",
            giver_id=request.member_id,
            receiver_id=request.receiver_id,
            asset=request.asset or "POINTS",
            amount=request.amount,
            give_time=at(0),
        )
        return transfers_pb2.GivePointsResponse(gift=gift)


REWARDS = 7


def reward(number: int) -> rewards_pb2.Reward:
    return rewards_pb2.Reward(
        code=f"reward_{number}",
        name=types_pb2.LocalizedText(zh=f"奖励{number}", en=f"Reward {number}"),
        kind=rewards_pb2.REWARD_KIND_PRODUCT,
        price=100 * number,
        stock=5 if number % 2 else None,
        hindrance="TIER_TOO_LOW" if number == 3 else "",
        min_tier="gold" if number == 3 else "",
        min_tier_name=types_pb2.LocalizedText(zh="金卡", en="Gold") if number == 3 else None,
        description=types_pb2.LocalizedText(zh="说明", en="Words") if number == 1 else None,
        category=reward_category() if number < 3 else None,
        image_url="https://cdn.example.com/1.jpg" if number == 1 else "",
        image_urls=["https://cdn.example.com/2.jpg"] if number == 1 else [],
        list_price=types_pb2.Money(currency_code="CNY", minor_units=1900) if number == 1 else None,
        prices=[
            rewards_pb2.AssetPrice(asset="POINTS", amount=100 * number),
            *([rewards_pb2.AssetPrice(asset="GIFT_TICKET", amount=1)] if number == 2 else []),
        ],
        gives=rewards_pb2.AssetPrice(asset="LOTTERY_TICKET", amount=3) if number == 4 else None,
        immediate=number == 2,
        redeemed_count=number,
        limits_for_all=[
            rewards_pb2.LimitForAll(per=per, times=50, remaining=7)
            for per in (rewards_pb2.LIMIT_PERIOD_MONTH, rewards_pb2.LIMIT_PERIOD_DAY)[: number - 1]
        ]
        if number < 4
        else [],
    )


def reward_category() -> rewards_pb2.RewardCategory:
    name = types_pb2.LocalizedText(zh="饮品", en="Drinks")
    return rewards_pb2.RewardCategory(code="drinks", name=name)


def voucher(store_id: str = "") -> vouchers_pb2.TillVoucher:
    """Used where a store is named."""
    state = vouchers_pb2.VOUCHER_STATE_USED if store_id else vouchers_pb2.VOUCHER_STATE_ISSUED
    made = vouchers_pb2.TillVoucher(
        code="V-1",
        state=state,
        reward_code="reward_1",
        reward_name=types_pb2.LocalizedText(zh="饮品", en="Drink"),
        expire_on="2026-04-03",
        store_id=store_id,
        redemption_id="rdm_1",
    )
    if store_id:
        made.use_time.CopyFrom(at(0))
    return made


class Rewards(rewards_pb2_grpc.RewardsServicer):
    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def ListRestocks(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListRestocks", request, context)
        came = rewards_pb2.Restock(pieces=20, programme_version=2)
        return rewards_pb2.ListRestocksResponse(restocks=[came])

    async def ListRewards(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListRewards", request, context)
        start = int(request.page_token or 0)
        size = request.page_size or 20
        rewards = [reward(n) for n in range(1, REWARDS + 1)]
        rewards = [one for one in rewards if request.category in ("", one.category.code)]
        more = start + size < len(rewards)
        return rewards_pb2.ListRewardsResponse(
            rewards=rewards[start : start + size],
            next_page_token=str(start + size) if more else "",
            total_size=len(rewards),
            categories=[reward_category()],
        )

    async def BatchGetRewards(self, request: Any, context: Any) -> Any:
        await self.backend.enter("BatchGetRewards", request, context)
        rewards = {f"reward_{n}": reward(n) for n in range(1, REWARDS + 1)}
        found = [rewards[code] for code in request.reward_codes if code in rewards]
        return rewards_pb2.BatchGetRewardsResponse(rewards=found)

    async def GetRedemption(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("GetRedemption", request, context)
        for (brand, _), redemption in self.backend.done.items():
            mine = caller.member_id in (None, redemption.member_id)
            if redemption.id == request.redemption_id and brand == caller.brand and mine:
                return rewards_pb2.GetRedemptionResponse(redemption=redemption)
        return await refuse(context, Refusal("REDEMPTION_NOT_FOUND"))

    async def RedeemReward(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("RedeemReward", request, context)
        if request.reward_code == "too_dear":
            await refuse(
                context,
                Refusal("INSUFFICIENT_POINTS", metadata={"available": "85", "needed": "900"}),
            )
        key = (caller.brand, request.request_id)
        if key in self.backend.done:
            return rewards_pb2.RedeemRewardResponse(
                redemption=self.backend.done[key], replayed=True
            )
        self.backend.done[key] = rewards_pb2.Redemption(
            id=f"rdm_{len(self.backend.done)}",
            member_id=request.member_id,
            reward_code=request.reward_code,
            price=100,
            state=rewards_pb2.REDEMPTION_STATE_HELD,
            create_time=at(0),
        )
        return rewards_pb2.RedeemRewardResponse(redemption=self.backend.done[key])

    async def ConfirmRedemption(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ConfirmRedemption", request, context)
        return rewards_pb2.ConfirmRedemptionResponse(
            redemption=rewards_pb2.Redemption(
                id=request.redemption_id,
                member_id=member_id(2),
                reward_code="reward_1",
                state=rewards_pb2.REDEMPTION_STATE_CONFIRMED,
                voucher=rewards_pb2.Voucher(
                    code="V-1",
                    expire_time=at(DAY_S),
                    state=vouchers_pb2.VOUCHER_STATE_USED,
                    expire_on="2026-04-03",
                    use_time=at(0),
                    store_id="s1",
                ),
            )
        )

    async def CancelRedemption(self, request: Any, context: Any) -> Any:
        await self.backend.enter("CancelRedemption", request, context)
        await refuse(context, Refusal("REDEMPTION_ENDED", metadata={"state": "CONFIRMED"}))

    async def ListRedemptions(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("ListRedemptions", request, context)
        had = [
            redemption
            for (brand, _), redemption in self.backend.done.items()
            if (brand, redemption.member_id) == (caller.brand, request.member_id)
        ]
        return rewards_pb2.ListRedemptionsResponse(redemptions=had[::-1])


class Vouchers(vouchers_pb2_grpc.VouchersServicer):
    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def LookUpVoucher(self, request: Any, context: Any) -> Any:
        await self.backend.enter("LookUpVoucher", request, context)
        if request.code != "V-1":
            await refuse(context, Refusal("VOUCHER_NOT_FOUND"))
        return vouchers_pb2.LookUpVoucherResponse(voucher=voucher())

    async def RedeemVoucher(self, request: Any, context: Any) -> Any:
        await self.backend.enter("RedeemVoucher", request, context)
        if request.code != "V-1":
            at_ = {"store_id": "s2", "use_time": "2026-03-04T04:00:00Z"}
            await refuse(context, Refusal("VOUCHER_USED", metadata=at_))
        return vouchers_pb2.RedeemVoucherResponse(voucher=voucher(request.store_id))

    async def ReverseVoucher(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ReverseVoucher", request, context)
        return vouchers_pb2.ReverseVoucherResponse(voucher=voucher())

    async def CancelVoucher(self, request: Any, context: Any) -> Any:
        await self.backend.enter("CancelVoucher", request, context)
        await refuse(context, Refusal("VOUCHER_EXPIRED", metadata={"expire_on": "2026-04-03"}))

    async def ListStoreVouchers(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListStoreVouchers", request, context)
        return vouchers_pb2.ListStoreVouchersResponse(vouchers=[voucher(request.store_id)])


class Ledger(ledger_pb2_grpc.LedgerServicer):
    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def Verify(self, request: Any, context: Any) -> Any:
        await self.backend.enter("Verify", request, context)
        problem = ledger_pb2.VerifyProblem(check="balance", where="mem_1/POINTS", detail="9, not 8")
        return ledger_pb2.VerifyResponse(
            colour=ledger_pb2.VERIFY_COLOUR_RED
            if request.page_token
            else ledger_pb2.VERIFY_COLOUR_GREEN,
            counts={"accounts": 9},
            problems=[problem] if request.page_token else [],
            next_page_token="" if request.page_token else "step-2",
            backlog_age_s={"unswept": 0},
        )

    async def Watch(self, request: Any, context: Any) -> AsyncIterator[Any]:
        await self.backend.enter("points.Watch", request, context)
        # As the services do: a follower learns at once where its stream begins.
        yield ledger_pb2.WatchResponse(token=request.after or "t0")
        async for response in self.backend.watch("points"):
            yield response

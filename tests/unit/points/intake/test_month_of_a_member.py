"""A month of a member with each brand; every figure is what the brand's programme promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from services.common.clock import ManualClock
from services.points.activities.domain.standing import Tier
from services.points.badges.commands import badge_statuses
from services.points.check_in.commands import check_in_statuses, make_up
from services.points.context import PointsContext
from services.points.ledger.domain.posting import PostingKind
from services.points.rewards.commands.redeem_reward import redeem_reward
from services.points.transfers.commands.give import give
from tests.unit.points.intake.month import BO, LIN, Month, any_of, line_of

LONG_AGO = datetime(2025, 6, 1, 4, tzinfo=UTC)
GOLD = Tier("gold", 2, 130)


async def test_lin_and_the_tea_shop_in_april(ctx: PointsContext, clock: ManualClock) -> None:
    april = Month(ctx, clock, "tea", 4)
    april.on(1, 9)
    await april.begin(enrolled=LONG_AGO, tier=GOLD)
    assert (await april.has("SIZE_UPGRADE"))[0] == 2

    # The 2nd to the 8th: she misses the 1st, so the streak begins with the 2nd.
    april.on(2)
    await april.does("check_in", "mini_program")
    assert (await check_in_statuses(ctx, "tea", [LIN]))[LIN].streak == 1
    for day in range(3, 9):
        april.on(day)
        await april.does("check_in", "mini_program")
    assert await april.has() == (7 * 2 + 20, 0)
    assert (await april.has("LOTTERY_TICKET"))[0] == 7

    # A friend brings a card, which fills the 1st: the streak is 8, and the day earns nothing.
    await april.does("invite", "mini_program")
    await make_up(ctx, "tea", request_id="m1", member_id=LIN, day=date(2026, 4, 1))
    assert (await check_in_statuses(ctx, "tea", [LIN]))[LIN].streak == 8
    assert (await april.has(), (await april.has("MAKE_UP_CARD"))[0]) == ((34, 0), 0)

    # Her birthday.
    april.on(10, 0)
    await april.does("birthday", "occasions")
    assert await april.has() == (100, 0)

    # Saturday at the store: 2 drinks at 18 yuan, one of the named series. 36 × 1.3 = 46, and 5.
    april.on(11, 15)
    await april.does("visit", store="store-01")
    fruit, milk = line_of("1", 1_800, "fresh_fruit"), line_of("2", 1_800, "milk_tea")
    await april.orders("o1", fruit, milk)
    assert await april.has() == (100, 46 + 5)
    assert (await april.has("GROWTH"))[0] == 36

    # The milk tea comes back: half of 46 goes, the 5 of the fruit stay; growth too.
    april.on(12, 10)
    await april.gives_back("o1", milk)
    assert await april.has() == (100, 46 - 23 + 5)
    assert (await april.has("GROWTH"))[0] == 18

    # The weekend's coupon: gold has 3 % off, then a milk tea is free; she pays and earns the rest.
    april.on(13)
    found = await april.coupons()
    dear, free = line_of("1", 4_000, "pure_tea"), line_of("2", 2_000, "cake")
    paid = await april.pays("o2", dear, free, coupons=(any_of(found, "weekend_drink"),))
    assert paid.checkout.quote.paid_minor == 2_000 - 60
    assert await april.has() == (100, 28 + 25)  # 19 × 1.3 = 24.7, or 19.4 × 1.3 = 25.2
    # It is given back when its line is.
    await april.gives_back("o2", replace(dear, amount_minor=0))
    assert any_of(await april.coupons(), "weekend_drink")

    # The three new flavours: 10 for each review, 5 for each step, 30 for all.
    for day, article in ((14, "osmanthus_oolong"), (15, "lychee_jasmine"), (16, "sesame_latte")):
        april.on(day)
        await april.does("review", "mini_program", article=article)
    assert (await april.has())[0] == 100 + 3 * 10 + 3 * 5 + 30
    held = {one.badge.code for one in (await badge_statuses(ctx, "tea", [LIN]))[LIN] if one.held}
    assert {"explorer", "taster", "good_company", "golden_leaf"} <= held

    # The size upgrade of her tier, a gift to Bo, and the cup of the day for 90.
    april.on(17)
    await april.uses("size_upgrade")
    assert (await april.has("SIZE_UPGRADE"))[0] == 1
    await give(ctx, "tea", request_id="g1", giver_id=LIN, receiver_id=BO, asset="POINTS", amount=50)
    await redeem_reward(ctx, "tea", request_id="r1", member_id=LIN, reward_code="daily_special")
    assert (await april.has())[0] == 175 - 50 - 90
    assert await april.has(member=BO) == (50, 0)

    # Seven days after the orders their points can be spent.
    april.on(30, 23, 59)
    assert await april.has() == (35 + 53, 0)
    told, kinds = await april.statement()
    assert (told.opening, told.closing) == (0, 88)
    assert kinds[PostingKind.TRANSFER] == -50
    assert kinds[PostingKind.SPEND] == -90
    await april.all_comes_again()


async def test_half_of_a_basket_paid_with_points_comes_back_to_their_own_lots(
    ctx: PointsContext, clock: ManualClock
) -> None:
    april = Month(ctx, clock, "tea", 4)
    april.on(1, 9)
    await april.begin(enrolled=LONG_AGO)
    await april.does("birthday", "occasions")
    for _ in range(6):
        await april.does("referral", "members")
    before = await ctx.ledger.account_state("tea", [(LIN, "POINTS")])
    lots = {lot.expire_at for lot in before[LIN, "POINTS"].lots}
    had = (await april.has())[0]
    april.on(20)
    first, second = line_of("1", 5_000, "cake"), line_of("2", 5_000, "cake")
    paid = await april.pays("o1", first, second, points=400)
    assert paid.checkout.quote.paid_minor == 8_000
    assert await april.has() == (had - 400, 80)
    # 40 yuan and 200 points.
    await april.gives_back("o1", replace(first, amount_minor=4_000))
    assert await april.has() == (had - 200, 40)
    after = await ctx.ledger.account_state("tea", [(LIN, "POINTS")])
    assert {lot.expire_at for lot in after[LIN, "POINTS"].lots if not lot.available_at} <= lots


async def test_lin_and_the_shop_of_her_friends_in_her_first_month(
    ctx: PointsContext, clock: ManualClock
) -> None:
    may = Month(ctx, clock, "retail", 5)
    may.on(1, 10)
    await may.begin(enrolled=may.clock.now())

    # The first 7 days, in order: the profile, the first order, three reviews.
    await may.does("profile_completion", "app")
    assert await may.has() == (20 + 10, 0)
    may.on(3)
    await may.orders("o1", line_of("1", 3_000))
    assert await may.has() == (30 + 30 + 20, 0)
    for hour in (9, 12, 15):
        may.on(5, hour)
        await may.does("review", "app")
    assert await may.has() == (80 + 3 * 10 + 30 + 50, 0)
    held = [one for one in (await badge_statuses(ctx, "retail", [LIN]))[LIN] if one.held]
    assert [one.badge.code for one in held] == ["good_start"]

    # The weekly topic counts once a week, and a fourth review of the month not at all.
    may.on(6)
    await may.does("share", "app", topic="weekly")
    await may.does("share", "app", topic="weekly")
    await may.does("review", "app")
    assert await may.has() == (190 + 15, 0)
    may.on(11)
    await may.does("share", "app", topic="weekly")
    assert (await may.has())[0] == 220

    # She gives her friend nothing here, buys for 12.50 and brings it back: all of it goes.
    may.on(20)
    await may.orders("o2", line_of("1", 1_250))
    assert (await may.has())[0] == 232
    may.on(22)
    await may.gives_back("o2", line_of("1", 1_250))
    may.on(31, 23)
    told, kinds = await may.statement()
    assert (told.opening, told.closing) == (0, 220)
    assert kinds == {PostingKind.EARN: 232, PostingKind.CLAWBACK: -12}
    await may.all_comes_again()


async def test_lin_and_the_fashion_house_in_november(
    ctx: PointsContext, clock: ManualClock
) -> None:
    november = Month(ctx, clock, "fashion", 11)
    november.on(1, 9)
    await november.begin(enrolled=LONG_AGO, tier=Tier("growth", 1, 120))

    # A check-in a day of the first week: 5 each, and 50 for the seventh.
    for day in range(1, 8):
        november.on(day)
        await november.does("check_in", "app")
    assert await november.has() == (7 * 5 + 50, 0)

    # Her birthday: 200 × 1.2.
    november.on(8, 0)
    await november.does("birthday", "occasions")
    assert (await november.has())[0] == 85 + 240

    # 11.11 in the app counts triple, and her tier a fifth more: 1 + 2 + 0.2.
    november.on(11, 20)
    await november.orders("o1", line_of("1", 29_900), channel="app")
    assert await november.has() == (325, 956)
    # The campaign's last day is the 12th.
    november.on(13, 0, 1)
    await november.orders("o2", line_of("1", 10_000), channel="app")
    assert await november.has() == (325, 956 + 120)

    # Shared once a day, at most 200 a month.
    for day in range(13, 28):
        november.on(day)
        await november.does("share", "app")
        await november.does("share", "app")
    november.on(28)
    assert await november.has() == (325 + 200 + 956 + 120, 0)

    # She is VIP now: a tenth comes off, and 100 less 10 % earns 90 × 1.5.
    await november.reaches(Tier("vip", 2, 150))
    paid = await november.pays("o3", line_of("1", 10_000))
    assert paid.checkout.quote.paid_minor == 9_000
    assert (await november.has())[1] == 135

    # The coat of 11.11 comes back: all of its points go, those that are pending first.
    november.on(29)
    await november.gives_back("o1", line_of("1", 29_900), channel="app")
    assert await november.has() == (1_601 + 135 - 956, 0)
    november.on(30, 23, 59)
    told, _ = await november.statement()
    assert told.closing == 780
    await november.all_comes_again()


async def test_lin_and_her_car_in_may(ctx: PointsContext, clock: ManualClock) -> None:
    may = Month(ctx, clock, "car", 5)
    may.on(4, 9)
    await may.begin(enrolled=LONG_AGO, tier=Tier("gold", 1, 110))
    # Free maintenance twice a year of membership; the workshop does it once.
    assert (await may.has("MAINTENANCE"))[0] == 2
    await may.uses("free_maintenance")
    assert (await may.has("MAINTENANCE"))[0] == 1

    # 1 point for 10 yuan of service, × 1.1: 5,005 yuan are 500.5 × 1.1 = 550.55.
    may.on(5)
    await may.orders("o1", line_of("1", 500_500, "service"))
    assert await may.has() == (0, 551)

    # Two ideas of a month count, an event once a day.
    for day in (6, 7, 8):
        may.on(day)
        await may.does("share", "app", co_creation="yes")
    await may.does("check_in", "in_car")
    await may.does("check_in", "app")
    assert await may.has() == (2 * 500 + 50, 551)

    # Five years since the car was hers.
    may.on(9, 0)
    await may.does("first_order_anniversary", "occasions", years="5")
    assert await may.has() == (1_050 + 500 + 1_000, 551)

    # Half of the bill comes back while its points are pending; later nothing is taken.
    may.on(10)
    await may.gives_back("o1", line_of("1", 500_500, "service"))
    assert await may.has() == (2_550, 0)
    may.on(11)
    await may.orders("o2", line_of("1", 100_000, "service"))
    may.on(29)
    assert await may.has() == (2_550 + 110, 0)
    await may.gives_back("o2", line_of("1", 100_000, "service"))
    assert await may.has() == (2_660, 0)
    may.on(31, 23, 59)
    told, kinds = await may.statement()
    assert (told.closing, kinds[PostingKind.CLAWBACK]) == (2_660, -551)
    await may.all_comes_again()

"""What a member may give now: exactly what a gift would get through with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.points.activities.domain.standing import MemberEnrolled, Standing
from services.points.context import PointsContext
from services.points.intake.commands import follow_members
from services.points.ledger.domain.posting import Leg, PostingKind, PostingRequest
from services.points.programme.domain.published import ProgrammePublished
from services.points.transfers.commands.allowances import gift_allowances
from services.points.transfers.commands.give import give
from services.points.transfers.domain.allowance import GiftAllowance, gift_allowance
from services.points.transfers.domain.gift_rules import GiftLimit, GiftLimits, gift_rules
from services.points.transfers.domain.given import GiftLimitReached, Given
from tests.activities import NOON, document, tea

ADA, BOB = "mem_ada", "mem_bob"
TODAY = date(2026, 3, 5)
small = st.integers(0, 6)


RULES = {
    "min_amount": 2,
    "per_day": {"times": 2, "amount": 5},
    "per_month": {"times": 3, "amount": 9},
}


PROGRAMME = tea(gifts=RULES)


def allowance(
    rules: dict[str, Any], given_before: Given, available: int, giver: Standing | None = None
) -> GiftAllowance:
    found = gift_allowance(
        tea(gifts=rules) if rules is not RULES else PROGRAMME,
        giver,
        "POINTS",
        given_before,
        available,
        TODAY,
    )
    assert found is not None
    return found


def passes(limits: GiftLimits, before: Given, amount: int) -> bool:
    try:
        before.on(TODAY).plus(amount, limits)
    except GiftLimitReached:
        return False
    return True


@given(small, small, small, small, st.integers(-3, 12), st.sampled_from((0, 1, 40)))
def test_the_most_is_the_largest_gift_that_goes_through(
    day_times: int, day_amount: int, more_times: int, more_amount: int, available: int, ago: int
) -> None:
    before = Given(
        TODAY - timedelta(days=ago),
        day_times,
        day_amount,
        day_times + more_times,
        day_amount + more_amount,
    )
    limits = gift_rules(PROGRAMME).limits
    assert limits is not None
    found = allowance(RULES, before, available)
    possible = [n for n in range(2, 13) if n <= available and passes(limits, before, n)]
    assert found.most == max(possible, default=0)
    assert (found.hindrance == "") == bool(possible)


def test_the_limits_are_those_of_the_tier_and_a_lowered_one_leaves_nothing_below_0() -> None:
    rules = {**RULES, "tiers": {"basic": {"per_day": {"times": 9, "amount": 90}, **_MONTH}}}
    assert allowance(rules, Given(TODAY), 100).today == GiftLimit(9, 90)
    over = allowance(RULES, Given(TODAY, 4, 40, 5, 50), 100)
    assert (over.today, over.month) == (GiftLimit(0, 0), GiftLimit(0, 0))
    assert (over.most, over.hindrance) == (0, "GIFT_LIMIT_REACHED")


_MONTH = {"per_month": {"times": 9, "amount": 90}}


def test_who_may_not_give_yet_reads_why_before_the_limits() -> None:
    low = allowance({**RULES, "min_tier": "gold"}, Given(TODAY, 9, 9, 9, 9), 0)
    assert (low.most, low.hindrance) == (0, "TIER_TOO_LOW")
    early = allowance({**RULES, "min_enrolled_days": 30}, Given(TODAY), 100)
    assert (early.most, early.hindrance) == (0, "GIFT_TOO_EARLY")
    poor = allowance(RULES, Given(TODAY), 1)
    assert (poor.most, poor.hindrance) == (0, "INSUFFICIENT_POINTS")


def test_an_asset_that_is_not_given_and_a_programme_without_gifts_have_no_allowance() -> None:
    assert gift_allowance(PROGRAMME, None, "GROWTH", Given(TODAY), 9, TODAY) is None
    assert gift_allowance(tea(gifts=None), None, "POINTS", Given(TODAY), 9, TODAY) is None


async def test_a_gift_counts_for_the_giver_only(ctx: PointsContext) -> None:
    members = [MemberEnrolled("tea", each, NOON) for each in (ADA, BOB)]
    changed = {**document("tea"), "gifts": RULES}
    await follow_members(ctx, [*members, ProgrammePublished("tea", 2, changed, NOON)])
    legs = (Leg(ADA, "POINTS", 50), Leg("house:issued", "POINTS", -50))
    await ctx.ledger.post(PostingRequest("tea", "rpc/earn", PostingKind.EARN, legs))
    asked = {"giver_id": ADA, "receiver_id": BOB, "asset": "POINTS", "amount": 3}
    await give(ctx, "tea", request_id="g1", **asked)  # type: ignore[arg-type]
    found = await gift_allowances(ctx, "tea", [ADA, BOB])
    (ada,), (bob,) = found[ADA], found[BOB]
    assert (ada.today, ada.month, ada.most) == (GiftLimit(1, 2), GiftLimit(2, 6), 2)
    assert bob == replace(ada, today=GiftLimit(2, 5), month=GiftLimit(3, 9), most=3)
    assert await gift_allowances(ctx, "nobody", [ADA]) == {}

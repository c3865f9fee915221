"""Members may have a reward unless a reason keeps them from it; a redemption ends once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.points.activities.domain.standing import Tier
from services.points.calendar.domain.local_time import Period, Window
from services.points.rewards.domain import redemption as redemptions
from services.points.rewards.domain.catalogue import RewardNotFound, catalogue
from services.points.rewards.domain.redemption import (
    Redemption,
    RedemptionEnded,
    RedemptionState,
    RewardUse,
)
from services.points.rewards.domain.reward import Applicant, hindrance
from tests.activities import NOON, tea

ZONE = tea().zone
CATALOGUE = catalogue(tea())
TOTE = CATALOGUE.get("tote_bag")
GOLD = Tier("gold", 2, 130)


def applicant(**other: Any) -> Applicant:
    return replace(Applicant(GOLD, 800, {}), **other)


def hinders(who: Applicant, stock: int | None = 1, reward: Any = TOTE) -> str:
    found = hindrance(
        reward, who, min_tier=tea().tier("silver"), stock_available=stock, now=NOON, zone=ZONE
    )
    return found.reason if found else ""


def held() -> Redemption:
    return Redemption.begin("red_1", "mem_ada", TOTE, CATALOGUE, NOON, ZONE)


def test_nothing_hinders_a_member_with_points_tier_and_stock() -> None:
    assert hinders(applicant()) == ""


@pytest.mark.parametrize(
    ("who", "stock", "reason"),
    [
        (applicant(available=799), 1, "INSUFFICIENT_POINTS"),
        (applicant(tier=Tier("basic", 0, 100)), 1, "TIER_TOO_LOW"),
        (applicant(redeemed={Period.MEMBER: 2}), 1, "LIMIT_REACHED"),
        (applicant(), 0, "OUT_OF_STOCK"),
    ],
)
def test_what_hinders_is_told(who: Applicant, stock: int, reason: str) -> None:
    assert hinders(who, stock) == reason


def test_a_reward_is_offered_only_within_its_window() -> None:
    day = NOON.astimezone(ZONE).date()
    ended = replace(TOTE, window=Window(last=day - timedelta(days=1)))
    assert hinders(applicant(), reward=ended) == "REWARD_UNAVAILABLE"
    assert hinders(applicant(), reward=replace(TOTE, window=Window(day, day))) == ""


def test_an_unknown_reward_is_refused() -> None:
    with pytest.raises(RewardNotFound):
        CATALOGUE.get("yacht")


def test_a_confirmed_redemption_has_a_voucher_to_the_end_of_its_last_day() -> None:
    done = held().confirmed("CODE", NOON, ZONE)
    assert done.state is RedemptionState.CONFIRMED
    # 30 days after 4 March is 3 April, which ends at 16:00 UTC.
    assert done.voucher_until == datetime(2026, 4, 3, 16, tzinfo=UTC)


def test_a_hold_that_time_ended_can_be_neither_confirmed_nor_cancelled() -> None:
    after = NOON + timedelta(minutes=15)
    assert held().state_at(after) is RedemptionState.EXPIRED
    with pytest.raises(RedemptionEnded):
        held().confirmed("CODE", after, ZONE)
    with pytest.raises(RedemptionEnded):
        held().cancelled(after)


def test_a_cancelled_redemption_cannot_be_confirmed() -> None:
    with pytest.raises(RedemptionEnded) as refused:
        held().cancelled(NOON).confirmed("CODE", NOON, ZONE)
    assert refused.value.metadata == {"state": "cancelled"}


def test_a_hold_counts_against_the_limit_until_it_ends() -> None:
    use = RewardUse({}).begun(held(), NOON)
    assert use.redeemed(Period.MEMBER, NOON, ZONE) == 1
    assert use.redeemed(Period.MEMBER, NOON + timedelta(minutes=15), ZONE) == 0


def test_a_cancelled_redemption_no_longer_counts() -> None:
    use = RewardUse({}).begun(held(), NOON)
    after = use.ended(held().cancelled(NOON), NOON, ZONE)
    assert after.redeemed(Period.MEMBER, NOON, ZONE) == 0


def test_a_confirmed_redemption_counts_in_its_day_and_for_ever() -> None:
    use = RewardUse({}).begun(held(), NOON)
    done = held().confirmed("CODE", NOON, ZONE)
    after = use.ended(done, NOON, ZONE)
    tomorrow = NOON + timedelta(days=1)
    assert after.redeemed(Period.DAY, NOON, ZONE) == 1
    assert after.redeemed(Period.DAY, tomorrow, ZONE) == 0
    assert after.redeemed(Period.MEMBER, tomorrow, ZONE) == 1


def test_redemptions_are_kept_and_read_back_the_same() -> None:
    done = held().confirmed("CODE", NOON, ZONE)
    assert redemptions.from_body(redemptions.to_body(done)) == done
    use = RewardUse({"member": 3}).begun(held(), NOON)
    assert redemptions.use_from_body(redemptions.use_to_body("mem_ada", use)) == use

"""A status that gives a badge: held for its term, longer when had again, gone by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.common.clock import ManualClock
from services.members.programme.domain.rewards import reward_badge
from services.points.badges.commands import badges_of
from services.points.badges.domain.section import badge_section
from services.points.badges.domain.status import badge_status
from services.points.context import PointsContext
from services.points.intake.commands import follow_members
from services.points.ledger.domain.posting import Leg, PostingKind, PostingRequest
from services.points.programme.domain.published import ProgrammePublished
from services.points.rewards.commands.end_redemption import confirm_redemption
from services.points.rewards.commands.redeem_reward import redeem_reward
from services.points.rewards.domain.redemption import RedemptionState
from tests.activities import NOON, document

NAME = {"zh": "冠名", "en": "Naming right"}
ADA = "mem_ada"


@pytest.fixture
async def tea(ctx: PointsContext) -> PointsContext:
    await publish(ctx, term_days=30)
    legs = (Leg(ADA, "POINTS", 500), Leg("house:issued", "POINTS", -500))
    await ctx.ledger.post(PostingRequest("tea", "rpc/give", PostingKind.EARN, legs))
    return ctx


async def publish(ctx: PointsContext, *, term_days: int | None) -> None:
    badge: dict[str, Any] = {"code": "named_cup", "name": NAME, "times": 1}
    if term_days:
        badge["term_days"] = term_days
    item = {"code": "cup", "name": NAME, "kind": "status", "price": 100, "badge": "named_cup"}
    sections = {"streaks": [], "tasks": [], "badges": [badge], "rewards": {"items": [item]}}
    told = ProgrammePublished("tea", 2, document("tea") | sections, NOON + timedelta(seconds=2))
    await follow_members(ctx, [told])


async def had(ctx: PointsContext, name: str) -> Any:
    held = await redeem_reward(ctx, "tea", request_id=f"r{name}", member_id=ADA, reward_code="cup")
    ask = {"redemption_id": held.redemption.id, "member_id": ADA}
    first = await confirm_redemption(ctx, "tea", request_id=f"c{name}", **ask)
    again = await confirm_redemption(ctx, "tea", request_id=f"c{name}", **ask)
    assert (again.replayed, again.redemption) == (True, first.redemption)
    return first.redemption


async def shown(ctx: PointsContext) -> tuple[bool, datetime | None]:
    """Whether the card shows the badge as held, and its end."""
    section = badge_section(await ctx.programmes.get("tea"))
    badges = (await badges_of(ctx, "tea", ADA)).value
    (status,) = badge_status(badges, section, ctx.clock.now())
    return status.held, status.had.until if status.had else None


async def test_a_status_gives_its_badge_for_the_term_and_no_voucher(
    tea: PointsContext, clock: ManualClock
) -> None:
    redemption = await had(tea, "1")
    assert (redemption.state, redemption.voucher_code) == (RedemptionState.CONFIRMED, "")
    # 4 March is the first of 30 local days: 2 April is the last.
    end = datetime(2026, 4, 2, 16, tzinfo=UTC)
    assert await shown(tea) == (True, end)
    clock.set(end)
    assert await shown(tea) == (False, end)


async def test_had_again_it_is_held_longer_and_after_its_end_anew(
    tea: PointsContext, clock: ManualClock
) -> None:
    await had(tea, "1")
    clock.set(NOON + timedelta(days=10))
    await had(tea, "2")
    assert await shown(tea) == (True, datetime(2026, 5, 2, 16, tzinfo=UTC))
    clock.set(NOON + timedelta(days=100))
    assert (await shown(tea))[0] is False
    await had(tea, "3")
    # 12 June is the first of 30.
    assert await shown(tea) == (True, datetime(2026, 7, 11, 16, tzinfo=UTC))


async def test_a_badge_without_a_term_is_held_for_ever(ctx: PointsContext) -> None:
    await publish(ctx, term_days=None)
    legs = (Leg(ADA, "POINTS", 500), Leg("house:issued", "POINTS", -500))
    await ctx.ledger.post(PostingRequest("tea", "rpc/give", PostingKind.EARN, legs))
    await had(ctx, "1")
    await had(ctx, "2")
    assert await shown(ctx) == (True, None)


def test_a_badge_of_a_reward_is_declared_and_the_reward_is_a_status() -> None:
    item = {"badge": "other", "kind": "product", "coupon": "five"}
    found = [told for _, told in reward_badge({"badges": []}, item, ("rewards",))]
    assert len(found) == 3
    assert not list(reward_badge({"badges": [{"code": "a"}]}, {"badge": "a", "kind": "status"}, ()))

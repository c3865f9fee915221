"""What steps of journeys give, asked of the points service as feedback asks it."""

from __future__ import annotations

from pathlib import Path

from services.common.auth import TokenIssuer
from services.common.brand_tokens import BrandTokens
from services.common.channel import connect
from services.feedback.journeys.adapters import DeedDoors
from services.feedback.journeys.domain.deed import Deed, Gift
from tests.activities import NOON
from tests.component.points.conftest import Points


def deed(number: int, member_id: str, gift: Gift) -> Deed:
    return Deed(f"deed_{number}", member_id, "ent_1", "first_week", "thank", NOON, gift)


async def test_each_is_given_once_and_a_refusal_stops_no_other(
    points: Points, keys_dir: Path
) -> None:
    channel = connect(points.running.address)
    doors = DeedDoors(channel, channel, BrandTokens(TokenIssuer(keys_dir), "feedback"))
    fifty = Gift(asset="POINTS", amount=50, budget=120)
    deeds = [
        *(deed(number, f"mem_{number}", fifty) for number in range(3)),
        deed(3, "mem_3", Gift(coupon="birthday")),
        deed(4, "mem_stranger", fifty),
        deed(5, "mem_5", Gift(coupon="nothing")),
    ]
    told = await doors.do("tea", deeds)
    assert sorted(told[f"deed_{number}"] for number in range(3)) == [
        *("", "", "GRANT_BUDGET_EXHAUSTED")
    ]
    assert [told[f"deed_{number}"] for number in (3, 4, 5)] == [
        *("", "MEMBER_NOT_FOUND", "COUPON_TYPE_NOT_FOUND")
    ]
    assert await doors.do("tea", deeds) == told
    # For a member who was merged meanwhile it is done, too.
    done = next(each for each in deeds if not told[each.id])
    assert await doors.do("tea", [deed(int(done.id[-1]), "mem_9", fifty)]) == {done.id: ""}
    balances = [(await points.service().balance(f"mem_{n}")).available for n in (0, 1, 2, 9)]
    assert sorted(balances) == [0, 0, 50, 50]
    await channel.close()

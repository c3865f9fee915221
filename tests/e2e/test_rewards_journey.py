"""Points become a voucher once; a cancellation returns them; stock is limited."""

import asyncio
from collections import Counter
from typing import Any

from tests.e2e.activities import SETTLED_DAYS, activity, line, order
from tests.e2e.brand import Brand, Person, unique
from tests.e2e.conftest import NewBrand
from tests.e2e.refusals import codes

PAYLOAD = """replayed userErrors { code field message { zh en } }
  redemption { id state price voucher { code expiresAt } } points { posted held available }"""
REDEEM = f"mutation($input: RedeemInput!) {{ redeem(input: $input) {{ {PAYLOAD} }} }}"
CONFIRM = f"""mutation($input: ConfirmRedemptionInput!) {{
  confirmRedemption(input: $input) {{ {PAYLOAD} }} }}"""
CANCEL = f"""mutation($input: CancelRedemptionInput!) {{
  cancelRedemption(input: $input) {{ {PAYLOAD} }} }}"""
REWARDS = "{ rewards { edges { node { code price stock hindrance { code } } } } }"
REDEMPTIONS = "{ redemptions { edges { node { state rewardCode } } } }"

LAST_FEW = 5
CONTENDERS = 20
STAMPEDE = f"""
programme: stampede
name: {{zh: 抢兑, en: Stampede}}
currency: CNY
timezone: Asia/Shanghai
language: zh
assets:
  POINTS: {{spendable: true, expiry: {{policy: never}}}}
ladders: []
earning:
  rules:
    - {{code: visits, on: visit, asset: POINTS, award: {{points: 100}}}}
rewards:
  hold_minutes: 15
  voucher_days: 30
  items:
    - code: last_cups
      name: {{zh: 限量杯, en: Last cups}}
      kind: product
      price: 60
      stock: {LAST_FEW}
"""


async def with_points(brand: Brand, points: int) -> Person:
    """A new member with that many spendable points."""
    person = await brand.enrol()
    await brand.till.record(order(person.id, line(points * 100), days_ago=SETTLED_DAYS))
    await person.followed(points=points)
    return person


async def redeem(person: Person, reward: str = "free_drink", request_id: str = "") -> Any:
    wish = {"requestId": request_id or unique("redeem"), "rewardCode": reward}
    return await person.front.ask(REDEEM, input=wish)


async def end(person: Person, how: str, redemption_id: str, request_id: str = "") -> Any:
    wish = {"requestId": request_id or unique("end"), "redemptionId": redemption_id}
    return await person.front.ask(how, input=wish)


async def test_a_reward_is_held_then_confirmed_with_a_voucher_once(tea: Brand) -> None:
    person = await with_points(tea, 250)
    offered = (await person.front.ask(REWARDS))["edges"]
    hindrances = {e["node"]["code"]: e["node"]["hindrance"] for e in offered}
    assert hindrances["free_drink"] is None
    assert hindrances["tasting"] == {"code": "TIER_TOO_LOW"}

    held = await redeem(person)
    assert held["redemption"]["state"] == "HELD"
    assert held["points"] == {"posted": 250, "held": 200, "available": 50}

    confirmed = await end(person, CONFIRM, held["redemption"]["id"], "confirm-1")
    assert confirmed["redemption"]["state"] == "CONFIRMED"
    assert len(confirmed["redemption"]["voucher"]["code"]) == 10
    assert confirmed["points"] == {"posted": 50, "held": 0, "available": 50}

    again = await end(person, CONFIRM, held["redemption"]["id"], "confirm-1")
    assert again == confirmed | {"replayed": True}
    refused = await end(person, CONFIRM, held["redemption"]["id"], "confirm-2")
    assert (refused["redemption"], codes(refused)) == (None, ["REDEMPTION_ENDED"])
    listed = (await person.front.ask(REDEMPTIONS))["edges"]
    assert [e["node"] for e in listed] == [{"state": "CONFIRMED", "rewardCode": "free_drink"}]


async def test_a_cancelled_redemption_gives_the_points_back(tea: Brand) -> None:
    person = await with_points(tea, 200)
    held = await redeem(person, request_id="wish")
    assert codes(await redeem(person)) == ["INSUFFICIENT_POINTS"]

    cancelled = await end(person, CANCEL, held["redemption"]["id"])
    assert cancelled["redemption"]["state"] == "CANCELLED"
    assert cancelled["points"] == {"posted": 200, "held": 0, "available": 200}
    assert codes(await end(person, CONFIRM, held["redemption"]["id"])) == ["REDEMPTION_ENDED"]

    replayed = await redeem(person, request_id="wish")
    assert replayed["replayed"]
    assert replayed["redemption"] == held["redemption"]
    assert codes(await redeem(person, "tote_bag", "wish")) == ["REQUEST_ID_REUSED"]
    assert replayed["points"]["held"] == 0


async def test_a_daily_special_is_had_at_once_and_counts_for_all(tea: Brand) -> None:
    person = await with_points(tea, 100)
    special = '{ reward(code: "daily_special") { remainingToday redeemedCount } }'
    before = await person.front.ask(special)
    had = await redeem(person, "daily_special")
    assert had["redemption"]["state"] == "CONFIRMED"
    assert len(had["redemption"]["voucher"]["code"]) == 10
    assert had["points"] == {"posted": 10, "held": 0, "available": 10}
    assert await person.front.ask(special) == {
        "remainingToday": before["remainingToday"] - 1,
        "redeemedCount": before["redeemedCount"] + 1,
    }
    assert codes(await redeem(person, "daily_special")) == ["LIMIT_REACHED"]


async def test_insufficient_points_are_refused_in_both_languages(tea: Brand) -> None:
    refused = await redeem(await tea.enrol())
    assert refused["redemption"] is None
    (error,) = refused["userErrors"]
    assert error["code"] == "INSUFFICIENT_POINTS"
    assert error["message"] == {"zh": "积分不足。", "en": "Not enough points."}


async def stock(brand: Brand) -> tuple[int, int]:
    """The stock left of the last cups, and the stock on hold."""
    (edge,) = (await brand.staff.ask(REWARDS))["edges"]
    return edge["node"]["stock"], (await brand.till.balance("reward:last_cups", "STOCK")).held


async def test_the_last_pieces_of_stock_are_redeemed_only_once_each(new_brand: NewBrand) -> None:
    stampede = await new_brand(STAMPEDE)
    people = await stampede.enrol_many(CONTENDERS)
    await stampede.till.record(*[activity(person.id, "VISIT") for person in people])
    for person in people:
        await person.followed(points=100)

    results = await asyncio.gather(*[redeem(person, "last_cups") for person in people])
    outcomes = Counter(code for result in results for code in codes(result) or ["held"])
    assert outcomes == {"held": LAST_FEW, "OUT_OF_STOCK": CONTENDERS - LAST_FEW}
    assert await stock(stampede) == (0, LAST_FEW)

    lucky = next(n for n, result in enumerate(results) if result["redemption"])
    await end(people[lucky], CANCEL, results[lucky]["redemption"]["id"])
    late = next(n for n, result in enumerate(results) if not result["redemption"])
    had = await redeem(people[late], "last_cups")
    assert codes(await redeem(people[lucky], "last_cups")) == ["OUT_OF_STOCK"]
    await end(people[late], CONFIRM, had["redemption"]["id"])
    assert await stock(stampede) == (0, LAST_FEW - 1)

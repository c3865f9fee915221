"""An order at the till becomes points, growth, a tier, and more points for the next order."""

import asyncio
from typing import Any

from tessera.members.v1 import activities_pb2, members_pb2
from tests.e2e.activities import SETTLED_DAYS, line, order
from tests.e2e.brand import Brand
from tests.e2e.running_suite import until

CARD = """{ me {
  id growth tier { code multiplier } forecast { growthToNext nextTier { code name } }
  points { posted pending available }
  entries(first: 5) { edges { node { amount kind labels { key value } } } }
  feedback(first: 2) { edges { node { id } } }
} }"""
TIER_CHANGED = """subscription { tierChanged { change {
  main fromTier { name } toTier { code name } multiplier reason } } }"""
FOLLOWED_S = 2.0
UPGRADED_S = 1.0
RECORDED = activities_pb2.RECORD_STATE_RECORDED
REPEATED = activities_pb2.RECORD_STATE_REPEATED


async def test_an_order_is_on_the_card_within_two_seconds(tea: Brand) -> None:
    person = await tea.enrol()
    bought = order(person.id, line(1850), line(2000, line_id="2", series="fresh_fruit"))
    (result,) = await tea.till.record(bought)
    assert result.state == RECORDED
    await person.followed(points=43, growth=38, within_s=FOLLOWED_S)

    async def card() -> Any:
        return await person.front.ask(CARD)

    me = await until(card, lambda now: now["growth"] == 38)
    assert me["points"] == {"posted": 43, "pending": 43, "available": 0}
    assert me["tier"] == {"code": "basic", "multiplier": 1.0}
    assert me["forecast"] == {
        "growthToNext": 262,
        "nextTier": {"code": "silver", "name": "银卡"},
    }
    amounts = [edge["node"]["amount"] for edge in me["entries"]["edges"]]
    assert sum(amounts) == 43


async def test_a_card_costs_one_call_to_each_service(tea: Brand) -> None:
    person = await tea.enrol()
    await person.front.ask(CARD)
    before = await tea.suite.calls_handled()
    await person.front.ask(CARD)
    handled = await tea.suite.calls_handled() - before
    # Services ask these by themselves: when a message such as the welcome is handed over, and from
    # time to time.
    for own in ("Contacts/ResolveContacts", "Clients/ListEndedClients"):
        handled.pop(f"/tessera.members.v1.{own}", None)
    assert handled == {
        "/tessera.members.v1.Members/BatchGetMembers": 1,
        "/tessera.points.v1.Wallets/BatchGetWallets": 1,
        "/tessera.feedback.v1.FeedbackItems/BatchListMemberFeedback": 1,
    }


async def test_an_order_that_the_till_awarded_at_once_is_awarded_once(tea: Brand) -> None:
    person = await tea.enrol()
    bought = order(person.id, line(3000))
    (awarded,) = await tea.till.award(bought)
    assert {award.asset: award.amount for award in awarded.awards} == {"POINTS": 30, "GROWTH": 30}

    assert [r.state for r in await tea.till.record(bought, bought)] == [RECORDED, REPEATED]
    later = order(person.id, line(100))
    await tea.till.record(later)
    await person.followed(points=31, growth=31)

    (again,) = await tea.till.award(bought)
    assert again.replayed
    assert again.awards == awarded.awards
    assert await tea.till.balances(person.id) == (31, 31)


async def test_enough_growth_raises_the_tier_and_the_next_order_earns_by_it(tea: Brand) -> None:
    person = await tea.enrol()
    async with person.front.subscribe(TIER_CHANGED) as changes:
        # On four days: whoever came less often gets more for the next order.
        days, told = range(SETTLED_DAYS, SETTLED_DAYS + 4), (100, 100, 100, 99_700)
        bought = zip(days, told, strict=True)
        await tea.till.record(*(order(person.id, line(of), days_ago=day) for day, of in bought))
        await person.followed(points=1000, growth=1000)
        async with asyncio.timeout(UPGRADED_S):
            raised = (await changes.next())["change"]
            while not raised["main"]:
                raised = (await changes.next())["change"]
    assert raised == {
        "main": True,
        "fromTier": {"name": "普通"},
        "toTier": {"code": "gold", "name": "金卡"},
        "multiplier": 1.3,
        "reason": "UPGRADE",
    }

    # Two drinks at 18 yuan, one of the named series: 36 × 1.3 = 46.8, so 46, and 5 for the series.
    drinks = order(person.id, line(1800, series="fresh_fruit"), line(1800, line_id="2"))
    await tea.till.record(drinks)
    await person.followed(points=1000 + 51, growth=1000 + 36)
    (explained,) = await tea.till.award(drinks)
    given = {award.rule: (award.amount, list(award.multipliers)) for award in explained.awards}
    assert given == {
        "order_points": (46, ["tier:gold=130"]),
        "fresh_fruit_bonus": (5, []),
        "order_growth": (36, []),
    }

    decisions = await tea.till.members.ListTierDecisions(
        members_pb2.ListTierDecisionsRequest(member_id=person.id)
    )
    gold = next(made for made in decisions.decisions if made.ladder == "growth")
    assert (gold.to_tier, gold.growth, gold.reason) == ("gold", 1000, "upgrade")

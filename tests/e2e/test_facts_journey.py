"""What a member did becomes facts: on the card, in a rule, and by channel for operators."""

from typing import Any

from tessera.members.v1 import activities_pb2
from tests.e2e.activities import activity, line, order, refund
from tests.e2e.brand import Brand
from tests.e2e.running_suite import until

FACTS = """{ me { facts { orders orders7d spentMinor favouriteSeries activeDays30d
  boughtSeries { name pieces } } } }"""
QUALITY = """{ dataQuality(first: 5) { edges { node {
  channel recorded repeated withoutMember } } } }"""
REFUSED = activities_pb2.RECORD_STATE_REFUSED


async def test_the_fourth_cheese_tea_earns_by_the_three_before_it(tea: Brand) -> None:
    person = await tea.enrol()
    teas = [order(person.id, line(1800, series="cheese_tea")) for _ in range(4)]
    # In one call: each order sees the facts as they were before it.
    await tea.till.record(*teas)
    await person.followed(points=4 * 18 + 10, growth=4 * 18)
    (first, fourth) = [(await tea.till.award(each))[0] for each in (teas[0], teas[3])]
    assert "cheese_tea_fan" not in {award.rule for award in first.awards}
    assert "cheese_tea_fan" in {award.rule for award in fourth.awards}

    await tea.till.record(refund(teas[1]))

    async def facts() -> Any:
        return (await person.front.ask(FACTS))["facts"]

    told = await until(facts, lambda now: now["orders"] == 3)
    assert told == {
        "orders": 3,
        "orders7d": 3,
        "spentMinor": 3 * 1800,
        "favouriteSeries": "cheese_tea",
        "activeDays30d": 1,
        "boughtSeries": [{"name": "cheese_tea", "pieces": 3}],
    }


async def test_an_operator_sees_what_a_channel_sent(tea: Brand) -> None:
    person = await tea.enrol()
    visit = activity(person.id, "VISIT")
    nobodys = activity("mem_nobody", "VISIT")
    results = await tea.till.record(visit, visit, nobodys)
    assert [each.state == REFUSED for each in results] == [False, False, True]

    async def till() -> Any:
        edges = (await tea.staff.ask(QUALITY))["edges"]
        return next((e["node"] for e in edges if e["node"]["channel"] == "pos"), None)

    counted = await until(till, lambda now: now is not None and now["withoutMember"] >= 1)
    assert counted["recorded"] >= 1
    assert counted["repeated"] >= 1

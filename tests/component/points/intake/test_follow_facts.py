"""Facts of members that conditions name: earning sees them as they were before an activity."""

from datetime import timedelta

from tests.activities import NOON
from tests.component.points.conftest import MILK, Members, Points, followed, sent

TODAY = NOON.date()
THREE = (TODAY, TODAY - timedelta(days=30), TODAY - timedelta(days=364))


async def test_a_rule_on_what_was_bought_holds_from_the_third_piece_on(
    points: Points, members: Members
) -> None:
    await members.feed.record("tea", sent("ORDER", MILK))
    await members.feed.tell_bought("tea", "mem_ada", "cheese_tea", *THREE[:2])
    await members.feed.record("tea", sent("ORDER", MILK, event_id="e2", order_id="o2"))
    await members.feed.tell_bought("tea", "mem_ada", "cheese_tea", *THREE, revision=2)
    await members.feed.record("tea", sent("ORDER", MILK, event_id="e3", order_id="o3"))
    await followed(points, members)
    assert (await points.till().balance("mem_ada")).posted == 18 + 18 + 28


async def test_facts_that_come_late_do_not_undo_later_ones(
    points: Points, members: Members
) -> None:
    await members.feed.tell_bought("tea", "mem_ada", "cheese_tea", *THREE, revision=3)
    await members.feed.tell_bought("tea", "mem_ada", "cheese_tea", revision=2)
    await members.feed.record("tea", sent("ORDER", MILK))
    await followed(points, members)
    assert (await points.till().balance("mem_ada")).posted == 28


async def test_a_window_moves_on_while_nothing_is_told(points: Points, members: Members) -> None:
    old = TODAY - timedelta(days=365)
    await members.feed.tell_bought("tea", "mem_ada", "cheese_tea", *THREE[:2], old)
    await members.feed.record("tea", sent("ORDER", MILK))
    late = sent("ORDER", MILK, event_id="e2", order_id="o2", at=NOON - timedelta(days=1))
    await members.feed.tell_bought("tea", "mem_bo", "cheese_tea", *THREE[1:], old)
    late.member_id = "mem_bo"
    await members.feed.record("tea", late)
    await followed(points, members)
    assert (await points.till().balance("mem_ada")).posted == 18
    assert (await points.till().balance("mem_bo")).posted == 28


async def test_the_facts_of_one_member_are_nobody_elses(points: Points, members: Members) -> None:
    await members.feed.tell_bought("tea", "mem_bo", "cheese_tea", *THREE)
    await members.feed.tell_bought("retail", "mem_ada", "cheese_tea", *THREE)
    await members.feed.record("tea", sent("ORDER", MILK))
    await followed(points, members)
    assert (await points.till().balance("mem_ada")).posted == 18

"""Whatever members and operators do in whatever order, seats, places and prices add up."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from services.points.brand_events.commands.signing_up import move_up
from services.points.brand_events.domain.sign_up import SignUp
from tests.unit.points.brand_events.events_world import (
    PRICED,
    STARTS,
    attend,
    cancel,
    enrolled,
    fresh,
    join,
    left,
    points,
    publish,
    states,
    tasting,
)


@example(moves=[("join", 0), ("attend", 0), ("join", 0), ("join", 1)], seats=1, waiting=1)
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    moves=st.lists(
        st.tuples(st.sampled_from(["join", "cancel", "attend", "move_up"]), st.integers(0, 5)),
        min_size=4,
        max_size=14,
    ),
    seats=st.integers(1, 3),
    waiting=st.integers(0, 3),
)
async def test_whatever_the_order_seats_places_and_prices_add_up(
    moves: list[tuple[str, int]], seats: int, waiting: int
) -> None:
    ctx, clock = await fresh()
    await publish(ctx, tasting(seats, waiting, **PRICED))
    members = [f"m{number}" for number in range(6)]
    await enrolled(ctx, *members, points=30)
    clock.set(STARTS - timedelta(hours=1))
    latest: dict[str, SignUp] = {}
    for step, (verb, number) in enumerate(moves):
        member = members[number]
        try:
            if verb == "join":
                latest[member] = (await join(ctx, member, f"r{step}")).sign_up
            elif verb == "move_up":
                await move_up(ctx, "tea", "tasting")
            elif member in latest:
                made = latest[member]
                await (cancel(ctx, made) if verb == "cancel" else attend(ctx, made, f"r{step}"))
        except Exception as error:
            if not hasattr(error, "reason"):
                raise
        now = await states(ctx)
        free, taken, wait, places = await left(ctx)
        count = list(now.values()).count
        assert taken == count("seated") + count("attended")
        assert wait == count("waiting")
        assert (free + taken, wait + places) == (seats, waiting)
        assert not (free and wait), "all can pay, so a free seat means that nobody waits"
    now = await states(ctx)
    for each in members:
        state = now.get(each)
        posted, available = await points(ctx, each)
        assert posted == (0 if state == "attended" else 30)
        assert posted - available == (30 if state == "seated" else 0)

"""The end of a tier is announced on its leads, once, to who would lose it as things stand then."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from services.common.cache import NoCache
from services.common.mongo import Database
from services.members.occasions.commands.publish_occasions import publish_due
from services.members.wiring import Settings, context_in
from tessera.members.v1 import events_pb2
from tests.component.members.conftest import NOON, NOWHERE, Members, activity, recording

REACHED = NOON + timedelta(days=1)
"""3 March 2026; twelve months later the tier on the ladder `value` is judged, without grace."""
ENDS = "2027-03-03"


async def ours() -> bool:
    return True


async def test_who_would_lose_the_tier_is_told_once_for_each_lead(
    members: Members, db: Database, keys_dir: Path
) -> None:
    settings = Settings(keys_dir=keys_dir, points_address=NOWHERE, environment="development")
    ctx = context_in(settings, db, NoCache(), members.clock)
    loses, saved, keeps = [await members.enrol() for _ in range(3)]

    async def told(at: datetime) -> dict[str, list[tuple[int, str, int]]]:
        """By member, lead, day and what is missing, of all that was told by then."""
        members.clock.set(at)
        # Two workers at once tell no more than one.
        await asyncio.gather(*(publish_due(ctx, "tea", ours) for _ in range(2)))
        found: dict[str, list[tuple[int, str, int]]] = {}
        for kept in await db.events.find({"type": "occasion_due"}).to_list(None):
            event = events_pb2.Event.FromString(kept["payload"])
            due = event.occasion_due
            if due.kind == events_pb2.OCCASION_KIND_TIER_ENDS:
                end = due.tier_end
                assert (end.ladder, end.main, end.tier, end.expected_tier) == (
                    *("value", False),
                    *("active", "new"),
                )
                found.setdefault(event.member_id, []).append((due.lead_days, due.on, end.to_keep))
        return found

    till = members.activities()
    for member_id in (loses, saved):
        await till.RecordActivities(recording(activity(member_id, f"a{member_id}", NOON, 20_000)))
    members.clock.set(REACHED)
    # The window begins with the day on which the tier was reached: what came before counts no more.
    for member_id, total in ((loses, 10_000), (saved, 10_000), (keeps, 30_000)):
        order = activity(member_id, f"b{member_id}", REACHED, total)
        await till.RecordActivities(recording(order))
    assert await told(datetime(2027, 1, 31, 4, tzinfo=UTC)) == {}
    # Two days late: the days between are made up for.
    first = (30, ENDS, 20_000)
    assert await told(datetime(2027, 2, 3, 4, tzinfo=UTC)) == {loses: [first], saved: [first]}
    more = datetime(2027, 2, 10, 4, tzinfo=UTC)
    members.clock.set(more)
    await till.RecordActivities(recording(activity(saved, "c", more, 20_000)))
    both = {loses: [first, (7, ENDS, 20_000)], saved: [first]}
    assert await told(datetime(2027, 2, 24, 4, tzinfo=UTC)) == both
    assert await told(datetime(2027, 3, 4, 4, tzinfo=UTC)) == both

"""Left carts on a real service: told once a cart, by the members feed."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from services.common.cache import NoCache
from services.common.mongo import Database
from services.members.occasions.commands import occasions_job
from services.members.occasions.commands.occasions_job import publish_all
from services.members.wiring import Settings, context_in
from tessera.members.v1 import events_pb2
from tessera.types.v1 import types_pb2
from tests.component.members.conftest import NOON, NOWHERE, Members, activity, recording
from tests.component.members.occasions.test_publishing import FreeLease

KINDS = types_pb2.ActivityType
ADD, REMOVE = KINDS.ACTIVITY_TYPE_ADD_TO_CART, KINDS.ACTIVITY_TYPE_REMOVE_FROM_CART


def moved(
    member_id: str,
    event_id: str,
    at: datetime,
    kind: types_pb2.ActivityType.ValueType = ADD,
    pieces: int = 1,
) -> types_pb2.Activity:
    message = types_pb2.Activity(channel="app", event_id=event_id, member_id=member_id, type=kind)
    message.article.sku, message.article.quantity = "jasmine", pieces
    message.occur_time.FromDatetime(at)
    return message


async def test_a_cart_is_told_once_and_not_when_it_was_ordered_or_emptied(
    members: Members, db: Database, keys_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(keys_dir=keys_dir, points_address=NOWHERE, environment="development")
    ctx = context_in(settings, db, NoCache(), members.clock)
    left, bought, emptied, late, elsewhere = [await members.enrol() for _ in range(4)] + [
        await members.enrol(brand="retail")
    ]

    async def judged() -> dict[str, list[tuple[int, int]]]:
        """By member, pieces and minutes after NOON of the carts that were told."""
        # Two workers at once tell no more than one.
        await asyncio.gather(*(publish_all(ctx, FreeLease()) for _ in range(2)))
        told: dict[str, list[tuple[int, int]]] = {}
        for kept in await db.events.find({"type": "cart_left"}).to_list(None):
            event = events_pb2.Event.FromString(kept["payload"])
            since = event.cart_left.last_time.ToDatetime(NOON.tzinfo) - NOON
            said = (event.cart_left.pieces, int(since.total_seconds()) // 60)
            told.setdefault(event.member_id, []).append(said)
        return told

    stub, at = members.activities(), [NOON + timedelta(minutes=n) for n in range(200)]
    first = [moved(left, "a", at[0], pieces=2), moved(left, "b", at[4], REMOVE)]
    more = [
        moved(bought, "c", at[0]),
        activity(bought, "o", at[5], 1_000),
        moved(emptied, "d", at[0]),
        moved(emptied, "e", at[6], REMOVE),
    ]
    members.clock.set(at[10])
    await stub.RecordActivities(recording(*first, *more))
    abroad = moved(elsewhere, "a", at[0])
    await members.activities("retail").RecordActivities(recording(abroad))
    assert await judged() == {}
    members.clock.set(at[64])
    assert await judged() == {left: [(1, 4)]}
    # Repeats change nothing, and what comes to a told cart brings no second one.
    await stub.RecordActivities(recording(*first, moved(left, "f", at[30])))
    members.clock.set(at[130])
    assert await judged() == {left: [(1, 4)]}
    # What was put in late, beside what was taken out already, is a cart that was left.
    await stub.RecordActivities(
        recording(moved(emptied, "g", at[5], pieces=3), moved(late, "h", at[80]))
    )
    told = {left: [(1, 4)], emptied: [(3, 6)]}
    assert await judged() == told
    members.clock.set(at[150])

    # Birthdays that can't be published keep no cart waiting.
    async def publish_due(*_: object) -> int:
        raise ValueError("birthdays are broken")

    monkeypatch.setattr(occasions_job, "publish_due", publish_due)
    assert await judged() == told | {late: [(1, 80)]}
    # Nothing waits any more, but for a brand that tells of no carts.
    waiting = await db.facts.distinct("_id", {"cart_waits_since": {"$exists": True}})
    assert waiting == [elsewhere]

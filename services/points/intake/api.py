"""The members feed: its events as news that points act on."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence

from services.common import telemetry
from services.points.activities.api import to_activity
from services.points.activities.domain.standing import Tier, TierChanged
from services.points.context import PointsContext
from services.points.intake.commands import follow_members
from services.points.intake.domain import News
from services.points.ledger.api.messages import to_instant
from services.points.programme.domain.published import ProgrammePublished
from tessera.members.v1 import events_pb2

_log = telemetry.log("members_feed")


def acting(ctx: PointsContext) -> Callable[[Sequence[events_pb2.Event]], Awaitable[None]]:
    """Lets events take effect, as a follower hands them over."""

    async def act(events: Sequence[events_pb2.Event]) -> None:
        news = [to_news(event) for event in events]
        await follow_members(ctx, [item for item in news if item is not None])

    return act


def to_news(event: events_pb2.Event) -> News | None:
    """What `event` means here; None when points do not mind it.

    An activity that members took and we cannot read is skipped with an error in
    the log, for one bad event must not stop all that follow.
    """
    at = to_instant(event.record_time, "record_time")
    kind = event.WhichOneof("kind")
    if kind == "programme_published":
        told = event.programme_published
        return ProgrammePublished(event.brand, told.version, json.loads(told.document_json), at)
    if kind == "tier_changed" and event.tier_changed.main:
        change = event.tier_changed
        tier = Tier(change.to_tier, change.to_rank, change.multiplier_percent)
        return TierChanged(event.brand, event.member_id, tier, at)
    if kind == "activity_recorded":
        try:
            return to_activity(event.brand, event.activity_recorded.activity)
        except Exception as error:
            if not hasattr(error, "reason"):
                raise
            _log.error(
                "activity_unreadable", event_id=event.id, brand=event.brand, error=str(error)
            )
    return None

"""The members service, which records that members answered surveys."""

from collections.abc import Sequence

from services.common.telemetry import log
from services.feedback.recorded_activities import RecordedActivities
from services.feedback.surveys.domain.offer import Untold
from tessera.types.v1 import types_pb2

CHANNEL = "survey"

_log = log("feedback.surveys")


class MembersActivities:
    """Implements `surveys.commands.store.Activities` by RecordActivities."""

    def __init__(self, members: RecordedActivities) -> None:
        self._members = members

    async def record(self, brand: str, told: Sequence[Untold]) -> None:
        for result in await self._members.record(brand, map(_activity, told)):
            _log.warning("answer_refused", offer=result.event_id, reason=result.reason)


def _activity(told: Untold) -> types_pb2.Activity:
    offer = told.offer
    activity = types_pb2.Activity(
        channel=CHANNEL,
        event_id=offer.id,
        member_id=offer.member_id,
        type=types_pb2.ACTIVITY_TYPE_SURVEY,
        store_id=offer.store_id,
        labels={"survey": offer.survey, "kind": told.kind},
    )
    if offer.answered_at is not None:
        activity.occur_time.FromDatetime(offer.answered_at)
    return activity

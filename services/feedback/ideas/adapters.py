"""The members service, which records that ideas were adopted."""

from collections.abc import Mapping, Sequence

from services.common.telemetry import log
from services.feedback.ideas.domain.notice import Adoption
from services.feedback.recorded_activities import RecordedActivities
from tessera.types.v1 import types_pb2

CHANNEL = "ideas"

_log = log("feedback.ideas")


class MembersActivities:
    """Implements `ideas.commands.store.Activities` by RecordActivities."""

    def __init__(self, members: RecordedActivities) -> None:
        self._members = members

    async def record(
        self, brand: str, adopted: Sequence[Adoption], labels: Mapping[str, str]
    ) -> None:
        for result in await self._members.record(
            brand, [_activity(each, labels) for each in adopted]
        ):
            _log.warning("adoption_refused", idea=result.event_id, reason=result.reason)


def _activity(adopted: Adoption, labels: Mapping[str, str]) -> types_pb2.Activity:
    activity = types_pb2.Activity(
        channel=CHANNEL,
        event_id=adopted.event_id,
        member_id=adopted.member_id,
        type=types_pb2.ACTIVITY_TYPE_SHARE,
        labels={**labels, "idea": adopted.idea_id},
        by_brand=True,
    )
    activity.occur_time.FromDatetime(adopted.at)
    return activity

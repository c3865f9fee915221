"""The members service, which records that posts were opened and praised."""

from collections.abc import Sequence

from services.common.telemetry import log
from services.feedback.recorded_activities import RecordedActivities
from services.feedback.topics.domain.letter import Letter, LetterKind
from tessera.types.v1 import types_pb2

CHANNEL = "community"
_LABELS = {LetterKind.OPENED: "topic", LetterKind.PRAISED: "topic_quality"}

_log = log("feedback.topics")


class MembersActivities:
    """Implements `topics.commands.store.Activities` by RecordActivities."""

    def __init__(self, members: RecordedActivities) -> None:
        self._members = members

    async def record(self, brand: str, letters: Sequence[Letter]) -> None:
        for result in await self._members.record(brand, map(_activity, letters)):
            _log.warning("post_not_recorded", post=result.event_id, reason=result.reason)


def _activity(letter: Letter) -> types_pb2.Activity:
    is_praise = letter.kind is LetterKind.PRAISED
    activity = types_pb2.Activity(
        channel=CHANNEL,
        event_id=f"{letter.post_id}/praise" if is_praise else letter.post_id,
        member_id=letter.member_id,
        type=types_pb2.ACTIVITY_TYPE_SHARE,
        labels={_LABELS[letter.kind]: letter.topic, "post": letter.post_id},
        by_brand=is_praise,
    )
    activity.occur_time.FromDatetime(letter.at)
    return activity

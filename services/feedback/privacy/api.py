"""Follows the feed of members for erasures, and takes words from messages as they are kept."""

from collections.abc import Sequence
from datetime import UTC

from services.feedback.fact_store.commands import MemberFacts
from services.feedback.privacy.commands import ErasedMembers
from services.feedback.privacy.domain import Erased
from tessera.feedback.v1 import feedback_pb2 as pb
from tessera.members.v1 import events_pb2


async def follow_erasures(
    members: ErasedMembers, facts: MemberFacts, events: Sequence[events_pb2.Event]
) -> None:
    """Let go the facts of erased members, and mark their words to be taken away."""
    for event in events:
        if event.HasField("member_erased"):
            await facts.forget(event.brand, event.member_id)
            erased = Erased(event.brand, event.member_id)
            await members.mark([erased], event.record_time.ToDatetime(UTC))


class WordlessMessages:
    """Implements `privacy.storage.Wordless`."""

    def event(self, payload: bytes) -> bytes:
        event = pb.Event.FromString(payload)
        if event.HasField("feedback"):
            _take_words(event.feedback)
        return event.SerializeToString()

    def answer(self, response: bytes) -> bytes:
        item = pb.Feedback.FromString(response)
        _take_words(item)
        return item.SerializeToString()


def _take_words(item: pb.Feedback) -> None:
    for field in ("text", "order_id", "attachment_urls", "mentions"):
        item.ClearField(field)
    for moment in item.timeline:
        moment.ClearField("note")
        moment.ClearField("message")

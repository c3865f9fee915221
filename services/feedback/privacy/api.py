"""Follows the feed of members for erasures, takes words from messages as they are kept, and answers
members who ask for their own copy."""

from collections.abc import Sequence
from datetime import UTC

from services.common.auth import Role, brand_of, current_caller, require_member, require_role
from services.common.interceptors import ServicerContext
from services.common.member_export import MemberExport
from services.feedback.fact_store.commands import MemberFacts
from services.feedback.privacy.commands import ErasedMembers
from services.feedback.privacy.domain import Erased
from tessera.feedback.v1 import feedback_pb2 as pb
from tessera.feedback.v1 import privacy_pb2, privacy_pb2_grpc
from tessera.members.v1 import events_pb2
from tessera.types.v1 import exports_pb2


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
    for field in ("text", "order_id", "attachment_urls", "attachments", "mentions"):
        item.ClearField(field)
    for moment in item.timeline:
        moment.ClearField("note")
        moment.ClearField("message")
        moment.ClearField("said")


class PrivacyServicer(privacy_pb2_grpc.PrivacyServicer):
    """Answers members about themselves, and operators."""

    def __init__(self, export: MemberExport) -> None:
        self._export = export

    async def ExportMember(
        self, request: privacy_pb2.ExportMemberRequest, context: ServicerContext
    ) -> privacy_pb2.ExportMemberResponse:
        """A page; none of a member of whom feedback never heard."""
        allowed = require_role(current_caller(), Role.MEMBER, Role.OPERATOR)
        caller = require_member(allowed, request.member_id)
        records, token = await self._export.page(
            brand_of(caller), request.member_id, request.page_token
        )
        return privacy_pb2.ExportMemberResponse(
            records=[exports_pb2.ExportedRecord(part=p, json=json) for p, json in records],
            next_page_token=token,
        )

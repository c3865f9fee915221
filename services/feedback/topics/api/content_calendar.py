"""tessera.feedback.v1.ContentCalendar."""

from services.common import audit
from services.common.auth import Role, brand_of, current_caller, require_role
from services.common.interceptors import ServicerContext
from services.feedback.topics.api.callers import write_of
from services.feedback.topics.api.messages import slot_message
from services.feedback.topics.commands.context import TopicsContext
from services.feedback.topics.commands.moderating import restore
from services.feedback.topics.commands.reading import list_slots
from services.feedback.topics.domain.edition import SlotNotFound
from tessera.feedback.v1 import topics_pb2 as pb
from tessera.feedback.v1 import topics_pb2_grpc as pb_grpc


class ContentCalendarServicer(pb_grpc.ContentCalendarServicer):
    """Authorises callers, and passes their wishes on to the commands."""

    def __init__(self, ctx: TopicsContext) -> None:
        self._ctx = ctx

    async def ListSlots(
        self, request: pb.ListSlotsRequest, context: ServicerContext
    ) -> pb.ListSlotsResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        seen = await list_slots(self._ctx, brand_of(caller))
        return pb.ListSlotsResponse(slots=map(slot_message, seen))

    async def RestoreSlot(
        self, request: pb.RestoreSlotRequest, context: ServicerContext
    ) -> pb.RestoreSlotResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        audit.changed(after={"slot": request.slot, "reason": request.reason})
        write = write_of(caller, request, request.request_id)
        code, replayed = await restore(self._ctx, write, request.slot, request.reason)
        found = [
            each for each in await list_slots(self._ctx, write.brand) if each.slot.code == code
        ]
        if not found:
            # The programme of today has it no more.
            raise SlotNotFound(code)
        return pb.RestoreSlotResponse(slot=slot_message(found[0]), replayed=replayed)

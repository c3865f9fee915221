"""tessera.feedback.v1.Presence."""

from datetime import datetime
from typing import Protocol

from services.common.auth import Role, brand_of, current_caller, require_role
from services.common.clock import Clock
from services.common.errors import invalid
from services.common.interceptors import ServicerContext
from tessera.feedback.v1 import presence_pb2 as pb
from tessera.feedback.v1 import presence_pb2_grpc as pb_grpc

ID_CHARS_MAX = 64


class Readers(Protocol):
    """Who reads what."""

    async def read(self, brand: str, feedback_id: str, reader: str, now: datetime) -> list[str]:
        """Keeps that `reader` has the item open at `now`; the others, the latest first."""
        ...


class PresenceServicer(pb_grpc.PresenceServicer):
    """Tells operators who else reads an item."""

    def __init__(self, readers: Readers, clock: Clock) -> None:
        self._readers = readers
        self._clock = clock

    async def ListReaders(
        self, request: pb.ListReadersRequest, context: ServicerContext
    ) -> pb.ListReadersResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        if not 1 <= len(request.feedback_id) <= ID_CHARS_MAX:
            raise invalid("feedback_id", f"must have 1 to {ID_CHARS_MAX} characters")
        readers = await self._readers.read(
            brand_of(caller), request.feedback_id, caller.subject, self._clock.now()
        )
        return pb.ListReadersResponse(readers=readers)

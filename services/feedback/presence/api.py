"""tessera.feedback.v1.Presence."""

from datetime import datetime
from typing import Protocol

from services.common.auth import Caller, Role, brand_of, current_caller, require_role, require_scope
from services.common.clock import Clock
from services.common.errors import invalid
from services.common.interceptors import ServicerContext
from services.feedback.presence.domain import Claim, Present
from tessera.feedback.v1 import presence_pb2 as pb
from tessera.feedback.v1 import presence_pb2_grpc as pb_grpc

ID_CHARS_MAX = 64
_CLAIMS = {
    pb.CLAIM_UNSPECIFIED: None,
    pb.CLAIM_BEGIN: Claim.BEGIN,
    pb.CLAIM_TAKE: Claim.TAKE,
    pb.CLAIM_END: Claim.END,
}


class Readers(Protocol):
    """The readers and claims of items."""

    async def read(
        self, brand: str, feedback_id: str, reader: str, now: datetime, claim: Claim | None
    ) -> Present:
        """Keeps that `reader` has the item open at `now` and does what they wish of its claim."""
        ...


class CheckItem(Protocol):
    """Whether a caller may see an item. Raises the refusal."""

    async def __call__(self, caller: Caller, feedback_id: str) -> object: ...


class PresenceServicer(pb_grpc.PresenceServicer):
    """Tells operators who else reads an item, and who answers it."""

    def __init__(self, readers: Readers, clock: Clock, check_item: CheckItem) -> None:
        self._readers = readers
        self._check_item = check_item
        self._clock = clock

    async def ListReaders(
        self, request: pb.ListReadersRequest, context: ServicerContext
    ) -> pb.ListReadersResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        if not 1 <= len(request.feedback_id) <= ID_CHARS_MAX:
            raise invalid("feedback_id", f"must have 1 to {ID_CHARS_MAX} characters")
        if request.claim not in _CLAIMS:
            raise invalid("claim", "is none of BEGIN, TAKE and END")
        claim = _CLAIMS[request.claim]
        if claim is not None:
            require_scope(caller, "feedback:write")
        if caller.stores:
            await self._check_item(caller, request.feedback_id)
        present = await self._readers.read(
            brand_of(caller), request.feedback_id, caller.subject, self._clock.now(), claim
        )
        return pb.ListReadersResponse(readers=present.readers, answerer=present.answerer)

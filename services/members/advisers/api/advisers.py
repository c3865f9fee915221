"""The Advisers service: protos to commands and back."""

from services.common import text
from services.common.auth import Role
from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.members.access import require_caller
from services.members.activities.domain.activity import MEMBER_ID_CHARS_MAX
from services.members.advisers.api.messages import from_adviser, from_named
from services.members.advisers.commands import AdvisersStore, AdviserWish, set_adviser
from services.members.advisers.domain import advisers_of
from services.members.consent.api.messages import to_reason
from services.members.context import MembersContext
from tessera.members.v1 import advisers_pb2 as pb
from tessera.members.v1 import advisers_pb2_grpc

PERSON_CHARS_MAX = 128


class AdvisersServicer(advisers_pb2_grpc.AdvisersServicer):
    """Staff give members their advisers, within the brand."""

    def __init__(self, ctx: MembersContext[AdvisersStore]) -> None:
        self._ctx = ctx

    async def SetAdviser(
        self, request: pb.SetAdviserRequest, context: ServicerContext
    ) -> pb.SetAdviserResponse:
        """The adviser now."""
        caller = require_caller(Role.OPERATOR, Role.SERVICE)
        if not 1 <= len(request.member_id) <= MEMBER_ID_CHARS_MAX:
            raise invalid("member_id", f"1 to {MEMBER_ID_CHARS_MAX} characters")
        wish = AdviserWish(
            request_id=check_request_id(request.request_id),
            member_id=request.member_id,
            person=text.checked("person", request.person, PERSON_CHARS_MAX),
            by=caller.subject,
            reason=to_reason(caller, request.reason),
        )
        adviser, replayed = await set_adviser(self._ctx, caller.brand, wish)
        names = advisers_of(await self._ctx.rulebook.of(caller.brand))
        return pb.SetAdviserResponse(
            adviser=from_adviser(adviser, names, by_staff=True), replayed=replayed
        )

    async def ListAdvisers(
        self, request: pb.ListAdvisersRequest, context: ServicerContext
    ) -> pb.ListAdvisersResponse:
        """Each adviser with how many members they have."""
        caller = require_caller(Role.OPERATOR, Role.SERVICE)
        counts = await self._ctx.store.advisers.counts(caller.brand)
        named = advisers_of(await self._ctx.rulebook.of(caller.brand))
        return pb.ListAdvisersResponse(
            advisers=[from_named(p, name, counts.get(p, 0)) for p, name in named.items()]
        )

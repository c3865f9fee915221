"""tessera.points.v1.Benefits: protos to commands and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from services.common import pagination
from services.common.auth import current_caller, require_member, require_store
from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.common.text import checked
from services.points.activities.domain.validation import STORE_ID_CHARS_MAX, is_member_id
from services.points.benefits.commands.statuses import benefit_statuses
from services.points.benefits.commands.uses import list_uses, reverse_use, use_benefit
from services.points.benefits.domain.section import benefit_names
from services.points.benefits.domain.status import BenefitStatus, CountedStatus
from services.points.benefits.domain.term import Per
from services.points.benefits.domain.use import BenefitUse
from services.points.context import PointsContext
from services.points.ledger.api.access import of_one_brand, teller
from services.points.ledger.api.messages import to_timestamp
from services.points.programme.commands import ProgrammeMissing
from services.points.programme.domain.document import Text
from tessera.points.v1 import benefits_pb2 as pb
from tessera.points.v1 import benefits_pb2_grpc

CODE_CHARS_MAX = 48
USE_ID_CHARS_MAX = 64
_TERMS = {
    Per.MONTH: pb.BENEFIT_TERM_MONTH,
    Per.YEAR: pb.BENEFIT_TERM_YEAR,
    Per.MEMBERSHIP_YEAR: pb.BENEFIT_TERM_MEMBERSHIP_YEAR,
}


class BenefitsApi(benefits_pb2_grpc.BenefitsServicer):
    """Tills and desks use benefits; members see what they used."""

    def __init__(self, ctx: PointsContext, page_secret: bytes) -> None:
        self._ctx = ctx
        self._page_secret = page_secret

    async def UseBenefit(
        self, request: pb.UseBenefitRequest, context: ServicerContext
    ) -> pb.UseBenefitResponse:
        """The use."""
        brand = teller().brand
        check_request_id(request.request_id)
        done = await use_benefit(
            self._ctx,
            brand,
            request_id=request.request_id,
            member_id=_member(request.member_id),
            code=checked("benefit", request.benefit, CODE_CHARS_MAX, least=1),
            store_id=_store(request.store_id),
        )
        message = to_message(done.use, await self._names(brand))
        return pb.UseBenefitResponse(use=message, replayed=done.replayed)

    async def ReverseBenefitUse(
        self, request: pb.ReverseBenefitUseRequest, context: ServicerContext
    ) -> pb.ReverseBenefitUseResponse:
        """The use, given back."""
        brand = teller().brand
        check_request_id(request.request_id)
        done = await reverse_use(
            self._ctx,
            brand,
            request_id=request.request_id,
            use_id=checked("use_id", request.use_id, USE_ID_CHARS_MAX, least=1),
            store_id=_store(request.store_id),
        )
        message = to_message(done.use, await self._names(brand))
        return pb.ReverseBenefitUseResponse(use=message, replayed=done.replayed)

    async def ListBenefitUses(
        self, request: pb.ListBenefitUsesRequest, context: ServicerContext
    ) -> pb.ListBenefitUsesResponse:
        """A page of a member's uses."""
        caller = require_member(of_one_brand(current_caller()), request.member_id)
        member_id = _member(request.member_id)
        scope = {"list": "benefit_uses", "brand": caller.brand, "member": member_id}
        before = ""
        if request.page_token:
            fields = pagination.decode_token(self._page_secret, request.page_token, **scope)
            before = str(fields["before"])
        size = pagination.page_size(request.page_size)
        found = await list_uses(self._ctx, caller.brand, member_id, before, size + 1)
        names = await self._names(caller.brand)
        uses = [to_message(use, names) for use in found[:size]]
        response = pb.ListBenefitUsesResponse(uses=uses)
        if len(found) > size:
            response.next_page_token = pagination.encode_token(
                self._page_secret, **scope, before=uses[-1].id
            )
        return response

    async def statuses(
        self, brand: str, member_ids: Collection[str]
    ) -> Mapping[str, pb.MemberBenefits]:
        """The benefits of each member; none where the programme has none."""
        found = await benefit_statuses(self._ctx, brand, member_ids)
        return {
            member_id: pb.MemberBenefits(benefits=map(_status, statuses))
            for member_id, statuses in found.items()
        }

    async def _names(self, brand: str) -> Mapping[str, Text]:
        try:
            return benefit_names(await self._ctx.programmes.get(brand))
        except ProgrammeMissing:
            return {}


def to_message(use: BenefitUse, names: Mapping[str, Text]) -> pb.BenefitUse:
    """The use, with the name that its benefit has now."""
    message = pb.BenefitUse(
        id=use.id,
        member_id=use.member_id,
        benefit=use.benefit,
        store_id=use.store_id,
        use_time=to_timestamp(use.used_at),
    )
    if name := names.get(use.benefit):
        message.benefit_name.zh, message.benefit_name.en = name
    if use.reversed_at is not None:
        message.reverse_time.CopyFrom(to_timestamp(use.reversed_at))
    return message


def _status(status: BenefitStatus) -> pb.MemberBenefit:
    if isinstance(status, CountedStatus):
        benefit = status.benefit
        message = pb.MemberBenefit(
            code=benefit.code,
            counted=True,
            left=status.left,
            granted=status.granted,
            until=status.until.isoformat() if status.until else "",
            term=_TERMS[benefit.per],
        )
        message.name.zh, message.name.en = benefit.name
        return message
    message = pb.MemberBenefit(code=status.code)
    message.name.zh, message.name.en = status.name
    return message


def _member(member_id: str) -> str:
    if not is_member_id(member_id):
        raise invalid("member_id", "1 to 64 letters, digits and _ . -")
    return member_id


def _store(store_id: str) -> str:
    code = checked("store_id", store_id, STORE_ID_CHARS_MAX, least=1)
    require_store(code)
    return code

"""tessera.feedback.v1.NextOffers."""

from services.common import audit, pagination
from services.common.auth import (
    Role,
    brand_of,
    current_caller,
    meant_member,
    require_role,
)
from services.common.errors import invalid
from services.common.idempotency import fingerprint
from services.common.interceptors import ServicerContext
from services.feedback.offers.api import messages
from services.feedback.offers.commands.context import OffersContext
from services.feedback.offers.commands.learning import associations_of, figures_of
from services.feedback.offers.commands.proposing import decline, propose, show
from services.feedback.offers.domain.judging import proposed
from services.feedback.offers.domain.record import Figure, Request
from tessera.feedback.v1 import offers_pb2 as pb
from tessera.feedback.v1 import offers_pb2_grpc as pb_grpc

SERIES_CHARS_MAX = 64
SHOWN_MAX = 10
NOTHING = Figure()


class NextOffersServicer(pb_grpc.NextOffersServicer):
    """Authorises callers, and passes their wishes on to the commands."""

    def __init__(self, ctx: OffersContext, page_secret: bytes) -> None:
        self._ctx = ctx
        self._page_secret = page_secret

    async def ListNextOffers(
        self, request: pb.ListNextOffersRequest, context: ServicerContext
    ) -> pb.ListNextOffersResponse:
        caller = current_caller()
        found = await propose(self._ctx, brand_of(caller), meant_member(caller, request.member_id))
        return pb.ListNextOffersResponse(
            offers=[messages.offer_message(found, each) for each in proposed(found.judged)],
            by_profile=found.subject.profiled,
        )

    async def ShowNextOffers(
        self, request: pb.ShowNextOffersRequest, context: ServicerContext
    ) -> pb.ShowNextOffersResponse:
        caller = current_caller()
        member_id = meant_member(caller, request.member_id)
        if not 1 <= len(request.offers) <= SHOWN_MAX:
            raise invalid("offers", f"1 to {SHOWN_MAX} codes")
        named = pb.ShowNextOffersRequest(member_id=member_id, offers=request.offers)
        write = Request(brand_of(caller), request.request_id, fingerprint(named))
        audit.changed(after={"offers": ", ".join(request.offers)})
        shown, replayed = await show(self._ctx, write, member_id, request.offers)
        return pb.ShowNextOffersResponse(shown=shown, replayed=replayed)

    async def DeclineNextOffer(
        self, request: pb.DeclineNextOfferRequest, context: ServicerContext
    ) -> pb.DeclineNextOfferResponse:
        caller = current_caller()
        member_id = meant_member(caller, request.member_id)
        named = pb.DeclineNextOfferRequest(member_id=member_id, offer=request.offer)
        write = Request(brand_of(caller), request.request_id, fingerprint(named))
        audit.changed(after={"offer": request.offer})
        until, replayed = await decline(self._ctx, write, member_id, request.offer)
        return pb.DeclineNextOfferResponse(
            offer=request.offer, until_time=messages.stamp(until), replayed=replayed
        )

    async def ExplainNextOffers(
        self, request: pb.ExplainNextOffersRequest, context: ServicerContext
    ) -> pb.ExplainNextOffersResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        found = await propose(self._ctx, brand_of(caller), meant_member(caller, request.member_id))
        return pb.ExplainNextOffersResponse(
            offers=[messages.judged_message(found, each) for each in found.judged],
            by_profile=found.subject.profiled,
        )

    async def ListOfferFigures(
        self, request: pb.ListOfferFiguresRequest, context: ServicerContext
    ) -> pb.ListOfferFiguresResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        plan, found = await figures_of(self._ctx, brand_of(caller))
        return pb.ListOfferFiguresResponse(
            offers=[
                messages.figure_message(item, found.get(code, NOTHING))
                for code, item in plan.items.items()
            ]
        )

    async def ListAssociations(
        self, request: pb.ListAssociationsRequest, context: ServicerContext
    ) -> pb.ListAssociationsResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        brand, from_series = brand_of(caller), request.from_series
        if len(from_series) > SERIES_CHARS_MAX:
            raise invalid("from_series", f"at most {SERIES_CHARS_MAX} characters")
        size = pagination.page_size(request.page_size)
        scope = {"list": "associations", "brand": brand, "from": from_series}
        tokens = pagination.PlaceTokens(self._page_secret, scope)
        first = tokens.place(request.page_token, 0)
        plan, learnt, found = await associations_of(self._ctx, brand, from_series)
        page = found[first : first + size]
        answer = pb.ListAssociationsResponse(
            associations=[messages.association_message(plan, each) for each in page],
            buyers=learnt.buyers,
            learn_time=messages.stamp(learnt.at),
        )
        if len(found) > first + size:
            answer.next_page_token = tokens.token(first + size)
        return answer

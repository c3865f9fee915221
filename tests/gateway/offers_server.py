"""Next offers as the gateway sees them."""

from datetime import timedelta
from typing import Any

from services.common.errors import Refusal
from tessera.feedback.v1 import offers_pb2 as pb
from tessera.feedback.v1 import offers_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend, at, refuse

COATS = types_pb2.LocalizedText(zh="外套", en="Coats")
SCARVES = types_pb2.LocalizedText(zh="围巾", en="Scarves")
OFFER = pb.NextOffer(
    code="scarves",
    name=SCARVES,
    series="scarf",
    reason=types_pb2.LocalizedText(zh="买过外套", en="You bought coats"),
    basis=pb.NEXT_OFFER_BASIS_TOGETHER,
    from_series="coat",
    from_name=COATS,
    from_orders=2,
    from_day="2026-02-01",
)
UNTARGETED = pb.NextOffer(code="hats", name=COATS, series="hat", basis=pb.NEXT_OFFER_BASIS_EVERYONE)
ASSOCIATION = pb.Association(
    from_series="coat",
    from_name=COATS,
    to_series="scarf",
    to_name=SCARVES,
    basis=pb.NEXT_OFFER_BASIS_TOGETHER,
    from_members=100,
    to_members=60,
    both=30,
    confidence=0.3,
    low=0.219,
    high=0.396,
    base=0.06,
    lift=5.0,
)
BY_HAND = pb.Association(
    from_series="hat", to_series="scarf", basis=pb.NEXT_OFFER_BASIS_SCENE, base=0.06
)


class NextOffers(offers_pb2_grpc.NextOffersServicer):
    """Two offers for each member."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend
        self.made: set[tuple[str, str]] = set()

    async def ListNextOffers(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListNextOffers", request, context)
        return pb.ListNextOffersResponse(offers=[OFFER, UNTARGETED], by_profile=True)

    async def ShowNextOffers(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("ShowNextOffers", request, context)
        if "soup" in request.offers:
            await refuse(context, Refusal("NEXT_OFFER_NOT_FOUND", field="offer"))
        return pb.ShowNextOffersResponse(
            shown=len(request.offers), replayed=self._replayed(caller, request)
        )

    async def DeclineNextOffer(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("DeclineNextOffer", request, context)
        until = at(int(timedelta(days=30).total_seconds()))
        replayed = self._replayed(caller, request)
        return pb.DeclineNextOfferResponse(offer=request.offer, until_time=until, replayed=replayed)

    def _replayed(self, caller: Any, request: Any) -> bool:
        key = (caller.brand, request.request_id)
        replayed = key in self.made
        self.made.add(key)
        return replayed

    async def ExplainNextOffers(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ExplainNextOffers", request, context)
        behind = pb.JudgedOffer(
            offer=UNTARGETED, hindrance=pb.NEXT_OFFER_HINDRANCE_BEHIND, priority=5
        )
        first = pb.JudgedOffer(offer=OFFER, chance=0.26, priority=1)
        return pb.ExplainNextOffersResponse(offers=[first, behind], by_profile=True)

    async def ListOfferFigures(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListOfferFigures", request, context)
        figure = pb.OfferFigure(
            code="scarves", name=SCARVES, series="scarf", shown=9, declined=2, taken=3, explored=1
        )
        return pb.ListOfferFiguresResponse(offers=[figure])

    async def ListAssociations(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListAssociations", request, context)
        found = [ASSOCIATION, BY_HAND]
        start = int(request.page_token or 0)
        size = request.page_size or 50
        page = found[start : start + size]
        token = str(start + size) if len(found) > start + size else ""
        return pb.ListAssociationsResponse(
            associations=page, buyers=1_000, learn_time=at(0), next_page_token=token
        )

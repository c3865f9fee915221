"""tessera.feedback.v1.Journeys."""

from services.common import pagination, text
from services.common.auth import Role, brand_of, current_caller, require_role
from services.common.errors import invalid
from services.common.idempotency import check_request_id, fingerprint
from services.common.interceptors import ServicerContext
from services.feedback.journeys.api import messages
from services.feedback.journeys.commands.context import JourneysContext
from services.feedback.journeys.commands.operating import list_entries, list_journeys, set_paused
from services.feedback.journeys.domain.keeping import EntryFilter, Write
from tessera.feedback.v1 import journeys_pb2 as pb
from tessera.feedback.v1 import journeys_pb2_grpc as pb_grpc

ID_CHARS_MAX, CODE_CHARS_MAX = 128, 48


class JourneysServicer(pb_grpc.JourneysServicer):
    """For operators: authorises them, and calls the commands."""

    def __init__(self, ctx: JourneysContext, page_secret: bytes) -> None:
        self._ctx = ctx
        self._page_secret = page_secret

    async def ListJourneys(
        self, request: pb.ListJourneysRequest, context: ServicerContext
    ) -> pb.ListJourneysResponse:
        brand = _brand()
        only = text.checked("code", request.code, CODE_CHARS_MAX)
        scope = {"list": "journeys", "brand": brand, "code": only}
        tokens = pagination.PlaceTokens(self._page_secret, scope)
        start = tokens.place(request.page_token, 0)
        size = pagination.page_size(request.page_size)
        shown, more = await list_journeys(self._ctx, brand, only, start, size)
        return pb.ListJourneysResponse(
            journeys=[messages.journey_message(each) for each in shown],
            next_page_token=tokens.token(start + size) if more else "",
        )

    async def ListJourneyEntries(
        self, request: pb.ListJourneyEntriesRequest, context: ServicerContext
    ) -> pb.ListJourneyEntriesResponse:
        brand = _brand()
        only = EntryFilter(
            text.checked("member_id", request.member_id, ID_CHARS_MAX),
            text.checked("journey", request.journey, CODE_CHARS_MAX),
        )
        if only == EntryFilter():
            raise invalid("member_id", "name a member, or a journey")
        scope = {"list": "journey_entries", "brand": brand}
        scope |= {"member": only.member_id, "journey": only.journey}
        tokens = pagination.PlaceTokens(self._page_secret, scope)
        before = tokens.place(request.page_token, "")
        size = pagination.page_size(request.page_size)
        found, place = await list_entries(self._ctx, brand, only, before, size)
        return pb.ListJourneyEntriesResponse(
            entries=[messages.entry_message(each.entry, each.name, each.deeds) for each in found],
            next_page_token=tokens.token(place) if place else "",
        )

    async def PauseJourney(
        self, request: pb.PauseJourneyRequest, context: ServicerContext
    ) -> pb.PauseJourneyResponse:
        journey, replayed = await self._set_paused(request, pause=True)
        return pb.PauseJourneyResponse(journey=journey, replayed=replayed)

    async def ResumeJourney(
        self, request: pb.ResumeJourneyRequest, context: ServicerContext
    ) -> pb.ResumeJourneyResponse:
        journey, replayed = await self._set_paused(request, pause=False)
        return pb.ResumeJourneyResponse(journey=journey, replayed=replayed)

    async def _set_paused(
        self, request: pb.PauseJourneyRequest | pb.ResumeJourneyRequest, *, pause: bool
    ) -> tuple[pb.Journey, bool]:
        brand = _brand()
        check_request_id(request.request_id)
        code = text.checked("journey", request.journey, CODE_CHARS_MAX, least=1)
        write = Write(brand, request.request_id, fingerprint(request))
        shown, replayed = await set_paused(self._ctx, write, code, pause=pause)
        return messages.journey_message(shown), replayed


def _brand() -> str:
    return brand_of(require_role(current_caller(), Role.OPERATOR))

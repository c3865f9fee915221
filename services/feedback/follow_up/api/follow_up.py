"""tessera.feedback.v1.FollowUp."""

from google.protobuf.message import Message

from services.common import pagination
from services.common.auth import Caller, Role, brand_of, current_caller, require_role
from services.common.idempotency import fingerprint
from services.common.interceptors import ServicerContext
from services.common.pagination import PlaceTokens
from services.feedback.follow_up.api import messages
from services.feedback.follow_up.commands.fixing import Announcement, FixDesk, Request
from tessera.feedback.v1 import follow_up_pb2 as pb
from tessera.feedback.v1 import follow_up_pb2_grpc as pb_grpc


class FollowUpServicer(pb_grpc.FollowUpServicer):
    """Announces fixes for operators, and shows everyone of the brand its public notices."""

    def __init__(self, desk: FixDesk, page_secret: bytes) -> None:
        self._desk = desk
        self._page_secret = page_secret

    async def PreviewFix(
        self, request: pb.PreviewFixRequest, context: ServicerContext
    ) -> pb.PreviewFixResponse:
        brand = brand_of(_operator())
        reach, fix = await self._desk.preview(brand, request.group)
        return pb.PreviewFixResponse(
            reports=reach.reports,
            reporters=reach.reporters,
            anonymous=reach.anonymous,
            fix=None if fix is None else messages.fix_message(fix),
        )

    async def AnnounceFix(
        self, request: pb.AnnounceFixRequest, context: ServicerContext
    ) -> pb.AnnounceFixResponse:
        write = _write(_operator(), request.request_id, request)
        title, text = messages.text_of(request.title), messages.text_of(request.text)
        asked = Announcement(request.group, title, text, request.is_public)
        fix, replayed = await self._desk.announce(write, asked)
        return pb.AnnounceFixResponse(fix=messages.fix_message(fix), replayed=replayed)

    async def ListFixes(
        self, request: pb.ListFixesRequest, context: ServicerContext
    ) -> pb.ListFixesResponse:
        brand = brand_of(_operator())
        size = pagination.page_size(request.page_size)
        tokens = self._tokens("fixes", brand)
        found = await self._desk.page(brand, tokens.place(request.page_token, ""), size)
        return pb.ListFixesResponse(
            fixes=[messages.fix_message(each) for each in found[:size]],
            next_page_token=tokens.token(found[size - 1].id) if len(found) > size else "",
        )

    async def WithdrawNotice(
        self, request: pb.WithdrawNoticeRequest, context: ServicerContext
    ) -> pb.WithdrawNoticeResponse:
        write = _write(_operator(), request.request_id, request)
        fix, replayed = await self._desk.withdraw(write, request.fix_id)
        return pb.WithdrawNoticeResponse(fix=messages.fix_message(fix), replayed=replayed)

    async def ListNotices(
        self, request: pb.ListNoticesRequest, context: ServicerContext
    ) -> pb.ListNoticesResponse:
        caller = require_role(current_caller(), Role.MEMBER, Role.OPERATOR, Role.SERVICE)
        brand = brand_of(caller)
        size = pagination.page_size(request.page_size)
        tokens = self._tokens("notices", brand)
        found = await self._desk.notices(brand, tokens.place(request.page_token, ""), size)
        return pb.ListNoticesResponse(
            notices=[messages.notice_message(each) for each in found[:size]],
            next_page_token=tokens.token(found[size - 1].id) if len(found) > size else "",
        )

    def _tokens(self, name: str, brand: str) -> PlaceTokens:
        return PlaceTokens(self._page_secret, {"list": name, "brand": brand})


def _operator() -> Caller:
    return require_role(current_caller(), Role.OPERATOR)


def _write(caller: Caller, request_id: str, request: Message) -> Request:
    return Request(brand_of(caller), request_id, fingerprint(request), caller.subject)

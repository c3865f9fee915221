"""tessera.feedback.v1.Experiments."""

from google.protobuf.message import Message

from services.common import pagination, text
from services.common.auth import (
    Caller,
    Role,
    brand_of,
    current_caller,
    require_member,
    require_role,
)
from services.common.idempotency import check_request_id, fingerprint
from services.common.interceptors import ServicerContext
from services.feedback.experiments.api import messages
from services.feedback.experiments.commands import desk
from services.feedback.experiments.commands.context import ExperimentsContext
from services.feedback.experiments.domain.keeping import Write
from tessera.feedback.v1 import experiments_pb2 as pb
from tessera.feedback.v1 import experiments_pb2_grpc as pb_grpc

ID_CHARS_MAX = 128


class ExperimentsServicer(pb_grpc.ExperimentsServicer):
    """Authorises callers, and calls the commands."""

    def __init__(self, ctx: ExperimentsContext, page_secret: bytes) -> None:
        self._ctx = ctx
        self._page_secret = page_secret

    async def UseExperiment(
        self, request: pb.UseExperimentRequest, context: ServicerContext
    ) -> pb.UseExperimentResponse:
        caller = require_role(current_caller(), Role.MEMBER, Role.SERVICE)
        require_member(caller, request.member_id)
        member_id = text.checked("member_id", request.member_id, ID_CHARS_MAX, least=1)
        assigned = await desk.use(self._ctx, brand_of(caller), _code(request.code), member_id)
        return pb.UseExperimentResponse(arm=assigned.arm.code, exposed=assigned.exposed)

    async def ListExperiments(
        self, request: pb.ListExperimentsRequest, context: ServicerContext
    ) -> pb.ListExperimentsResponse:
        brand = brand_of(_operator())
        tokens = pagination.PlaceTokens(self._page_secret, {"list": "experiments", "brand": brand})
        start, size = tokens.place(request.page_token, 0), pagination.page_size(request.page_size)
        shown, more = await desk.list_experiments(self._ctx, brand, start, size)
        return pb.ListExperimentsResponse(
            experiments=[messages.experiment_message(*each) for each in shown],
            next_page_token=tokens.token(start + size) if more else "",
        )

    async def GetExperiment(
        self, request: pb.GetExperimentRequest, context: ServicerContext
    ) -> pb.GetExperimentResponse:
        brand = brand_of(_operator())
        running, looks = await desk.get_experiment(self._ctx, brand, _code(request.code))
        return pb.GetExperimentResponse(
            experiment=messages.experiment_message(running, looks[0] if looks else None),
            looks=map(messages.look_message, looks),
        )

    async def StartExperiment(
        self, request: pb.StartExperimentRequest, context: ServicerContext
    ) -> pb.StartExperimentResponse:
        write, by = _write(request.request_id, request)
        running, replayed = await desk.start(self._ctx, write, _code(request.code), by)
        told = messages.experiment_message(running)
        return pb.StartExperimentResponse(experiment=told, replayed=replayed)

    async def AdvanceExperiment(
        self, request: pb.AdvanceExperimentRequest, context: ServicerContext
    ) -> pb.AdvanceExperimentResponse:
        write, by = _write(request.request_id, request)
        running, replayed = await desk.advance(self._ctx, write, _code(request.code), by)
        told = messages.experiment_message(running)
        return pb.AdvanceExperimentResponse(experiment=told, replayed=replayed)

    async def StopExperiment(
        self, request: pb.StopExperimentRequest, context: ServicerContext
    ) -> pb.StopExperimentResponse:
        write, by = _write(request.request_id, request)
        running, replayed = await desk.stop(
            self._ctx, write, _code(request.code), by, request.arm, request.words
        )
        told = messages.experiment_message(running)
        return pb.StopExperimentResponse(experiment=told, replayed=replayed)


def _operator() -> Caller:
    return require_role(current_caller(), Role.OPERATOR)


def _code(code: str) -> str:
    return text.checked("code", code, desk.CODE_CHARS_MAX, least=1)


def _write(request_id: str, request: Message) -> tuple[Write, str]:
    caller = _operator()
    check_request_id(request_id)
    return Write(brand_of(caller), request_id, fingerprint(request)), caller.subject

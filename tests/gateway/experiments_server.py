"""Experiments as the gateway sees them."""

from typing import Any

from services.common.errors import Refusal
from tessera.feedback.v1 import experiments_pb2 as pb
from tessera.feedback.v1 import experiments_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend, at, refuse

NAME = types_pb2.LocalizedText(zh="新人礼力度", en="Size of the welcome gift")
WHY = types_pb2.LocalizedText(zh="数据还太少。", en="Too little is known.")


def look() -> pb.ExperimentLook:
    made = pb.ExperimentLook(
        as_of_time=at(600),
        stage=pb.EXPERIMENT_STAGE_KIND_PART,
        sizes=pb.EXPERIMENT_COLOUR_GREEN,
        sizes_p=0.5,
        crossed=1,
        verdict=pb.EXPERIMENT_VERDICT_BETTER,
        why=WHY,
        verdict_arm="stronger",
    )
    made.arms.add(arm="control", exposed=100, mature=90, value=0.03)
    made.arms.add(arm="stronger", exposed=98, mature=90)
    interval = {"estimate": 0.01, "low": 0.001, "high": 0.02, "p": 0.02}
    made.differences.add(arm="stronger", metric="order_rate", primary=True, **interval)
    made.guardrails.add(
        metric="opt_out_rate",
        arm="stronger",
        colour=pb.EXPERIMENT_COLOUR_YELLOW,
        value=0.006,
        max=0.005,
        members=98,
    )
    return made


def experiment(code: str = "welcome_offer", *, seen: bool = False) -> pb.Experiment:
    made = pb.Experiment(
        code=code,
        name=NAME,
        state=pb.EXPERIMENT_STATE_RUNNING,
        unit=pb.EXPERIMENT_UNIT_MEMBER,
        stage=0,
        stage_time=at(60),
        primary_metric="order_rate",
        within_days=7,
        planned_size=5_301,
        alpha=0.05,
        start_time=at(60),
        started_by="ann",
        rule_json="{}",
        look=look() if seen else None,
    )
    made.arms.add(code="control", name=NAME, weight=50, message="welcome")
    made.stages.add(kind=pb.EXPERIMENT_STAGE_KIND_PART, percent=10)
    return made


class Experiments(experiments_pb2_grpc.ExperimentsServicer):
    """welcome_offer runs; home_page is listed behind it."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend
        self.written: set[str] = set()

    async def UseExperiment(self, request: Any, context: Any) -> Any:
        await self.backend.enter("UseExperiment", request, context)
        if request.code != "welcome_offer":
            return await self._missing(context)
        return pb.UseExperimentResponse(arm="stronger", exposed=True)

    async def ListExperiments(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListExperiments", request, context)
        start, size = int(request.page_token or 0), request.page_size or 20
        found = [experiment(seen=True), experiment("home_page")]
        return pb.ListExperimentsResponse(
            experiments=found[start : start + size],
            next_page_token=str(start + size) if start + size < len(found) else "",
        )

    async def GetExperiment(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetExperiment", request, context)
        if request.code != "welcome_offer":
            return await self._missing(context)
        return pb.GetExperimentResponse(experiment=experiment(seen=True), looks=[look(), look()])

    async def StartExperiment(self, request: Any, context: Any) -> Any:
        if await self._enter("StartExperiment", request, context):
            told = await self._moved(request)
            return pb.StartExperimentResponse(experiment=experiment(), replayed=told)
        return await self._missing(context)

    async def AdvanceExperiment(self, request: Any, context: Any) -> Any:
        if await self._enter("AdvanceExperiment", request, context):
            told = await self._moved(request)
            return pb.AdvanceExperimentResponse(experiment=experiment(), replayed=told)
        return await self._missing(context)

    async def StopExperiment(self, request: Any, context: Any) -> Any:
        if await self._enter("StopExperiment", request, context):
            made = experiment()
            made.state, made.kept_arm = pb.EXPERIMENT_STATE_STOPPED, request.arm or "control"
            made.stop_words, made.stopped_by = request.words, "ann"
            told = await self._moved(request)
            return pb.StopExperimentResponse(experiment=made, replayed=told)
        return await self._missing(context)

    async def _enter(self, name: str, request: Any, context: Any) -> bool:
        await self.backend.enter(name, request, context)
        return bool(request.code == "welcome_offer")

    async def _moved(self, request: Any) -> bool:
        replayed = request.request_id in self.written
        self.written.add(request.request_id)
        return replayed

    async def _missing(self, context: Any) -> Any:
        return await refuse(context, Refusal("EXPERIMENT_NOT_FOUND", field="code"))

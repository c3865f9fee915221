"""The LTV of a segment as a message."""

from services.members.lifecycle.domain.lifecycle import Stage
from services.members.segments.domain.ltv import SegmentLtv, StageInputs, half_up
from tessera.members.v1 import lifecycle_pb2
from tessera.members.v1 import segments_pb2 as pb

_STAGES = {
    Stage.PURCHASE: lifecycle_pb2.LIFECYCLE_STAGE_PURCHASE,
    Stage.LOYALTY: lifecycle_pb2.LIFECYCLE_STAGE_LOYALTY,
}


def from_ltv(found: SegmentLtv, currency: str, freshness: pb.Freshness) -> pb.GetSegmentLtvResponse:
    return pb.GetSegmentLtvResponse(
        members=found.members,
        counted=found.counted,
        stages=[_stage(stage, each, found.counted) for stage, each in found.stages.items()],
        ltv_minor=half_up(found.value),
        currency=currency,
        on=found.on.isoformat(),
        freshness=freshness,
    )


def _stage(stage: Stage, inputs: StageInputs, counted: int) -> pb.LtvStage:
    return pb.LtvStage(
        stage=_STAGES[stage],
        members=inputs.members,
        orders=inputs.orders,
        spent_minor=inputs.spent_minor,
        kept=inputs.kept,
        conversion_permille=half_up(inputs.conversion(counted) * 1_000),
        average_order_minor=half_up(inputs.average_order),
        frequency_thousandths=half_up(inputs.frequency * 1_000),
        retention_permille=half_up(inputs.retention * 1_000),
        value_minor=half_up(inputs.value(counted)),
    )

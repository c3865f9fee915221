"""The results of experiments, as of a time. For operators."""

from enum import Enum
from typing import Any

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import column, read
from gateway.schema.core.scalars import DateTime, Lang, Long, enum_value, moment, text
from tessera.feedback.v1 import experiments_pb2 as pb

ARMS_MOST, DIFFERENCES_MOST, GUARDRAILS_MOST = 5, 24, 15
_SHARE = "a share of 1, a number of orders, or money in minor units"


@strawberry.enum(description="The stages of an experiment.")
class ExperimentStageKind(Enum):
    """As tessera.feedback.v1.ExperimentStageKind."""

    SAFETY = enum_value(
        pb.EXPERIMENT_STAGE_KIND_SAFETY, "Members of some stores alone, for the guardrails."
    )
    PART = enum_value(pb.EXPERIMENT_STAGE_KIND_PART, "A share of the units.")
    FULL = enum_value(pb.EXPERIMENT_STAGE_KIND_FULL, "All units.")


@strawberry.enum(description="The verdict about an experiment.")
class ExperimentVerdict(Enum):
    """As tessera.feedback.v1.ExperimentVerdict."""

    COLLECTING = enum_value(pb.EXPERIMENT_VERDICT_COLLECTING, "It goes on.")
    BETTER = enum_value(pb.EXPERIMENT_VERDICT_BETTER, "An arm is better, beyond chance.")
    WORSE = enum_value(pb.EXPERIMENT_VERDICT_WORSE, "The arms are worse, beyond chance.")
    NO_DIFFERENCE = enum_value(
        pb.EXPERIMENT_VERDICT_NO_DIFFERENCE, "The difference is smaller than matters."
    )
    INCONCLUSIVE = enum_value(
        pb.EXPERIMENT_VERDICT_INCONCLUSIVE,
        "Its size or its time is reached, and nothing is shown.",
    )
    INVALID = enum_value(
        pb.EXPERIMENT_VERDICT_INVALID,
        "Withheld: the arms do not have the sizes that were planned.",
    )


@strawberry.enum(description="The standing of a check of an experiment.")
class ExperimentColour(Enum):
    """As tessera.feedback.v1.ExperimentColour."""

    GREEN = enum_value(pb.EXPERIMENT_COLOUR_GREEN, "As it should be.")
    YELLOW = enum_value(pb.EXPERIMENT_COLOUR_YELLOW, "Not as it should be; chance may be why.")
    RED = enum_value(pb.EXPERIMENT_COLOUR_RED, "Not as it should be, beyond chance.")
    GREY = enum_value(pb.EXPERIMENT_COLOUR_GREY, "Too little to judge by.")


def _value(source: Any) -> float | None:
    return source.value if source.HasField("value") else None


@strawberry.type(description="The members of an arm.")
class ExperimentArmSeen:
    """Source: tessera.feedback.v1.ExperimentArmSeen."""

    arm: str = column("The code of the arm.")
    exposed: Long = column("How many were exposed.")
    mature: Long = column("How many of them had the time that the primary metric gives.")
    value: float | None = read(
        _value, f"The primary metric: {_SHARE}. Null while nothing may be told."
    )


@strawberry.type(description="An arm less the control, in one metric.")
class ExperimentDifference:
    """Source: tessera.feedback.v1.ExperimentDifference."""

    arm: str = column("The code of the arm.")
    metric: str = column("The metric.")
    primary: bool = column("True for the one that decides.")
    estimate: float = column(f"The difference: {_SHARE}.")
    low: float = column("The lower end of its interval.")
    high: float = column("The upper end of its interval.")
    p: float = column("How likely chance alone is as far off.")


@strawberry.type(description="A guardrail of an arm.")
class ExperimentGuardrail:
    """Source: tessera.feedback.v1.ExperimentGuardrail."""

    metric: str = column("The metric.")
    arm: str = column("The code of the arm.")
    colour: ExperimentColour = column("The standing; red stops the experiment by itself.")
    value: float | None = read(
        _value, "A share of 1, or points; null where there is too little to judge by."
    )
    max: float = column("The limit, as `value`.")
    members: Long = column("Of how many members it is.")


def _why(look: pb.ExperimentLook, context: RequestContext, lang: Lang = None) -> str:
    return text(look.why, context, lang)


@strawberry.type(description="The result of an experiment as of a time.")
class ExperimentLook:
    """Source: tessera.feedback.v1.ExperimentLook."""

    as_of: DateTime = read(
        lambda look: moment(look.as_of_time), "Everything that happened before is in it."
    )
    stage: ExperimentStageKind = column("The stage of then.")
    arms: list[ExperimentArmSeen] = column("The members, by arm.", size=ARMS_MOST)
    differences: list[ExperimentDifference] = column(
        "The differences that may be told, the primary metric's first.", size=DIFFERENCES_MOST
    )
    guardrails: list[ExperimentGuardrail] = column("The guardrails.", size=GUARDRAILS_MOST)
    sizes: ExperimentColour = column(
        "The arms' sizes against their weights; red withholds the verdict."
    )
    sizes_p: float = column("How likely chance alone makes sizes as far from the plan.")
    crossed: Long = column("Members who were in two arms by a merge, and are left out.")
    verdict: ExperimentVerdict = column("The verdict.")
    verdict_arm: str | None = read(
        lambda look: look.verdict_arm or None,
        "The arm that the verdict is about; null where it is about none.",
    )
    why: str = read(_why, "The reason, in words.")

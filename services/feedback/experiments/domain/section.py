"""Experiments as a programme writes them, in `experiments`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from enum import StrEnum
from typing import Any

from services.feedback.experiments.domain.intervals import size_needed
from services.feedback.programme.domain import Programme, Text, text_of

THOUSAND = 1000
AT_HORIZON = "at_horizon"
NOT_FROZEN = ("name", "draft", "written")
"""What may change behind the start; `written` may have more defaults in a later release."""


class UnitKind(StrEnum):
    """What is put into an arm: each member, or each store with the members who enrolled there."""

    MEMBER = "member"
    STORE = "store"


class MetricKind(StrEnum):
    """What is measured of a member after their exposure: a rate, or a mean."""

    ORDER_RATE = "order_rate"
    VISIT_RATE = "visit_rate"
    REVIEW_RATE = "review_rate"
    SHARE_RATE = "share_rate"
    INVITE_RATE = "invite_rate"
    ORDERS = "orders"
    REVENUE = "revenue"

    @property
    def is_rate(self) -> bool:
        return self.value.endswith("_rate")

    @property
    def happenings(self) -> tuple[str, ...]:
        """The kinds of happenings that it is made of."""
        if self is MetricKind.REVENUE:
            return ("order", "refund")
        return ("order",) if self is MetricKind.ORDERS else (self.removesuffix("_rate"),)


class GuardrailKind(StrEnum):
    """What must not get too high in an arm."""

    OPT_OUT_RATE = "opt_out_rate"
    COMPLAINT_RATE = "complaint_rate"
    POINTS_PER_MEMBER = "points_per_member"


class StageKind(StrEnum):
    """How far an experiment goes: some stores alone, a share of the units, or all."""

    SAFETY = "safety"
    PART = "part"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Arm:
    """`send` is the message that its members get; "" where a front end alone asks for it."""

    code: str
    weight: int
    name: Text
    send: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    """`up` is True where more is better; it counts `within` so long of the exposure."""

    kind: MetricKind
    within: timedelta
    up: bool = True


@dataclass(frozen=True, slots=True)
class Stop:
    """When it is judged: once by its size, or `sequential`, at any time, or `at_horizon`, once, by
    what there is; that one ends by itself, and no programme can write it.

    `baseline` and `effect` are shares of 1; of a mean `arm_size` is written instead of computed.
    """

    sequential: bool
    alpha: float
    effect: float = 0.0
    arm_size: int = 0
    tuning: int = 5000
    at_horizon: bool = False


@dataclass(frozen=True, slots=True)
class Guardrail:
    """`most` is a share of 1 for a rate, and points for points."""

    kind: GuardrailKind
    most: float


@dataclass(frozen=True, slots=True)
class Stage:
    """`least` is how long it lasts at least. `stores` are those of `safety`."""

    kind: StageKind
    percent: int
    least: timedelta
    stores: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Layer:
    """The part of a layer's units that an experiment has, in percent."""

    code: str
    from_percent: int
    to_percent: int


@dataclass(frozen=True, slots=True)
class Experiment:
    """`arms[0]` is the control. `written` is what the programme says, as it is frozen."""

    code: str
    name: Text
    unit: UnitKind
    salt: str
    arms: tuple[Arm, ...]
    primary: Metric
    secondary: tuple[Metric, ...]
    stop: Stop
    horizon: timedelta
    guardrails: tuple[Guardrail, ...]
    stages: tuple[Stage, ...]
    second_person: bool
    draft: bool
    layer: Layer | None = None
    written: Mapping[str, Any] = field(default_factory=dict)

    def arm(self, code: str) -> Arm | None:
        return next((arm for arm in self.arms if arm.code == code), None)

    @property
    def weights(self) -> tuple[int, ...]:
        return tuple(arm.weight for arm in self.arms)


Experiments = Mapping[str, Experiment]


def experiments_section(programme: Programme) -> Experiments:
    """The experiments by code, in the order of the programme."""
    found = (experiment_of(each) for each in programme.document.get("experiments", ()))
    return {each.code: each for each in found}


def experiment_of(written: Mapping[str, Any]) -> Experiment:
    """One experiment. Raises KeyError and ValueError where it breaks the schema."""
    primary = _metric(written["primary"])
    layer = written.get("layer")
    return Experiment(
        code=written["code"],
        name=text_of(written["name"]),
        unit=UnitKind(written.get("unit", "member")),
        salt=written["salt"],
        arms=tuple(
            Arm(arm["code"], arm["weight"], text_of(arm["name"]), arm.get("send", ""))
            for arm in written["arms"]
        ),
        primary=primary,
        secondary=tuple(map(_metric, written.get("secondary", ()))),
        stop=_stop(written["stop"], primary.kind, len(written["arms"]) - 1),
        horizon=timedelta(days=written["horizon_days"]),
        guardrails=tuple(map(_guardrail, written.get("guardrails", ()))),
        stages=tuple(map(_stage, written["stages"])),
        second_person=written.get("second_person", False),
        draft=written.get("draft", False),
        layer=layer and Layer(layer["code"], layer["from_percent"], layer["to_percent"]),
        written=written,
    )


def changed_parts(before: Experiment, after: Experiment) -> list[str]:
    """The parts of an experiment that are frozen, and differ."""
    return [
        each.name
        for each in fields(Experiment)
        if each.name not in NOT_FROZEN and getattr(before, each.name) != getattr(after, each.name)
    ]


def _metric(written: Mapping[str, Any]) -> Metric:
    return Metric(
        MetricKind(written["metric"]),
        timedelta(days=written.get("within_days", 7)),
        written.get("direction", "up") == "up",
    )


def _stop(written: Mapping[str, Any], kind: MetricKind, compared: int) -> Stop:
    """Of more than one arm beside the control, each is held to its share of alpha."""
    alpha = written.get("alpha_permille", 50) / THOUSAND / compared
    effect = written.get("mde_permille", 0) / THOUSAND
    if written["kind"] == AT_HORIZON:
        return Stop(False, alpha, effect, at_horizon=True)
    if written["kind"] == "sequential":
        return Stop(True, alpha, effect, tuning=written.get("tuning", 5000))
    if not kind.is_rate:
        return Stop(False, alpha, arm_size=written["members_per_arm"])
    power = written.get("power_permille", 800) / THOUSAND
    size = size_needed(written["baseline_permille"] / THOUSAND, effect, alpha, power)
    return Stop(False, alpha, effect, size)


def _guardrail(written: Mapping[str, Any]) -> Guardrail:
    kind = GuardrailKind(written["metric"])
    if kind is GuardrailKind.POINTS_PER_MEMBER:
        return Guardrail(kind, written["max_points"])
    return Guardrail(kind, written["max_permille"] / THOUSAND)


def _stage(written: Mapping[str, Any]) -> Stage:
    kind = StageKind(written["stage"])
    percent = written.get("percent", 100) if kind is StageKind.PART else 100
    least = timedelta(days=written.get("days", 0))
    return Stage(kind, percent, least, frozenset(written.get("stores", ())))

"""What a broadcast compares: messages with each other, or with none. Pure.

It is an experiment whose code is the broadcast's id. Its arms are the messages in their order, of
one size, and behind them those who are held out; the first is the control. So anybody can compute
again who got which, by the rule that `GetExperiment` tells. It is judged once, two days after the
time of the last member who was gone through at once is over: nothing can be told earlier anyway,
since all of them get theirs within hours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.feedback.experiments.domain.assignment import arm_index, is_exposed
from services.feedback.experiments.domain.running import Assigned, Exposure, Running, State
from services.feedback.experiments.domain.section import (
    AT_HORIZON,
    Arm,
    Experiment,
    MetricKind,
    StageKind,
    experiment_of,
)
from services.feedback.programme.domain import Text

HELD_OUT = "_held_out"
"""The arm that gets no message; no code of a message begins so."""
HELD_OUT_NAME = Text("不发送", "No message")
SALT = "s1"
"""The codes differ already."""
MESSAGES_MAX, HELD_OUT_PERCENT_MAX, WITHIN_DAYS_MAX = 4, 50, 30
LATE_DAYS = 2
HUNDRED = 100


class NotComparable(Exception):
    """What is asked for can't be compared; the key of the problem is `field`."""

    reason = "INVALID_ARGUMENT"

    def __init__(self, key: str, wanted: str) -> None:
        super().__init__(wanted)
        self.field = f"comparison.{key}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """`against` are the messages beside the broadcast's own. `percent` of the segment take part,
    and of these `held_out_percent` get no message."""

    against: tuple[str, ...]
    held_out_percent: int
    percent: int
    metric: MetricKind
    within_days: int

    def check(self, message: str) -> None:
        """Raises NotComparable where it can't be compared with the broadcast's own `message`."""
        messages = (message, *self.against)
        if len(messages) > MESSAGES_MAX or len(set(messages)) < len(messages):
            raise NotComparable("against", f"0 to {MESSAGES_MAX - 1} messages, each once")
        if not 0 <= self.held_out_percent <= HELD_OUT_PERCENT_MAX:
            raise NotComparable("held_out_percent", f"0 to {HELD_OUT_PERCENT_MAX}")
        if not self.against and not self.held_out_percent:
            raise NotComparable("against", "another message, or a share that is held out")
        if not 1 <= self.percent <= HUNDRED:
            raise NotComparable("percent", f"1 to {HUNDRED}")
        if not 1 <= self.within_days <= WITHIN_DAYS_MAX:
            raise NotComparable("within_days", f"1 to {WITHIN_DAYS_MAX}")


@dataclass(frozen=True, slots=True)
class Winner:
    """The message that the rest gets, by whom and when it was chosen."""

    message: str
    by: str
    at: datetime


def metric_of(code: str) -> MetricKind:
    """Raises NotComparable for what is no metric."""
    try:
        return MetricKind(code)
    except ValueError:
        known = ", ".join(MetricKind)
        raise NotComparable("metric", f"one of {known}") from None


def rule_of(
    code: str, name: str, messages: Sequence[tuple[str, Text]], comparison: Comparison
) -> Experiment:
    """The experiment of a broadcast, whose messages are named in their order."""
    each = HUNDRED - comparison.held_out_percent
    arms = [
        {"code": message, "name": _written(named), "weight": each, "send": message}
        for message, named in messages
    ]
    if comparison.held_out_percent:
        weight = comparison.held_out_percent * len(messages)
        arms.append({"code": HELD_OUT, "name": _written(HELD_OUT_NAME), "weight": weight})
    stage: Mapping[str, object] = {"stage": StageKind.FULL.value}
    if comparison.percent < HUNDRED:
        stage = {"stage": StageKind.PART.value, "percent": comparison.percent}
    return experiment_of(
        {
            "code": code,
            "name": _written(Text(name, name)),
            "salt": SALT,
            "arms": arms,
            "primary": {"metric": comparison.metric.value, "within_days": comparison.within_days},
            "stop": {"kind": AT_HORIZON},
            "horizon_days": comparison.within_days + LATE_DAYS,
            "stages": [stage],
        }
    )


def own_arm(rule: Experiment, member_id: str) -> Arm | None:
    """The member's arm by the rule alone; None of one who is of the rest."""
    if not is_exposed(rule.code, rule.salt, member_id, rule.stages[0].percent):
        return None
    return rule.arms[arm_index(rule.code, rule.salt, rule.weights, member_id)]


def arm_now(running: Running, member_id: str) -> Assigned | None:
    """The arm that a member gets now; None of one who is of the rest. Once the experiment is
    stopped, all who were to take part get the one arm."""
    own = own_arm(running.rule, member_id)
    if own is None:
        return None
    if running.ending is None:
        return Assigned(own, exposed=running.state is State.RUNNING)
    kept = running.rule.arm(running.ending.arm)
    return Assigned(kept or running.rule.arms[0], exposed=False)


def exposure(running: Running, member_id: str, arm: Arm, now: datetime) -> Exposure:
    """The member's exposure to their arm, which begins now."""
    return Exposure(running.code, member_id, arm.code, now, running.rule.stages[0].kind)


def _written(text: Text) -> Mapping[str, str]:
    return {"zh": text.zh, "en": text.en}

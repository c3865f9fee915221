"""What must not get too high in an arm: red stops the experiment by itself.

It is red when it is too high beyond chance: the lower end of its 90 % interval is above the limit,
which chance alone does in 5 of 100. It is yellow when it is above the limit, and chance may be why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, variance

from services.feedback.experiments.domain.distributions import t_of
from services.feedback.experiments.domain.intervals import Proportion, wilson
from services.feedback.experiments.domain.measured import ArmTally
from services.feedback.experiments.domain.section import Experiment, Guardrail, GuardrailKind
from services.feedback.experiments.domain.sizes import Colour

LEVEL = 0.10
MEMBERS_MIN, SAMPLE_MIN = 30, 10
"""Members of an arm, and members whose points are known, below which it is not judged."""


@dataclass(frozen=True, slots=True)
class GuardrailSeen:
    """A guardrail of one arm: `value` is a share of 1, or points; None of too few members."""

    kind: GuardrailKind
    arm: str
    most: float
    colour: Colour
    n: int
    value: float | None = None


def guardrails_seen(rule: Experiment, tallies: Sequence[ArmTally]) -> list[GuardrailSeen]:
    """Each guardrail of each arm; that of points is of the arms beside the control."""
    return [
        _seen(guardrail, arm.code, tally, tallies[0])
        for guardrail in rule.guardrails
        for arm, tally in zip(rule.arms, tallies, strict=True)
        if guardrail.kind is not GuardrailKind.POINTS_PER_MEMBER or tally is not tallies[0]
    ]


def _seen(guardrail: Guardrail, arm: str, tally: ArmTally, control: ArmTally) -> GuardrailSeen:
    kind, most = guardrail.kind, guardrail.most
    if kind is GuardrailKind.POINTS_PER_MEMBER:
        n = min(len(tally.points), len(control.points))
        if n < SAMPLE_MIN:
            return GuardrailSeen(kind, arm, most, Colour.GREY, n)
        value, low = _more(tally.points, control.points)
    else:
        n = tally.exposed
        if n < MEMBERS_MIN:
            return GuardrailSeen(kind, arm, most, Colour.GREY, n)
        did = tally.opted_out if kind is GuardrailKind.OPT_OUT_RATE else tally.complained
        rate = Proportion(did, n)
        value, low = rate.rate, wilson(rate, LEVEL)[0]
    colour = Colour.RED if low > most else Colour.YELLOW if value > most else Colour.GREEN
    return GuardrailSeen(kind, arm, most, colour, n, value)


def _more(arm: Sequence[float], control: Sequence[float]) -> tuple[float, float]:
    """How much more an arm has, and the lower end; degrees as of the smaller sample."""
    value = fmean(arm) - fmean(control)
    error = sqrt(variance(arm) / len(arm) + variance(control) / len(control))
    return value, value - t_of(LEVEL, min(len(arm), len(control)) - 1) * error

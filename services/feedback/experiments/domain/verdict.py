"""What an experiment says as of a time, and why. Pure.

A fixed test is judged at the first look at which each arm has its size, one that is judged at its
horizon at the first look behind that, and never again; before that no difference is told. A
sequential one may be looked at always. All are told no difference while the arms' sizes are wrong,
in the stage `safety`, and of fewer than 10 stores an arm.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.feedback.experiments.domain.guardrails import GuardrailSeen, guardrails_seen
from services.feedback.experiments.domain.intervals import CLUSTERS_MIN, Difference, holm
from services.feedback.experiments.domain.measured import (
    ArmTally,
    Measured,
    clusters_short,
    difference,
)
from services.feedback.experiments.domain.running import Running
from services.feedback.experiments.domain.section import Experiment, MetricKind, StageKind
from services.feedback.experiments.domain.sizes import Colour, SizeCheck, size_check
from services.feedback.programme.domain import Text

NOT_YET = Text(
    "到期后判断一次，之前不给出差异。",
    "It is judged once, when its time is over. No difference is told before.",
)


class Verdict(StrEnum):
    """COLLECTING goes on; INVALID is withheld while the arms' sizes are wrong; others are final."""

    COLLECTING = "collecting"
    BETTER = "better"
    WORSE = "worse"
    NO_DIFFERENCE = "no_difference"
    INCONCLUSIVE = "inconclusive"
    INVALID = "invalid"

    @property
    def is_final(self) -> bool:
        return self not in {Verdict.COLLECTING, Verdict.INVALID}


@dataclass(frozen=True, slots=True)
class ArmSeen:
    """Members exposed, those of them whose time is over, and the primary metric where told."""

    arm: str
    exposed: int
    mature: int
    value: float | None = None


@dataclass(frozen=True, slots=True)
class DifferenceSeen:
    """An arm less the control in one metric."""

    arm: str
    metric: MetricKind
    primary: bool
    found: Difference


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict: of which arm it is, and its reason in words."""

    verdict: Verdict
    why: Text
    arm: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """The result as of a time."""

    as_of: datetime
    stage: StageKind
    sizes: SizeCheck
    crossed: int
    arms: tuple[ArmSeen, ...]
    differences: tuple[DifferenceSeen, ...]
    guardrails: tuple[GuardrailSeen, ...]
    judged: Judged

    @property
    def breach(self) -> GuardrailSeen | None:
        """The guardrail that stops the experiment."""
        return next((each for each in self.guardrails if each.colour is Colour.RED), None)


def look(running: Running, tallies: Sequence[ArmTally], crossed: int, as_of: datetime) -> Look:
    """What the tallies of the arms, in the rule's order, say of an experiment that runs."""
    rule, stage = running.rule, running.stage_now
    assert stage is not None, "it runs"
    exposed = [each.exposed for each in tallies]
    sizes = size_check(exposed, rule.weights, crossed)
    primary = [tally.measured[0] for tally in tallies]
    withheld = _withheld(running, sizes, primary, as_of)
    told: tuple[DifferenceSeen, ...] = ()
    if withheld is None:
        told = _differences(rule, tallies)
    judged = withheld or _judged(running, told, as_of)
    values = [each.value if withheld is None else None for each in primary]
    arms = [
        ArmSeen(arm.code, n, measured.n, value)
        for arm, n, measured, value in zip(rule.arms, exposed, primary, values, strict=True)
    ]
    guarded = tuple(guardrails_seen(rule, tallies))
    return Look(as_of, stage.kind, sizes, crossed, tuple(arms), told, guarded, judged)


def judged_before(now: Look, before: Look) -> Look:
    """A look behind the final one: what was judged stays, beside the guardrails of now."""
    return replace(
        now, differences=before.differences, judged=before.judged, arms=tuple(
            replace(arm, value=was.value) for arm, was in zip(now.arms, before.arms, strict=True)
        )
    )  # fmt: skip


def _withheld(
    running: Running, sizes: SizeCheck, primary: Sequence[Measured], as_of: datetime
) -> Judged | None:
    """Why no difference may be told; None where it may."""
    rule, stage = running.rule, running.stage_now
    assert stage is not None
    if sizes.colour is Colour.RED:
        return Judged(Verdict.INVALID, _sizes_wrong(sizes))
    if stage.kind is StageKind.SAFETY:
        return Judged(Verdict.COLLECTING, _few_clusters(len(stage.stores)))
    over = running.is_over(as_of)
    if rule.stop.at_horizon and not over:
        return Judged(Verdict.COLLECTING, NOT_YET)
    if clusters_short(rule, primary):
        fewest = min(len(each.clusters) for each in primary)
        verdict = Verdict.INCONCLUSIVE if over else Verdict.COLLECTING
        return Judged(verdict, _few_clusters(fewest))
    least = min(each.n for each in primary)
    if not rule.stop.sequential and least < rule.stop.arm_size:
        if over:
            return Judged(Verdict.INCONCLUSIVE, _horizon_over(least, rule.stop.arm_size))
        return Judged(Verdict.COLLECTING, _collecting(least, rule.stop.arm_size))
    return None


def _differences(rule: Experiment, tallies: Sequence[ArmTally]) -> tuple[DifferenceSeen, ...]:
    """The primary metric's by the rule; the others' fixed, at Holm's levels together."""
    control, others = tallies[0], list(zip(rule.arms[1:], tallies[1:], strict=True))
    told = [
        DifferenceSeen(arm.code, rule.primary.kind, True, found)
        for arm, tally in others
        if (found := difference(rule, tally.measured[0], control.measured[0], rule.stop))
    ]
    asked = [
        (arm.code, one, other)
        for arm, tally in others
        for one, other in zip(tally.measured[1:], control.measured[1:], strict=True)
    ]
    plain = [difference(rule, one, other, rule.stop) for _, one, other in asked]
    known = [each for each, found in zip(asked, plain, strict=True) if found]
    levels = holm([found.p for found in plain if found], rule.stop.alpha)
    for (code, one, other), level in zip(known, levels, strict=True):
        found = difference(rule, one, other, replace(rule.stop, alpha=level))
        assert found is not None
        told.append(DifferenceSeen(code, one.metric.kind, False, found))
    return tuple(told)


def _judged(running: Running, told: Sequence[DifferenceSeen], as_of: datetime) -> Judged:
    rule, over = running.rule, running.is_over(as_of)
    each = [(one.arm, _of_one(rule, one.found), one.found) for one in told if one.primary]
    undecided = Verdict.INCONCLUSIVE if over or not rule.stop.sequential else Verdict.COLLECTING
    if len(each) < len(rule.arms) - 1:
        return Judged(undecided, _too_few(over))
    sign = 1 if rule.primary.up else -1
    best = max(each, key=lambda one: sign * one[2].estimate)
    found = {verdict for _, verdict, _ in each}
    if best[1] is Verdict.BETTER:
        return Judged(Verdict.BETTER, _difference_text(rule, best[0], best[2]), best[0])
    if len(found) == 1 and (verdict := next(iter(found))) is not Verdict.COLLECTING:
        return Judged(verdict, _difference_text(rule, best[0], best[2]), best[0])
    return Judged(undecided, _difference_text(rule, best[0], best[2]), best[0])


def _of_one(rule: Experiment, found: Difference) -> Verdict:
    """COLLECTING stands for an interval that says nothing yet."""
    low, high = (found.low, found.high) if rule.primary.up else (-found.high, -found.low)
    if low > 0:
        return Verdict.BETTER
    if high < 0:
        return Verdict.WORSE
    effect = rule.stop.effect
    within = effect and -effect < low and high < effect
    return Verdict.NO_DIFFERENCE if within else Verdict.COLLECTING


def _sizes_wrong(sizes: SizeCheck) -> Text:
    p = f"{sizes.p:.2g}"
    return Text(
        f"各组人数与权重不符（p = {p}），不给出结论。请检查分组与曝光。",
        f"The arms do not have the sizes that their weights plan (p = {p}): nothing is told. Look"
        " for what keeps members of one arm away.",
    )


def _few_clusters(clusters: int) -> Text:
    return Text(
        f"{clusters} 个门店无法给出区间，每组需要 {CLUSTERS_MIN} 个；仅看护栏指标。",
        f"No interval from {clusters} clusters; {CLUSTERS_MIN} an arm are needed. The guardrails"
        " are told.",
    )


def _collecting(least: int, size: int) -> Text:
    return Text(
        f"每组需要 {size} 人，目前最少的一组 {least} 人到期。到数之前不给出差异。",
        f"{size} members an arm are needed, the smallest has {least} whose time is over. No"
        " difference is told before.",
    )


def _horizon_over(least: int, size: int) -> Text:
    return Text(
        f"期限已到，最少的一组只有 {least} 人，需要 {size} 人，不作判断。",
        f"The time is over, and the smallest arm has {least} members of {size}: it is not judged.",
    )


def _too_few(over: bool) -> Text:
    if over:
        return Text("期限已到，数据不足以判断。", "The time is over, with too little to judge by.")
    return Text("数据还太少，不足以给出区间。", "Too little is known for an interval.")


def _difference_text(rule: Experiment, arm: str, found: Difference) -> Text:
    if rule.primary.kind.is_rate:
        shown = [f"{each * 100:+.2f}" for each in (found.estimate, found.low, found.high)]
        unit_zh, unit_en = "个百分点", " percentage points"
    else:
        shown = [f"{each:+.2f}" for each in (found.estimate, found.low, found.high)]
        unit_zh, unit_en = "", ""
    level = f"{100 * (1 - rule.stop.alpha):g} %"
    return Text(
        f"{arm} 与对照组相差 {shown[0]}{unit_zh}，{level} 区间 [{shown[1]}, {shown[2]}]。",
        f"{arm} less the control: {shown[0]}{unit_en}, {level} interval [{shown[1]}, {shown[2]}].",
    )

"""Looking at the experiments that run: slice by slice over exposures, each brand by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nsmallest

from services.common.telemetry import log
from services.feedback.experiments.commands.context import ExperimentsContext
from services.feedback.experiments.commands.ports import Outcomes, Points
from services.feedback.experiments.domain.assignment import bucket
from services.feedback.experiments.domain.keeping import Done, Due, Span
from services.feedback.experiments.domain.measured import ArmTally, Measured, tallies_of
from services.feedback.experiments.domain.running import (
    Cause,
    Ending,
    Exposure,
    PointsAway,
    Running,
)
from services.feedback.experiments.domain.section import (
    Experiment,
    GuardrailKind,
    Metric,
    MetricKind,
)
from services.feedback.experiments.domain.verdict import Look, Verdict, judged_before, look

LOOK_EVERY = timedelta(minutes=15)
AT_ONCE = 20
BEFORE = timedelta(days=28)
"""What a member did in this time before their exposure explains a part of what they did after."""
SAMPLE = 100
"""Members whose points are asked, in one call, of all arms together."""
SAMPLED = "/points"

_log = log("feedback.experiments")


@dataclass(frozen=True)
class Looking:
    """Looks at what is due."""

    ctx: ExperimentsContext
    outcomes: Outcomes
    points: Points

    async def look_at_due(self) -> None:
        """Look at each experiment whose time has come. One that fails stops no other."""
        now, heard = self.ctx.clock.now(), await self.outcomes.as_of()
        if heard is None:
            return
        as_of = min(heard, now)
        for due in await self.ctx.store.due(now - LOOK_EVERY, AT_ONCE):
            await self.ctx.store.looking(due, now)
            try:
                await self._look_at(due, as_of)
            except Exception as error:
                code = due.running.code
                _log.error("experiment_waits", brand=due.brand, code=code, error=repr(error))

    async def _look_at(self, due: Due, as_of: datetime) -> None:
        running, rule = due.running, due.running.rule
        tallies = tallies_of(rule)
        sample: list[list[tuple[float, str]]] = [[] for _ in rule.arms]
        arms = {arm.code: index for index, arm in enumerate(rule.arms)}
        async for exposures in self.ctx.store.exposures(due.brand, rule.code):
            await self._count(due.brand, rule, as_of, exposures, (tallies, sample), arms)
        await self._ask_points(due.brand, rule, tallies, sample)
        crossed = await self.ctx.store.crossed(due.brand, rule.code)
        found = look(running, tallies, crossed, as_of)
        if due.final is not None:
            found = judged_before(found, due.final)
        await self.ctx.store.keep_look(due, found, self._ending(running, found))

    def _ending(self, running: Running, found: Look) -> Ending | None:
        rule, breach = running.rule, found.breach
        if breach is None and not (rule.stop.at_horizon and running.is_over(found.as_of)):
            return None
        if breach is None:
            better = found.judged.verdict is Verdict.BETTER
            kept = found.judged.arm if better else rule.arms[0].code
            return Ending(self.ctx.clock.now(), Cause.HORIZON, kept)
        words = f"{breach.kind} of {breach.arm}"
        return Ending(self.ctx.clock.now(), Cause.GUARDRAIL, rule.arms[0].code, "", words)

    async def _count(
        self,
        brand: str,
        rule: Experiment,
        as_of: datetime,
        exposures: Sequence[Exposure],
        counted: tuple[list[ArmTally], list[list[tuple[float, str]]]],
        arms: Mapping[str, int],
    ) -> None:
        tallies, sample = counted
        known = [each for each in exposures if each.arm in arms and each.at < as_of]
        if not known:
            return
        since = {each.member_id: each.at for each in known}
        metrics = (rule.primary, *rule.secondary)
        longest = max(metric.within for metric in metrics)
        span = Span(min(since.values()), max(since.values())).wider(BEFORE, longest)
        kinds = sorted({kind for metric in metrics for kind in metric.kind.happenings})
        done = await self.outcomes.done(brand, kinds, list(since), span)
        by_member: dict[str, list[Done]] = {}
        for each in done:
            by_member.setdefault(each.member_id, []).append(each)
        asked = {each.kind for each in rule.guardrails}
        left = complained = frozenset[str]()
        if GuardrailKind.OPT_OUT_RATE in asked:
            left = frozenset(await self.outcomes.opted_out(brand, since))
        if GuardrailKind.COMPLAINT_RATE in asked:
            complained = frozenset(await self.outcomes.complained(brand, since))
        for exposure in known:
            index = arms[exposure.arm]
            tally = tallies[index]
            tally.exposed += 1
            tally.opted_out += exposure.member_id in left
            tally.complained += exposure.member_id in complained
            for measured in tally.measured:
                _add(measured, exposure, by_member.get(exposure.member_id, ()), as_of)
            if GuardrailKind.POINTS_PER_MEMBER in asked:
                drawn = bucket(rule.code, rule.salt + SAMPLED, exposure.member_id)
                sample[index].append((drawn, exposure.member_id))
        for index, drawn_of_arm in enumerate(sample):
            sample[index] = nsmallest(SAMPLE // len(rule.arms), drawn_of_arm)

    async def _ask_points(
        self,
        brand: str,
        rule: Experiment,
        tallies: Sequence[ArmTally],
        sample: Sequence[Sequence[tuple[float, str]]],
    ) -> None:
        members = [member_id for drawn in sample for _, member_id in drawn]
        if not members:
            return
        try:
            held = await self.points.held(brand, members)
        except PointsAway as error:
            # The guardrail is grey in this look.
            _log.warning("points_away", brand=brand, code=rule.code, error=repr(error))
            return
        for tally, drawn in zip(tallies, sample, strict=True):
            tally.points = [float(held.get(member_id, 0)) for _, member_id in drawn]


def _add(measured: Measured, exposure: Exposure, done: Sequence[Done], as_of: datetime) -> None:
    """Add a member whose time for the metric is over."""
    metric = measured.metric
    if exposure.at + metric.within > as_of:
        return
    after = Span(exposure.at, exposure.at + metric.within)
    before = Span(exposure.at - BEFORE, exposure.at)
    measured.add(_value(metric, done, after), _value(metric, done, before), exposure.cluster)


def _value(metric: Metric, done: Sequence[Done], span: Span) -> float:
    within = [
        each
        for each in done
        if each.kind in metric.kind.happenings and span.since <= each.at < span.until
    ]
    if metric.kind is MetricKind.REVENUE:
        return float(sum(each.minor for each in within))
    return float(bool(within)) if metric.kind.is_rate else float(len(within))

"""What thresholds do about alarms: they pause journeys and switch messages off, by the commands
that operators use, and open to-dos."""

from dataclasses import replace
from datetime import date, timedelta

from services.common.errors import Refusal
from services.common.telemetry import log
from services.common.written_once import Sent
from services.feedback.insight.commands.numbers import InsightContext, numbers
from services.feedback.insight.domain.alarms import Alarm, AlarmRules, shortfall
from services.feedback.insight.domain.metrics import Metric
from services.feedback.insight.domain.period import Grain, Period
from services.feedback.insight.domain.section import Insight
from services.feedback.insight.domain.standing import Standing, standing
from services.feedback.insight.domain.threshold import (
    Act,
    Became,
    TodoWish,
    When,
    acts_of,
    enough,
    worse,
)
from services.feedback.insight.domain.todo import todo_of
from services.feedback.journeys.commands.context import JourneysContext
from services.feedback.journeys.commands.operating import set_paused
from services.feedback.journeys.domain.keeping import Write
from services.feedback.reach.commands.context import ReachContext
from services.feedback.reach.commands.switching import switch_off
from services.feedback.reach.domain.switched_off import InsteadUnfit, SwitchedOff

CONTENT = b"metric_alarm/"
DAY = timedelta(days=1)

_log = log("feedback.insight")


async def acts_on_change(
    ctx: InsightContext, section: Insight, alarm: Alarm, metric: Metric
) -> tuple[Act, ...]:
    """What thresholds do about an alarm on a change; nothing where the day before had one too."""
    acts = acts_of(section.thresholds, metric.code, When.WORSE)
    if not acts or not worse(metric, alarm.found.change_percent):
        return ()
    last = await ctx.told.alarm(alarm.brand, alarm_id(alarm.day - DAY, metric))
    return () if last and worse(metric, last.found.change_percent) else acts


async def missed_targets(
    ctx: InsightContext, brand: str, section: Insight, day: date
) -> list[Alarm]:
    """Alarms on targets that a day misses and the day before did not, where a threshold acts on
    that."""
    codes = {each.metric for each in section.thresholds if each.when is When.MISSED}
    metrics = [section.metrics[code] for code in sorted(codes)]
    if not metrics:
        return []
    then, now = await numbers(
        ctx, brand, metrics, [Period(Grain.DAY, each) for each in (day - DAY, day)]
    )
    at, rules = ctx.clock.now(), section.alarms or AlarmRules()
    found = []
    for metric in metrics:
        target, number = section.targets[metric.code], now[metric.code]
        red = [
            enough(metric, each, rules.min_volume)
            and standing(metric, each, target, at, at) is Standing.RED
            for each in (then[metric.code], number)
        ]
        if red == [False, True] and number is not None:
            found.append(
                Alarm(
                    f"{alarm_id(day, metric)}-missed",
                    brand,
                    metric.code,
                    day,
                    shortfall(metric, number, target),
                    at,
                    at + rules.clock,
                    missed=True,
                    acts=acts_of(section.thresholds, metric.code, When.MISSED),
                )
            )
    return found


def alarm_id(day: date, metric: Metric) -> str:
    """The id of the alarm on a change."""
    return f"{day.isoformat()}-{metric.code}"


async def act(ctx: InsightContext, journeys: JourneysContext, brand: str) -> None:
    """Do what thresholds are about to do. What was done before a stop is not done again."""
    wishes = {each.code: each.todo for each in (await ctx.section(brand)).thresholds}
    for alarm in await ctx.told.due(brand):
        acts = [
            await _act(ctx, journeys, alarm, each, wishes.get(each.threshold))
            for each in alarm.acts
        ]
        at = ctx.clock.now()
        done = tuple(replace(each, at=each.at or at) for each in acts)
        await ctx.told.acted(replace(alarm, acts=done))


async def _act(
    ctx: InsightContext, journeys: JourneysContext, alarm: Alarm, due: Act, wish: TodoWish | None
) -> Act:
    if due.journey:
        return await _pause(journeys, alarm, due)
    if due.message:
        return await _switch_off(journeys.reach, alarm, due)
    return await _open(ctx, alarm, due, wish)


async def _open(ctx: InsightContext, alarm: Alarm, due: Act, wish: TodoWish | None) -> Act:
    if wish is None:
        return replace(due, became=Became.NOT_DONE)
    await ctx.todos.open(todo_of(alarm, due.threshold, wish, ctx.clock.now()))
    return replace(due, became=Became.OPENED)


async def _pause(journeys: JourneysContext, alarm: Alarm, due: Act) -> Act:
    write = Write(alarm.brand, _request_id(alarm, due), CONTENT + due.journey.encode())
    try:
        shown, _ = await set_paused(journeys, write, due.journey, pause=True)
    except Refusal as refusal:
        _log.warning("threshold_not_acted", brand=alarm.brand, reason=refusal.reason)
        return replace(due, became=Became.NOT_DONE)
    since = shown.paused_since
    # A repeat is told when the first paused it, which is not before the alarm either.
    ours = since is not None and since >= alarm.at
    return replace(due, became=Became.PAUSED if ours else Became.BEFORE)


async def _switch_off(reach: ReachContext, alarm: Alarm, due: Act) -> Act:
    write = Sent(alarm.brand, _request_id(alarm, due), CONTENT + due.message.encode())
    now, by = reach.clock.now(), f"threshold {due.threshold}"
    reason = f"{alarm.metric} {alarm.day.isoformat()}: {alarm.found.change_percent:+d} %"
    wanted = SwitchedOff(due.message, now, by, reason, due.instead)
    try:
        shown, _ = await switch_off(reach, write, wanted)
    except (Refusal, InsteadUnfit) as refusal:
        _log.warning("threshold_not_acted", brand=alarm.brand, reason=refusal.reason)
        return replace(due, became=Became.NOT_DONE)
    # A repeat may find that an operator switched it on meanwhile.
    before = shown.off is not None and shown.off.at < alarm.at
    return replace(due, became=Became.BEFORE if before else Became.SWITCHED_OFF)


def _request_id(alarm: Alarm, due: Act) -> str:
    return f"metric_alarm/{alarm.id}/{due.threshold}"

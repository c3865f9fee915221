"""What operators do with experiments, and how a member gets an arm."""

from collections.abc import Sequence
from dataclasses import replace

from services.common.errors import Refusal
from services.common.text import checked, prose
from services.feedback.experiments.commands.context import ExperimentsContext
from services.feedback.experiments.domain.keeping import Write
from services.feedback.experiments.domain.running import (
    Assigned,
    Cause,
    Ending,
    ExperimentState,
    Running,
    State,
)
from services.feedback.experiments.domain.section import Experiment
from services.feedback.experiments.domain.verdict import Look

CODE_CHARS_MAX, WORDS_CHARS_MAX = 48, 500
LOOKS_MAX = 60


async def list_experiments(
    ctx: ExperimentsContext, brand: str, start: int, size: int
) -> tuple[Sequence[tuple[Running, Look | None]], bool]:
    """A page from the index `start` on, each with its last look, and whether there are more."""
    standing = list((await ctx.standing(brand)).values())
    shown = standing[start : start + size]
    looks = await ctx.store.last_looks(brand, [each.code for each in shown])
    return [(each, looks.get(each.code)) for each in shown], start + size < len(standing)


async def get_experiment(
    ctx: ExperimentsContext, brand: str, code: str
) -> tuple[Running, Sequence[Look]]:
    """An experiment with its latest looks. Raises EXPERIMENT_NOT_FOUND."""
    running = await ctx.one(brand, code)
    return running, await ctx.store.looks(brand, code, LOOKS_MAX)


async def start(ctx: ExperimentsContext, write: Write, code: str, by: str) -> tuple[Running, bool]:
    """Start it, or ask for that. Raises refusals and what `Running.started` raises."""
    rule = (await ctx.written(write.brand)).get(code)

    def change(before: Running | None) -> Running:
        if before is not None and before.state is not State.READY:
            raise ExperimentState(before.state)
        if rule is None:
            raise _not_found(code)
        # What was asked for, and not started, goes by the programme of now.
        began = Running(rule) if before is None else replace(before, rule=rule)
        return began.started(by, ctx.clock.now())

    return await ctx.store.change(write, code, change)


async def advance(
    ctx: ExperimentsContext, write: Write, code: str, by: str
) -> tuple[Running, bool]:
    """Let it go on, or ask for that. Raises refusals and what `Running.advanced` raises."""
    rule = (await ctx.written(write.brand)).get(code)

    def change(before: Running | None) -> Running:
        running = _started(before, rule, code)
        if rule is not None:
            running.check_unchanged(rule)
        return running.advanced(by, ctx.clock.now())

    return await ctx.store.change(write, code, change)


async def stop(
    ctx: ExperimentsContext, write: Write, code: str, by: str, arm: str, words: str
) -> tuple[Running, bool]:
    """Stop it; all have `arm` from now on, "" for the control. Raises refusals."""
    arm = checked("arm", arm, CODE_CHARS_MAX)
    words = checked("words", words, WORDS_CHARS_MAX, least=1, form=prose)
    rule = (await ctx.written(write.brand)).get(code)

    def change(before: Running | None) -> Running:
        running = _started(before, rule, code)
        kept = arm or running.rule.arms[0].code
        ending = Ending(ctx.clock.now(), Cause.OPERATOR, kept, by, words)
        return running.stopped(ending)

    return await ctx.store.change(write, code, change)


async def use(ctx: ExperimentsContext, brand: str, code: str, member_id: str) -> Assigned:
    """The member's arm, with their exposure kept. Raises EXPERIMENT_NOT_FOUND.

    Who is not known has what all have: they may be a second old.
    """
    running = await ctx.one(brand, code)
    reached = await ctx.audience.of(brand, member_id)
    if reached is None:
        return Assigned(running.rule.arms[0], exposed=False)
    assigned = running.assigned(reached)
    if assigned.exposed:
        exposure = running.exposure(reached, assigned.arm, ctx.clock.now())
        await ctx.store.expose(brand, [exposure])
    return assigned


def _started(before: Running | None, rule: Experiment | None, code: str) -> Running:
    if before is None and rule is None:
        raise _not_found(code)
    if before is None:
        raise ExperimentState(State.READY)
    return before


def _not_found(code: str) -> Refusal:
    return Refusal("EXPERIMENT_NOT_FOUND", code, field="code", metadata={"code": code})

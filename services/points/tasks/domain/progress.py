"""How far a member has come in each chain.

A step keeps the activities that may count for it until it is done. Where steps are free, the order
in which they come changes nothing. Where they are ordered, a step counts activities from the one on
that ended the step before; those that came early are kept, since that end may come late.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from services.points.tasks.domain.chain import Chain, Step
from services.points.tasks.domain.reward import Due

KEPT_TIMES = 2
"""A step keeps so many times the activities that it takes, the latest ones: enough of those that
count are always among them."""


class Counted(NamedTuple):
    """An activity that may count: when it happened, and the order or event that it is."""

    at: datetime
    ref: str


@dataclass(frozen=True, slots=True)
class StepProgress:
    """`counted` in their time's order, none once the step is done; `done` is what ended it."""

    counted: tuple[Counted, ...] = ()
    done: Counted | None = None

    def plus(self, new: Counted, times: int) -> StepProgress:
        if self.done is not None or new in self.counted:
            return self
        kept = tuple(sorted((*self.counted, new)))[-KEPT_TIMES * times :]
        return StepProgress(kept)

    def since(self, end: Counted | None) -> tuple[Counted, ...]:
        """Those that count when the step before ended with `end`; all where there is none before.

        The activity that ended it counts for that step alone.
        """
        if end is None:
            return self.counted
        return tuple(one for one in self.counted if one.at >= end.at and one.ref != end.ref)


NOTHING = StepProgress()


@dataclass(frozen=True, slots=True)
class ChainProgress:
    """Steps by code; `done` once all were."""

    steps: Mapping[str, StepProgress] = field(default_factory=dict)
    done: bool = False

    def step(self, code: str) -> StepProgress:
        return self.steps.get(code, NOTHING)

    def done_of(self, chain: Chain, step: Step) -> int:
        """How many activities count for the step now, at most what it takes."""
        before: Counted | None = None
        for each in chain.steps:
            progress = self.step(each.code)
            if each.code == step.code:
                if progress.done is not None:
                    return step.times
                return min(len(progress.since(before)), step.times)
            if chain.ordered:
                if progress.done is None:
                    return 0 if self.step(step.code).done is None else step.times
                before = progress.done
        return 0

    def with_activity(self, chain: Chain, met: Collection[Step], new: Counted) -> Advanced:
        """The progress after an activity that meets the conditions of the steps `met`."""
        steps = dict(self.steps)
        for step in met:
            steps[step.code] = self.step(step.code).plus(new, step.times)
        ended = _end(chain, steps)
        done = self.done or all(steps.get(s.code, NOTHING).done for s in chain.steps)
        due = [Due(chain.rule_of(step), step.reward) for step in ended if step.reward]
        if done and not self.done and chain.reward:
            due.append(Due(chain.rule, chain.reward))
        return Advanced(ChainProgress(steps, done), tuple(due))

    def without(self, ref: str) -> ChainProgress:
        """The progress without an order that was given back; what is done stays."""
        return replace(
            self,
            steps={
                code: StepProgress(tuple(one for one in each.counted if one.ref != ref), each.done)
                for code, each in self.steps.items()
            },
        )


class Advanced(NamedTuple):
    """The progress after an activity, and the rewards that it brought."""

    progress: ChainProgress
    due: tuple[Due, ...]


def _end(chain: Chain, steps: dict[str, StepProgress]) -> list[Step]:
    """Put the steps to `done` that have what they take, and give them back."""
    ended: list[Step] = []
    before: Counted | None = None
    for step in chain.steps:
        progress = steps.get(step.code, NOTHING)
        if progress.done is None:
            counting = progress.since(before)
            if len(counting) >= step.times:
                progress = steps[step.code] = StepProgress(done=counting[step.times - 1])
                ended.append(step)
        if chain.ordered:
            if progress.done is None:
                break
            before = progress.done
    return ended


@dataclass(frozen=True, slots=True)
class MemberTasks:
    """A member's progress in each chain, by its code."""

    chains: Mapping[str, ChainProgress] = field(default_factory=dict)

    def chain(self, code: str) -> ChainProgress:
        return self.chains.get(code, ChainProgress())

    def with_chain(self, code: str, progress: ChainProgress) -> MemberTasks:
        return MemberTasks({**self.chains, code: progress})

    def without(self, ref: str) -> MemberTasks:
        return MemberTasks({code: each.without(ref) for code, each in self.chains.items()})


def to_body(member_id: str, tasks: MemberTasks) -> dict[str, Any]:
    """Pairs, since codes are a brand's: [chain, done, [[step, what ended it, what counts]]]."""
    return {
        "member_id": member_id,
        "chains": [
            [
                code,
                chain.done,
                [
                    [name, list(step.done) if step.done else None, [list(x) for x in step.counted]]
                    for name, step in chain.steps.items()
                ],
            ]
            for code, chain in tasks.chains.items()
        ],
    }


def from_body(body: Mapping[str, Any]) -> MemberTasks:
    return MemberTasks(
        {
            code: ChainProgress(
                {
                    name: StepProgress(
                        tuple(Counted(*one) for one in counted), Counted(*end) if end else None
                    )
                    for name, end, counted in steps
                },
                done,
            )
            for code, done, steps in body["chains"]
        }
    )

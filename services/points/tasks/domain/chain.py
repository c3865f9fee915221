"""The section tasks of a programme: chains, their steps and windows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.points.activities.domain.activity_type import ActivityType
from services.points.calendar.domain.local_time import Window
from services.points.programme.domain.document import Text, text_of, window_of
from services.points.programme.domain.programme import Condition, Programme
from services.points.tasks.domain.reward import Reward, reward_of

RULE_PREFIX = "task:"


@dataclass(frozen=True, slots=True)
class Step:
    """Done by `times` activities of the type `on` for which `when` holds."""

    code: str
    name: Text
    on: ActivityType
    when: Condition
    times: int
    reward: Reward | None


@dataclass(frozen=True, slots=True)
class Chain:
    """Steps in the programme's order; `ordered` where each counts from the one before.

    `days_after_enrolment`: so many local days, that of the enrolment included; None where `window`
    says the days.
    """

    code: str
    name: Text
    description: Text | None
    ordered: bool
    steps: tuple[Step, ...]
    reward: Reward | None
    window: Window
    days_after_enrolment: int | None

    @property
    def rule(self) -> str:
        return RULE_PREFIX + self.code

    def rule_of(self, step: Step) -> str:
        return f"{self.rule}.{step.code}"

    def days(self, enrolled_on: date | None) -> Window | None:
        """The days in which activities of the member count; None where the enrolment is needed and
        not known yet."""
        if self.days_after_enrolment is None:
            return self.window
        if enrolled_on is None:
            return None
        return Window(enrolled_on, enrolled_on + timedelta(days=self.days_after_enrolment - 1))

    def counts_on(self, day: date, enrolled_on: date | None) -> bool:
        """True where an activity of `day` counts, as far as days go."""
        days = self.days(enrolled_on)
        return days is not None and days.contains(day)

    def steps_on(self, type_: ActivityType) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.on is type_)


@dataclass(frozen=True, slots=True)
class TaskSection:
    """The chains in the programme's order. `offered` is False where it has no such section."""

    offered: bool
    chains: tuple[Chain, ...] = ()

    @property
    def needs_enrolment(self) -> bool:
        return any(chain.days_after_enrolment is not None for chain in self.chains)

    @property
    def names(self) -> dict[str, Text]:
        """The names of chains, by the rules under which their rewards are told."""
        names = {chain.rule: chain.name for chain in self.chains}
        return names | {c.rule_of(step): c.name for c in self.chains for step in c.steps}


def task_section(programme: Programme) -> TaskSection:
    """The programme's section, parsed once a version.

    Raises KeyError, TypeError or ValueError where it breaks the schema or gives what the programme
    does not have.
    """
    return programme.section(_parse)


def _parse(programme: Programme) -> TaskSection:
    body = programme.document.get("tasks")
    if body is None:
        return TaskSection(offered=False)
    return TaskSection(offered=True, chains=tuple(_chain(item, programme) for item in body))


def _chain(item: Mapping[str, Any], programme: Programme) -> Chain:
    described, window = item.get("description"), item.get("window", {})
    return Chain(
        code=item["code"],
        name=text_of(item["name"]),
        description=text_of(described) if described else None,
        ordered=item.get("ordered", False),
        steps=tuple(_step(step, programme) for step in item["steps"]),
        reward=reward_of(item, programme),
        window=window_of(window),
        days_after_enrolment=window.get("days_after_enrolment"),
    )


def _step(item: Mapping[str, Any], programme: Programme) -> Step:
    return Step(
        code=item["code"],
        name=text_of(item["name"]),
        on=ActivityType(item["on"]),
        when=programme.condition(item),
        times=item.get("times", 1),
        reward=reward_of(item, programme),
    )

"""The section streaks of a programme, and the days of each streak of a member."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from services.points.activities.domain.activity_type import ActivityType
from services.points.calendar.domain import runs
from services.points.calendar.domain.runs import DayRuns
from services.points.programme.domain.document import Text, text_of
from services.points.programme.domain.programme import Condition, Programme
from services.points.tasks.domain.reward import Due, Reward, reward_of

RULE_PREFIX = "streak:"


@dataclass(frozen=True, slots=True)
class Streak:
    """`reward` for each `every` days running with an activity of the type, where `when` holds."""

    code: str
    name: Text
    on: ActivityType
    when: Condition
    every: int
    reward: Reward

    @property
    def rule(self) -> str:
        return RULE_PREFIX + self.code


@dataclass(frozen=True, slots=True)
class StreakSection:
    """The streaks in the programme's order. `offered` is False where it has no such section."""

    offered: bool
    streaks: tuple[Streak, ...] = ()

    def on(self, type_: ActivityType) -> tuple[Streak, ...]:
        return tuple(streak for streak in self.streaks if streak.on is type_)

    @property
    def names(self) -> dict[str, Text]:
        """The names of streaks, by the rules under which their rewards are told."""
        return {streak.rule: streak.name for streak in self.streaks}


def streak_section(programme: Programme) -> StreakSection:
    """The programme's section, parsed once a version.

    Raises KeyError, TypeError or ValueError where it breaks the schema or gives what the programme
    does not have.
    """
    return programme.section(_parse)


def _parse(programme: Programme) -> StreakSection:
    body = programme.document.get("streaks")
    if body is None:
        return StreakSection(offered=False)
    return StreakSection(offered=True, streaks=tuple(_streak(item, programme) for item in body))


def _streak(item: Mapping[str, Any], programme: Programme) -> Streak:
    reward = reward_of(item, programme)
    if reward is None:
        raise ValueError(f"{item['code']}: no reward")
    return Streak(
        code=item["code"],
        name=text_of(item["name"]),
        on=ActivityType(item["on"]),
        when=programme.condition(item),
        every=item["every"],
        reward=reward,
    )


class Lengthened(NamedTuple):
    """A member's streaks after a day, and the reward that it brought."""

    streaks: MemberStreaks
    due: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class MemberStreaks:
    """The days of each streak, by its code."""

    days: Mapping[str, DayRuns] = field(default_factory=dict)

    def of(self, code: str) -> DayRuns:
        return self.days.get(code, DayRuns())

    def with_day(self, streak: Streak, day: date) -> Lengthened:
        """The streaks after `day`, which `of(code).takes` has allowed."""
        added = self.of(streak.code).with_day(day, streak.every)
        due = (Due(streak.rule, streak.reward),) if added.bonus_due else ()
        return Lengthened(MemberStreaks({**self.days, streak.code: added.days}), due)


def to_body(member_id: str, streaks: MemberStreaks) -> dict[str, Any]:
    days = [[code, runs.to_body(each)] for code, each in streaks.days.items()]
    return {"member_id": member_id, "streaks": days}


def from_body(body: Mapping[str, Any]) -> MemberStreaks:
    return MemberStreaks({code: runs.from_body(each) for code, each in body["streaks"]})

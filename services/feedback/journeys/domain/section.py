"""Journeys as a programme writes them, in `reach.journeys`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.feedback.experiments.domain.section import Experiments, experiments_section
from services.feedback.journeys.domain.deed import Gift, Tagging
from services.feedback.programme.domain import Programme, Text, text_of
from services.feedback.reach.domain.section import OF_THE_MEMBER, minute, reads_member
from services.feedback.reach.domain.wish import Occasion

END = "end"
"""Where `go_to` leads out of a journey."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event by what happened, for which a condition holds."""

    on: str
    lead_days: int = 0
    when: str = ""

    @property
    def reads_member(self) -> bool:
        """True when it chooses by what the member is."""
        return self.on in OF_THE_MEMBER or reads_member(self.when)

    def is_on(self, occasion: Occasion) -> bool:
        return (self.on, self.lead_days) == (occasion.code, occasion.lead_days)


@dataclass(frozen=True, slots=True)
class Wait:
    """Elapsed `hours`, or `days` of the calendar with a minute of the day.

    With `event` it is over as soon as that comes; where it does not come in time, the member goes
    on at the step `otherwise`, "" for the next one.
    """

    days: int = 0
    at_minute: int | None = None
    hours: int = 0
    event: Trigger | None = None
    otherwise: str = ""

    def until(self, start: datetime, zone: ZoneInfo) -> datetime:
        """When a wait that began at `start` is over.

        A time that the day leaves out is the one an hour later; of one that comes twice the first.
        """
        if self.hours:
            return start + timedelta(hours=self.hours)
        local = start.astimezone(zone)
        day, clock = local.date() + timedelta(days=self.days), local.time()
        if self.at_minute is not None:
            clock = time(*divmod(self.at_minute, 60))
            if self.days == 0 and clock <= local.time():
                day += timedelta(days=1)
        return datetime.combine(day, clock, zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """The message of a step, where its condition holds."""

    send: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a journey does: it waits, sends the first row that holds, gives or tags, or
    goes on later."""

    code: str
    when: str = ""
    wait: Wait | None = None
    rows: tuple[Row, ...] = ()
    go_to: str = ""
    split: str = ""
    """The code of an experiment, whose arms' messages are the rows, the control's first."""
    does: Gift | Tagging | None = None

    @property
    def kind(self) -> str:
        if self.wait is not None:
            return "wait" if self.wait.event is None else "wait_for"
        if self.go_to:
            return "go_to"
        if self.split:
            return "split"
        if self.does is not None:
            return "grant" if isinstance(self.does, Gift) else "tag"
        return "choose" if len(self.rows) > 1 or self.rows[0].when else "send"


@dataclass(frozen=True, slots=True)
class Journey:
    """`again_after` is how long after they entered a member may enter again; None: never."""

    code: str
    name: Text
    enter: Trigger
    steps: tuple[Step, ...]
    again_after: timedelta | None = None
    until: tuple[Trigger, ...] = ()

    @property
    def waited_for(self) -> tuple[Trigger, ...]:
        """The events that its steps wait for."""
        waits = (step.wait for step in self.steps)
        return tuple(wait.event for wait in waits if wait is not None and wait.event is not None)

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """All events that move a member on it."""
        return (self.enter, *self.until, *self.waited_for)

    def wait_at(self, step: str) -> Wait | None:
        """The wait of the step of that code."""
        return next((each.wait for each in self.steps if each.code == step), None)

    def at(self, target: str, otherwise: int) -> int:
        """The index of the step that `target` names; behind the last for the end, and for one that
        is no more; `otherwise` for ""."""
        if not target:
            return otherwise
        behind = None if target == END else self.after(target)
        return len(self.steps) if behind is None else behind - 1

    def after(self, step: str) -> int | None:
        """The index of the step behind that of the code `step`; None where there is none such."""
        codes = [each.code for each in self.steps]
        return codes.index(step) + 1 if step in codes else None

    @property
    def messages(self) -> frozenset[str]:
        return frozenset(row.send for step in self.steps for row in step.rows)


Journeys = Mapping[str, Journey]


def journeys_section(programme: Programme) -> Journeys:
    """The journeys by code, in the order of the programme."""
    reach = programme.document.get("reach") or {}
    experiments = programme.section(experiments_section)
    found = (_journey(each, experiments) for each in reach.get("journeys", ()))
    return {each.code: each for each in found}


def _journey(each: Mapping[str, Any], experiments: Experiments) -> Journey:
    again = each["enter"].get("again_after_days")
    return Journey(
        each["code"],
        text_of(each["name"]),
        _trigger(each["enter"]),
        tuple(_step(step, experiments) for step in each["steps"]),
        None if again is None else timedelta(days=again),
        tuple(map(_trigger, each.get("until", ()))),
    )


def _trigger(each: Mapping[str, Any]) -> Trigger:
    return Trigger(each["on"], each.get("lead_days", 0), each.get("when", ""))


def _step(each: Mapping[str, Any], experiments: Experiments) -> Step:
    rows = [{"send": each["send"]}] if "send" in each else each.get("choose", ())
    split = each.get("split", "")
    if split:
        rows = [{"send": arm.send} for arm in experiments[split].arms]
    return Step(
        each["code"],
        each.get("when", ""),
        _wait(each["wait"]) if "wait" in each else None,
        tuple(Row(row["send"], row.get("when", "")) for row in rows),
        each.get("go_to", ""),
        split,
        _does(each),
    )


def _does(each: Mapping[str, Any]) -> Gift | Tagging | None:
    if "grant" in each:
        return Gift(**each["grant"])
    if "tag" in each:
        tags = each["tag"]
        return Tagging(tuple(tags.get("add", ())), tuple(tags.get("remove", ())))
    return None


def _wait(each: Mapping[str, Any]) -> Wait:
    at = each.get("at")
    return Wait(
        each.get("days", 0),
        None if at is None else minute(at),
        each.get("hours", 0),
        _trigger(each["for"]) if "for" in each else None,
        each.get("otherwise", ""),
    )

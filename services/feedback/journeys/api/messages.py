"""Journeys and entries as protos."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import cast

from google.protobuf.message import Message

from services.feedback.journeys.commands.operating import Shown
from services.feedback.journeys.domain.deed import Deed, Gift, Tagging
from services.feedback.journeys.domain.entry import End, Entry, Line
from services.feedback.journeys.domain.keeping import Figures, Paused
from services.feedback.journeys.domain.section import Step
from services.feedback.programme.domain import Text
from services.feedback.reach.api.messages import OCCASION_CODES, stamp
from tessera.feedback.v1 import journeys_pb2 as pb
from tessera.feedback.v1 import reach_pb2
from tessera.types.v1 import types_pb2

_OCCASIONS: Mapping[str, reach_pb2.OccasionCode.ValueType] = {
    code: reach_pb2.OccasionCode.Value(f"OCCASION_CODE_{code.upper()}")
    for code in OCCASION_CODES.values()
}


class PausedWire:
    """Writes what became of a pause in kept answers."""

    def answer(self, kept: Paused) -> Message:
        paused = kept.since is not None
        return pb.Journey(code=kept.code, paused=paused, pause_time=stamp(kept.since))

    def from_answer(self, answer: Message) -> Paused:
        told = cast("pb.Journey", answer)
        since = told.pause_time.ToDatetime(UTC) if told.HasField("pause_time") else None
        return Paused(told.code, since)


def journey_message(shown: Shown) -> pb.Journey:
    journey, figures = shown.journey, shown.figures
    message = pb.Journey(
        code=journey.code,
        name=_text(journey.name),
        enter_on=_OCCASIONS[journey.enter.on],
        until_on=[_OCCASIONS[each.on] for each in journey.until],
        paused=shown.paused_since is not None,
        pause_time=stamp(shown.paused_since),
        steps=[_step(each, figures) for each in journey.steps],
    )
    if figures is not None:
        message.members = sum(figures.waiting.values()) + sum(figures.set_aside.values())
        message.ended.extend(
            pb.JourneyEndCount(reason=_end(reason), count=count)
            for reason, count in sorted(figures.ended.items())
        )
    return message


def entry_message(entry: Entry, name: Text | None, deeds: Mapping[str, Deed]) -> pb.JourneyEntry:
    return pb.JourneyEntry(
        id=entry.id,
        member_id=entry.member_id,
        journey=entry.journey,
        journey_name=None if name is None else _text(name),
        occasion=_OCCASIONS[entry.occasion.code],
        state=pb.JourneyEntryState.Value(f"JOURNEY_ENTRY_STATE_{entry.state.value.upper()}"),
        step=entry.step,
        due_time=stamp(entry.due),
        end=_end(entry.end),
        enter_time=stamp(entry.entered_at),
        end_time=stamp(entry.ended_at),
        lines=[_line(each, deeds.get(each.deed_id)) for each in entry.lines],
    )


def _step(step: Step, figures: Figures | None) -> pb.JourneyStep:
    message = pb.JourneyStep(
        code=step.code, kind=step.kind, messages=[row.send for row in step.rows]
    )
    if step.wait is not None and step.wait.event is not None:
        message.waits_for = _OCCASIONS[step.wait.event.on]
        message.otherwise = step.wait.otherwise
    _does(message, step.does)
    if figures is not None:
        message.deeds.extend(
            pb.JourneyDeedCount(state=_deed_state(state), count=count)
            for (code, state), count in sorted(figures.deeds.items())
            if code == step.code
        )
        message.waiting = figures.waiting.get(step.code, 0) + figures.set_aside.get(step.code, 0)
        message.touches.extend(
            pb.TouchCount(state=_state(state), count=count)
            for (code, state), count in sorted(figures.touches.items())
            if code == step.code
        )
    return message


def _line(line: Line, deed: Deed | None) -> pb.JourneyLine:
    return pb.JourneyLine(
        step=line.step,
        outcome=pb.JourneyStepOutcome.Value(f"JOURNEY_STEP_OUTCOME_{line.outcome.upper()}"),
        message=line.message,
        touch_id=line.touch_id,
        due_time=stamp(line.due),
        programme_revision=line.revision,
        deed=None if deed is None else _deed(deed),
    )


def _deed(deed: Deed) -> pb.JourneyDeed:
    message = pb.JourneyDeed(
        state=_deed_state(deed.state), reason=deed.reason, end_time=stamp(deed.ended_at)
    )
    _does(message, deed.does)
    return message


def _does(message: pb.JourneyDeed | pb.JourneyStep, does: Gift | Tagging | None) -> None:
    if isinstance(does, Gift):
        message.gift.coupon_type = does.coupon
        message.gift.asset, message.gift.amount = does.asset, does.amount
        message.gift.budget = does.budget or 0
    elif isinstance(does, Tagging):
        message.tagging.add.extend(does.add)
        message.tagging.remove.extend(does.remove)


def _deed_state(state: str) -> pb.JourneyDeedState.ValueType:
    return pb.JourneyDeedState.Value(f"JOURNEY_DEED_STATE_{state.upper()}")


def _state(state: str) -> reach_pb2.TouchState.ValueType:
    return reach_pb2.TouchState.Value(f"TOUCH_STATE_{state.upper()}")


def _end(end: End | str | None) -> pb.JourneyEnd.ValueType:
    return pb.JourneyEnd.Value(f"JOURNEY_END_{(end or 'unspecified').upper()}")


def _text(text: Text) -> types_pb2.LocalizedText:
    return types_pb2.LocalizedText(zh=text.zh, en=text.en)

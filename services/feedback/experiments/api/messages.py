"""Experiments as protos."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import cast

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from services.feedback.experiments.domain.news import News
from services.feedback.experiments.domain.running import Cause, Ending, Running, State, Word
from services.feedback.experiments.domain.section import experiment_of
from services.feedback.experiments.domain.verdict import Look
from services.feedback.programme.domain import Text
from tessera.feedback.v1 import experiments_pb2 as pb
from tessera.feedback.v1 import feedback_pb2
from tessera.types.v1 import types_pb2

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""In place of a time that a kept answer does not tell."""


class RunningWire:
    """Writes experiments in kept answers."""

    def answer(self, kept: Running) -> Message:
        return experiment_message(kept)

    def from_answer(self, answer: Message) -> Running:
        told = cast("pb.Experiment", answer)
        rule = experiment_of(json.loads(told.rule_json))
        state = State[pb.ExperimentState.Name(told.state).removeprefix("EXPERIMENT_STATE_")]
        since = _instant(told, "stage_time")
        wanted = ending = None
        if told.asked_by:
            wanted = Word(told.stage + 1, told.asked_by, since or EPOCH)
        if (stopped_at := _instant(told, "stop_time")) is not None:
            cause = Cause.GUARDRAIL if told.stopped_by_guardrail else Cause.OPERATOR
            ending = Ending(stopped_at, cause, told.kept_arm, told.stopped_by, told.stop_words)
        started_at = _instant(told, "start_time")
        return Running(rule, state, told.stage, started_at, told.started_by, since, wanted, ending)


class ExperimentNewsWire:
    """Writes what became of experiments in events."""

    def experiment_changed(self, event_id: str, brand: str, at: datetime, news: News) -> bytes:
        changed = pb.ExperimentChanged(
            experiment=news.experiment,
            news=pb.ExperimentNews.Value(f"EXPERIMENT_NEWS_{news.change.name}"),
            arm=news.arm,
        )
        if news.stage is not None:
            changed.stage = _stage(news.stage.kind.name)
            changed.percent = news.stage.percent
        if news.cause is not None:
            changed.cause = pb.ExperimentStopCause.Value(f"EXPERIMENT_STOP_CAUSE_{news.cause.name}")
        if news.verdict is not None:
            changed.verdict = pb.ExperimentVerdict.Value(f"EXPERIMENT_VERDICT_{news.verdict.name}")
        event = feedback_pb2.Event(id=event_id, brand=brand, experiment_changed=changed)
        event.record_time.FromDatetime(at)
        return event.SerializeToString()


def experiment_message(running: Running, look: Look | None = None) -> pb.Experiment:
    rule, ending = running.rule, running.ending
    message = pb.Experiment(
        code=rule.code,
        name=_text(rule.name),
        state=pb.ExperimentState.Value(f"EXPERIMENT_STATE_{running.state.name}"),
        draft=rule.draft,
        unit=pb.ExperimentUnit.Value(f"EXPERIMENT_UNIT_{rule.unit.name}"),
        arms=[
            pb.ExperimentArm(
                code=arm.code, name=_text(arm.name), weight=arm.weight, message=arm.send
            )
            for arm in rule.arms
        ],
        stages=[
            pb.ExperimentStage(
                kind=_stage(each.kind.name),
                percent=each.percent,
                stores=sorted(each.stores),
                days=each.least.days,
            )
            for each in rule.stages
        ],
        stage=running.stage,
        stage_time=_stamp(running.stage_since),
        primary_metric=rule.primary.kind.value,
        within_days=rule.primary.within.days,
        sequential=rule.stop.sequential,
        planned_size=rule.stop.arm_size,
        alpha=rule.stop.alpha * (len(rule.arms) - 1),
        start_time=_stamp(running.started_at),
        started_by=running.started_by,
        second_person=rule.second_person,
        asked_by=running.wanted.by if running.wanted else "",
        rule_json=json.dumps(rule.written, ensure_ascii=False, sort_keys=True),
        look=None if look is None else look_message(look),
    )
    if running.started_at is not None:
        message.horizon_time.FromDatetime(running.started_at + rule.horizon)
    if ending is not None:
        message.stop_time.FromDatetime(ending.at)
        message.stopped_by_guardrail = ending.cause is Cause.GUARDRAIL
        message.stopped_by, message.stop_words = ending.by, ending.words
        message.kept_arm = ending.arm
    return message


def look_message(look: Look) -> pb.ExperimentLook:
    message = pb.ExperimentLook(
        as_of_time=_stamp(look.as_of),
        stage=_stage(look.stage.name),
        sizes=_colour(look.sizes.colour.name),
        sizes_p=look.sizes.p,
        crossed=look.crossed,
        verdict=pb.ExperimentVerdict.Value(f"EXPERIMENT_VERDICT_{look.judged.verdict.name}"),
        why=_text(look.judged.why),
        verdict_arm=look.judged.arm,
    )
    for arm in look.arms:
        message.arms.add(arm=arm.arm, exposed=arm.exposed, mature=arm.mature, value=arm.value)
    for each in look.differences:
        found = each.found
        message.differences.add(
            arm=each.arm,
            metric=each.metric.value,
            primary=each.primary,
            estimate=found.estimate,
            low=found.low,
            high=found.high,
            p=found.p,
        )
    for guardrail in look.guardrails:
        message.guardrails.add(
            metric=guardrail.kind.value,
            arm=guardrail.arm,
            colour=_colour(guardrail.colour.name),
            value=guardrail.value,
            max=guardrail.most,
            members=guardrail.n,
        )
    return message


def _stage(name: str) -> pb.ExperimentStageKind.ValueType:
    return pb.ExperimentStageKind.Value(f"EXPERIMENT_STAGE_KIND_{name}")


def _colour(name: str) -> pb.ExperimentColour.ValueType:
    return pb.ExperimentColour.Value(f"EXPERIMENT_COLOUR_{name}")


def _text(text: Text) -> types_pb2.LocalizedText:
    return types_pb2.LocalizedText(zh=text.zh, en=text.en)


def _stamp(at: datetime | None) -> Timestamp | None:
    if at is None:
        return None
    stamp = Timestamp()
    stamp.FromDatetime(at)
    return stamp


def _instant(message: pb.Experiment, field: str) -> datetime | None:
    if not message.HasField(field):  # type: ignore[arg-type]
        return None
    at: datetime = getattr(message, field).ToDatetime(UTC)
    return at

"""Experiments and looks as documents, and back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.common.mongo import Document
from services.feedback.experiments.domain.guardrails import GuardrailSeen
from services.feedback.experiments.domain.intervals import Difference
from services.feedback.experiments.domain.running import (
    Cause,
    Ending,
    Exposure,
    Running,
    State,
    Word,
)
from services.feedback.experiments.domain.section import (
    GuardrailKind,
    MetricKind,
    StageKind,
    experiment_of,
)
from services.feedback.experiments.domain.sizes import Colour, SizeCheck
from services.feedback.experiments.domain.verdict import (
    ArmSeen,
    DifferenceSeen,
    Judged,
    Look,
    Verdict,
)
from services.feedback.programme.domain import Text


def to_document(running: Running) -> Document:
    wanted, ending = running.wanted, running.ending
    return {
        "rule": dict(running.rule.written),
        "state": running.state.value,
        "stage": running.stage,
        "started_at": running.started_at,
        "started_by": running.started_by,
        "stage_since": running.stage_since,
        "wanted": wanted and {"stage": wanted.stage, "by": wanted.by, "at": wanted.at},
        "ending": ending and ending_document(ending),
    }


def ending_document(ending: Ending) -> Document:
    return {
        "at": ending.at,
        "cause": ending.cause.value,
        "arm": ending.arm,
        "by": ending.by,
        "words": ending.words,
    }


def to_running(found: Mapping[str, Any]) -> Running:
    wanted, ending = found["wanted"], found["ending"]
    return Running(
        experiment_of(found["rule"]),
        State(found["state"]),
        found["stage"],
        found["started_at"],
        found["started_by"],
        found["stage_since"],
        wanted and Word(wanted["stage"], wanted["by"], wanted["at"]),
        ending
        and Ending(
            ending["at"], Cause(ending["cause"]), ending["arm"], ending["by"], ending["words"]
        ),
    )


def to_exposure(found: Mapping[str, Any]) -> Exposure:
    return Exposure(
        found["experiment"],
        found["member_id"],
        found["arm"],
        found["at"],
        StageKind(found["stage"]),
        found["cluster"],
    )


def look_document(look: Look) -> Document:
    return {
        "as_of": look.as_of,
        "stage": look.stage.value,
        "sizes": [look.sizes.colour.value, look.sizes.chi_squared, look.sizes.p],
        "crossed": look.crossed,
        "arms": [[each.arm, each.exposed, each.mature, each.value] for each in look.arms],
        "differences": [
            {
                "arm": each.arm,
                "metric": each.metric.value,
                "primary": each.primary,
                "found": [each.found.estimate, each.found.low, each.found.high, each.found.p],
            }
            for each in look.differences
        ],
        "guardrails": [
            [each.kind.value, each.arm, each.most, each.colour.value, each.n, each.value]
            for each in look.guardrails
        ],
        "verdict": look.judged.verdict.value,
        "why": list(look.judged.why),
        "verdict_arm": look.judged.arm,
    }


def to_look(found: Mapping[str, Any]) -> Look:
    as_of: datetime = found["as_of"]
    colour, chi_squared, p = found["sizes"]
    return Look(
        as_of,
        StageKind(found["stage"]),
        SizeCheck(Colour(colour), chi_squared, p),
        found["crossed"],
        tuple(ArmSeen(*each) for each in found["arms"]),
        tuple(
            DifferenceSeen(
                each["arm"],
                MetricKind(each["metric"]),
                each["primary"],
                Difference(*each["found"]),
            )
            for each in found["differences"]
        ),
        tuple(
            GuardrailSeen(GuardrailKind(kind), arm, most, Colour(colour), n, value)
            for kind, arm, most, colour, n, value in found["guardrails"]
        ),
        Judged(Verdict(found["verdict"]), Text(*found["why"]), found["verdict_arm"]),
    )

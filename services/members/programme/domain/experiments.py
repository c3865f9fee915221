"""What a brand may write wrong about its experiments, beyond their schema, and what is frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.members.programme.domain.declared import Path, Problems, repeats

STAGES = ("safety", "part", "full")
RATE = "_rate"
NOT_FROZEN = ("name", "draft")
"""What of an experiment may change behind its publication."""


class ExperimentFrozen(Exception):
    """A published experiment says otherwise: its answer would be to no question."""

    reason = "EXPERIMENT_FROZEN"
    field = "source_yaml"

    def __init__(self, code: str, key: str) -> None:
        super().__init__(f"{key} of {code} changed: write a new experiment with another code")
        self.metadata: Mapping[str, str] = {"code": code, "key": key}


def check_frozen(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Compare two documents. Raises ExperimentFrozen.

    An experiment that was a draft may change; one that is left out may.
    """
    known = {each["code"]: each for each in before.get("experiments", ())}
    for written in after.get("experiments", ()):
        earlier = known.get(written["code"])
        if earlier is None or earlier.get("draft"):
            continue
        for key in sorted({*earlier, *written} - set(NOT_FROZEN)):
            if earlier.get(key) != written.get(key):
                raise ExperimentFrozen(written["code"], key)


def experiment_contradictions(document: Mapping[str, Any]) -> Problems:
    """Problems of the section, in a document that fits the schema."""
    experiments = document.get("experiments", ())
    at: Path = ("experiments",)
    yield from repeats(experiments, at)
    yield from _layers(experiments)
    messages = [each["code"] for each in (document.get("reach") or {}).get("messages", ())]
    for i, each in enumerate(experiments):
        yield from repeats(each["arms"], (*at, i, "arms"))
        yield from repeats(each.get("guardrails", ()), (*at, i, "guardrails"), "metric")
        yield from _metrics(each, (*at, i))
        yield from _stop(each, (*at, i, "stop"))
        yield from _stages(each["stages"], (*at, i, "stages"))
        for j, arm in enumerate(each["arms"]):
            if "send" in arm and arm["send"] not in messages:
                told = f"{arm['send']} is not among the messages: {', '.join(messages) or 'none'}"
                yield (*at, i, "arms", j, "send"), told


def _layers(experiments: Sequence[Mapping[str, Any]]) -> Problems:
    taken: dict[str, list[tuple[int, int, str]]] = {}
    for i, each in enumerate(experiments):
        layer = each.get("layer")
        if layer is None:
            continue
        at: Path = ("experiments", i, "layer")
        low, high = layer["from_percent"], layer["to_percent"]
        if low >= high:
            yield (*at, "to_percent"), f"must be above {low}"
        for other_low, other_high, code in taken.setdefault(layer["code"], []):
            if low < other_high and other_low < high:
                told = f"{code} has {other_low} to {other_high} of this layer: share no part of it"
                yield (*at, "from_percent"), told
        taken[layer["code"]].append((low, high, each["code"]))


def _metrics(each: Mapping[str, Any], at: Path) -> Problems:
    seen = {each["primary"]["metric"]}
    for i, metric in enumerate(each.get("secondary", ())):
        if metric["metric"] in seen:
            yield (*at, "secondary", i, "metric"), f"{metric['metric']} is asked for already"
        seen.add(metric["metric"])


def _stop(each: Mapping[str, Any], at: Path) -> Problems:
    stop, metric = each["stop"], each["primary"]["metric"]
    is_rate = metric.endswith(RATE)
    if "members_per_arm" in stop and is_rate:
        yield (*at, "members_per_arm"), f"{metric} is a rate: write baseline_permille instead"
    if "baseline_permille" in stop and not is_rate:
        yield (*at, "baseline_permille"), f"{metric} is no rate: write members_per_arm instead"
    if "mde_permille" in stop and not is_rate:
        yield (*at, "mde_permille"), f"{metric} is no rate: it is held to 0 alone"
    if stop.get("baseline_permille", 0) + stop.get("mde_permille", 0) >= 1000:
        yield (*at, "mde_permille"), "baseline and effect together must be below 1000"


def _stages(stages: Sequence[Mapping[str, Any]], at: Path) -> Problems:
    percent = 0
    for i, each in enumerate(stages):
        kind = each["stage"]
        if i and STAGES.index(kind) < STAGES.index(stages[i - 1]["stage"]):
            yield (*at, i, "stage"), f"{kind} comes before {stages[i - 1]['stage']}"
        if kind != "part" and i and kind == stages[i - 1]["stage"]:
            yield (*at, i, "stage"), f"{kind} stands here twice"
        if kind == "part":
            if each["percent"] <= percent:
                yield (*at, i, "percent"), f"must be above {percent}: a stage gets wider"
            percent = each["percent"]

"""What a brand may write wrong about the journeys of members, beyond the schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from services.members.programme.domain.declared import Path, Problems, no_asset, no_coupon, repeats
from services.members.programme.domain.reach import no_occasion

DOES = frozenset({"send", "choose", "split", "grant", "tag"})
"""Steps that a member notices, or that others see of one."""
END = "end"
"""Where `go_to` leads out of the journey; no step has this code."""


def journeys_contradictions(document: Mapping[str, Any]) -> Problems:
    """Problems of `reach.journeys`, in a document that fits the schema."""
    reach = document.get("reach") or {}
    journeys = reach.get("journeys", ())
    at: Path = ("reach", "journeys")
    yield from repeats(journeys, at)
    messages = [each["code"] for each in reach.get("messages", ())]
    split = {each["code"]: each for each in document.get("experiments", ())}
    for i, journey in enumerate(journeys):
        yield from no_occasion(document, journey["enter"], (*at, i, "enter"))
        for j, until in enumerate(journey.get("until", ())):
            yield from no_occasion(document, until, (*at, i, "until", j))
        yield from _steps(journey, messages, (*at, i, "steps"))
        for j, step in enumerate(journey["steps"]):
            if awaited := step.get("wait", {}).get("for"):
                yield from no_occasion(document, awaited, (*at, i, "steps", j, "wait", "for"))
        for j, step in enumerate(journey["steps"]):
            yield from _split(step, split, (*at, i, "steps", j, "split"))
            yield from _grant(document, step.get("grant", {}), (*at, i, "steps", j, "grant"))
            yield from _tags(document, step.get("tag", {}), (*at, i, "steps", j, "tag"))


def _steps(journey: Mapping[str, Any], messages: list[str], at: Path) -> Problems:
    steps = journey["steps"]
    yield from repeats(steps, at)
    if not any(DOES & step.keys() for step in steps):
        yield at, f"does nothing: add a step with {', '.join(sorted(DOES))}"
    codes = [step["code"] for step in steps]
    for i, step in enumerate(steps):
        if step["code"] == END:
            yield (*at, i, "code"), f"{END} is where a journey ends: name the step otherwise"
        for where, code in _sent(step, (*at, i)):
            if code not in messages:
                yield where, f"{code} is not among the messages: {', '.join(messages)}"
        wait = step.get("wait", {})
        targets = (("go_to",), step.get("go_to")), (("wait", "otherwise"), wait.get("otherwise"))
        for key, target in targets:
            later = (*codes[i + 1 :], END)
            if target is not None and target not in later:
                yield (*at, i, *key), f"{target} is no later step: {', '.join(later)}"
        if "hours" in wait and wait.keys() & {"days", "at"}:
            yield (*at, i, "wait", "hours"), "write either hours or days with a time"
        if wait.get("days") == 0 and "at" not in wait:
            yield (*at, i, "wait", "days"), "0 days wait for nothing: add the time, at"


def _grant(document: Mapping[str, Any], grant: Mapping[str, Any], at: Path) -> Problems:
    if "coupon" in grant:
        yield from no_coupon(document, grant["coupon"], (*at, "coupon"))
    if "asset" in grant:
        yield from no_asset(document, grant["asset"], (*at, "asset"))
    if "budget" in grant and grant["budget"] < grant.get("amount", 1):
        yield (*at, "budget"), "is less than one member gets"


def _tags(document: Mapping[str, Any], tag: Mapping[str, Any], at: Path) -> Problems:
    declared = {each["code"]: each for each in document.get("tags", ())}
    for key in ("add", "remove"):
        for i, code in enumerate(tag.get(key, ())):
            if code not in declared:
                known = ", ".join(declared) or "none"
                yield (*at, key, i), f"{code} is not among the tags: {known}"
            elif "rule" in declared[code]:
                yield (*at, key, i), f"{code} is given and taken by its own rule"
            elif key == "remove" and code in tag.get("add", ()):
                yield (*at, key, i), f"{code} is added by the same step"


def _split(step: Mapping[str, Any], known: Mapping[str, Any], at: Path) -> Problems:
    code = step.get("split")
    if code is None:
        return
    if code not in known:
        yield at, f"{code} is not among the experiments: {', '.join(known) or 'none'}"
    elif not all("send" in arm for arm in known[code]["arms"]):
        yield at, f"each arm of {code} needs a message: send"


def _sent(step: Mapping[str, Any], at: Path) -> Iterator[tuple[Path, str]]:
    """The messages that a step may send, each with its place."""
    if "send" in step:
        yield (*at, "send"), step["send"]
    for i, row in enumerate(step.get("choose", ())):
        yield (*at, "choose", i, "send"), row["send"]

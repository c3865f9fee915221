"""What a brand may write wrong about the messages to members, beyond the schema."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from services.members.programme.domain.declared import Path, Problems, repeats

PLACEHOLDERS = ("occasion.days", "occasion.day", "occasion.years", "occasion.name")
"""What a text may name, as feedback fills it."""
KEPT = frozenset({"birthday", "enrolment_anniversary", "first_order_anniversary"})
"""Occasions that come only where the section `occasions` keeps them."""
JUDGED = frozenset({"stage_entered", "level_entered"})
"""Occasions that come only with the section `lifecycle`."""
_BRACED = re.compile(r"\{([^{}]*)\}")


def reach_contradictions(document: Mapping[str, Any]) -> Problems:
    """Problems of the section, in a document that fits the schema."""
    reach = document.get("reach")
    if reach is None:
        return
    yield from repeats(reach["messages"], ("reach", "messages"))
    yield from _windows(reach)
    yield from _quiet(reach.get("quiet", ()))
    for i, message in enumerate(reach["messages"]):
        yield from _texts(message, ("reach", "messages", i, "text"))
        yield from _asked(document, message, ("reach", "messages", i, "purpose"))
    for i, row in enumerate(reach.get("matrix", ())):
        yield from _row(document, row, ("reach", "matrix", i))


def _texts(message: Mapping[str, Any], at: Path) -> Problems:
    for language, text in message["text"].items():
        for named in _BRACED.findall(text):
            if named not in PLACEHOLDERS:
                known = ", ".join(PLACEHOLDERS)
                yield (*at, language), f"{{{named}}} is no placeholder; known: {known}"
        if set("{}") & set(_BRACED.sub("", text)):
            yield (*at, language), "a brace stands for a placeholder only, as {occasion.day}"


def _asked(document: Mapping[str, Any], message: Mapping[str, Any], at: Path) -> Problems:
    purpose = message["purpose"]
    asked = [each["purpose"] for each in document.get("consents", {}).get("purposes", ())]
    if purpose != "service" and purpose not in asked:
        yield at, f"nobody can agree to {purpose}: add it to consents.purposes"


def _row(document: Mapping[str, Any], row: Mapping[str, Any], at: Path) -> Problems:
    known = [each["code"] for each in document["reach"]["messages"]]
    if row["send"] not in known:
        yield (*at, "send"), f"{row['send']} is not among the messages: {', '.join(known)}"
    yield from no_occasion(document, row, at)


def no_occasion(document: Mapping[str, Any], named: Mapping[str, Any], at: Path) -> Problems:
    """An occasion, `on` with its `lead_days`, that never comes in this programme."""
    on, lead = named["on"], named.get("lead_days", 0)
    occasions = document.get("occasions", {})
    if on in KEPT and on not in occasions:
        yield (*at, "on"), f"nobody keeps it: add occasions.{on}"
    elif lead and (on not in KEPT or lead not in occasions[on].get("lead_days", ())):
        yield (*at, "lead_days"), f"{on} is not announced {lead} days before: see occasions"
    if on in JUDGED and "lifecycle" not in document:
        yield (*at, "on"), "nobody judges it: add the section lifecycle"
    if on == "tier_changed" and not document["ladders"]:
        yield (*at, "on"), "there are no tiers: add a ladder"


def _quiet(quiet: Sequence[Mapping[str, Any]]) -> Problems:
    for i, each in enumerate(quiet):
        if each["from"] == each["until"]:
            yield ("reach", "quiet", i, "until"), "must be another time than from"


def _windows(reach: Mapping[str, Any]) -> Problems:
    windows = reach.get("windows", ())
    classes = [each["class"] for each in windows]
    used = {each.get("class") for each in reach["messages"]}
    for i, window in enumerate(windows):
        at: Path = ("reach", "windows", i)
        if window["class"] in classes[:i]:
            yield (*at, "class"), f"{window['class']} stands here twice: name all its hours once"
        if window["class"] not in used:
            yield (*at, "class"), f"no message is of the class {window['class']}"
        for j, opening in enumerate(window["at"]):
            if opening["until"] <= opening["from"]:
                yield (*at, "at", j, "until"), f"must be after {opening['from']}"

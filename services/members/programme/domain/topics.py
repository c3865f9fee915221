"""What a brand may write wrong about topics and its content calendar, beyond the schema."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from services.members.programme.domain.declared import Problems, repeats

APART_MINUTES = 60


def topic_contradictions(document: Mapping[str, Any]) -> Problems:
    """Problems of the section, in a document that fits the schema."""
    section: Mapping[str, Any] = document.get("topics", {})
    topics = section.get("list", ())
    slots = section.get("slots", ())
    yield from repeats(topics, ("topics", "list"))
    yield from repeats(slots, ("topics", "slots"))
    known = {each["code"] for each in topics}
    slotted = {each.get(key) for each in slots for key in ("topic", "alternative")}
    for index, each in enumerate(topics):
        at = ("topics", "list", index)
        if each["code"] in slotted and ("opens" in each or "closes" in each):
            yield at, f"{each['code']} is opened by a slot: it has no days of its own"
        if "opens" in each and "closes" in each and each["closes"] < each["opens"]:
            yield (*at, "closes"), f"{each['code']} closes before it opens"
    messages = {each["code"] for each in document.get("reach", {}).get("messages", ())}
    segments = {each["code"] for each in document.get("segments", ())}
    for index, each in enumerate(slots):
        at = ("topics", "slots", index)
        for key in ("topic", "alternative"):
            if key in each and each[key] not in known:
                yield (*at, key), f"{each[key]} is not in the list of topics"
        if each.get("alternative") == each["topic"]:
            yield (*at, "alternative"), "a topic is no alternative to itself"
        told = each.get("broadcast", {})
        if told and told["message"] not in messages:
            yield (*at, "broadcast", "message"), f"{told['message']} is no message of reach"
        if told and told["segment"] not in segments:
            yield (*at, "broadcast", "segment"), f"{told['segment']} is not among the segments"
    yield from _too_near(slots)
    both = set(section.get("days_off", ())) & set(section.get("workdays", ()))
    for day in sorted(both):
        yield ("topics", "workdays"), f"{day} is among days_off too"


def _too_near(slots: Any) -> Problems:
    """Two slots that speak to one segment within an hour, or open one topic on one weekday."""
    for (_, one), (index, other) in combinations(enumerate(slots), 2):
        if one["weekday"] != other["weekday"]:
            continue
        at = ("topics", "slots", index)
        if one["topic"] == other["topic"]:
            yield (*at, "topic"), f"{one['code']} opens {one['topic']} on the same weekday"
        segments = [each.get("broadcast", {}).get("segment") for each in (one, other)]
        minutes = abs(_minutes(one["at"]) - _minutes(other["at"]))
        if segments[0] and segments[0] == segments[1] and minutes < APART_MINUTES:
            told = f"{one['code']} speaks to {segments[0]} within {APART_MINUTES} minutes of it"
            yield (*at, "at"), told


def _minutes(wall_clock: str) -> int:
    hours, minutes = wall_clock.split(":")
    return int(hours) * 60 + int(minutes)

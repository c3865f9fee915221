"""What a brand may write wrong about advisers and groups, beyond the schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.members.programme.domain.declared import Problems, repeats

ADVISER = "{adviser}"


def people_contradictions(document: Mapping[str, Any]) -> Problems:
    """Problems of the sections, in a document that fits the schema."""
    yield from _advisers(document)
    yield from _groups(document)


def _advisers(document: Mapping[str, Any]) -> Problems:
    advisers = document.get("advisers", ())
    yield from repeats(advisers, ("advisers",), "person")
    for i, adviser in enumerate(advisers):
        for j, days in enumerate(adviser.get("away", ())):
            if str(days["until"]) < str(days["from"]):
                yield ("advisers", i, "away", j, "until"), "not before the first day"
    # The question comes by itself, days after anybody looked at the item.
    for language, text in document["feedback"]["messages"].get("did_it_help", {}).items():
        if ADVISER in text:
            at = ("feedback", "messages", "did_it_help", language)
            yield at, f"{ADVISER} stands in received, progress, resolved and reopened only"


def _groups(document: Mapping[str, Any]) -> Problems:
    groups = document.get("groups", ())
    yield from repeats(groups, ("groups",))
    known = [each["code"] for each in document.get("tags", ())]
    for i, group in enumerate(groups):
        for j, code in enumerate(group["asks"]):
            if code not in known:
                told = ", ".join(known) or "none"
                yield ("groups", i, "asks", j), f"{code} is not among the tags: {told}"

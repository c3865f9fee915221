"""Entries as documents."""

from collections.abc import Mapping
from typing import Any

from services.common.mongo import Document
from services.feedback.journeys.domain.entry import End, Entry, Line, Outcome, State
from services.feedback.reach.storage.documents import occasion_document, to_occasion


def place_of(entry: Entry) -> str:
    """Where an entry stands in lists: by the time at which the member entered, then by id."""
    return f"{int(entry.entered_at.timestamp() * 1000):014d}/{entry.id}"


def to_document(brand: str, entry: Entry) -> Document:
    return {
        "_id": entry.id,
        "brand": brand,
        "member_id": entry.member_id,
        "place": place_of(entry),
        "journey": entry.journey,
        "occasion": occasion_document(entry.occasion),
        "entered_by": entry.entered_by,
        "entered_at": entry.entered_at,
        "state": entry.state.value,
        "step": entry.step,
        "due": entry.due,
        "end": entry.end and entry.end.value,
        "ended_at": entry.ended_at,
        "lines": [
            {
                "step": each.step,
                "outcome": each.outcome.value,
                "due": each.due,
                "revision": each.revision,
                "message": each.message,
                "touch_id": each.touch_id,
                "event_id": each.event_id,
                "deed_id": each.deed_id,
            }
            for each in entry.lines
        ],
    }


def to_entry(found: Mapping[str, Any]) -> Entry:
    return Entry(
        found["_id"],
        found["member_id"],
        found["journey"],
        to_occasion(found["occasion"]),
        found["entered_by"],
        found["entered_at"],
        State(found["state"]),
        found["step"],
        found["due"],
        End(found["end"]) if found["end"] else None,
        found["ended_at"],
        tuple(Line(**{**each, "outcome": Outcome(each["outcome"])}) for each in found["lines"]),
    )

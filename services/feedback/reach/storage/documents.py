"""Touches as documents."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.common.mongo import ASCENDING, Document, IndexModel
from services.feedback.audience.domain import Purpose
from services.feedback.programme.domain import Text
from services.feedback.reach.domain.case import Check
from services.feedback.reach.domain.touch import OPEN, Attempt, State, Touch
from services.feedback.reach.domain.wish import Occasion, Wish, Words


def place_of(touch: Touch) -> str:
    """Where a touch stands in lists: by the time of its wish, then by id."""
    return f"{int(touch.wished_at.timestamp() * 1000):014d}/{touch.id}"


WITH_DETAILS: Document = {"why": {"$type": "array"}}
"""Touches of which a text is kept."""
DETAILS = IndexModel(
    [("brand", ASCENDING), ("ended_at", ASCENDING)],
    partialFilterExpression=WITH_DETAILS,
    name="details",
)
"""The index by which texts are found that are past their time."""


def to_document(brand: str, touch: Touch) -> Document:
    wish = touch.wish
    return {
        "_id": touch.id,
        "brand": brand,
        "member_id": wish.member_id,
        "place": place_of(touch),
        "words": None if wish.words is None else [list(wish.words.name), list(wish.words.text)],
        "occasion": occasion_document(wish.occasion),
        "due": wish.due,
        "wished": wish.message,
        "journey": wish.journey,
        "step": wish.step,
        "broadcast": wish.broadcast,
        "chosen_by_member": wish.chosen_by_member,
        "content": wish.content,
        "tried": [list(each) for each in wish.tried],
        "wished_at": touch.wished_at,
        "state": touch.state.value,
        "open": touch.state in OPEN,
        "wake_at": touch.wake_at,
        "message": touch.message,
        "name": _two(touch.name),
        "purpose": touch.purpose and touch.purpose.value,
        "channel": touch.channel,
        "checks": [check_document(each) for each in touch.checks],
        "text": _two(touch.text),
        "why": _two(touch.why),
        "revision": touch.revision,
        "decided_at": touch.decided_at,
        "expires_at": touch.expires_at,
        "ended_at": touch.ended_at,
        "send_at": touch.send_at,
        "attempts": attempts_of(touch),
        "provider_id": touch.provider_id,
    }


def occasion_document(occasion: Occasion) -> Document:
    return {
        "code": occasion.code,
        "lead_days": occasion.lead_days,
        "day": occasion.day,
        "years": occasion.years,
        "to": occasion.to,
        "before": occasion.before,
        "channel": occasion.channel,
        "name": list(occasion.name),
        "amount": occasion.amount,
        "days_left": occasion.days_left,
        "feedback_id": occasion.feedback_id,
    }


def to_occasion(found: Mapping[str, Any]) -> Occasion:
    return Occasion(**{**found, "name": Text(*found["name"])})


def to_touch(found: Mapping[str, Any]) -> Touch:
    return Touch(
        wish=Wish(
            found["_id"],
            found["member_id"],
            to_occasion(found["occasion"]),
            found["due"],
            found["wished"],
            _words(found.get("words")),
            found.get("journey", ""),
            found.get("step", ""),
            found.get("broadcast", ""),
            found.get("chosen_by_member", False),
            tuple((channel, reason) for channel, reason in found.get("tried", ())),
            found.get("content", ""),
        ),
        wished_at=found["wished_at"],
        state=State(found["state"]),
        wake_at=found["wake_at"],
        message=found["message"],
        name=_text(found["name"]),
        purpose=Purpose(found["purpose"]) if found["purpose"] else None,
        channel=found["channel"],
        checks=tuple(to_check(each) for each in found["checks"]),
        text=_text(found["text"]),
        why=_text(found["why"]),
        revision=found["revision"],
        decided_at=found["decided_at"],
        expires_at=found["expires_at"],
        ended_at=found["ended_at"],
        send_at=found.get("send_at"),
        attempts=tuple(Attempt(**each) for each in found.get("attempts", ())),
        provider_id=found.get("provider_id", ""),
    )


def attempts_of(touch: Touch) -> list[Document]:
    return [
        {
            "number": each.number,
            "channel": each.channel,
            "at": each.at,
            "answer": each.answer,
            "code": each.code,
            "words": each.words,
            "quota": each.quota,
        }
        for each in touch.attempts
    ]


def check_document(check: Check) -> Document:
    return {
        "name": check.name,
        "passed": check.passed,
        "rule": check.rule,
        "inputs": [list(each) for each in check.inputs],
        "limit": check.limit,
        "until": check.until,
    }


def to_check(found: Mapping[str, Any]) -> Check:
    until: datetime | None = found["until"]
    inputs = tuple((name, value) for name, value in found["inputs"])
    return Check(found["name"], found["passed"], found["rule"], inputs, found["limit"], until)


def _words(found: list[list[str]] | None) -> Words | None:
    # Touches of before had none.
    return None if found is None else Words(*(Text(*each) for each in found))


def _two(text: Text | None) -> list[str] | None:
    return None if text is None else list(text)


def _text(found: list[str] | None) -> Text | None:
    return None if found is None else Text(*found)

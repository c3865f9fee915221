"""Posts, editions, slots and letters as documents."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.common.mongo import Document
from services.feedback.topics.domain.edition import Edition, SlotState
from services.feedback.topics.domain.letter import Letter, LetterKind
from services.feedback.topics.domain.post import Found, Post, State, Step, StepKind


def post_fields(post: Post) -> Document:
    """All of a post but its id and its likes, which others count up meanwhile."""
    return {
        "member_id": post.member_id,
        "topic": post.topic,
        "edition": post.edition,
        "text": post.text,
        "submitted_at": post.submitted_at,
        "state": post.state.value,
        "forbidden": list(post.found.forbidden),
        "urgent_words": list(post.found.urgent),
        "urgent": bool(post.found.urgent),
        "alike": post.found.alike,
        "rewarded": post.rewarded,
        "praised": post.praised,
        "history": [_step(each) for each in post.history],
    }


def to_post(found: Mapping[str, Any]) -> Post:
    return Post(
        id=found["_id"],
        member_id=found["member_id"],
        topic=found["topic"],
        edition=found["edition"],
        text=found["text"],
        submitted_at=found["submitted_at"],
        state=State(found["state"]),
        likes=found["likes"],
        found=Found(tuple(found["forbidden"]), tuple(found["urgent_words"]), found["alike"]),
        rewarded=found["rewarded"],
        praised=found["praised"],
        history=tuple(_to_step(each) for each in found["history"]),
    )


def _step(step: Step) -> Document:
    return {
        "kind": step.kind.value,
        "at": step.at,
        "reason": step.reason,
        "operator": step.operator,
    }


def _to_step(found: Mapping[str, Any]) -> Step:
    return Step(StepKind(found["kind"]), found["at"], found["reason"], found["operator"])


def edition_document(brand: str, edition: Edition) -> Document:
    return {
        "_id": f"{brand}/{edition.key}",
        "brand": brand,
        "slot": edition.slot,
        "planned": edition.planned.isoformat(),
        "topic": edition.topic,
        "opens_at": edition.opens_at,
        "closes_at": edition.closes_at,
        "interactions": edition.interactions,
        "counted": edition.counted,
        "drafted": edition.drafted,
    }


def to_edition(found: Mapping[str, Any]) -> Edition:
    return Edition(
        slot=found["slot"],
        planned=date.fromisoformat(found["planned"]),
        topic=found["topic"],
        opens_at=found["opens_at"],
        closes_at=found["closes_at"],
        interactions=found["interactions"],
        counted=found["counted"],
        drafted=found["drafted"],
    )


def slot_fields(state: SlotState) -> Document:
    return {
        "from_topic": state.from_topic,
        "to_topic": state.to_topic,
        "figures": list(state.figures),
        "replaced_at": state.replaced_at,
        "since": state.since.isoformat(),
    }


def to_slot_state(found: Mapping[str, Any]) -> SlotState:
    return SlotState(
        from_topic=found["from_topic"],
        to_topic=found["to_topic"],
        figures=tuple(found["figures"]),
        replaced_at=found["replaced_at"],
        since=date.fromisoformat(found["since"]),
    )


def letter_document(letter: Letter) -> Document:
    return {
        "_id": letter.id,
        "brand": letter.brand,
        "kind": letter.kind.value,
        "post": letter.post_id,
        "member_id": letter.member_id,
        "topic": letter.topic,
        "at": letter.at,
        "due": letter.at,
    }


def to_letter(found: Mapping[str, Any]) -> Letter:
    return Letter(
        LetterKind(found["kind"]),
        found["brand"],
        found["post"],
        found["member_id"],
        found["topic"],
        found["at"],
    )

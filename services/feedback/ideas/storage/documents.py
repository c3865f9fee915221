"""Ideas, trials and notices as documents."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.common.mongo import Document
from services.feedback.ideas.domain.idea import Idea, Shelf, State, Step, StepKind
from services.feedback.ideas.domain.notice import Notice
from services.feedback.ideas.domain.trial import Trial
from services.feedback.programme.domain import Text


def idea_fields(idea: Idea) -> Document:
    """All of an idea but its id and its votes, which others count up meanwhile."""
    return {
        "member_id": idea.member_id,
        "title": idea.title,
        "text": idea.text,
        "proposed_at": idea.proposed_at,
        "state": idea.state.value,
        "shelf": idea.shelf.value,
        "project": _two(idea.project),
        "answer": _two(idea.answer),
        "into": idea.into,
        "sources": list(idea.sources),
        "found_words": list(idea.found_words),
        "moves": idea.moves,
        "adopted": idea.adopted,
        "history": [_step(each) for each in idea.history],
    }


def to_idea(found: Mapping[str, Any]) -> Idea:
    return Idea(
        id=found["_id"],
        member_id=found["member_id"],
        title=found["title"],
        text=found["text"],
        proposed_at=found["proposed_at"],
        state=State(found["state"]),
        shelf=Shelf(found["shelf"]),
        votes=found["votes"],
        project=_text(found["project"]),
        answer=_text(found["answer"]),
        into=found["into"],
        sources=tuple(found["sources"]),
        found_words=tuple(found["found_words"]),
        moves=found["moves"],
        adopted=found["adopted"],
        history=tuple(_to_step(each) for each in found["history"]),
    )


def _step(step: Step) -> Document:
    return {
        "kind": step.kind.value,
        "at": step.at,
        "shelf": step.shelf.value,
        "reason": step.reason,
        "operator": step.operator,
        "other": step.other,
    }


def _to_step(found: Mapping[str, Any]) -> Step:
    return Step(
        StepKind(found["kind"]),
        found["at"],
        Shelf(found["shelf"]),
        found["reason"],
        found["operator"],
        found["other"],
    )


def trial_document(brand: str, trial: Trial) -> Document:
    return {
        "_id": trial.id,
        "brand": brand,
        "idea": trial.idea_id,
        "name": list(trial.name),
        "places": trial.places,
        "closes": trial.closes.isoformat(),
        "opened_at": trial.opened_at,
        "invited": trial.invited,
        "taken": trial.taken,
    }


def to_trial(found: Mapping[str, Any]) -> Trial:
    return Trial(
        id=found["_id"],
        idea_id=found["idea"],
        name=Text(*found["name"]),
        places=found["places"],
        closes=date.fromisoformat(found["closes"]),
        opened_at=found["opened_at"],
        invited=found["invited"],
        taken=found["taken"],
    )


def notice_document(notice: Notice) -> Document:
    return {
        "_id": f"{notice.brand}/{notice.id}",
        "notice": notice.id,
        "brand": notice.brand,
        "use": notice.use,
        "name": list(notice.name),
        "at": notice.at,
        "ideas": list(notice.idea_ids),
        "trial": notice.trial_id,
        "rewards": notice.rewards,
        "after": notice.after,
        "due": notice.at,
    }


def to_notice(found: Mapping[str, Any]) -> Notice:
    return Notice(
        id=found["notice"],
        brand=found["brand"],
        use=found["use"],
        name=Text(*found["name"]),
        at=found["at"],
        idea_ids=tuple(found["ideas"]),
        trial_id=found["trial"],
        rewards=found["rewards"],
        after=found["after"],
    )


def _two(text: Text | None) -> list[str] | None:
    return None if text is None else list(text)


def _text(found: list[str] | None) -> Text | None:
    return None if found is None else Text(*found)

"""A fix as a document and back."""

from collections.abc import Mapping
from dataclasses import astuple
from typing import Any

from services.common.mongo import Document
from services.feedback.follow_up.domain.effect import Effect, Figure
from services.feedback.follow_up.domain.fix import Fix
from services.feedback.programme.domain import Text


def fix_document(fix: Fix) -> Document:
    return {
        "_id": fix.id,
        "brand": fix.brand,
        "group": fix.group,
        "title": list(fix.title),
        "text": list(fix.text),
        "is_public": fix.is_public,
        "announced_at": fix.announced_at,
        "announced_by": fix.announced_by,
        "told": fix.told,
        "told_until": None if fix.told_until is None else list(fix.told_until),
        "completed_at": fix.completed_at,
        "withdrawn_at": fix.withdrawn_at,
        "effect": None if fix.effect is None else effect_document(fix.effect),
    }


def to_fix(found: Mapping[str, Any]) -> Fix:
    until = found["told_until"]
    return Fix(
        id=found["_id"],
        brand=found["brand"],
        group=found["group"],
        title=Text(*found["title"]),
        text=Text(*found["text"]),
        is_public=found["is_public"],
        announced_at=found["announced_at"],
        announced_by=found["announced_by"],
        told=found["told"],
        told_until=None if until is None else (until[0], until[1]),
        completed_at=found["completed_at"],
        withdrawn_at=found["withdrawn_at"],
        effect=_effect(found.get("effect")),
    )


def effect_document(effect: Effect) -> Document:
    return {
        "as_of": effect.as_of,
        "days": effect.days,
        "matched": effect.matched,
        "compared": effect.compared,
        "unmatched": effect.unmatched,
        "repurchase": _figure_list(effect.repurchase),
        "activity": _figure_list(effect.activity),
    }


def _figure_list(figure: Figure | None) -> list[float] | None:
    return None if figure is None else list(astuple(figure))


def _effect(found: Mapping[str, Any] | None) -> Effect | None:
    if found is None:
        return None
    return Effect(
        found["as_of"],
        found["days"],
        found["matched"],
        found["compared"],
        found["unmatched"],
        _figure(found["repurchase"]),
        _figure(found["activity"]),
    )


def _figure(found: list[float] | None) -> Figure | None:
    return None if found is None else Figure(*found)

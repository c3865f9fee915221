"""What an activity is about, where it is no order: an article, content or an event of the brand.

A member's own words are no part of it: members keeps them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.points.activities.domain.activity_type import ActivityType

ARTICLE_CHARS_MAX = 64
CONTENT_ID_CHARS_MAX = 64
EVENT_CODE_CHARS_MAX = 64
READ_PERCENT_MAX = 100
CART_QUANTITY_MAX = 10**9

_ARTICLE, _CONTENT, _EVENT = "article", "content", "event_code"
_CART = frozenset({ActivityType.ADD_TO_CART, ActivityType.REMOVE_FROM_CART})
_MUST: Mapping[ActivityType, str] = {
    ActivityType.BROWSE: _ARTICLE,
    ActivityType.ADD_TO_CART: _ARTICLE,
    ActivityType.REMOVE_FROM_CART: _ARTICLE,
    ActivityType.CONTENT_VIEW: _CONTENT,
    ActivityType.EVENT_ATTENDANCE: _EVENT,
}
_MAY: Mapping[ActivityType, frozenset[str]] = {
    ActivityType.LIKE: frozenset({_ARTICLE, _CONTENT}),
    ActivityType.COLLECT: frozenset({_ARTICLE, _CONTENT}),
    ActivityType.SHARE: frozenset({_CONTENT}),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """ "" and 0 where the activity is not about it; `quantity` counts pieces of a cart."""

    sku: str = ""
    series: str = ""
    quantity: int = 0
    content_id: str = ""
    read_percent: int = 0
    event_code: str = ""


NO_SUBJECT = Subject()


def subject_problems(kind: ActivityType, subject: Subject) -> Iterator[tuple[str, str]]:
    """The fields that are missing, out of place or out of bounds, and why."""
    must = _MUST.get(kind)
    if must is None and subject == NO_SUBJECT:
        return
    given = {
        name
        for name, value in (
            (_ARTICLE, subject.sku or subject.series or subject.quantity),
            (_CONTENT, subject.content_id or subject.read_percent),
            (_EVENT, subject.event_code),
        )
        if value
    }
    if must is not None and must not in given:
        yield must, f"set on {kind.value}"
    for name in sorted(given - _MAY.get(kind, frozenset()) - {must}):
        yield name, f"not set on {kind.value}"
    if _ARTICLE in given:
        yield from _article_problems(kind, subject)
    if _CONTENT in given:
        yield from _content_problems(kind, subject)
    if len(subject.event_code) > EVENT_CODE_CHARS_MAX:
        yield _EVENT, f"1 to {EVENT_CODE_CHARS_MAX} characters"


def _article_problems(kind: ActivityType, subject: Subject) -> Iterator[tuple[str, str]]:
    if not subject.sku and not subject.series:
        yield "article.sku", "the article or its series is set"
    if len(subject.sku) > ARTICLE_CHARS_MAX:
        yield "article.sku", f"at most {ARTICLE_CHARS_MAX} characters"
    if len(subject.series) > ARTICLE_CHARS_MAX:
        yield "article.series", f"at most {ARTICLE_CHARS_MAX} characters"
    least, most = (1, CART_QUANTITY_MAX) if kind in _CART else (0, 0)
    if not least <= subject.quantity <= most:
        yield "article.quantity", f"{least} to {most} on {kind.value}"


def _content_problems(kind: ActivityType, subject: Subject) -> Iterator[tuple[str, str]]:
    if not 1 <= len(subject.content_id) <= CONTENT_ID_CHARS_MAX:
        yield "content.content_id", f"1 to {CONTENT_ID_CHARS_MAX} characters"
    most = READ_PERCENT_MAX if kind is ActivityType.CONTENT_VIEW else 0
    if not 0 <= subject.read_percent <= most:
        yield "content.read_percent", f"0 to {most} on {kind.value}"

"""What an activity is about, where it is no order: an article, content, words, an event."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from services.members.activities.domain.activity_type import ActivityType

ARTICLE_CHARS_MAX = 64
CONTENT_ID_CHARS_MAX = 64
EVENT_CODE_CHARS_MAX = 64
SEARCH_CHARS_MAX = 100
READ_PERCENT_MAX = 100
CART_QUANTITY_MAX = 10**9


@dataclass(frozen=True, slots=True)
class Article:
    """An article, its series or both; `quantity` counts pieces of a cart, 0 elsewhere."""

    sku: str = ""
    series: str = ""
    quantity: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """Content of the brand, and the part of it that was read or seen, in percent."""

    content_id: str
    read_percent: int = 0


@dataclass(frozen=True, slots=True)
class Subject:
    """Each part is None or "" where the activity is not about it."""

    article: Article | None = None
    content: Content | None = None
    search_words: str = field(default="", repr=False)
    event_code: str = ""


NO_SUBJECT = Subject()


class _Part(Enum):
    ARTICLE = "article"
    CONTENT = "content"
    SEARCH_WORDS = "search_words"
    EVENT_CODE = "event_code"


_CART = frozenset({ActivityType.ADD_TO_CART, ActivityType.REMOVE_FROM_CART})
_MUST: Mapping[ActivityType, _Part] = {
    ActivityType.BROWSE: _Part.ARTICLE,
    ActivityType.ADD_TO_CART: _Part.ARTICLE,
    ActivityType.REMOVE_FROM_CART: _Part.ARTICLE,
    ActivityType.CONTENT_VIEW: _Part.CONTENT,
    ActivityType.SEARCH: _Part.SEARCH_WORDS,
    ActivityType.EVENT_ATTENDANCE: _Part.EVENT_CODE,
}
_MAY: Mapping[ActivityType, frozenset[_Part]] = {
    ActivityType.LIKE: frozenset({_Part.ARTICLE, _Part.CONTENT}),
    ActivityType.COLLECT: frozenset({_Part.ARTICLE, _Part.CONTENT}),
    ActivityType.SHARE: frozenset({_Part.CONTENT}),
}


def subject_problems(kind: ActivityType | None, subject: Subject) -> Iterator[tuple[str, str]]:
    """The fields of the subject that are missing, out of place or out of bounds, and why."""
    if kind is None or (subject == NO_SUBJECT and kind not in _MUST):
        return
    must = _MUST.get(kind)
    allowed = _MAY.get(kind, frozenset()) | ({must} if must else frozenset())
    given = {part for part in _Part if getattr(subject, part.value)}
    # Content or an article whose fields are all empty is given all the same.
    given |= {_Part.ARTICLE} if subject.article is not None else set()
    given |= {_Part.CONTENT} if subject.content is not None else set()
    if must is not None and must not in given:
        yield must.value, f"set on {kind.value}"
    for part in _Part:
        if part in given and part not in allowed:
            yield part.value, f"not set on {kind.value}"
    if subject.article is not None:
        yield from _article_problems(kind, subject.article)
    if subject.content is not None:
        yield from _content_problems(kind, subject.content)
    if len(subject.search_words) > SEARCH_CHARS_MAX:
        yield "search_words", f"1 to {SEARCH_CHARS_MAX} characters"
    if len(subject.event_code) > EVENT_CODE_CHARS_MAX:
        yield "event_code", f"1 to {EVENT_CODE_CHARS_MAX} characters"


def _article_problems(kind: ActivityType, article: Article) -> Iterator[tuple[str, str]]:
    if not article.sku and not article.series:
        yield "article.sku", "the article or its series is set"
    if len(article.sku) > ARTICLE_CHARS_MAX:
        yield "article.sku", f"at most {ARTICLE_CHARS_MAX} characters"
    if len(article.series) > ARTICLE_CHARS_MAX:
        yield "article.series", f"at most {ARTICLE_CHARS_MAX} characters"
    least, most = (1, CART_QUANTITY_MAX) if kind in _CART else (0, 0)
    if not least <= article.quantity <= most:
        yield "article.quantity", f"{least} to {most} on {kind.value}"


def _content_problems(kind: ActivityType, content: Content) -> Iterator[tuple[str, str]]:
    if not 1 <= len(content.content_id) <= CONTENT_ID_CHARS_MAX:
        yield "content.content_id", f"1 to {CONTENT_ID_CHARS_MAX} characters"
    most = READ_PERCENT_MAX if kind is ActivityType.CONTENT_VIEW else 0
    if not 0 <= content.read_percent <= most:
        yield "content.read_percent", f"0 to {most} on {kind.value}"

"""What a text is about, by the brand's own words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

# Chinese is written without spaces, so a word of it counts wherever it stands.
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LATIN = re.compile("[A-Za-z]")


class Text(NamedTuple):
    """A name in the two languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class Topic:
    """One line of a brand's taxonomy: its code, the words that tell it, and its name."""

    code: str
    words: tuple[str, ...]
    name: Text | None = None

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        parts = [_part(word.casefold()) for word in self.words if word.strip()]
        return re.compile("|".join(parts)) if parts else None

    def is_in(self, folded: str) -> bool:
        """Whether one of the words stands in `folded`, a case-folded text."""
        return self._pattern is not None and self._pattern.search(folded) is not None


def _part(word: str) -> str:
    if _HAN.search(word):
        return re.escape(word)
    # ASCII borders: in "app闪退" the word app ends where the Chinese begins, which \b does not see.
    return f"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])"


def topics_of(text: str, topics: Sequence[Topic]) -> tuple[str, ...]:
    """Codes of the topics that `text` speaks of, in the order of the taxonomy."""
    folded = text.casefold()
    return tuple(topic.code for topic in topics if topic.is_in(folded))


def language_of(text: str, default: str) -> str:
    """What to answer in: zh when the text holds Chinese, en when Latin letters, else `default`."""
    if _HAN.search(text):
        return "zh"
    return "en" if _LATIN.search(text) else default

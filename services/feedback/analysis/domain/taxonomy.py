"""The issues of a text, by the brand's own words."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from services.feedback.programme.domain import Programme, Text, text_of

# Chinese is written without spaces, so a word of it counts wherever it stands.
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LATIN = re.compile("[A-Za-z]")


@dataclass(frozen=True)
class Issue:
    """One line of a brand's taxonomy: its code, the words that show it, and its name.

    `things` are those of the words that name a thing and no fault.
    """

    code: str
    words: tuple[str, ...]
    name: Text | None = None
    things: tuple[str, ...] = ()

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        words = {folded(word) for word in (*self.words, *self.things) if word.strip()}
        # The longest first, so that a word which holds another one is told whole.
        parts = [_part(word) for word in sorted(words, key=lambda word: (-len(word), word))]
        return re.compile("|".join(parts)) if parts else None

    @cached_property
    def _things(self) -> frozenset[str]:
        return frozenset(map(folded, self.things))

    def places_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Beginning and end of each word of the issue in a `text` that is folded."""
        if self._pattern is not None:
            yield from (match.span() for match in self._pattern.finditer(text))

    def is_thing(self, word: str) -> bool:
        """Whether the brand says that `word`, folded, names a thing."""
        return word in self._things


def folded(text: str) -> str:
    """`text` as it is compared: one width, one composition, one case."""
    return unicodedata.normalize("NFKC", text).casefold()


def _part(word: str) -> str:
    if _HAN.search(word):
        return re.escape(word)
    # ASCII borders: in "app闪退" the word app ends where the Chinese begins, which \b does not see.
    return f"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])"


def taxonomy(programme: Programme) -> tuple[Issue, ...]:
    """The section that lists a brand's issues; programmes call them `topics`."""
    return tuple(
        Issue(
            issue["code"],
            tuple(issue.get("words", ())),
            text_of(issue["name"]) if issue.get("name") else None,
            tuple(issue.get("things", ())),
        )
        for issue in programme.feedback.get("topics", ())
    )


def name_of(code: str, issues: Sequence[Issue]) -> Text:
    """The name of the issue with that code; the code itself where it has none."""
    names = (issue.name for issue in issues if issue.code == code and issue.name)
    return next(names, Text(code, code))


def language_of(text: str, default: str) -> str:
    """The language to answer in: zh when `text` holds Chinese, en when it holds Latin letters,
    else `default`."""
    if _HAN.search(text):
        return "zh"
    return "en" if _LATIN.search(text) else default

"""The tokens of a name, and whether a text is in it.

Both are read as runs of letters and digits, without case and accents. A run of Chinese, Japanese or
Korean signs has a token for each sign and each two that are neighbours; any other run is a word,
and has a token for each of its beginnings from three characters on, or itself where it is shorter.
Blanks between the signs of a name do not count: a file may write 李 明 for 李明.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

PREFIX_CHARS_MIN = 3
PREFIX_CHARS_MAX = 16
"""The beginning of a longer word finds it too, and the name itself decides."""
_SIGN = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"([{_SIGN}]+)|((?:(?![{_SIGN}])[^\W_])+)")
_BLANKS = re.compile(rf"(?<=[{_SIGN}])\s+(?=[{_SIGN}])")
_ACCENT = re.compile("[\u0300-\u036f]")


class Runs(NamedTuple):
    """A text as it is compared."""

    signs: tuple[str, ...]
    words: tuple[str, ...]


def runs(text: str) -> Runs:
    """The runs of `text`, in their order."""
    return _runs(_folded(text))


def runs_of_name(name: str) -> Runs:
    """The runs of a name; signs that only blanks part are in one."""
    return _runs(_BLANKS.sub("", _folded(name)))


def _folded(text: str) -> str:
    bare = _ACCENT.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", bare.casefold())


def _runs(folded: str) -> Runs:
    found = _RUN.findall(folded)
    return Runs(
        tuple(signs for signs, _ in found if signs), tuple(word for _, word in found if word)
    )


def tokens(name: str) -> frozenset[str]:
    """All by which `name` is found; none of one without letters and digits."""
    found = runs_of_name(name)
    kept = {sign for run in found.signs for sign in (*run, *_pairs(run))}
    return frozenset(kept.union(*(_beginnings(word) for word in found.words)))


def sought(text: str) -> tuple[str, ...]:
    """The tokens that a name has which `text` is in, those that fewer names have first; none where
    `text` has no letter or digit."""
    found = runs(text)
    pairs = [pair for run in found.signs for pair in (_pairs(run) if len(run) > 1 else (run,))]
    words = [word[:PREFIX_CHARS_MAX] for word in found.words]
    return tuple(dict.fromkeys(sorted((*pairs, *words), key=_frequent)))


def is_in(text: str, name: str) -> bool:
    """Whether each run of `text` is in `name`: signs within a run, a word at a word's beginning;
    a word of less than three characters is a whole one."""
    asked, had = runs(text), runs_of_name(name)
    return any(asked) and all(
        (
            *(any(run in whole for whole in had.signs) for run in asked.signs),
            *(any(_begins(word, whole) for whole in had.words) for word in asked.words),
        )
    )


def _pairs(run: str) -> Iterator[str]:
    return map("".join, pairwise(run))


def _beginnings(word: str) -> set[str]:
    longest = min(len(word), PREFIX_CHARS_MAX)
    return {word[:size] for size in range(PREFIX_CHARS_MIN, longest + 1)} or {word}


def _begins(asked: str, word: str) -> bool:
    return word == asked if len(asked) < PREFIX_CHARS_MIN else word.startswith(asked)


def _frequent(token: str) -> tuple[int, str]:
    # Two Chinese characters tell names apart as four letters do, about.
    width = 2 if re.match(f"[{_SIGN}]", token) else 1
    return (-len(token) * width, token)

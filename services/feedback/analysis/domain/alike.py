"""Which texts say nearly the same: MinHash over their runs of three characters.

The share of equal numbers in two signatures estimates the share of runs that both texts have
(Broder
1997). Two texts that are alike share at least one *band*, two numbers of a signature at one place,
with
a probability of 1 − (1 − s²)¹⁶ for the similarity s: 99 % at s = 0.5. So whoever looks for an alike
one
looks 16 bands up, however many texts there are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from services.feedback.analysis.domain.taxonomy import folded

RUN_CHARS = 3
NUMBERS = 32
ROWS = 2
BANDS = NUMBERS // ROWS
READ_CHARS_MAX = 500
"""Of a longer text only the beginning is read."""
ALIKE_FROM = 0.5
"""Two texts are alike from this estimate on."""
RUNS_MIN = 3
"""A text of fewer runs, such as 太甜了, is alike with nothing: it says too little."""

_PRIME = (1 << 61) - 1
_MASK = (1 << 32) - 1
_NO_WORD = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+")
# Numbers of a hash of their index: the same in every process, for ever.
_FACTORS = tuple(
    (crc32(f"a{n}".encode()) << 16 | 1, crc32(f"b{n}".encode())) for n in range(NUMBERS)
)


@dataclass(frozen=True)
class Signature:
    """The least values of 32 hashes over the runs of a text."""

    numbers: tuple[int, ...]

    @property
    def bands(self) -> list[str]:
        """16 keys; texts that are alike share one of them."""
        return [
            f"{n // ROWS}.{'.'.join(map(str, self.numbers[n : n + ROWS]))}"
            for n in range(0, NUMBERS, ROWS)
        ]

    def likeness(self, other: "Signature") -> float:
        """The estimated share of runs that both texts have, 0 to 1."""
        pairs = zip(self.numbers, other.numbers, strict=True)
        return sum(mine == theirs for mine, theirs in pairs) / NUMBERS


def signature_of(text: str) -> Signature | None:
    """The signature of `text`, whatever its marks, blanks and numbers; None where it is too
    short."""
    words = _NO_WORD.sub("", _NUMBER.sub("0", folded(text)))[:READ_CHARS_MAX]
    runs = {crc32(words[n : n + RUN_CHARS].encode()) for n in range(len(words) - RUN_CHARS + 1)}
    if len(runs) < RUNS_MIN:
        return None
    return Signature(
        tuple(min((a * run + b) % _PRIME & _MASK for run in runs) for a, b in _FACTORS)
    )


def closest(signature: Signature, known: Sequence[tuple[str, Signature]]) -> str | None:
    """The name of the closest of `known` that is alike; of several the first by name."""
    likeness = {name: signature.likeness(other) for name, other in known}
    found = [name for name, share in likeness.items() if share >= ALIKE_FROM]
    return min(found, key=lambda name: (-likeness[name], name), default=None)

"""Segments as a programme or an operator writes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.members.programme.domain.rules import Rules

SAVED_MAX = 100
"""Segments that operators of a brand save, beside those of the programme."""
CODE_CHARS_MAX = 48
NAME_CHARS_MAX = 64


@dataclass(frozen=True, slots=True)
class Segment:
    """`saved`: an operator wrote it, and may change it. `version` counts their changes."""

    code: str
    name_zh: str
    name_en: str
    when: str
    saved: bool = False
    version: int = 0


class SegmentNotFound(Exception):
    """The brand has no such segment, or no operator saved it."""

    reason = "SEGMENT_NOT_FOUND"
    field = "code"


class SegmentsFull(Exception):
    """Operators saved as many segments as a brand may have."""

    reason = "SEGMENTS_FULL"

    def __init__(self) -> None:
        super().__init__(f"a brand saves at most {SAVED_MAX} segments")
        self.field = "code"
        self.metadata = {"limit": str(SAVED_MAX)}


class SegmentInProgramme(Exception):
    """The programme declares the code."""

    reason = "SEGMENT_IN_PROGRAMME"

    def __init__(self, code: str) -> None:
        super().__init__(f"{code} is the programme's")
        self.field = "code"
        self.metadata = {"segment": code}


def declared_segments(rules: Rules) -> Sequence[Segment]:
    """The segments of a programme, in its order."""
    return rules.section(parse_segments)


def parse_segments(rules: Rules) -> Sequence[Segment]:
    """The section `segments`. Raises KeyError where it can't be read."""
    written: Sequence[Mapping[str, Any]] = rules.document.get("segments", ())
    return [
        Segment(each["code"], each["name"]["zh"], each["name"]["en"], each["when"])
        for each in written
    ]

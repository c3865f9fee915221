"""A code on its way to a phone."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Code:
    """A number, and the text that is to reach it."""

    phone: str = field(repr=False)
    text: str = field(repr=False)
    language: str

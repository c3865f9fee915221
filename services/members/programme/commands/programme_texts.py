"""The texts of a programme in the form in which texts of callers come in.

A name that is written with full-width letters or a bidi mark is kept in its form. A condition stays
as it is, since its characters have places that problems name; one that compares with a text of
another form never holds, so its author is warned.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from services.common.text import prose
from services.members.programme.domain.declared import Path


def in_form(value: Any, but: Collection[Path], at: Path = ()) -> Any:
    """`value` with its texts in their form, except those at the paths `but`."""
    if isinstance(value, str):
        return value if at in but else prose(value)
    if isinstance(value, list):
        return [in_form(item, but, (*at, i)) for i, item in enumerate(value)]
    if isinstance(value, dict):
        return {key: in_form(item, but, (*at, key)) for key, item in value.items()}
    return value


def changes(before: Any, after: Any, at: Path = ()) -> Iterator[tuple[Path, str]]:
    """A warning for each text that is kept in another form; blanks at the ends are no news."""
    if isinstance(before, str):
        if before.strip() != after:
            yield at, f"is kept as {after!r}: full-width or invisible characters are replaced"
    elif isinstance(before, list):
        for i, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from changes(old, new, (*at, i))
    elif isinstance(before, dict):
        for key, old in before.items():
            yield from changes(old, after[key], (*at, key))


def odd_condition(text: str) -> str:
    """A warning for a condition that no text in its form fits; empty for any other."""
    spaced = " ".join(text.split())
    kept = " ".join(prose(text).split())
    if kept == spaced:
        return ""
    return f"texts come in without full-width or invisible characters: write {kept}"

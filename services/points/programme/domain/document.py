"""Parts that several sections of a published programme have in common: names, days, windows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from services.points.calendar.domain.local_time import Window

Text = tuple[str, str]
"""Chinese and English."""


def text_of(written: Mapping[str, Any]) -> Text:
    """Of a name or a description as the document writes it."""
    return written["zh"], written["en"]


def names_by_code(items: Iterable[Mapping[str, Any]]) -> dict[str, Text]:
    """The names of the items that have one."""
    return {item["code"]: text_of(item["name"]) for item in items if item.get("name")}


def window_of(item: Mapping[str, Any]) -> Window:
    """The days in which `item` holds, as its `from` and `until` give them."""
    return Window(day_of(item.get("from")), day_of(item.get("until")))


def day_of(text: str | None) -> date | None:
    """The day that `text` writes (ISO 8601). Raises ValueError."""
    return None if text is None else date.fromisoformat(text)

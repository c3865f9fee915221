"""Parts that several sections of a published programme have in common: names, days, windows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from services.points.calendar.domain.local_time import Window

Text = tuple[str, str]
"""Chinese and English."""


def names_by_code(items: Iterable[Mapping[str, Any]]) -> dict[str, Text]:
    """The names of the items that have one."""
    named = [item for item in items if item.get("name")]
    return {item["code"]: (item["name"]["zh"], item["name"]["en"]) for item in named}


def window_of(item: Mapping[str, Any]) -> Window:
    """The days in which `item` holds, as its `from` and `until` give them."""
    return Window(day_of(item.get("from")), day_of(item.get("until")))


def day_of(text: str | None) -> date | None:
    """The day that `text` writes (ISO 8601). Raises ValueError."""
    return None if text is None else date.fromisoformat(text)

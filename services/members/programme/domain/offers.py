"""What a brand may write wrong about next offers, beyond their schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.members.programme.domain.declared import Path, Problems, repeats


def offer_contradictions(document: Mapping[str, Any]) -> Problems:
    """Problems of the section, in a document that fits the schema."""
    section = document.get("offers") or {}
    named = {each["code"] for each in section.get("series", ())}
    yield from repeats(section.get("series", ()), ("offers", "series"))
    yield from repeats(section.get("items", ()), ("offers", "items"))
    for i, item in enumerate(section.get("items", ())):
        at: Path = ("offers", "items", i)
        yield from _unnamed(item["series"], named, (*at, "series"))
        if "bought" in item:
            yield from _unnamed(item["bought"]["series"], named, (*at, "bought", "series"))
        if item.get("opens", "") > item.get("closes", "9999"):
            yield (*at, "closes"), f"is before the first day, {item['opens']}"
    seen: set[tuple[str, str]] = set()
    for i, pair in enumerate(section.get("associations", ())):
        at = ("offers", "associations", i)
        for end in ("from", "to"):
            yield from _unnamed(pair[end], named, (*at, end))
        both = pair["from"], pair["to"]
        if pair["from"] == pair["to"]:
            yield (*at, "to"), "must be another series"
        elif both in seen:
            yield at, f"{pair['from']} to {pair['to']} is there already"
        seen.add(both)


def _unnamed(code: str, named: set[str], at: Path) -> Problems:
    if code not in named:
        yield at, f"{code} is not in offers.series: name it there"

"""What a brand may write wrong about its figures, beyond their schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.members.programme.domain.declared import Path, Problems, repeats


def insight_contradictions(document: Mapping[str, Any]) -> Problems:
    """Problems of the section, in a document that fits the schema."""
    section = document.get("insight") or {}
    at: Path = ("insight",)
    yield from repeats(section.get("targets", ()), (*at, "targets"), "metric")
    yield from repeats(section.get("funnels", ()), (*at, "funnels"))
    yield from repeats(section.get("acquisition", ()), (*at, "acquisition"))
    channels: dict[str, str] = {}
    for i, channel in enumerate(section.get("acquisition", ())):
        for j, source in enumerate(channel["sources"]):
            if channels.setdefault(source, channel["code"]) != channel["code"]:
                told = f"{source} belongs to {channels[source]} already"
                yield (*at, "acquisition", i, "sources", j), told

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

"""Rules of the assets of a programme that a schema can't say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from services.members.programme.domain.declared import Path


def asset_contradictions(assets: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """An activity keeps points no longer than they are earned for.

    Otherwise points that are earned after it would depend on which of the two came first.
    """
    for code, asset in assets.items():
        expiry = asset["expiry"]
        months = expiry.get("extend_on", {}).get("months", 0)
        if months > expiry.get("months", months):
            at: Path = ("assets", code, "expiry", "extend_on", "months")
            yield at, f"points are earned for {expiry['months']} months: at most as many"

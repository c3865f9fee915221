"""Names that a part of a programme uses: declared in another part, and each but once.

Each function tells the problem of one name, if there is one, with its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

GROWTH = "GROWTH"
"""The asset of the ledger that ladders of growth count."""
Path = tuple[str | int, ...]
Problems = Iterator[tuple[Path, str]]


def repeats(items: Sequence[Mapping[str, Any]], at: Path, key: str = "code") -> Problems:
    """Codes, or other names by `key`, of the list `items` that stand in it twice."""
    seen: set[str] = set()
    for i, item in enumerate(items):
        if item[key] in seen:
            yield (*at, i, key), f"{item[key]} stands here twice: each {key} is unique"
        seen.add(item[key])


def no_asset(document: Mapping[str, Any], asset: str, at: Path) -> Problems:
    """An asset that is not declared."""
    if asset not in document["assets"]:
        yield at, f"{asset} is not among the assets: {', '.join(document['assets'])}"


def no_tier(document: Mapping[str, Any], tier: str, at: Path) -> Problems:
    """A tier that the main ladder does not have."""
    known = [
        each["code"] for ladder in document["ladders"] if ladder["main"] for each in ladder["tiers"]
    ]
    if tier not in known:
        yield at, f"not a tier of the main ladder: {', '.join(known) or 'none'}"


def no_coupon(document: Mapping[str, Any], code: str, at: Path) -> Problems:
    """A coupon type that is not declared."""
    known = [each["code"] for each in document.get("coupons", {}).get("types", ())]
    if code not in known:
        yield at, f"{code} is not among the coupon types: {', '.join(known) or 'none'}"

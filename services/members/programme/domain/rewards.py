"""Rules of rewards of a programme that a schema can't say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from services.members.programme.domain.declared import GROWTH, Path, no_asset

POINTS = "POINTS"


def reward_badge(
    document: Mapping[str, Any], item: Mapping[str, Any], at: Path
) -> Iterator[tuple[Path, str]]:
    """The badge that a reward gives is declared, and the reward is a status without a coupon."""
    badges = [badge["code"] for badge in document.get("badges", ())]
    if item["badge"] not in badges:
        yield at, f"{item['badge']} is not among the badges: {', '.join(badges) or 'none'}"
    if item["kind"] != "status":
        yield at, f"a badge is a status, and this is a {item['kind']}: kind: status"
    if "coupon" in item:
        yield at, "the reward gives a coupon already: one or the other"


def reward_gives(
    document: Mapping[str, Any], item: Mapping[str, Any], at: Path
) -> Iterator[tuple[Path, str]]:
    """What a reward credits is declared, is bought with something else, and is all it gives."""
    asset = item["gives"]["asset"]
    yield from no_asset(document, asset, (*at, "asset"))
    if asset in (POINTS, GROWTH):
        yield (*at, "asset"), f"{asset} is earned, and not bought: give another asset"
    if asset in item.get("prices", ()):
        yield (*at, "asset"), f"{asset} is a part of the price: give another asset"
    for other in ("coupon", "badge"):
        if other in item:
            yield at, f"the reward gives a {other} already: one or the other"

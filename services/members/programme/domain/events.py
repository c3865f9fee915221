"""What a brand may write wrong about its events, beyond their schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from services.members.programme.domain.declared import Path, no_asset, no_tier, repeats

PRICED_DAYS_MAX = 80
"""Points are set aside for 90 days at most, and until some days after the end."""
_TIMES = ("opens", "closes", "starts", "ends", "cancel_until")


def event_contradictions(document: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Problems of the section and with the others, in a document that fits the schema."""
    events = document.get("events", ())
    yield from repeats(events, ("events",))
    for i, event in enumerate(events):
        at: Path = ("events", i)
        times, wrong = _times(event)
        for name in wrong:
            yield (*at, name), f"{event[name]} is no time of the calendar"
        if not wrong:
            yield from _order(times, at)
            yield from _price(document, event, times, at)
        if "min_tier" in event:
            yield from no_tier(document, event["min_tier"], (*at, "min_tier"))


def _times(event: Mapping[str, Any]) -> tuple[dict[str, datetime], list[str]]:
    """The local times by name, and the names of those that are none."""
    times: dict[str, datetime] = {}
    wrong = []
    for name in _TIMES:
        if name in event:
            try:
                times[name] = datetime.fromisoformat(event[name])
            except ValueError:
                wrong.append(name)
    return times, wrong


def _order(times: Mapping[str, datetime], at: Path) -> Iterator[tuple[Path, str]]:
    starts, ends = times["starts"], times["ends"]
    if ends <= starts:
        yield (*at, "ends"), f"must be after it starts, {starts:%Y-%m-%dT%H:%M}"
    closes = times.get("closes", starts)
    if closes > ends:
        yield (*at, "closes"), f"must not be after it ends, {ends:%Y-%m-%dT%H:%M}"
    if times.get("cancel_until", starts) > ends:
        yield (*at, "cancel_until"), f"must not be after it ends, {ends:%Y-%m-%dT%H:%M}"
    if "opens" in times and times["opens"] >= closes:
        yield (*at, "opens"), f"must be before sign-up closes, {closes:%Y-%m-%dT%H:%M}"


def _price(
    document: Mapping[str, Any], event: Mapping[str, Any], times: Mapping[str, datetime], at: Path
) -> Iterator[tuple[Path, str]]:
    price = event.get("price")
    if price is None:
        return
    asset = price["asset"]
    yield from no_asset(document, asset, (*at, "price", "asset"))
    if not document["assets"].get(asset, {"spendable": True})["spendable"]:
        yield (*at, "price", "asset"), f"{asset} is not spendable, so it cannot pay for a seat"
    earliest = times["ends"] - timedelta(days=PRICED_DAYS_MAX)
    if "opens" not in times or times["opens"] < earliest:
        told = f"an event with a price opens at most {PRICED_DAYS_MAX} days before it ends"
        yield (*at, "opens"), f"{told}: {earliest:%Y-%m-%dT%H:%M} or later"

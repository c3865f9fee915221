"""What a brand may write wrong about leaderboards, beyond their schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from services.members.programme.domain.declared import Path, no_asset, repeats

DAYS_MAX = 366
YEARS = range(2000, 2200)
OWN_RULES = ("check_in_streak", "lottery")
"""Rules that are no line of the programme: the bonus of a streak of check-ins, and prizes."""


def leaderboard_contradictions(document: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Problems of the section and with the others, in a document that fits the schema."""
    boards = document.get("leaderboards", ())
    yield from repeats(boards, ("leaderboards",))
    known = _rules(document)
    for i, board in enumerate(boards):
        at: Path = ("leaderboards", i)
        measures = board["measures"]
        yield from no_asset(document, measures["asset"], (*at, "measures", "asset"))
        for j, rule in enumerate(measures["rules"]):
            if rule not in known:
                told = f"{rule} is no rule of the programme: {', '.join(known)}"
                yield (*at, "measures", "rules", j), told
        if ("seasons" in board) != (board["per"] == "season"):
            yield (*at, "seasons"), "belongs to per: season, and only to that"
        yield from _seasons(board.get("seasons", ()), (*at, "seasons"))


def _rules(document: Mapping[str, Any]) -> list[str]:
    earning = [rule["code"] for rule in document["earning"]["rules"]]
    tasks = [f"task:{each['code']}" for each in document.get("tasks", ())]
    streaks = [f"streak:{each['code']}" for each in document.get("streaks", ())]
    return [*earning, *tasks, *streaks, *OWN_RULES]


def _seasons(seasons: Any, at: Path) -> Iterator[tuple[Path, str]]:
    yield from repeats(seasons, at)
    before: date | None = None
    for i, season in enumerate(seasons):
        first, last = date.fromisoformat(season["from"]), date.fromisoformat(season["until"])
        if last < first:
            yield (*at, i, "until"), f"is before the first day, {first}"
        elif (last - first).days > DAYS_MAX:
            yield (*at, i, "until"), f"is more than {DAYS_MAX} days after the first day, {first}"
        if first.year not in YEARS or last.year not in YEARS:
            yield (*at, i, "from"), f"must be from {YEARS[0]} to {YEARS[-1]}, and until as well"
        if before is not None and first <= before:
            yield (*at, i, "from"), f"must be behind {before}, the last day of the season before"
        before = last

"""The section leaderboards of a programme."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.points.calendar.domain.local_time import Window
from services.points.leaderboards.domain.period import Per, Period, Season, day_period, period_named
from services.points.programme.domain.document import Text, text_of, window_of
from services.points.programme.domain.programme import Programme

TOP_DEFAULT = 100
LAST_YEAR = 2199
"""A season is kept for a year, and that must be a time."""


class LeaderboardNotFound(Exception):
    """The programme in force has no leaderboard of this code."""

    reason = "LEADERBOARD_NOT_FOUND"
    field = "code"

    def __init__(self, code: str) -> None:
        super().__init__(f"no leaderboard {code}")
        self.metadata = {"code": code}


class LeaderboardStoreInvalid(Exception):
    """A board of stores without a store, or one of the brand with one."""

    reason = "LEADERBOARD_STORE_INVALID"
    field = "store_id"

    def __init__(self, by_store: bool) -> None:
        super().__init__("needs a store" if by_store else "takes no store")
        self.metadata = {"by_store": str(by_store).lower()}


@dataclass(frozen=True, slots=True)
class Board:
    """Counts `asset` as `rules` give it. `seasons` belong to Per.SEASON."""

    code: str
    name: Text
    asset: str
    rules: tuple[str, ...]
    per: Per
    seasons: tuple[Season, ...]
    by_store: bool
    top: int

    def period_of(self, day: date) -> Period | None:
        """The period that the local day belongs to; None between seasons."""
        return day_period(self.per, self.seasons, day)

    def period_named(self, code: str, today: date) -> Period:
        """The period of that name; "" is today's. Raises LeaderboardPeriodInvalid."""
        return period_named(self.per, self.seasons, code, today)

    def check_store(self, store_id: str) -> None:
        """Raises LeaderboardStoreInvalid."""
        if bool(store_id) != self.by_store:
            raise LeaderboardStoreInvalid(self.by_store)


@dataclass(frozen=True, slots=True)
class Leaderboards:
    """The boards in the programme's order. `definition` names all that their scores depend on."""

    boards: tuple[Board, ...]
    definition: str

    def get(self, code: str) -> Board:
        """Raises LeaderboardNotFound."""
        for board in self.boards:
            if board.code == code:
                return board
        raise LeaderboardNotFound(code)

    def oldest_day(self, today: date) -> date:
        """The first day of the oldest period that is still kept."""
        days = [self._oldest(board, today) for board in self.boards]
        return min(days, default=today)

    @staticmethod
    def _oldest(board: Board, today: date) -> date:
        kept = today - timedelta(days=board.per.kept_days)
        if board.per is Per.SEASON:
            # One season of the list is always kept: what ended before all that are kept is behind.
            return min((s.first for s in board.seasons if s.last >= kept), default=today)
        period = board.period_of(kept)
        return period.first if period else today


def leaderboards(programme: Programme) -> Leaderboards:
    """The programme's section, parsed once a version.

    Raises KeyError, TypeError or ValueError where it breaks the schema or names an asset that the
    programme does not declare.
    """
    return programme.section(_parse)


def _parse(programme: Programme) -> Leaderboards:
    boards = tuple(_board(item) for item in programme.document.get("leaderboards", ()))
    for board in boards:
        if board.asset not in programme.assets:
            raise ValueError(f"leaderboards: {board.asset} is not declared")
    said = json.dumps([programme.zone.key, *map(_counted, boards)])
    return Leaderboards(boards, hashlib.sha256(said.encode()).hexdigest()[:16])


def _board(item: Mapping[str, Any]) -> Board:
    per = Per(item["per"])
    seasons = tuple(_season(each) for each in item.get("seasons", ()))
    if bool(seasons) != (per is Per.SEASON):
        raise ValueError(f"leaderboards: seasons of {item['code']}")
    return Board(
        code=item["code"],
        name=text_of(item["name"]),
        asset=item["measures"]["asset"],
        rules=tuple(item["measures"]["rules"]),
        per=per,
        seasons=seasons,
        by_store=item.get("scope", "brand") == "store",
        top=item.get("top", TOP_DEFAULT),
    )


def _season(item: Mapping[str, Any]) -> Season:
    window: Window = window_of(item)
    if window.first is None or window.last is None or window.last.year > LAST_YEAR:
        raise ValueError("leaderboards: a season has a first and a last day")
    return Season(item["code"], text_of(item["name"]), window.first, window.last)


def _counted(board: Board) -> list[Any]:
    seasons = [[s.code, s.first.isoformat(), s.last.isoformat()] for s in board.seasons]
    return [board.code, board.asset, sorted(board.rules), board.per, board.by_store, seasons]

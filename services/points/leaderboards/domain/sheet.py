"""Sheets, and the scores on them: sums that no order and no grouping of credits changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from services.points.calendar.domain.instant import unix_ms
from services.points.calendar.domain.local_time import end_of_day, local_day
from services.points.leaderboards.domain.credit import Credit
from services.points.leaderboards.domain.period import Period
from services.points.leaderboards.domain.section import Board, Leaderboards


class Sheet(NamedTuple):
    """One board in one period, of one store ("" for the brand's)."""

    board: str
    period: str
    store_id: str = ""

    def __str__(self) -> str:
        return f"{self.board}|{self.period}|{self.store_id}"


def sheet_named(name: str) -> Sheet:
    """The sheet that `name` writes. Raises ValueError."""
    board, period, store_id = name.split("|", 2)
    return Sheet(board, period, store_id)


class Score(NamedTuple):
    """Points of a member, and the milliseconds since 1970 of the last credit; 0 for none."""

    points: int = 0
    at_ms: int = 0

    def plus(self, other: Score) -> Score:
        """Both together, in whatever order."""
        return Score(self.points + other.points, max(self.at_ms, other.at_ms))


class Change(NamedTuple):
    """What credits add to a member's score. The sheet is dropped at `drop_ms`."""

    sheet: Sheet
    member_id: str
    score: Score
    drop_ms: int


class Place(NamedTuple):
    """A place on a sheet, from 1."""

    rank: int
    member_id: str
    points: int


def drop_at(board: Board, period: Period, zone: ZoneInfo) -> datetime:
    """The instant from which the period is no longer kept."""
    return end_of_day(period.last + timedelta(days=board.per.kept_days), zone)


def changes_of(
    credits_: Iterable[Credit], section: Leaderboards, zone: ZoneInfo, now: datetime
) -> list[Change]:
    """What `credits_` change: one change for each member on each sheet that is still kept."""
    sums: dict[tuple[Sheet, str], Change] = {}
    for credit in credits_:
        day = local_day(credit.at, zone)
        for board in section.boards:
            if credit.asset != board.asset or credit.rule not in board.rules:
                continue
            period = board.period_of(day)
            if period is None or (board.by_store and not credit.store_id):
                continue
            drop = drop_at(board, period, zone)
            if drop <= now:
                continue
            sheet = Sheet(board.code, period.code, credit.store_id if board.by_store else "")
            score = Score(credit.points, unix_ms(credit.at) if credit.points > 0 else 0)
            key = sheet, credit.member_id
            before = sums.get(key)
            added = before.score.plus(score) if before else score
            sums[key] = Change(sheet, credit.member_id, added, unix_ms(drop))
    return list(sums.values())


class Tally:
    """Scores in memory, as verify makes them of postings."""

    def __init__(self) -> None:
        self.sheets: dict[Sheet, dict[str, Score]] = {}
        self.drops: dict[Sheet, int] = {}

    def add(self, changes: Iterable[Change]) -> None:
        """Add what changed."""
        for change in changes:
            scores = self.sheets.setdefault(change.sheet, {})
            scores[change.member_id] = scores.get(change.member_id, Score()).plus(change.score)
            self.drops[change.sheet] = change.drop_ms

    def places(self, sheet: Sheet) -> Iterator[Place]:
        """The places of those above 0, the first one first."""
        scores = self.sheets.get(sheet, {})
        ordered = sorted((-s.points, s.at_ms, m) for m, s in scores.items() if s.points > 0)
        for rank, (negative, _, member_id) in enumerate(ordered, start=1):
            yield Place(rank, member_id, -negative)

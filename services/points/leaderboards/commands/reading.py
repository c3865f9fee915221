"""What a leaderboard shows: one read of its sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from services.common.clock import Clock, SystemClock
from services.points.calendar.domain.instant import unix_ms
from services.points.calendar.domain.local_time import local_day
from services.points.leaderboards.commands.ports import Sheets
from services.points.leaderboards.domain.period import Period
from services.points.leaderboards.domain.section import Board, leaderboards
from services.points.leaderboards.domain.sheet import Sheet
from services.points.leaderboards.domain.shown import Asked, SheetsAway, Shown
from services.points.programme.commands import Programmes

WALL = SystemClock()
TOP_DEFAULT = 10


class BoardAsked(NamedTuple):
    """`period` "" is today's, `top` 0 the default, `member_id` "" nobody, `among` None all."""

    code: str
    period: str = ""
    store_id: str = ""
    top: int = 0
    member_id: str = ""
    around: int = 0
    among: tuple[str, ...] | None = None


class BoardShown(NamedTuple):
    """A board in a period. `complete` is False where places may be missing or wrong."""

    board: Board
    period: Period
    today: date
    shown: Shown
    complete: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads boards. `wall` is the time that the database's is compared with."""

    sheets: Sheets
    programmes: Programmes
    clock: Clock
    wall: Clock = WALL

    async def board(self, brand: str, asked: BoardAsked) -> BoardShown:
        """Raises ProgrammeMissing, LeaderboardNotFound, LeaderboardPeriodInvalid and
        LeaderboardStoreInvalid. While the sheets are away it shows nothing."""
        programme = await self.programmes.get(brand)
        section = leaderboards(programme)
        board = section.get(asked.code)
        board.check_store(asked.store_id)
        today = local_day(self.clock.now(), programme.zone)
        period = board.period_named(asked.period, today)
        wanted = Asked(
            Sheet(board.code, period.code, asked.store_id),
            min(asked.top or TOP_DEFAULT, board.top),
            asked.member_id,
            asked.around,
            asked.among,
        )
        try:
            shown = await self.sheets.read(brand, wanted)
        except SheetsAway:
            shown = Shown()
        known = shown.position
        complete = (
            known is not None
            and not shown.building
            and known.definition == section.definition
            and known.is_recent(unix_ms(self.wall.now()))
        )
        return BoardShown(board, period, today, shown, complete)

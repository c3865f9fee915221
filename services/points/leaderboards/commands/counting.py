"""From postings to changes of sheets, and the making of a generation."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from services.common.clock import Clock
from services.points.calendar.domain.local_time import local_day
from services.points.leaderboards.commands.ports import LedgerPostings
from services.points.leaderboards.domain.credit import SaidOf, credits_of
from services.points.leaderboards.domain.position import Position
from services.points.leaderboards.domain.section import leaderboards
from services.points.leaderboards.domain.sheet import Change, changes_of
from services.points.ledger.domain.posting import Posting
from services.points.programme.domain.programme import Programme

SETTLES = timedelta(minutes=5)
"""No commit takes longer, and replicas' clocks are closer than that."""


class Counted(NamedTuple):
    """A slice of the scan: what it changes, the ids that the feed may bring again, its last id."""

    changes: Sequence[Change]
    again: Sequence[str]
    upto: str


@dataclass(frozen=True, slots=True)
class Counting:
    """Counts postings under the programme of one brand."""

    ledger: LedgerPostings
    said_of: SaidOf
    clock: Clock

    async def changes(self, programme: Programme, postings: Sequence[Posting]) -> list[Change]:
        """What `postings` change, each of them once."""
        if not postings:
            return []
        givers = await self.ledger.givers(programme.brand, postings)
        credits_ = [
            credit
            for posting in postings
            for credit in credits_of(posting, givers.get(posting.id, ()), self.said_of)
        ]
        section = leaderboards(programme)
        return changes_of(credits_, section, programme.zone, self.clock.now())

    async def scan(self, programme: Programme, position: Position) -> AsyncIterator[Counted]:
        """The postings from where the scan of `position` is up to its end, slice by slice."""
        settled = datetime.fromtimestamp(position.settled_ms / 1000, UTC)
        may_come_again = self.ledger.first_id(settled - 2 * SETTLES)
        after = position.scanned_to or self.first_id(programme)
        while found := await self.ledger.slice(programme.brand, after, position.scan_end):
            after = found[-1].id
            again = [posting.id for posting in found if posting.id >= may_come_again]
            yield Counted(await self.changes(programme, found), again, after)

    def first_id(self, programme: Programme) -> str:
        """Behind this id stand all postings that count for a period that is kept."""
        today = local_day(self.clock.now(), programme.zone)
        oldest = leaderboards(programme).oldest_day(today)
        start = datetime.combine(oldest, time.min, tzinfo=programme.zone).astimezone(UTC)
        return self.ledger.first_id(start - SETTLES)

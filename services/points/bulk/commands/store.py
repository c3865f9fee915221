"""Where the rows of files are kept, as the commands need it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol

from services.points.bulk.domain.progress import Progress, Queued
from services.points.bulk.domain.row import Piece, Result


class RowStore(Protocol):
    """Rows in pieces, and the files that were started. Kept by `bulk.storage`."""

    async def keep(
        self, brand: str, file_id: str, pieces: Sequence[Piece], until: datetime
    ) -> None:
        """Keep the rows of a new file until then."""
        ...

    def pieces(self, brand: str, file_id: str, first: int = 0) -> AsyncIterator[Piece]:
        """The pieces from that number on."""
        ...

    async def put_results(
        self, brand: str, file_id: str, number: int, results: Sequence[Result]
    ) -> None:
        """Keep what became of a piece; what was kept first stays."""
        ...

    async def progress(self, brand: str, file_ids: Sequence[str]) -> dict[str, Progress]:
        """How far files are; none has no progress."""
        ...

    async def enqueue(self, queued: Queued) -> None:
        """Tell the worker of a file. Told twice it is told once."""
        ...

    async def queue(self, after: str, size: int) -> Sequence[Queued]:
        """Files that the worker was told of, in the order of their ids, behind `after`."""
        ...

    async def dequeue(self, queued: Queued) -> None:
        """Forget that the worker was told of it."""
        ...

"""The rows of bulk files in memory, and a worker that dies where a test says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from services.points.bulk.domain.progress import Progress, Queued
from services.points.bulk.domain.row import Piece, Result


class RowsInMemory:
    """Implements `bulk.commands.store.RowStore`."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], list[Piece]] = {}
        self.queued: dict[str, Queued] = {}

    async def keep(
        self, brand: str, file_id: str, pieces: Sequence[Piece], until: datetime
    ) -> None:
        self.kept[brand, file_id] = list(pieces)

    async def pieces(self, brand: str, file_id: str, first: int = 0) -> AsyncIterator[Piece]:
        for piece in list(self.kept[brand, file_id][first:]):
            yield piece

    async def put_results(
        self, brand: str, file_id: str, number: int, results: Sequence[Result]
    ) -> None:
        own = self.kept[brand, file_id]
        if own[number].results is None:
            own[number] = own[number]._replace(results=tuple(results))

    async def progress(self, brand: str, file_ids: Sequence[str]) -> dict[str, Progress]:
        found = {}
        for file_id in file_ids:
            done = [piece.results for piece in self.kept[brand, file_id] if piece.results]
            refused = sum(bool(one.refusal) for results in done for one in results)
            found[file_id] = Progress(len(done), sum(map(len, done)) - refused, refused)
        return found

    async def enqueue(self, queued: Queued) -> None:
        self.queued[f"{queued.brand}/{queued.file_id}"] = queued

    async def queue(self, after: str, size: int) -> Sequence[Queued]:
        return [one for key, one in sorted(self.queued.items()) if key > after][:size]

    async def dequeue(self, queued: Queued) -> None:
        key = f"{queued.brand}/{queued.file_id}"
        if self.queued.get(key) == queued:
            del self.queued[key]

"""The storage that the commands need. Each call names one brand and never shows another's files."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol

from services.feedback.imports.domain.feedback_file import FeedbackFile, Piece, RowResult
from services.feedback.items.commands.store import Request


class FilesUnit(Protocol):
    """The files of a brand within one transaction."""

    async def get(self, file_id: str) -> FeedbackFile | None: ...

    async def count_open(self) -> int:
        """How many files wait."""
        ...

    async def add(self, file: FeedbackFile, pieces: Sequence[Piece]) -> None: ...

    async def put(self, file: FeedbackFile) -> None:
        """Write where the file is; at its end its rows go."""
        ...


Change = Callable[[FilesUnit], Awaitable[str]]
"""Gives the id of the file. It may run again after a lost race."""


class FeedbackFiles(Protocol):
    """Files of all brands."""

    async def once(self, request: Request, change: Change) -> tuple[str, bool]:
        """The id of the file, and whether that is a repeat. Raises REQUEST_ID_REUSED."""
        ...

    async def end(self, file: FeedbackFile) -> None:
        """Write the end of a file, unless it ended meanwhile; its rows go."""
        ...

    async def get(self, brand: str, file_id: str) -> FeedbackFile | None: ...

    async def newest(self, brand: str, before: str, size: int) -> Sequence[FeedbackFile]:
        """Files uploaded before the file `before` ("": all), the newest first."""
        ...

    async def due(self, late: datetime) -> Sequence[FeedbackFile]:
        """Files of all brands that were started, or wait since before `late`, the oldest first."""
        ...

    async def next_piece(self, file: FeedbackFile) -> Piece | None:
        """The first piece without results."""
        ...

    async def named(self, file: FeedbackFile, number: int, ids: Sequence[str]) -> Piece | None:
        """The piece with the ids of its items: `ids`, or those that it was given before; None where
        it has results by now."""
        ...

    async def put_results(
        self, file: FeedbackFile, number: int, results: Sequence[RowResult]
    ) -> None:
        """Keep what became of a piece in place of its rows, once, and count it."""
        ...

    async def results(self, brand: str, file_id: str, number: int) -> Sequence[RowResult] | None:
        """The results of a piece; None where it has none (yet)."""
        ...

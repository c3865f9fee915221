"""A row that waits names its member as an erasure and a merge name them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from services.common.clock import ManualClock
from services.feedback.imports.commands.feedback_files import FilesContext, Upload, upload
from services.feedback.imports.commands.store import Change
from services.feedback.imports.domain.feedback_file import FeedbackFile, Piece
from services.feedback.items.commands.store import Request
from services.feedback.programme.commands import Programmes
from services.feedback.sections import SECTIONS
from tests.fakes_feedback import FakeProgrammeStore


class Files:
    """Takes one file."""

    pieces: Sequence[Piece] = ()

    async def once(self, request: Request, change: Change) -> tuple[str, bool]:
        return await change(cast(Any, self)), False

    async def count_open(self) -> int:
        return 0

    async def add(self, file: FeedbackFile, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces

    async def get(self, brand: str, file_id: str) -> FeedbackFile:
        return cast(FeedbackFile, None if not self.pieces else object())


@pytest.mark.parametrize("written", ["\u200bmem_1", "mem_1\ufeff", "\uff4dem_1", " mem_1"])
async def test_a_member_is_who_is_meant_however_the_file_writes_them(written: str) -> None:
    files, noon = Files(), datetime(2026, 11, 30, 12, tzinfo=UTC)
    content = f"event_id,member_id,text\nv1,{written},Too  sweet\n".encode()
    request = Request("tea", "r1", b"", "ann")
    programmes = Programmes(FakeProgrammeStore(), SECTIONS)
    ctx = FilesContext(cast(Any, files), programmes, ManualClock(noon))
    await upload(ctx, request, Upload(content, "may.csv", "review"))
    [row] = files.pieces[0].rows
    assert row.said is not None
    # What is said stays as it was sent: items of before are compared with that.
    assert (row.said.member_id, row.said.text) == ("mem_1", "Too  sweet")

"""Feedback files: checked at the upload, carried out in the background, each row once."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from services.common.auth import Caller, Role
from services.common.mongo import Database
from services.common.redirects import MongoRedirects
from services.feedback.imports.api import feedback_files as api
from services.feedback.imports.commands import feedback_files as commands
from services.feedback.imports.domain import feedback_file as domain
from services.feedback.imports.storage import MongoFeedbackFiles
from services.feedback.privacy.domain import Erased
from services.feedback.privacy.storage import MongoErasedMembers
from tessera.feedback.v1 import feedback_files_pb2 as pb
from tessera.feedback.v1 import feedback_files_pb2_grpc
from tests.component.feedback.conftest import NOON, Feedback, until
from tests.component.feedback.ideas.co_creation import refused
from tests.scopes import EVERY_SCOPE

FILE = (
    "event_id,text,member_id\nv1,外卖洒了一半,mem_1\nv2,'=好喝,\nv3,,mem_1\nv2,'=好喝,\n"
    "v2,别的话,\n" + "v" * 129 + ",太甜,\n"
)


class Desk:
    """An operator with files of feedback."""

    def __init__(self, feedback: Feedback, db: Database) -> None:
        self.feedback, self.db = feedback, db
        self.stub = self.as_("tea")

    def as_(self, brand: str) -> "feedback_files_pb2_grpc.FeedbackFilesAsyncStub":
        caller = Caller(brand, "ann", Role.OPERATOR, None, EVERY_SCOPE)
        return feedback_files_pb2_grpc.FeedbackFilesStub(self.feedback._channel(caller))

    async def upload(
        self, text: str, id_: str = "u1", **more: Any
    ) -> pb.UploadFeedbackFileResponse:
        content = text.encode("gbk")
        asked = pb.UploadFeedbackFileRequest(
            request_id=id_, content=content, name="may.csv", **more
        )
        return await self.stub.UploadFeedbackFile(asked)

    async def start(self, file_id: str, id_: str = "s1") -> pb.StartFeedbackFileResponse:
        asked = pb.StartFeedbackFileRequest(request_id=id_, file_id=file_id)
        return await self.stub.StartFeedbackFile(asked)

    async def get(self, file_id: str) -> pb.FeedbackFile:
        return (await self.stub.GetFeedbackFile(pb.GetFeedbackFileRequest(file_id=file_id))).file

    async def ended(self, file_id: str) -> pb.FeedbackFile:
        async def is_over() -> bool:
            return (await self.get(file_id)).HasField("end_time")

        await until(is_over)
        return await self.get(file_id)

    async def rows(self, file_id: str) -> list[pb.FeedbackFileRow]:
        found, asked = list[pb.FeedbackFileRow](), pb.ListFeedbackFileRowsRequest(file_id=file_id)
        while True:
            told = await self.stub.ListFeedbackFileRows(asked)
            found += told.rows
            if not told.next_page_token:
                return found
            asked.page_token = told.next_page_token

    async def pieces(self) -> list[Any]:
        return await self.db["feedback_file_pieces"].find({}).to_list(None)


@pytest.fixture
async def desk(feedback: Feedback, db: Database) -> Desk:
    return Desk(feedback, db)


async def test_a_file_is_checked_then_taken_in_once(desk: Desk) -> None:
    reason, _, told = await refused(desk.upload("event_id,shoe\nv1,41\n", "bad"))
    assert (reason, told["line"], told["column"]) == ("FEEDBACK_FILE_INVALID", "1", "text")
    assert (await refused(desk.upload(FILE, "bad", encoding="utf16")))[1] == "encoding"
    file = (await desk.upload(FILE)).file
    assert (file.rows, file.refused_when_checked, file.encoding) == (6, 2, "gbk")
    assert (file.state, file.channel) == (pb.FEEDBACK_FILE_STATE_READY, "review")
    assert [(row.line, row.refusal, row.column) for row in file.first_refusals] == [
        (4, "INVALID_ARGUMENT", "text"),
        (7, "INVALID_ARGUMENT", "event_id"),
    ]
    assert (await desk.upload(FILE)).replayed
    assert (await refused(desk.upload(FILE + "v9,x,\n")))[0] == "REQUEST_ID_REUSED"
    assert await desk.db["feedback"].count_documents({}) == 0

    unknown = desk.as_("retail").GetFeedbackFile(pb.GetFeedbackFileRequest(file_id=file.id))
    assert (await refused(unknown))[0] == "FEEDBACK_FILE_NOT_FOUND"
    assert (await desk.start(file.id)).file.started_by == "ann"
    done = await desk.ended(file.id)
    assert (done.taken_in, done.known, done.refused) == (2, 1, 3)
    assert done.state == pb.FEEDBACK_FILE_STATE_DONE
    assert (await desk.start(file.id)).replayed
    assert (await refused(desk.start(file.id, "s2")))[0] == "FEEDBACK_FILE_ENDED"
    rows = await desk.rows(file.id)
    assert [(row.line, row.event_id[:2], row.refusal) for row in rows] == [
        (2, "v1", ""),
        (3, "v2", ""),
        (4, "v3", "INVALID_ARGUMENT"),
        (5, "v2", ""),
        (6, "v2", "FEEDBACK_CONFLICT"),
        (7, "vv", "INVALID_ARGUMENT"),
    ]
    found = await desk.db["feedback"].find_one({"channel_event_id": "v1"})
    assert found is not None
    assert (found["_id"], found["channel"], found["member_id"]) == (
        rows[0].feedback_id,
        "review",
        "mem_1",
    )
    # No word of a row is left with the file.
    [piece] = await desk.pieces()
    assert not {"rows", "members", "ids"} & piece.keys()
    assert "好喝" not in str(piece)

    # The same content once more changes nothing.
    again = (await desk.upload(FILE, "u2")).file
    await desk.start(again.id, "s3")
    done = await desk.ended(again.id)
    assert (done.taken_in, done.known, done.refused) == (0, 3, 3)
    assert await desk.db["feedback"].count_documents({}) == 2
    listed = await desk.stub.ListFeedbackFiles(pb.ListFeedbackFilesRequest(page_size=1))
    assert [each.id for each in listed.files] == [again.id]


async def test_a_worker_that_died_leaves_a_piece_that_is_done_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = MongoFeedbackFiles.put_results, 0

    async def dying(*arguments: Any) -> None:
        nonlocal calls
        calls += 1
        if calls in (1, 3):
            raise RuntimeError("外卖洒了一半")
        await real(*arguments)

    monkeypatch.setattr(MongoFeedbackFiles, "put_results", dying)
    for module in (commands, api):
        monkeypatch.setattr(module, "ROWS_AT_ONCE", 20)
    rows = "".join(f"v{number},外卖洒了一半\n" for number in range(30))
    file = (await desk.upload("event_id,text\n" + rows)).file
    await desk.start(file.id)
    done = await desk.ended(file.id)
    assert calls == 4
    # All of them are of this file, though two pieces had been taken in before their worker died.
    assert (done.taken_in, done.known, done.refused) == (30, 0, 0)
    assert len({row.feedback_id for row in await desk.rows(file.id)}) == 30
    # Beside a crisis, which so many alike complaints are.
    assert await desk.db["feedback"].count_documents({"channel": "review"}) == 30


async def test_who_is_erased_while_a_file_waits_is_not_heard_by_it(desk: Desk) -> None:
    file = (await desk.upload(FILE)).file
    # The file names who was merged meanwhile into the one who is erased.
    await MongoRedirects(desk.db).keep("tea", "mem_1", "mem_9", NOON, "mrg_1")
    wordless = cast(Any, SimpleNamespace(event=bytes, answer=bytes))
    erased = MongoErasedMembers(desk.db, wordless)
    await erased.take_words(Erased("tea", "mem_9"), NOON)
    assert "外卖" not in str(await desk.pieces())
    await desk.start(file.id)
    done = await desk.ended(file.id)
    assert (done.taken_in, done.known, done.refused) == (1, 1, 4)
    assert (await desk.rows(file.id))[0].refusal == "MEMBER_ERASED"


async def test_what_nobody_starts_is_deleted_and_files_are_bounded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (domain, commands):
        monkeypatch.setattr(module, "OPEN_MAX", 2)
    monkeypatch.setattr(commands, "ROWS_MAX", 5)
    small = "event_id,text\nv1,好喝\n"
    first = (await desk.upload(small)).file
    asked = pb.DiscardFeedbackFileRequest(request_id="d1", file_id=first.id)
    given_up = (await desk.stub.DiscardFeedbackFile(asked)).file
    assert given_up.state == pb.FEEDBACK_FILE_STATE_DISCARDED
    assert (await refused(desk.start(first.id)))[0] == "FEEDBACK_FILE_ENDED"
    assert await desk.pieces() == []
    for number in range(2):
        waiting = (await desk.upload(small, f"w{number}")).file
    assert (await refused(desk.upload(small, "more")))[0] == "FEEDBACK_FILES_FULL"
    desk.feedback.clock.advance(timedelta(days=7))
    assert (await desk.get(waiting.id)).state == pb.FEEDBACK_FILE_STATE_EXPIRED

    async def gone() -> bool:
        return await desk.pieces() == []

    await until(gone)
    assert (await refused(desk.upload(FILE, "large")))[0] == "FEEDBACK_FILE_INVALID"

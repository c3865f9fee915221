"""A stand-in for feedback files: one that is done, with a row in each state."""

from typing import Any

from services.common.errors import Refusal
from tessera.feedback.v1 import feedback_files_pb2 as pb
from tessera.feedback.v1 import feedback_files_pb2_grpc
from tests.gateway.fake_backend import FakeBackend, at, refuse

FILE = "fbf_1"
ROWS = [
    pb.FeedbackFileRow(
        line=2, event_id="=v2", state=pb.FEEDBACK_FILE_ROW_STATE_TAKEN_IN, feedback_id="fbk_3"
    ),
    pb.FeedbackFileRow(
        line=3,
        event_id="=v3",
        state=pb.FEEDBACK_FILE_ROW_STATE_REFUSED,
        refusal="INVALID_ARGUMENT",
        column="text",
        message="=too short",
    ),
    pb.FeedbackFileRow(
        line=4, event_id="=v4", state=pb.FEEDBACK_FILE_ROW_STATE_KNOWN, feedback_id="fbk_3"
    ),
]


def _file(state: Any, **more: Any) -> pb.FeedbackFile:
    return pb.FeedbackFile(
        id=FILE,
        state=state,
        name="may.csv",
        channel="review",
        encoding="gbk",
        rows=3,
        refused_when_checked=1,
        first_refusals=[ROWS[1]],
        uploaded_by="ann",
        upload_time=at(5),
        wait_until_time=at(9),
        **more,
    )


class FeedbackFiles(feedback_files_pb2_grpc.FeedbackFilesServicer):
    """Every brand has one file, `fbf_1`; its rows come two a page."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def UploadFeedbackFile(self, request: Any, context: Any) -> Any:
        await self.backend.enter("UploadFeedbackFile", request, context)
        if request.content == b"broken":
            metadata = {"line": "1", "column": "shoe", "problem": "unknown"}
            await refuse(context, Refusal("FEEDBACK_FILE_INVALID", field="file", metadata=metadata))
        return pb.UploadFeedbackFileResponse(file=_file(pb.FEEDBACK_FILE_STATE_READY))

    async def StartFeedbackFile(self, request: Any, context: Any) -> Any:
        await self.backend.enter("StartFeedbackFile", request, context)
        if request.file_id != FILE:
            await refuse(context, Refusal("FEEDBACK_FILE_NOT_FOUND", field="file_id"))
        started = _file(pb.FEEDBACK_FILE_STATE_STARTED, started_by="ann")
        return pb.StartFeedbackFileResponse(file=started)

    async def DiscardFeedbackFile(self, request: Any, context: Any) -> Any:
        await self.backend.enter("DiscardFeedbackFile", request, context)
        if request.file_id == FILE:
            state = {"state": "done"}
            await refuse(context, Refusal("FEEDBACK_FILE_ENDED", field="file_id", metadata=state))
        return pb.DiscardFeedbackFileResponse(file=_file(pb.FEEDBACK_FILE_STATE_DISCARDED))

    async def GetFeedbackFile(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetFeedbackFile", request, context)
        if request.file_id != FILE:
            await refuse(context, Refusal("FEEDBACK_FILE_NOT_FOUND", field="file_id"))
        done = _file(pb.FEEDBACK_FILE_STATE_DONE, taken_in=1, known=1, refused=1, end_time=at(6))
        return pb.GetFeedbackFileResponse(file=done)

    async def ListFeedbackFiles(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListFeedbackFiles", request, context)
        return pb.ListFeedbackFilesResponse(files=[_file(pb.FEEDBACK_FILE_STATE_READY)])

    async def ListFeedbackFileRows(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListFeedbackFileRows", request, context)
        if request.page_token:
            return pb.ListFeedbackFileRowsResponse(rows=ROWS[2:])
        return pb.ListFeedbackFileRowsResponse(rows=ROWS[:2], next_page_token="2")

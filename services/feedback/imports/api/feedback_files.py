"""The FeedbackFiles service: protos to commands and back."""

from __future__ import annotations

from datetime import datetime

from services.common.auth import Caller, Role, brand_of, current_caller, require_role
from services.common.errors import invalid
from services.common.idempotency import check_request_id, fingerprint
from services.common.interceptors import ServicerContext
from services.common.pagination import PlaceTokens, page_size
from services.common.text import checked
from services.feedback.imports.commands.feedback_files import (
    FilesContext,
    Upload,
    discard,
    get_file,
    start,
    upload,
)
from services.feedback.imports.domain.feedback_file import (
    BYTES_MAX,
    ROWS_AT_ONCE,
    FeedbackFile,
    FileState,
    RowResult,
)
from services.feedback.imports.domain.row_file import Encoding
from services.feedback.items.commands.store import Request
from services.feedback.items.commands.submit_feedback import CHANNEL_CHARS_MAX
from tessera.feedback.v1 import feedback_files_pb2 as pb
from tessera.feedback.v1 import feedback_files_pb2_grpc

ID_CHARS_MAX = 64
NAME_CHARS_MAX = 100
CHANNEL = "review"
_STATES = {
    state: pb.FeedbackFileState.Value(f"FEEDBACK_FILE_STATE_{state.name}") for state in FileState
}
_Write = pb.UploadFeedbackFileRequest | pb.StartFeedbackFileRequest | pb.DiscardFeedbackFileRequest


class FeedbackFilesServicer(feedback_files_pb2_grpc.FeedbackFilesServicer):
    """Operators upload, start and read files of feedback."""

    def __init__(self, ctx: FilesContext, page_secret: bytes) -> None:
        self._ctx = ctx
        self._page_secret = page_secret

    async def UploadFeedbackFile(
        self, request: pb.UploadFeedbackFileRequest, context: ServicerContext
    ) -> pb.UploadFeedbackFileResponse:
        """The file, checked."""
        write = _write(_operator(), request)
        if not 1 <= len(request.content) <= BYTES_MAX:
            raise invalid("content", f"1 to {BYTES_MAX} bytes: split a larger file")
        asked = Upload(
            content=request.content,
            name=checked("name", request.name, NAME_CHARS_MAX, least=1),
            channel=checked("channel", request.channel, CHANNEL_CHARS_MAX) or CHANNEL,
            encoding=_encoding(request.encoding),
        )
        file, replayed = await upload(self._ctx, write, asked)
        return pb.UploadFeedbackFileResponse(file=self._message(file), replayed=replayed)

    async def StartFeedbackFile(
        self, request: pb.StartFeedbackFileRequest, context: ServicerContext
    ) -> pb.StartFeedbackFileResponse:
        """The file, started."""
        write = _write(_operator(), request)
        file, replayed = await start(self._ctx, write, _file_id(request.file_id))
        return pb.StartFeedbackFileResponse(file=self._message(file), replayed=replayed)

    async def DiscardFeedbackFile(
        self, request: pb.DiscardFeedbackFileRequest, context: ServicerContext
    ) -> pb.DiscardFeedbackFileResponse:
        """The file, given up."""
        write = _write(_operator(), request)
        file, replayed = await discard(self._ctx, write, _file_id(request.file_id))
        return pb.DiscardFeedbackFileResponse(file=self._message(file), replayed=replayed)

    async def GetFeedbackFile(
        self, request: pb.GetFeedbackFileRequest, context: ServicerContext
    ) -> pb.GetFeedbackFileResponse:
        """The file as it stands."""
        file = await get_file(self._ctx, brand_of(_operator()), _file_id(request.file_id))
        return pb.GetFeedbackFileResponse(file=self._message(file))

    async def ListFeedbackFiles(
        self, request: pb.ListFeedbackFilesRequest, context: ServicerContext
    ) -> pb.ListFeedbackFilesResponse:
        """A page of files, the newest first."""
        brand = brand_of(_operator())
        tokens = PlaceTokens(self._page_secret, {"list": "feedback_files", "brand": brand})
        before = tokens.place(request.page_token, "")
        size = page_size(request.page_size)
        found = await self._ctx.files.newest(brand, before, size + 1)
        response = pb.ListFeedbackFilesResponse(files=map(self._message, found[:size]))
        if len(found) > size:
            response.next_page_token = tokens.token(found[size - 1].id)
        return response

    async def ListFeedbackFileRows(
        self, request: pb.ListFeedbackFileRowsRequest, context: ServicerContext
    ) -> pb.ListFeedbackFileRowsResponse:
        """The results of one piece."""
        brand = brand_of(_operator())
        file_id = _file_id(request.file_id)
        scope = {"list": "feedback_file_rows", "brand": brand, "file": file_id}
        tokens = PlaceTokens(self._page_secret, scope)
        number = tokens.place(request.page_token, 0)
        file = await get_file(self._ctx, brand, file_id)
        results = await self._ctx.files.results(brand, file_id, number)
        response = pb.ListFeedbackFileRowsResponse(rows=map(row_message, results or ()))
        if results is not None and (number + 1) * ROWS_AT_ONCE < file.rows:
            response.next_page_token = tokens.token(number + 1)
        return response

    def _message(self, file: FeedbackFile) -> pb.FeedbackFile:
        return file_message(file, self._ctx.clock.now())


def file_message(file: FeedbackFile, now: datetime) -> pb.FeedbackFile:
    """`file` as it stands at `now`."""
    message = pb.FeedbackFile(
        id=file.id,
        state=_STATES[file.state_at(now)],
        name=file.name,
        channel=file.channel,
        encoding=file.encoding.value,
        rows=file.rows,
        refused_when_checked=file.refused_when_checked,
        first_refusals=map(row_message, file.first_refusals),
        uploaded_by=file.uploaded_by,
        started_by=file.started_by,
        taken_in=file.taken_in,
        known=file.known,
        refused=file.refused,
    )
    message.upload_time.FromDatetime(file.uploaded_at)
    message.wait_until_time.FromDatetime(file.wait_until)
    if file.started_at is not None:
        message.start_time.FromDatetime(file.started_at)
    if file.ended_at is not None:
        message.end_time.FromDatetime(file.ended_at)
    return message


def row_message(result: RowResult) -> pb.FeedbackFileRow:
    """What became of a row."""
    return pb.FeedbackFileRow(
        line=result.line,
        state=pb.FeedbackFileRowState.Value(f"FEEDBACK_FILE_ROW_STATE_{result.state.upper()}"),
        feedback_id=result.item_id,
        refusal=result.refusal,
        column=result.column,
        message=result.message,
        event_id=result.event_id,
    )


def _operator() -> Caller:
    return require_role(current_caller(), Role.OPERATOR)


def _write(caller: Caller, request: _Write) -> Request:
    request_id = check_request_id(request.request_id)
    return Request(brand_of(caller), request_id, fingerprint(request), caller.subject)


def _encoding(text: str) -> Encoding | None:
    if text and text not in list(Encoding):
        raise invalid("encoding", f"one of {', '.join(Encoding)}, or nothing")
    return Encoding(text) if text else None


def _file_id(text: str) -> str:
    return checked("file_id", text, ID_CHARS_MAX, least=1)

"""The MemberFiles service: protos to commands and back."""

from __future__ import annotations

from datetime import datetime

from services.common.auth import Role
from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.common.pagination import PlaceTokens, page_size
from services.common.text import checked
from services.members.access import require_caller
from services.members.identities.domain.member import CHANNEL_CHARS_MAX
from services.members.imports.commands.importing import ROWS_AT_ONCE
from services.members.imports.commands.member_files import (
    Context,
    Upload,
    Wish,
    discard,
    get_file,
    start,
    upload,
)
from services.members.imports.domain.member_file import (
    BYTES_MAX,
    FileState,
    MemberFile,
    RowResult,
)
from tessera.members.v1 import member_files_pb2 as pb
from tessera.members.v1 import member_files_pb2_grpc

ID_CHARS_MAX = 64
NAME_CHARS_MAX = 100
CHANNEL = "import"
_STATES = {
    state: pb.MemberFileState.Value(f"MEMBER_FILE_STATE_{state.name}") for state in FileState
}


class MemberFilesServicer(member_files_pb2_grpc.MemberFilesServicer):
    """Operators upload, start and read files of members."""

    def __init__(self, ctx: Context, page_secret: bytes) -> None:
        self._ctx = ctx
        self._page_secret = page_secret

    async def UploadMemberFile(
        self, request: pb.UploadMemberFileRequest, context: ServicerContext
    ) -> pb.UploadMemberFileResponse:
        """The file, checked."""
        caller = require_caller(Role.OPERATOR)
        request_id = check_request_id(request.request_id)
        if not 1 <= len(request.content) <= BYTES_MAX:
            raise invalid("content", f"1 to {BYTES_MAX} bytes: split a larger file")
        asked = Upload(
            request_id=request_id,
            content=request.content,
            name=checked("name", request.name, NAME_CHARS_MAX, least=1),
            channel=checked("channel", request.channel, CHANNEL_CHARS_MAX) or CHANNEL,
            by=caller.subject,
        )
        file, replayed = await upload(self._ctx, caller.brand, asked)
        return pb.UploadMemberFileResponse(file=self._message(file), replayed=replayed)

    async def StartMemberFile(
        self, request: pb.StartMemberFileRequest, context: ServicerContext
    ) -> pb.StartMemberFileResponse:
        """The file, started."""
        caller = require_caller(Role.OPERATOR)
        wish = _wish(request, caller.subject)
        file, replayed = await start(self._ctx, caller.brand, wish)
        return pb.StartMemberFileResponse(file=self._message(file), replayed=replayed)

    async def DiscardMemberFile(
        self, request: pb.DiscardMemberFileRequest, context: ServicerContext
    ) -> pb.DiscardMemberFileResponse:
        """The file, given up."""
        caller = require_caller(Role.OPERATOR)
        wish = _wish(request, caller.subject)
        file, replayed = await discard(self._ctx, caller.brand, wish)
        return pb.DiscardMemberFileResponse(file=self._message(file), replayed=replayed)

    async def GetMemberFile(
        self, request: pb.GetMemberFileRequest, context: ServicerContext
    ) -> pb.GetMemberFileResponse:
        """The file as it stands."""
        brand = require_caller(Role.OPERATOR).brand
        file = await get_file(self._ctx, brand, _file_id(request.file_id))
        return pb.GetMemberFileResponse(file=self._message(file))

    async def ListMemberFiles(
        self, request: pb.ListMemberFilesRequest, context: ServicerContext
    ) -> pb.ListMemberFilesResponse:
        """A page of files, the newest first."""
        brand = require_caller(Role.OPERATOR).brand
        tokens = PlaceTokens(self._page_secret, {"list": "member_files", "brand": brand})
        before = tokens.place(request.page_token, "")
        size = page_size(request.page_size)
        found = await self._ctx.store.member_files.newest(brand, before, size + 1)
        response = pb.ListMemberFilesResponse(files=map(self._message, found[:size]))
        if len(found) > size:
            response.next_page_token = tokens.token(found[size - 1].id)
        return response

    async def ListMemberFileRows(
        self, request: pb.ListMemberFileRowsRequest, context: ServicerContext
    ) -> pb.ListMemberFileRowsResponse:
        """The results of one piece."""
        brand = require_caller(Role.OPERATOR).brand
        file_id = _file_id(request.file_id)
        scope = {"list": "member_file_rows", "brand": brand, "file": file_id}
        tokens = PlaceTokens(self._page_secret, scope)
        number = tokens.place(request.page_token, 0)
        file = await get_file(self._ctx, brand, file_id)
        results = await self._ctx.store.member_files.results(brand, file_id, number)
        response = pb.ListMemberFileRowsResponse(rows=map(row_message, results or ()))
        if results is not None and (number + 1) * ROWS_AT_ONCE < file.rows:
            response.next_page_token = tokens.token(number + 1)
        return response

    def _message(self, file: MemberFile) -> pb.MemberFile:
        return file_message(file, self._ctx.clock.now())


def file_message(file: MemberFile, now: datetime) -> pb.MemberFile:
    """`file` as it stands at `now`."""
    message = pb.MemberFile(
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
        created=file.created,
        found=file.found,
        refused=file.refused,
    )
    message.upload_time.FromDatetime(file.uploaded_at)
    message.wait_until_time.FromDatetime(file.wait_until)
    if file.started_at is not None:
        message.start_time.FromDatetime(file.started_at)
    if file.ended_at is not None:
        message.end_time.FromDatetime(file.ended_at)
    return message


def row_message(result: RowResult) -> pb.MemberFileRow:
    """What became of a row."""
    return pb.MemberFileRow(
        line=result.line,
        state=pb.MemberFileRowState.Value(f"MEMBER_FILE_ROW_STATE_{result.state.upper()}"),
        member_id=result.member_id,
        refusal=result.refusal,
        column=result.column,
        message=result.message,
    )


def _wish(request: pb.StartMemberFileRequest | pb.DiscardMemberFileRequest, by: str) -> Wish:
    return Wish(check_request_id(request.request_id), _file_id(request.file_id), by)


def _file_id(text: str) -> str:
    return checked("file_id", text, ID_CHARS_MAX, least=1)

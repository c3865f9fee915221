"""tessera.points.v1.BulkFiles: protos to commands and back."""

from __future__ import annotations

from services.common.auth import Caller, Role, current_caller, require_role, require_scope
from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.common.pagination import PlaceTokens, page_size
from services.common.text import checked
from services.points.bulk.api.messages import (
    encoding_of,
    file_message,
    format_of,
    kind_of,
    row_message,
    wish_bytes,
)
from services.points.bulk.commands.moving import Upload, discard, get_file, start, upload
from services.points.bulk.commands.store import RowStore
from services.points.bulk.domain.bulk_file import BULK_FILE, BulkFile, FileKind
from services.points.bulk.domain.progress import Progress
from services.points.bulk.domain.row import PIECE_ROWS
from services.points.bulk.domain.row_file import BYTES_MAX
from services.points.context import PointsContext
from services.points.ledger.api.access import of_one_brand
from tessera.points.v1 import bulk_files_pb2 as pb
from tessera.points.v1 import bulk_files_pb2_grpc

ID_CHARS_MAX = 64
NAME_CHARS_MAX = 100
REASON_CHARS_MIN, REASON_CHARS_MAX = 4, 200
ROWS_PAGE_MAX = 500


class BulkFilesApi(bulk_files_pb2_grpc.BulkFilesServicer):
    """Operators upload, start and read files."""

    def __init__(self, ctx: PointsContext, store: RowStore, page_secret: bytes) -> None:
        self._ctx = ctx
        self._store = store
        self._page_secret = page_secret

    async def UploadBulkFile(
        self, request: pb.UploadBulkFileRequest, context: ServicerContext
    ) -> pb.UploadBulkFileResponse:
        """The file, checked."""
        caller = _operator()
        check_request_id(request.request_id)
        kind = kind_of(request.kind)
        _check_scope(caller, kind)
        if not 1 <= len(request.content) <= BYTES_MAX:
            raise invalid("content", f"1 to {BYTES_MAX} bytes: split a larger file")
        asked = Upload(
            request_id=request.request_id,
            by=caller.subject,
            kind=kind,
            content=request.content,
            name=checked("name", request.name, NAME_CHARS_MAX, least=1),
            reason=checked("reason", request.reason, REASON_CHARS_MAX, least=REASON_CHARS_MIN),
            format=format_of(request.format),
            encoding=encoding_of(request.encoding),
        )
        moved = await upload(self._ctx, self._store, caller.brand, asked)
        told = await self._told(caller.brand, moved.file)
        return pb.UploadBulkFileResponse(file=told, replayed=moved.replayed)

    async def StartBulkFile(
        self, request: pb.StartBulkFileRequest, context: ServicerContext
    ) -> pb.StartBulkFileResponse:
        """The file, started or waiting."""
        caller, file_id = await self._named(request)
        moved = await start(
            self._ctx,
            self._store,
            caller.brand,
            file_id,
            request.request_id,
            caller.subject,
            wish_bytes,
        )
        told = await self._told(caller.brand, moved.file)
        return pb.StartBulkFileResponse(file=told, replayed=moved.replayed)

    async def DiscardBulkFile(
        self, request: pb.DiscardBulkFileRequest, context: ServicerContext
    ) -> pb.DiscardBulkFileResponse:
        """The file, given up."""
        caller, file_id = await self._named(request)
        moved = await discard(self._ctx, caller.brand, file_id, request.request_id, caller.subject)
        told = await self._told(caller.brand, moved.file)
        return pb.DiscardBulkFileResponse(file=told, replayed=moved.replayed)

    async def GetBulkFile(
        self, request: pb.GetBulkFileRequest, context: ServicerContext
    ) -> pb.GetBulkFileResponse:
        """The file as it stands."""
        brand = _operator().brand
        file = await get_file(self._ctx, brand, _file_id(request.file_id))
        return pb.GetBulkFileResponse(file=await self._told(brand, file.value))

    async def ListBulkFiles(
        self, request: pb.ListBulkFilesRequest, context: ServicerContext
    ) -> pb.ListBulkFilesResponse:
        """A page of files, the newest first."""
        brand = _operator().brand
        tokens = PlaceTokens(self._page_secret, {"list": "bulk_files", "brand": brand})
        before = tokens.place(request.page_token, "")
        size = page_size(request.page_size)
        found = await self._ctx.ledger.list_records(
            brand, BULK_FILE, where={}, before=before, size=size + 1
        )
        progress = await self._store.progress(brand, [file.id for file in found[:size]])
        now = self._ctx.clock.now()
        response = pb.ListBulkFilesResponse(
            files=[
                file_message(file, progress.get(file.id, Progress()), now) for file in found[:size]
            ]
        )
        if len(found) > size:
            response.next_page_token = tokens.token(found[size - 1].id)
        return response

    async def ListBulkRows(
        self, request: pb.ListBulkRowsRequest, context: ServicerContext
    ) -> pb.ListBulkRowsResponse:
        """A page of a file's rows."""
        brand = _operator().brand
        file_id = _file_id(request.file_id)
        if request.state not in pb.BulkRowState.values():
            raise invalid("state", "CHECKED, DONE, REFUSED or none")
        scope = {
            "list": "bulk_rows",
            "brand": brand,
            "file": file_id,
            "state": str(request.state),
        }
        tokens = PlaceTokens(self._page_secret, scope)
        first = tokens.place(request.page_token, 0)
        size = page_size(request.page_size, max=ROWS_PAGE_MAX)
        file = (await get_file(self._ctx, brand, file_id)).value
        response = pb.ListBulkRowsResponse()
        async for piece in self._store.pieces(brand, file_id, first // PIECE_ROWS):
            results = {result.line: result for result in piece.results or ()}
            for number, row in enumerate(piece.rows, start=piece.number * PIECE_ROWS):
                if number < first:
                    continue
                message = row_message(file, row, results.get(row.line))
                if request.state and message.state != request.state:
                    continue
                if len(response.rows) == size:
                    response.next_page_token = tokens.token(number)
                    return response
                response.rows.append(message)
        return response

    async def _named(
        self, request: pb.StartBulkFileRequest | pb.DiscardBulkFileRequest
    ) -> tuple[Caller, str]:
        caller = _operator()
        check_request_id(request.request_id)
        file_id = _file_id(request.file_id)
        file = await get_file(self._ctx, caller.brand, file_id)
        _check_scope(caller, file.value.kind)
        return caller, file_id

    async def _told(self, brand: str, file: BulkFile) -> pb.BulkFile:
        progress = await self._store.progress(brand, [file.id])
        return file_message(file, progress.get(file.id, Progress()), self._ctx.clock.now())


def _operator() -> Caller:
    return of_one_brand(require_role(current_caller(), Role.OPERATOR))


def _check_scope(caller: Caller, kind: FileKind) -> None:
    if kind is FileKind.COUPONS:
        require_scope(caller, "coupons:write")


def _file_id(text: str) -> str:
    return checked("file_id", text, ID_CHARS_MAX, least=1)

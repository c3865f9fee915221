"""A stand-in for bulk files: one that is done, with a row in each state."""

from typing import Any

from services.common.errors import Refusal
from tessera.points.v1 import bulk_files_pb2 as pb
from tessera.points.v1 import bulk_files_pb2_grpc
from tests.gateway.fake_backend import FakeBackend, at, refuse

FILE = "blk_1"


def _file(state: Any, **more: Any) -> pb.BulkFile:
    made = pb.BulkFile(
        id=FILE,
        kind=pb.BULK_FILE_KIND_ADJUSTMENTS,
        state=state,
        name="may.csv",
        reason="the till was down",
        format=pb.BULK_FILE_FORMAT_CSV,
        encoding=pb.BULK_FILE_ENCODING_GBK,
        rows=3,
        refused_when_checked=1,
        sums=[pb.BulkSum(asset="POINTS", added=9, taken=4, members=2)],
        uploaded_by="ann",
        upload_time=at(5),
        **more,
    )
    made.sums[0].liability.currency_code, made.sums[0].liability.minor_units = "CNY", 25
    return made


ROWS = [
    pb.BulkRow(
        line=2,
        member_id="mem_3",
        asset="POINTS",
        amount=9,
        reason="=1+1",
        state=pb.BULK_ROW_STATE_DONE,
        posting_id="pst_1",
    ),
    pb.BulkRow(
        line=3,
        member_id="mem_4",
        asset="POINTS",
        amount=-4,
        reason="the till was down",
        state=pb.BULK_ROW_STATE_REFUSED,
        refusal="INSUFFICIENT_POINTS",
        message="0 of 4",
        short_when_checked=True,
    ),
    pb.BulkRow(
        line=4,
        reason="the till was down",
        state=pb.BULK_ROW_STATE_REFUSED,
        refusal="INVALID_ARGUMENT",
        column="amount",
        message="an integer",
    ),
]


class BulkFiles(bulk_files_pb2_grpc.BulkFilesServicer):
    """Every brand has one file, `blk_1`; its rows come two a page."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def UploadBulkFile(self, request: Any, context: Any) -> Any:
        await self.backend.enter("UploadBulkFile", request, context)
        if request.content == b"broken":
            metadata = {"line": "1", "column": "amount", "problem": "it has no column amount"}
            await refuse(context, Refusal("BULK_FILE_INVALID", field="content", metadata=metadata))
        return pb.UploadBulkFileResponse(file=_file(pb.BULK_FILE_STATE_READY))

    async def StartBulkFile(self, request: Any, context: Any) -> Any:
        await self.backend.enter("StartBulkFile", request, context)
        if request.file_id != FILE:
            await refuse(context, Refusal("BULK_FILE_NOT_FOUND", field="file_id"))
        waiting = _file(pb.BULK_FILE_STATE_WAITING, approval_id="apr_1", started_by="ann")
        return pb.StartBulkFileResponse(file=waiting)

    async def DiscardBulkFile(self, request: Any, context: Any) -> Any:
        await self.backend.enter("DiscardBulkFile", request, context)
        if request.file_id == FILE:
            state = {"state": "done"}
            await refuse(context, Refusal("BULK_FILE_ENDED", field="file_id", metadata=state))
        return pb.DiscardBulkFileResponse(file=_file(pb.BULK_FILE_STATE_DISCARDED))

    async def GetBulkFile(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetBulkFile", request, context)
        if request.file_id != FILE:
            await refuse(context, Refusal("BULK_FILE_NOT_FOUND", field="file_id"))
        done = _file(pb.BULK_FILE_STATE_DONE, done=1, refused_when_run=1, end_time=at(6))
        return pb.GetBulkFileResponse(file=done)

    async def ListBulkFiles(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListBulkFiles", request, context)
        return pb.ListBulkFilesResponse(files=[_file(pb.BULK_FILE_STATE_READY)])

    async def ListBulkRows(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListBulkRows", request, context)
        rows = [row for row in ROWS if not request.state or row.state == request.state]
        if request.page_token:
            return pb.ListBulkRowsResponse(rows=rows[2:])
        return pb.ListBulkRowsResponse(rows=rows[:2], next_page_token="2" if rows[2:] else "")

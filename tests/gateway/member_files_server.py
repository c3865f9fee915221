"""A stand-in for member files: one that is done, with a row in each state."""

from typing import Any

from services.common.errors import Refusal
from tessera.members.v1 import member_files_pb2 as pb
from tessera.members.v1 import member_files_pb2_grpc
from tests.gateway.fake_backend import FakeBackend, at, refuse

FILE = "mfl_1"
ROWS = [
    pb.MemberFileRow(line=2, state=pb.MEMBER_FILE_ROW_STATE_CREATED, member_id="mem_3"),
    pb.MemberFileRow(
        line=3,
        state=pb.MEMBER_FILE_ROW_STATE_REFUSED,
        refusal="PHONE_INVALID",
        column="phone",
        message="=too short",
    ),
    pb.MemberFileRow(line=4, state=pb.MEMBER_FILE_ROW_STATE_FOUND, member_id="mem_3"),
]


def _file(state: Any, **more: Any) -> pb.MemberFile:
    return pb.MemberFile(
        id=FILE,
        state=state,
        name="may.csv",
        channel="import",
        encoding="gbk",
        rows=3,
        refused_when_checked=1,
        first_refusals=[ROWS[1]],
        uploaded_by="ann",
        upload_time=at(5),
        wait_until_time=at(9),
        **more,
    )


class MemberFiles(member_files_pb2_grpc.MemberFilesServicer):
    """Every brand has one file, `mfl_1`; its rows come two a page."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def UploadMemberFile(self, request: Any, context: Any) -> Any:
        await self.backend.enter("UploadMemberFile", request, context)
        if request.content == b"broken":
            metadata = {"line": "1", "column": "shoe", "problem": "unknown"}
            await refuse(context, Refusal("IMPORT_FILE_INVALID", field="file", metadata=metadata))
        return pb.UploadMemberFileResponse(file=_file(pb.MEMBER_FILE_STATE_READY))

    async def StartMemberFile(self, request: Any, context: Any) -> Any:
        await self.backend.enter("StartMemberFile", request, context)
        if request.file_id != FILE:
            await refuse(context, Refusal("MEMBER_FILE_NOT_FOUND", field="file_id"))
        started = _file(pb.MEMBER_FILE_STATE_STARTED, started_by="ann")
        return pb.StartMemberFileResponse(file=started)

    async def DiscardMemberFile(self, request: Any, context: Any) -> Any:
        await self.backend.enter("DiscardMemberFile", request, context)
        if request.file_id == FILE:
            state = {"state": "done"}
            await refuse(context, Refusal("MEMBER_FILE_ENDED", field="file_id", metadata=state))
        return pb.DiscardMemberFileResponse(file=_file(pb.MEMBER_FILE_STATE_DISCARDED))

    async def GetMemberFile(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetMemberFile", request, context)
        if request.file_id != FILE:
            await refuse(context, Refusal("MEMBER_FILE_NOT_FOUND", field="file_id"))
        done = _file(pb.MEMBER_FILE_STATE_DONE, created=1, found=1, refused=1, end_time=at(6))
        return pb.GetMemberFileResponse(file=done)

    async def ListMemberFiles(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListMemberFiles", request, context)
        return pb.ListMemberFilesResponse(files=[_file(pb.MEMBER_FILE_STATE_READY)])

    async def ListMemberFileRows(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListMemberFileRows", request, context)
        if request.page_token:
            return pb.ListMemberFileRowsResponse(rows=ROWS[2:])
        return pb.ListMemberFileRowsResponse(rows=ROWS[:2], next_page_token="2")

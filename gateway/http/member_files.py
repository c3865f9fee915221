"""POST /member-files and GET /member-files/{id}.csv: files of members go in, and results come out.

    POST ?name=…&channel=…&requestId=…  with the file as the body, 4 MiB at most. Answers
         {"fileId": …}.
    GET  what became of each row so far, as CSV that a spreadsheet does not run

The token stands in `authorization`, as for /graphql. Both are for operators; the rest of a file's
life is GraphQL. Errors have the form of GraphQL's; IMPORT_FILE_INVALID names line and column.
"""

from collections.abc import Sequence

from gateway.http.files_of_rows import Asked, RowFiles, text_of
from services.common.cells import to_cell
from tessera.members.v1 import member_files_pb2 as pb

BODY_BYTES_MAX = 4 * 1024 * 1024
COLUMNS = ("line", "state", "member_id", "refusal", "column", "message")


def _to_upload(asked: Asked) -> pb.UploadMemberFileRequest:
    return pb.UploadMemberFileRequest(
        request_id=text_of(asked, "requestId"),
        name=text_of(asked, "name"),
        channel=text_of(asked, "channel"),
    )


def _to_list(file_id: str, asked: Asked) -> pb.ListMemberFileRowsRequest:
    return pb.ListMemberFileRowsRequest(file_id=file_id)


def _cells(row: pb.MemberFileRow) -> Sequence[object]:
    state = pb.MemberFileRowState.Name(row.state).removeprefix("MEMBER_FILE_ROW_STATE_")
    texts = (state.lower(), row.member_id, row.refusal, row.column, row.message)
    return (row.line, *map(to_cell, texts))


MEMBER_FILES = RowFiles(
    "/member-files",
    BODY_BYTES_MAX,
    COLUMNS,
    upload=lambda services: services.member_files.UploadMemberFile,
    to_upload=_to_upload,
    rows=lambda services: services.member_files.ListMemberFileRows,
    to_list=_to_list,
    cells=_cells,
)

"""POST /bulk-files and GET /bulk-files/{id}.csv: bulk files go in, and their rows come out.

    POST ?kind=ADJUSTMENTS&name=…&reason=…&requestId=…  with the file as the body, 2 MiB at most;
         &format=CSV and &encoding=GBK where they should not be found out. Answers {"fileId": …}.
    GET  ?state=REFUSED  every row with what became of it, as CSV that a spreadsheet does not run

The token stands in `authorization`, as for /graphql. Both are for operators; the rest of a bulk
file's life is GraphQL. Errors have the form of GraphQL's; BULK_FILE_INVALID names line and column.
"""

from collections.abc import Sequence
from typing import Any

from gateway.http.files_of_rows import Asked, RowFiles, text_of
from services.common.cells import to_cell
from services.common.errors import invalid
from tessera.points.v1 import bulk_files_pb2 as pb

BODY_BYTES_MAX = 2 * 1024 * 1024
PAGE = 500
COLUMNS = (
    *("line", "member_id", "asset", "amount", "coupon_type", "campaign", "reason"),
    *("state", "refusal", "column", "message", "posting_id"),
)


def _to_upload(asked: Asked) -> pb.UploadBulkFileRequest:
    return pb.UploadBulkFileRequest(
        request_id=text_of(asked, "requestId"),
        kind=_choice(pb.BulkFileKind, "BULK_FILE_KIND", asked, "kind"),
        name=text_of(asked, "name"),
        reason=text_of(asked, "reason"),
        format=_choice(pb.BulkFileFormat, "BULK_FILE_FORMAT", asked, "format"),
        encoding=_choice(pb.BulkFileEncoding, "BULK_FILE_ENCODING", asked, "encoding"),
    )


def _to_list(file_id: str, asked: Asked) -> pb.ListBulkRowsRequest:
    state = _choice(pb.BulkRowState, "BULK_ROW_STATE", asked, "state")
    return pb.ListBulkRowsRequest(file_id=file_id, state=state, page_size=PAGE)


def _cells(row: pb.BulkRow) -> Sequence[object]:
    state = pb.BulkRowState.Name(row.state).removeprefix("BULK_ROW_STATE_")
    texts = (row.coupon_type, row.campaign, row.reason, state)
    told = (row.refusal, row.column, row.message, row.posting_id)
    return (
        row.line,
        to_cell(row.member_id),
        to_cell(row.asset),
        row.amount or "",
        *map(to_cell, texts),
        *map(to_cell, told),
    )


def _choice(enum: Any, prefix: str, asked: Asked, name: str) -> Any:
    value = asked.get(name, "")
    known = {each.removeprefix(f"{prefix}_"): number for each, number in enum.items() if number}
    if value and value not in known:
        raise invalid(name, f"one of {', '.join(known)}")
    return known.get(value, 0)


BULK_FILES = RowFiles(
    "/bulk-files",
    BODY_BYTES_MAX,
    COLUMNS,
    upload=lambda services: services.bulk_files.UploadBulkFile,
    to_upload=_to_upload,
    rows=lambda services: services.bulk_files.ListBulkRows,
    to_list=_to_list,
    cells=_cells,
)

"""POST /bulk-files and GET /bulk-files/{id}.csv: bulk files go in, and their rows come out.

    POST ?kind=ADJUSTMENTS&name=…&reason=…&requestId=…  with the file as the body, 2 MiB at most;
         &format=CSV and &encoding=GBK where they should not be found out. Answers {"fileId": …}.
    GET  ?state=REFUSED  every row with what became of it, as CSV that a spreadsheet does not run

The token stands in `authorization`, as for /graphql. Both are for operators; the rest of a bulk
file's life is GraphQL. Errors have the form of GraphQL's; BULK_FILE_INVALID names line and column.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.core.errors import Code, Refused
from gateway.http.gateway import Gateway
from gateway.http.made_files import HEADERS, MadeFiles
from gateway.schema.core.context import RequestContext
from services.common.cells import to_cell
from services.common.errors import invalid
from tessera.points.v1 import bulk_files_pb2 as pb

UPLOAD_COST, ROWS_COST = 200, 500
"""What a file costs of a caller's minute."""
BODY_BYTES_MAX = 2 * 1024 * 1024
TIMEOUT_S = 30.0
AT_ONCE, WAITING_MAX = 2, 10
PAGE = 500
TEXT_CHARS_MAX = 1_000
COLUMNS = (
    *("line", "member_id", "asset", "amount", "coupon_type", "campaign", "reason"),
    *("state", "refusal", "column", "message", "posting_id"),
)
_NAME = re.compile(r"([A-Za-z0-9_]{1,64})\.csv")
_BOM = "\ufeff"
"""Without it a spreadsheet takes UTF-8 for the encoding of its country."""


class BulkFileRoutes:
    """The endpoints. AT_ONCE files of each are handled at the same time, WAITING_MAX wait."""

    def __init__(self, gateway: Gateway) -> None:
        limits = (TIMEOUT_S, AT_ONCE, WAITING_MAX, "files")
        self._uploads = MadeFiles(gateway, "POST /bulk-files", UPLOAD_COST, *limits)
        self._rows = MadeFiles(gateway, "GET /bulk-files", ROWS_COST, *limits)

    @property
    def routes(self) -> Sequence[Route]:
        """The routes of the endpoints."""
        return [
            Route("/bulk-files", self.upload, methods=["POST"]),
            Route("/bulk-files/{name}", self.download, methods=["GET"]),
        ]

    async def upload(self, request: Request) -> Response:
        """The id of the checked file, or an error as JSON."""

        async def make(context: RequestContext) -> bytes:
            asked = request.query_params
            message = pb.UploadBulkFileRequest(
                request_id=_text(asked, "requestId"),
                kind=_choice(pb.BulkFileKind, "BULK_FILE_KIND", asked, "kind"),
                name=_text(asked, "name"),
                reason=_text(asked, "reason"),
                format=_choice(pb.BulkFileFormat, "BULK_FILE_FORMAT", asked, "format"),
                encoding=_choice(pb.BulkFileEncoding, "BULK_FILE_ENCODING", asked, "encoding"),
            )
            async with self._uploads.turn():
                message.content = await _body(request)
                services = context.services
                method = services.bulk_files.UploadBulkFile
                told = await services.write(method, message, context.caller)
            return orjson.dumps({"fileId": told.file.id, "replayed": told.replayed})

        return await self._uploads.hand_over(request, make, "application/json", "")

    async def download(self, request: Request) -> Response:
        """The rows, or an error as JSON."""
        found = _NAME.fullmatch(request.path_params["name"])
        if found is None:
            return Response(status_code=404, headers=HEADERS)
        file_id = found.group(1)

        async def make(context: RequestContext) -> bytes:
            asked = request.query_params
            state = _choice(pb.BulkRowState, "BULK_ROW_STATE", asked, "state")
            async with self._rows.turn():
                return await _rows(context, file_id, state)

        return await self._rows.hand_over(
            request, make, "text/csv; charset=utf-8", f"{file_id}.csv"
        )


async def _rows(context: RequestContext, file_id: str, state: Any) -> bytes:
    services, out = context.services, io.StringIO(newline="")
    out.write(_BOM)
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    asked = pb.ListBulkRowsRequest(file_id=file_id, state=state, page_size=PAGE)
    while True:
        told = await services.read(services.bulk_files.ListBulkRows, asked, context.caller)
        lines.writerows(map(_cells, told.rows))
        if not told.next_page_token:
            return out.getvalue().encode()
        asked.page_token = told.next_page_token


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


def _text(asked: Mapping[str, str], name: str) -> str:
    value = asked.get(name, "")
    if len(value) > TEXT_CHARS_MAX:
        raise invalid(name, f"at most {TEXT_CHARS_MAX} characters")
    return value


def _choice(enum: Any, prefix: str, asked: Mapping[str, str], name: str) -> Any:
    value = asked.get(name, "")
    known = {each.removeprefix(f"{prefix}_"): number for each, number in enum.items() if number}
    if value and value not in known:
        raise invalid(name, f"one of {', '.join(known)}")
    return known.get(value, 0)


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > BODY_BYTES_MAX:
            raise Refused(Code.BODY_TOO_LARGE, f"At most {BODY_BYTES_MAX} bytes: split the file.")
    return bytes(body)

"""POST /bulk-files and GET /bulk-files/{id}.csv: bulk files go in, and their rows come out.

    POST ?kind=ADJUSTMENTS&name=…&reason=…&requestId=…  with the file as the body, 2 MiB at most;
         &format=CSV and &encoding=GBK where they should not be found out. Answers {"fileId": …}.
    GET  ?state=REFUSED  every row with what became of it, as CSV that a spreadsheet does not run

The token stands in `authorization`, as for /graphql. Both are for operators; the rest of a bulk
file's life is GraphQL. Errors have the form of GraphQL's; BULK_FILE_INVALID names line and column.
"""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.http.files_of_rows import body_of, csv_of, endpoints, file_id_of, text_of
from gateway.http.gateway import Gateway
from gateway.http.made_files import HEADERS
from gateway.schema.core.context import RequestContext
from services.common.cells import to_cell
from services.common.errors import invalid
from tessera.points.v1 import bulk_files_pb2 as pb

BODY_BYTES_MAX = 2 * 1024 * 1024
PAGE = 500
COLUMNS = (
    *("line", "member_id", "asset", "amount", "coupon_type", "campaign", "reason"),
    *("state", "refusal", "column", "message", "posting_id"),
)


class BulkFileRoutes:
    """The endpoints."""

    def __init__(self, gateway: Gateway) -> None:
        self._uploads, self._rows = endpoints(gateway, "/bulk-files")

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
                request_id=text_of(asked, "requestId"),
                kind=_choice(pb.BulkFileKind, "BULK_FILE_KIND", asked, "kind"),
                name=text_of(asked, "name"),
                reason=text_of(asked, "reason"),
                format=_choice(pb.BulkFileFormat, "BULK_FILE_FORMAT", asked, "format"),
                encoding=_choice(pb.BulkFileEncoding, "BULK_FILE_ENCODING", asked, "encoding"),
            )
            message.content = await body_of(request, context.caller, BODY_BYTES_MAX)
            async with self._uploads.turn():
                services = context.services
                method = services.bulk_files.UploadBulkFile
                told = await services.write(method, message, context.caller)
            return orjson.dumps({"fileId": told.file.id, "replayed": told.replayed})

        return await self._uploads.hand_over(request, make, "application/json", "")

    async def download(self, request: Request) -> Response:
        """The rows, or an error as JSON."""
        file_id = file_id_of(request)
        if file_id is None:
            return Response(status_code=404, headers=HEADERS)

        async def make(context: RequestContext) -> bytes:
            asked = request.query_params
            state = _choice(pb.BulkRowState, "BULK_ROW_STATE", asked, "state")
            async with self._rows.turn():
                return await csv_of(COLUMNS, _rows(context, file_id, state))

        return await self._rows.hand_over(
            request, make, "text/csv; charset=utf-8", f"{file_id}.csv"
        )


async def _rows(
    context: RequestContext, file_id: str, state: Any
) -> AsyncIterator[Iterable[Sequence[object]]]:
    services = context.services
    asked = pb.ListBulkRowsRequest(file_id=file_id, state=state, page_size=PAGE)
    while True:
        told = await services.read(services.bulk_files.ListBulkRows, asked, context.caller)
        yield map(_cells, told.rows)
        if not told.next_page_token:
            return
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


def _choice(enum: Any, prefix: str, asked: Mapping[str, str], name: str) -> Any:
    value = asked.get(name, "")
    known = {each.removeprefix(f"{prefix}_"): number for each, number in enum.items() if number}
    if value and value not in known:
        raise invalid(name, f"one of {', '.join(known)}")
    return known.get(value, 0)

"""POST /member-files and GET /member-files/{id}.csv: files of members go in, and results come out.

    POST ?name=…&channel=…&requestId=…  with the file as the body, 4 MiB at most. Answers
         {"fileId": …}.
    GET  what became of each row so far, as CSV that a spreadsheet does not run

The token stands in `authorization`, as for /graphql. Both are for operators; the rest of a file's
life is GraphQL. Errors have the form of GraphQL's; IMPORT_FILE_INVALID names line and column.
"""

import csv
import io
import re
from collections.abc import Sequence

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
from tessera.members.v1 import member_files_pb2 as pb

UPLOAD_COST, ROWS_COST = 200, 500
"""What a file costs of a caller's minute."""
BODY_BYTES_MAX = 4 * 1024 * 1024
TIMEOUT_S = 30.0
AT_ONCE, WAITING_MAX = 2, 10
TEXT_CHARS_MAX = 1_000
COLUMNS = ("line", "state", "member_id", "refusal", "column", "message")
_NAME = re.compile(r"([A-Za-z0-9_]{1,64})\.csv")
_BOM = "\ufeff"
"""Without it a spreadsheet takes UTF-8 for the encoding of its country."""


class MemberFileRoutes:
    """The endpoints. AT_ONCE files of each are handled at the same time, WAITING_MAX wait."""

    def __init__(self, gateway: Gateway) -> None:
        limits = (TIMEOUT_S, AT_ONCE, WAITING_MAX, "files")
        self._uploads = MadeFiles(gateway, "POST /member-files", UPLOAD_COST, *limits)
        self._rows = MadeFiles(gateway, "GET /member-files", ROWS_COST, *limits)

    @property
    def routes(self) -> Sequence[Route]:
        """The routes of the endpoints."""
        return [
            Route("/member-files", self.upload, methods=["POST"]),
            Route("/member-files/{name}", self.download, methods=["GET"]),
        ]

    async def upload(self, request: Request) -> Response:
        """The id of the checked file, or an error as JSON."""

        async def make(context: RequestContext) -> bytes:
            message = pb.UploadMemberFileRequest(
                request_id=_text(request, "requestId"),
                name=_text(request, "name"),
                channel=_text(request, "channel"),
            )
            async with self._uploads.turn():
                message.content = await _body(request)
                services = context.services
                method = services.member_files.UploadMemberFile
                told = await services.write(method, message, context.caller)
            return orjson.dumps({"fileId": told.file.id, "replayed": told.replayed})

        return await self._uploads.hand_over(request, make, "application/json", "")

    async def download(self, request: Request) -> Response:
        """The results, or an error as JSON."""
        found = _NAME.fullmatch(request.path_params["name"])
        if found is None:
            return Response(status_code=404, headers=HEADERS)
        file_id = found.group(1)

        async def make(context: RequestContext) -> bytes:
            async with self._rows.turn():
                return await _results(context, file_id)

        return await self._rows.hand_over(
            request, make, "text/csv; charset=utf-8", f"{file_id}.csv"
        )


async def _results(context: RequestContext, file_id: str) -> bytes:
    services, out = context.services, io.StringIO(newline="")
    out.write(_BOM)
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    asked = pb.ListMemberFileRowsRequest(file_id=file_id)
    while True:
        told = await services.read(services.member_files.ListMemberFileRows, asked, context.caller)
        lines.writerows(map(_cells, told.rows))
        if not told.next_page_token:
            return out.getvalue().encode()
        asked.page_token = told.next_page_token


def _cells(row: pb.MemberFileRow) -> Sequence[object]:
    state = pb.MemberFileRowState.Name(row.state).removeprefix("MEMBER_FILE_ROW_STATE_")
    texts = (state.lower(), row.member_id, row.refusal, row.column, row.message)
    return (row.line, *map(to_cell, texts))


def _text(request: Request, name: str) -> str:
    value = request.query_params.get(name, "")
    if len(value) > TEXT_CHARS_MAX:
        raise invalid(name, f"at most {TEXT_CHARS_MAX} characters")
    return value


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > BODY_BYTES_MAX:
            raise Refused(Code.BODY_TOO_LARGE, f"At most {BODY_BYTES_MAX} bytes: split the file.")
    return bytes(body)

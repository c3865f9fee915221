"""Two endpoints of each kind of file that goes in row by row: one takes a file, and the other gives
what became of its rows."""

import csv
import io
import re
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.core.errors import Code, Refused
from gateway.http.gateway import Gateway
from gateway.http.made_files import HEADERS, MadeFiles
from gateway.schema.core.context import RequestContext
from gateway.upstream.clients import Services
from services.common.auth import Caller, Role, require_role
from services.common.errors import invalid

UPLOAD_COST, ROWS_COST = 200, 500
"""What a file costs of a caller's minute."""
TIMEOUT_S = 30.0
UPLOAD_TIMEOUT_S = 75.0
"""With the time of its way to here, FILE_TIMEOUT_S of gateway/guards/request_bounds.py."""
AT_ONCE, WAITING_MAX = 2, 10
TEXT_CHARS_MAX = 1_000
_NAME = re.compile(r"([A-Za-z0-9_]{1,64})\.csv")
_BOM = "\ufeff"
"""Without it a spreadsheet takes UTF-8 for the encoding of its country."""


Asked = Mapping[str, str]
"""What the address says behind its question mark."""


@dataclass(frozen=True)
class RowFiles:
    """A kind of file: `upload` and `rows` are its RPCs, and the rest is what they are asked."""

    path: str
    bytes_max: int
    columns: Sequence[str]
    """Of the results."""
    upload: Callable[[Services], Any]
    to_upload: Callable[[Asked], Any]
    """The request without its content. Raises INVALID_ARGUMENT."""
    rows: Callable[[Services], Any]
    to_list: Callable[[str, Asked], Any]
    """The request of the first page, by the id of the file. Raises INVALID_ARGUMENT."""
    cells: Callable[[Any], Sequence[object]]
    """A row of the results."""


class RowFileRoutes:
    """The endpoints. AT_ONCE files of each are handled at a time, WAITING_MAX wait."""

    def __init__(self, gateway: Gateway, files: RowFiles) -> None:
        self._files = files
        limits = (AT_ONCE, WAITING_MAX, "files")
        taking, giving = f"POST {files.path}", f"GET {files.path}"
        self._uploads = MadeFiles(gateway, taking, UPLOAD_COST, UPLOAD_TIMEOUT_S, *limits)
        self._rows = MadeFiles(gateway, giving, ROWS_COST, TIMEOUT_S, *limits)

    @property
    def routes(self) -> Sequence[Route]:
        """The routes of the endpoints."""
        return [
            Route(self._files.path, self.upload, methods=["POST"]),
            Route(f"{self._files.path}/{{name}}", self.download, methods=["GET"]),
        ]

    async def upload(self, request: Request) -> Response:
        """The id of the checked file, or an error as JSON."""

        async def make(context: RequestContext) -> bytes:
            message = self._files.to_upload(request.query_params)
            message.content = await body_of(request, context.caller, self._files.bytes_max)
            async with self._uploads.turn():
                services = context.services
                method = self._files.upload(services)
                told = await services.write(method, message, context.caller)
            return orjson.dumps({"fileId": told.file.id, "replayed": told.replayed})

        return await self._uploads.hand_over(request, make, "application/json", "")

    async def download(self, request: Request) -> Response:
        """The results, or an error as JSON."""
        file_id = file_id_of(request)
        if file_id is None:
            return Response(status_code=404, headers=HEADERS)

        async def make(context: RequestContext) -> bytes:
            asked = self._files.to_list(file_id, request.query_params)
            async with self._rows.turn():
                return await csv_of(self._files.columns, self._pages(context, asked))

        return await self._rows.hand_over(
            request, make, "text/csv; charset=utf-8", f"{file_id}.csv"
        )

    async def _pages(
        self, context: RequestContext, asked: Any
    ) -> AsyncIterator[Iterable[Sequence[object]]]:
        services = context.services
        while True:
            told = await services.read(self._files.rows(services), asked, context.caller)
            yield map(self._files.cells, told.rows)
            if not told.next_page_token:
                return
            asked.page_token = told.next_page_token


def file_id_of(request: Request) -> str | None:
    """The id in the path's `name`, which ends with .csv; None where there can be no such file."""
    found = _NAME.fullmatch(request.path_params["name"])
    return found.group(1) if found else None


def text_of(asked: Asked, name: str) -> str:
    """A text of the address, "" when it is left out. Raises INVALID_ARGUMENT."""
    value = asked.get(name, "")
    if len(value) > TEXT_CHARS_MAX:
        raise invalid(name, f"at most {TEXT_CHARS_MAX} characters")
    return value


async def body_of(request: Request, caller: Caller, bytes_max: int) -> bytes:
    """The file of an operator. Raises BODY_TOO_LARGE as soon as it is longer.

    Read it before a turn is taken: a caller who sends slowly must keep nobody else waiting.
    """
    require_role(caller, Role.OPERATOR)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > bytes_max:
            raise Refused(Code.BODY_TOO_LARGE, f"At most {bytes_max} bytes: split the file.")
    return bytes(body)


async def csv_of(columns: Sequence[str], pages: AsyncIterator[Iterable[Sequence[object]]]) -> bytes:
    """All pages below a line of `columns`. Cells are as `to_cell` makes them."""
    out = io.StringIO(newline="")
    out.write(_BOM)
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(columns)
    async for page in pages:
        lines.writerows(page)
    return out.getvalue().encode()

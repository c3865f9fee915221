"""What endpoints share whose files go in row by row, and say what became of each row."""

import csv
import io
import re
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence

from starlette.requests import Request

from gateway.core.errors import Code, Refused
from gateway.http.gateway import Gateway
from gateway.http.made_files import MadeFiles
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


def endpoints(gateway: Gateway, path: str) -> tuple[MadeFiles, MadeFiles]:
    """Of uploads and of results. AT_ONCE files of each are handled at a time, WAITING_MAX wait."""
    limits = (AT_ONCE, WAITING_MAX, "files")
    return (
        MadeFiles(gateway, f"POST {path}", UPLOAD_COST, UPLOAD_TIMEOUT_S, *limits),
        MadeFiles(gateway, f"GET {path}", ROWS_COST, TIMEOUT_S, *limits),
    )


def file_id_of(request: Request) -> str | None:
    """The id in the path's `name`, which ends with .csv; None where there can be no such file."""
    found = _NAME.fullmatch(request.path_params["name"])
    return found.group(1) if found else None


def text_of(asked: Mapping[str, str], name: str) -> str:
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

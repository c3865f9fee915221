"""Files that are made or taken while a caller waits.

Few are made at the same time, each within its time and for its cost; errors have the form of
GraphQL's.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import orjson
from starlette.requests import Request
from starlette.responses import Response

from gateway.core.errors import Refused, explain
from gateway.http.gateway import Gateway
from gateway.http.json_endpoint import error_response
from gateway.schema.core.context import RequestContext
from services.common import deadlines, telemetry
from services.common.auth import Unauthenticated
from services.common.errors import Refusal

HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
_STATUS = {
    "UNAUTHENTICATED": 401,
    "PERMISSION_DENIED": 403,
    "INVALID_ARGUMENT": 400,
    "ID_INVALID": 400,
    "ASSET_UNKNOWN": 400,
    "ACCOUNT_UNKNOWN": 404,
    "MEMBER_NOT_FOUND": 404,
    "EXPORT_TOO_LARGE": 409,
    "BULK_FILE_INVALID": 400,
    "IMPORT_FILE_INVALID": 400,
    "MEMBER_FILE_NOT_FOUND": 404,
    "MEMBER_FILES_FULL": 429,
    "FEEDBACK_FILE_INVALID": 400,
    "FEEDBACK_FILE_NOT_FOUND": 404,
    "FEEDBACK_FILES_FULL": 429,
    "BULK_FILE_NOT_FOUND": 404,
    "PROGRAMME_MISSING": 409,
    "REQUEST_ID_REUSED": 409,
    "INTERNAL": 500,
}
_AWAY_STATUS = 503


@dataclass
class MadeFiles:
    """The files of one endpoint: `at_once` are made at the same time, `waiting_max` wait."""

    gateway: Gateway
    span: str
    cost: int
    """What a file costs of a caller's minute."""
    timeout_s: float
    at_once: int
    waiting_max: int
    what: str
    """The files' name in the plural, for whoever comes when too many wait."""
    _turns: asyncio.Semaphore = field(init=False)
    _waiting: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._turns = asyncio.Semaphore(self.at_once)

    async def hand_over(
        self,
        request: Request,
        make: Callable[[RequestContext], Awaitable[bytes]],
        kind: str,
        file_name: str,
    ) -> Response:
        """What `make` makes for the caller, as a file of the media type `kind`, which a browser
        saves unless `file_name` is ""; or an error."""
        headers = request.headers
        address = self.gateway.address(request.scope)
        language = request.query_params.get("lang", "") or headers.get("accept-language", "")
        context = self.gateway.context(None, language, address)
        with telemetry.server_span(self.span, dict(headers)):
            try:
                context.caller_or_none = self.gateway.caller(headers.get("authorization", ""))
                if context.caller_or_none is None:
                    raise Unauthenticated("no token")
                async with deadlines.within(self.timeout_s):
                    await context.charge(self.cost)
                    body = await make(context)
            except Refused as refused:
                return error_response(refused)
            except Exception as error:
                if isinstance(error, deadlines.DeadlineExceeded):
                    error = TimeoutError()
                message, extensions = explain(error, context.language)
                failure = orjson.dumps({"errors": [{"message": message, "extensions": extensions}]})
                status = _STATUS.get(extensions["code"], _AWAY_STATUS)
                return Response(failure, status, HEADERS, media_type="application/json")
        if not file_name:
            return Response(body, 200, HEADERS, media_type=kind)
        disposition = f'attachment; filename="{file_name}"'
        return Response(body, 200, {**HEADERS, "content-disposition": disposition}, kind)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Waits for a place. Refuses OVERLOADED when too many wait."""
        if self._waiting >= self.waiting_max:
            raise Refusal("OVERLOADED", f"too many {self.what} at once")
        self._waiting += 1
        try:
            async with self._turns:
                yield
        finally:
            self._waiting -= 1

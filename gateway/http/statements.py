"""GET /statements/2026-03.pdf and .json: a member's month as a file.

    ?asset=POINTS&lang=zh&memberId=…   with the token in `authorization`, as for /graphql

Members get their own months; operators with `points:read` name the member. A file lists the last
ENTRIES_MAX entries of the month. Errors have the form of GraphQL's.
"""

import asyncio
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.core.errors import Refused, explain
from gateway.http.gateway import Gateway
from gateway.http.json_endpoint import error_response
from gateway.http.statement import StatementDocument, as_json, entry_of, lines_of
from gateway.http.statement_pdf import statement_pdf
from gateway.schema.core.context import RequestContext
from services.common import deadlines, telemetry
from services.common.auth import Unauthenticated
from services.common.errors import Refusal, invalid
from tessera.members.v1 import members_pb2
from tessera.points.v1 import ledger_pb2, statements_pb2, wallets_pb2

ENTRIES_MAX = 5_000
PAGE = 100
COST = 500
"""What a file costs of a caller's minute: up to 50 pages are read for it."""
TIMEOUT_S = 20.0
AT_ONCE, WAITING_MAX = 2, 20
EXPIRING_DAYS, EXPIRING_MAX = 90, 6
POINTS = "POINTS"
_NAME = re.compile(r"([0-9]{4}-[0-9]{2})\.(pdf|json)")
_HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
_STATUS = {
    "UNAUTHENTICATED": 401,
    "PERMISSION_DENIED": 403,
    "INVALID_ARGUMENT": 400,
    "ID_INVALID": 400,
    "ASSET_UNKNOWN": 400,
    "ACCOUNT_UNKNOWN": 404,
    "MEMBER_NOT_FOUND": 404,
    "INTERNAL": 500,
}
_AWAY_STATUS = 503


class StatementFiles:
    """The endpoint. AT_ONCE files are made at the same time, WAITING_MAX wait."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    @property
    def routes(self) -> Sequence[Route]:
        """The route of the endpoint."""
        return [Route("/statements/{name}", self.answer, methods=["GET"])]

    async def answer(self, request: Request) -> Response:
        """The file, or an error as JSON."""
        found = _NAME.fullmatch(request.path_params["name"])
        if found is None:
            return Response(status_code=404, headers=_HEADERS)
        month, form = found.groups()
        asked, headers = request.query_params, request.headers
        language = asked.get("lang", "") or headers.get("accept-language", "")
        address = self._gateway.address(request.scope)
        context = self._gateway.context(None, language, address)
        with telemetry.server_span("GET /statements", dict(headers)):
            try:
                context.caller_or_none = self._gateway.caller(headers.get("authorization", ""))
                if context.caller_or_none is None:
                    raise Unauthenticated("no token")
                async with deadlines.within(TIMEOUT_S):
                    await context.charge(COST)
                    body = await self._in_turn(context, month, form, asked)
            except Refused as refused:
                return error_response(refused)
            except Exception as error:
                if isinstance(error, deadlines.DeadlineExceeded):
                    error = TimeoutError()
                message, extensions = explain(error, context.language)
                failure = orjson.dumps({"errors": [{"message": message, "extensions": extensions}]})
                status = _STATUS.get(extensions["code"], _AWAY_STATUS)
                return Response(failure, status, _HEADERS, media_type="application/json")
        kind = "application/pdf" if form == "pdf" else "application/json"
        disposition = f'attachment; filename="statement-{month}.{form}"'
        return Response(body, 200, {**_HEADERS, "content-disposition": disposition}, kind)

    async def _in_turn(self, context: RequestContext, month: str, form: str, asked: Any) -> bytes:
        if self._waiting >= WAITING_MAX:
            raise Refusal("OVERLOADED", "too many statements at once")
        self._waiting += 1
        try:
            async with self._turn:
                member_id = context.member_id(asked.get("memberId") or None)
                asset = asked.get("asset") or POINTS
                document = await _document(context, member_id, asset, month)
                if form == "json":
                    return orjson.dumps(as_json(document))
                return await asyncio.to_thread(statement_pdf, document)
        finally:
            self._waiting -= 1


async def _document(
    context: RequestContext, member_id: str, asset: str, month: str
) -> StatementDocument:
    services, caller = context.services, context.caller
    if len(asset) > 64:
        raise invalid("asset", "1 to 64 characters")
    card = members_pb2.BatchGetMembersRequest(member_ids=[member_id])
    wallet = wallets_pb2.BatchGetWalletsRequest(member_ids=[member_id], expiring_days=EXPIRING_DAYS)
    (told, entries), cards, wallets = await asyncio.gather(
        _month(context, member_id, asset, month),
        services.read(services.members.BatchGetMembers, card, caller),
        services.read(services.wallets.BatchGetWallets, wallet, caller),
    )
    if not cards.members:
        raise Refusal("MEMBER_NOT_FOUND", "no such member", field="memberId")
    expiring = wallets.wallets[0].points.expiring if wallets.wallets and asset == POINTS else ()
    counted = sum(line.count for line in told.lines)
    return StatementDocument(
        brand=caller.brand,
        member_id=member_id,
        name=cards.members[0].name,
        month=month,
        asset=asset,
        language=context.language,
        zone=ZoneInfo(told.time_zone),
        made_at=datetime.now(UTC),
        opening=told.opening,
        closing=told.closing,
        lines=lines_of(told, context.language),
        entries=[entry_of(entry, context) for entry in reversed(entries)],
        left_out=max(0, counted - len(entries)) if len(entries) >= ENTRIES_MAX else 0,
        expiring=[(each.on, each.points) for each in expiring[:EXPIRING_MAX]],
    )


async def _month(
    context: RequestContext, member_id: str, asset: str, month: str
) -> tuple[statements_pb2.GetStatementResponse, list[ledger_pb2.Entry]]:
    """The sums, and the last entries of the month, the newest first."""
    services, token = context.services, ""
    entries: list[ledger_pb2.Entry] = []
    while True:
        request = statements_pb2.GetStatementRequest(
            member_id=member_id, asset=asset, month=month, page_size=PAGE, page_token=token
        )
        method = services.statements.GetStatement
        told: statements_pb2.GetStatementResponse = await services.read(
            method, request, context.caller
        )
        entries += told.entries
        token = told.next_page_token
        if not token or len(entries) >= ENTRIES_MAX:
            return told, entries

"""GET /statements/2026-03.pdf and .json: a member's month as a file.

    ?asset=POINTS&lang=zh&memberId=…   with the token in `authorization`, as for /graphql

Members get their own months; operators with `points:read` name the member. A file lists the last
ENTRIES_MAX entries of the month. Errors have the form of GraphQL's.
"""

import asyncio
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.http.gateway import Gateway
from gateway.http.made_files import HEADERS, MadeFiles
from gateway.http.statement import StatementDocument, as_json, entry_of, lines_of
from gateway.http.statement_pdf import statement_pdf
from gateway.schema.core.context import RequestContext
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


class StatementFiles:
    """The endpoint. AT_ONCE files are made at the same time, WAITING_MAX wait."""

    def __init__(self, gateway: Gateway) -> None:
        self._files = MadeFiles(
            gateway, "GET /statements", COST, TIMEOUT_S, AT_ONCE, WAITING_MAX, "statements"
        )

    @property
    def routes(self) -> Sequence[Route]:
        """The route of the endpoint."""
        return [Route("/statements/{name}", self.answer, methods=["GET"])]

    async def answer(self, request: Request) -> Response:
        """The file, or an error as JSON."""
        found = _NAME.fullmatch(request.path_params["name"])
        if found is None:
            return Response(status_code=404, headers=HEADERS)
        month, form = found.groups()
        asked = request.query_params

        async def make(context: RequestContext) -> bytes:
            async with self._files.turn():
                member_id = context.member_id(asked.get("memberId") or None)
                asset = asked.get("asset") or POINTS
                document = await _document(context, member_id, asset, month)
                if form == "json":
                    return orjson.dumps(as_json(document))
                return await asyncio.to_thread(statement_pdf, document)

        kind = "application/pdf" if form == "pdf" else "application/json"
        return await self._files.hand_over(request, make, kind, f"statement-{month}.{form}")


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

"""POST /export {"memberId": …, "reason": …}: all that is kept of a member, as a zip.

The token stands in `authorization`, as for /graphql. Members get their own copy, without a body or
with {}; operators with `pii:read` name the member and write a reason. The archive is made while it
is asked for, and kept nowhere. Members, which knows who exists and writes the audit log, is asked
first. Errors have the form of GraphQL's.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.core.errors import Code, Refused
from gateway.http.export_archive import ExportArchive
from gateway.http.gateway import Gateway
from gateway.http.made_files import MadeFiles
from gateway.schema.core.context import RequestContext
from tessera.feedback.v1 import privacy_pb2 as feedback_pb2
from tessera.members.v1 import privacy_pb2 as members_pb2
from tessera.points.v1 import privacy_pb2 as points_pb2
from tessera.types.v1 import exports_pb2

COST = 2_000
"""What a copy costs of a caller's minute."""
BODY_BYTES_MAX = 4_096
TIMEOUT_S = 60.0
AT_ONCE, WAITING_MAX = 2, 10


class MemberExports:
    """The endpoint. AT_ONCE copies are made at the same time, WAITING_MAX wait."""

    def __init__(self, gateway: Gateway) -> None:
        self._files = MadeFiles(
            gateway, "POST /export", COST, TIMEOUT_S, AT_ONCE, WAITING_MAX, "copies"
        )

    @property
    def routes(self) -> Sequence[Route]:
        """The route of the endpoint."""
        return [Route("/export", self.answer, methods=["POST"])]

    async def answer(self, request: Request) -> Response:
        """The archive, or an error as JSON."""

        async def make(context: RequestContext) -> bytes:
            asked = await _asked(request)
            async with self._files.turn():
                member_id = context.member_id(asked.get("memberId") or None)
                archive = ExportArchive(context.caller.brand, member_id)
                async for service, records in _pages(context, member_id, asked.get("reason", "")):
                    await asyncio.to_thread(archive.add, service, records)
                return await asyncio.to_thread(archive.done)

        return await self._files.hand_over(request, make, "application/zip", "my-data.zip")


async def _asked(request: Request) -> Mapping[str, str]:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > BODY_BYTES_MAX:
            raise Refused(Code.BODY_TOO_LARGE, f"At most {BODY_BYTES_MAX} bytes.")
    try:
        asked = orjson.loads(body or b"{}")
    except orjson.JSONDecodeError as error:
        raise Refused(Code.BODY_INVALID, "The body is not JSON.") from error
    if not isinstance(asked, dict) or not all(isinstance(each, str) for each in asked.values()):
        raise Refused(Code.BODY_INVALID, "Send an object of texts.")
    return asked


async def _pages(
    context: RequestContext, member_id: str, reason: str
) -> AsyncIterator[tuple[str, Sequence[exports_pb2.ExportedRecord]]]:
    """Pages of records, service by service."""
    services = context.services
    asking: Sequence[tuple[str, Any, Any]] = (
        (
            "members",
            services.privacy.ExportMember,
            members_pb2.ExportMemberRequest(member_id=member_id, reason=reason),
        ),
        (
            "points",
            services.points_privacy.ExportMember,
            points_pb2.ExportMemberRequest(member_id=member_id),
        ),
        (
            "feedback",
            services.feedback_privacy.ExportMember,
            feedback_pb2.ExportMemberRequest(member_id=member_id),
        ),
    )
    for service, method, request in asking:
        while True:
            answer = await services.read(method, request, context.caller)
            yield service, answer.records
            if not answer.next_page_token:
                break
            request.page_token = answer.next_page_token

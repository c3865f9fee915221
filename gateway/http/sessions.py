"""Sessions: an access token for half an hour, and a refresh token for the next one.

    POST /login/refresh {"refreshToken": "…", "requestId": "…"}
    → {"token": "…", "expiresIn": 1800, "expiresAt": 1795000000, "memberId": "…",
       "refreshToken": "…", "refreshExpiresAt": 1797000000}
    POST /login/logout {"refreshToken": "…"} → 204

A refresh token is good once. A front end repeats a request that got no answer as it was, with the
same `requestId`; the same token under another id ends the session (401, SESSION_ENDED), and the
member logs in again. Logout ends the refresh tokens; the access token lasts its half hour.

The members service keeps the sessions; the gateway keeps nothing.
"""

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from gateway.core.ids import to_global
from gateway.http.json_endpoint import LOGINS, JsonEndpoint, text
from gateway.upstream.clients import Services, watcher
from services.common.auth import Caller, Role, TokenIssuer
from services.common.ids import new_id
from tessera.members.v1 import sessions_pb2

TOKEN_TTL = timedelta(minutes=30)
REFRESH_COST = 50
REFRESH_TOKEN_CHARS_MAX = 1024
REQUEST_ID_CHARS_MAX = 255


class Sessions:
    """Starts, renews and ends sessions; the endpoints of the last two."""

    def __init__(self, services: Services, issuer: TokenIssuer, endpoint: JsonEndpoint) -> None:
        """`issuer` mints for the gateway's audience."""
        self._services = services
        self._issuer = issuer
        self._endpoint = endpoint

    async def start(self, brand: str, member_id: str, request_id: str) -> dict[str, Any]:
        """The answer to a login: the tokens of a new session."""
        request = sessions_pb2.StartSessionRequest(request_id=request_id, member_id=member_id)
        caller = Caller(brand, "gateway", Role.SERVICE)
        begun = await self._services.write(self._services.sessions.StartSession, request, caller)
        return self._tokens(brand, member_id, begun)

    async def refresh(self, request: Request) -> Response:
        """POST /login/refresh."""
        return await self._endpoint.answer(request, REFRESH_COST, self._refresh)

    async def logout(self, request: Request) -> Response:
        """POST /login/logout."""
        return await self._endpoint.answer(request, REFRESH_COST, self._logout)

    async def _refresh(self, body: Mapping[str, Any]) -> dict[str, Any]:
        asked = sessions_pb2.RefreshSessionRequest(
            refresh_token=text(body, "refreshToken", REFRESH_TOKEN_CHARS_MAX),
            request_id=text(body, "requestId", REQUEST_ID_CHARS_MAX),
        )
        method = self._services.sessions.RefreshSession
        # Only the token names the member, and only the members service can read it.
        going = await self._services.write(method, asked, watcher())
        LOGINS.labels("refreshed").inc()
        return self._tokens(going.brand, going.member_id, going)

    async def _logout(self, body: Mapping[str, Any]) -> None:
        token = text(body, "refreshToken", REFRESH_TOKEN_CHARS_MAX)
        request = sessions_pb2.EndSessionRequest(request_id=new_id("out"), refresh_token=token)
        await self._services.write(self._services.sessions.EndSession, request, watcher())
        LOGINS.labels("ended").inc()

    def _tokens(
        self,
        brand: str,
        member_id: str,
        session: sessions_pb2.StartSessionResponse | sessions_pb2.RefreshSessionResponse,
    ) -> dict[str, Any]:
        caller = Caller(brand, member_id, Role.MEMBER, member_id)
        lives_s = int(TOKEN_TTL.total_seconds())
        return {
            "token": self._issuer.mint(caller, TOKEN_TTL),
            "expiresIn": lives_s,
            "expiresAt": int(time.time()) + lives_s,
            "memberId": to_global("Member", member_id),
            "refreshToken": session.refresh_token,
            "refreshExpiresAt": session.expire_time.seconds,
        }

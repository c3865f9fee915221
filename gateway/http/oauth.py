"""OAuth 2.0 for programs of a brand: tokens by client credentials (RFC 6749, 4.4).

    POST /oauth/token   grant_type=client_credentials&scope=points:write
    → {"access_token": "…", "token_type": "Bearer", "expires_in": 600, "scope": "points:write"}
    POST /oauth/revoke  token=…                        → 200 (RFC 7009)
    GET /.well-known/oauth-authorization-server        → the metadata (RFC 8414)

A client shows its secret by HTTP Basic or in the form. A token is for the services' gRPC; an
operator's client gets one for this gateway by `audience=tessera-gateway`, or `resource` (RFC 8707).
A revocation ends all tokens of the client up to the one that it names, within a minute.

The members service keeps the clients and writes the audit log; the gateway keeps nothing.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import grpc
import orjson
from prometheus_client import Counter
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.guards.failure_limit import FailureLimit
from gateway.guards.rate_limit import RateLimited, RateLimiter, client_address
from gateway.http.oauth_form import Credentials, OAuthError, credentials_of, form_of
from gateway.upstream.clients import Services, watcher
from services.common import deadlines, telemetry
from services.common.auth import (
    GATEWAY_AUDIENCE,
    SERVICES_AUDIENCE,
    Caller,
    Role,
    TokenIssuer,
    TokenVerifier,
    Unauthenticated,
)
from services.common.errors import reason_of
from tessera.members.v1 import clients_pb2

TOKEN_TTL = timedelta(minutes=10)
TOKEN_COST = 50
TIMEOUT_S = 8.0
SCOPES_MAX = 32
GRANT = "client_credentials"

TOKENS = Counter("tessera_gateway_oauth_total", "Requests of OAuth clients.", ["path", "outcome"])

_FAILURES = frozenset({"CLIENT_INVALID", "SCOPE_NOT_GRANTED", "PERMISSION_DENIED"})

_log = telemetry.log("oauth")

Work = Callable[[Mapping[str, str], Credentials, str], Awaitable[Mapping[str, Any]]]


class OAuth:
    """The endpoints."""

    def __init__(
        self,
        services: Services,
        issuer: TokenIssuer,
        verifiers: Sequence[TokenVerifier],
        failures: FailureLimit,
        *,
        rate_limiter: RateLimiter | None = None,
        proxies: int = 0,
        public_url: str = "",
    ) -> None:
        """`verifiers` take the tokens that can be revoked."""
        self._services = services
        self._issuer = issuer
        self._verifiers = verifiers
        self._failures = failures
        self._rate_limiter = rate_limiter
        self._proxies = proxies
        self._public_url = public_url.rstrip("/")

    @property
    def routes(self) -> Sequence[Route]:
        """The routes of the endpoints."""
        return [
            Route("/oauth/token", self.token, methods=["POST"]),
            Route("/oauth/revoke", self.revoke, methods=["POST"]),
            Route("/.well-known/oauth-authorization-server", self.metadata, methods=["GET"]),
        ]

    async def token(self, request: Request) -> Response:
        """POST /oauth/token."""
        return await self._answer(request, self._token)

    async def revoke(self, request: Request) -> Response:
        """POST /oauth/revoke."""
        return await self._answer(request, self._revoke)

    async def metadata(self, request: Request) -> Response:
        """GET /.well-known/oauth-authorization-server."""
        here = self._public_url or str(request.base_url).rstrip("/")
        methods = ["client_secret_basic", "client_secret_post"]
        answer = {
            "issuer": here,
            "token_endpoint": f"{here}/oauth/token",
            "revocation_endpoint": f"{here}/oauth/revoke",
            "grant_types_supported": [GRANT],
            "response_types_supported": [],
            "token_endpoint_auth_methods_supported": methods,
            "revocation_endpoint_auth_methods_supported": methods,
        }
        return Response(orjson.dumps(answer), media_type="application/json")

    async def _answer(self, request: Request, work: Work) -> Response:
        headers = {"cache-control": "no-store", "pragma": "no-cache"}
        path = request.url.path
        with telemetry.server_span(f"POST {path}", dict(request.headers)):
            try:
                answer = await self._in_time(request, work)
            except OAuthError as error:
                TOKENS.labels(path, error.code).inc()
                return error.response(headers)
        TOKENS.labels(path, "ok").inc()
        return Response(orjson.dumps(answer), media_type="application/json", headers=headers)

    async def _in_time(self, request: Request, work: Work) -> Mapping[str, Any]:
        address = client_address(request.scope, self._proxies)
        try:
            async with deadlines.within(TIMEOUT_S):
                if self._rate_limiter is not None:
                    await self._rate_limiter.charge(None, address, TOKEN_COST)
                form = await form_of(request)
                shown = credentials_of(request.headers.get("authorization", ""), form)
                wait_s = await self._failures.wait_s(shown.client_id, address)
                if wait_s:
                    raise RateLimited(wait_s)
                return await self._counting(work, form, shown, address)
        except RateLimited as error:
            raise OAuthError.too_many(error.retry_after_s) from error
        except (deadlines.DeadlineExceeded, ClientDisconnect) as error:
            raise OAuthError.away() from error

    async def _counting(
        self, work: Work, form: Mapping[str, str], shown: Credentials, address: str
    ) -> Mapping[str, Any]:
        """The answer; a failure of the client counts, one of ours is logged."""
        try:
            return await work(form, shown, address)
        except OAuthError:
            raise
        except Exception as error:
            refusal = reason_of(error) if isinstance(error, grpc.RpcError) else None
            reason = refusal.reason if refusal is not None else ""
            if reason in _FAILURES:
                await self._failures.failed(shown.client_id, address)
            elif reason != "INVALID_ARGUMENT":
                _log.warning("oauth_failed", error=type(error).__name__, reason=reason)
            raise _error(reason, shown) from error

    async def _token(
        self, form: Mapping[str, str], shown: Credentials, address: str
    ) -> Mapping[str, Any]:
        grant = form.get("grant_type", "")
        if not grant:
            raise OAuthError("invalid_request", "`grant_type` is missing.")
        if grant != GRANT:
            raise OAuthError("unsupported_grant_type", f"Only {GRANT} is supported.")
        audience = _audience(form)
        scopes = form.get("scope", "").split()
        if len(scopes) > SCOPES_MAX:
            raise OAuthError("invalid_scope", f"At most {SCOPES_MAX} scopes.")
        asked = clients_pb2.AuthenticateClientRequest(
            client_id=shown.client_id,
            client_secret=shown.secret,
            scopes=scopes,
            audience=audience,
            address=address,
        )
        method = self._services.clients.AuthenticateClient
        known = await self._services.write(method, asked, watcher())
        caller = Caller(
            known.brand,
            shown.client_id,
            Role(known.role),
            scopes=frozenset(known.scopes),
            channel=known.channel,
            epoch=known.epoch,
            stores=frozenset(known.stores),
        )
        return {
            "access_token": self._issuer.mint(caller, TOKEN_TTL, audience=audience),
            "token_type": "Bearer",
            "expires_in": int(TOKEN_TTL.total_seconds()),
            "scope": " ".join(known.scopes),
        }

    async def _revoke(
        self, form: Mapping[str, str], shown: Credentials, address: str
    ) -> Mapping[str, Any]:
        token = form.get("token", "")
        if not token:
            raise OAuthError("invalid_request", "`token` is missing.")
        # A token that is not the client's own, or has expired, ends nothing: epoch 0 is none's.
        asked = clients_pb2.EndClientTokensRequest(
            client_id=shown.client_id,
            client_secret=shown.secret,
            epoch=self._epoch(token, shown.client_id),
            address=address,
        )
        await self._services.write(self._services.clients.EndClientTokens, asked, watcher())
        return {}

    def _epoch(self, token: str, client_id: str) -> int:
        for verifier in self._verifiers:
            try:
                caller = verifier.verify(token)
            except Unauthenticated:
                continue
            if caller.subject == client_id and caller.epoch is not None:
                return caller.epoch
        return 0


def _error(reason: str, shown: Credentials) -> OAuthError:
    """The answer to a refusal of members, and to its absence."""
    if reason == "CLIENT_INVALID":
        return OAuthError.client(shown.by_header)
    if reason == "SCOPE_NOT_GRANTED":
        return OAuthError("invalid_scope", "The client has not got this scope.")
    if reason == "PERMISSION_DENIED":
        return OAuthError("invalid_target", "The gateway is for operators' clients.")
    if reason == "INVALID_ARGUMENT":
        return OAuthError("invalid_request", "A parameter is too long.")
    return OAuthError.away()


def _audience(form: Mapping[str, str]) -> str:
    asked = {form[name] for name in ("audience", "resource") if form.get(name)}
    audience = asked.pop() if asked else SERVICES_AUDIENCE
    if asked or audience not in (SERVICES_AUDIENCE, GATEWAY_AUDIENCE):
        raise OAuthError("invalid_target", f"One of {SERVICES_AUDIENCE}, {GATEWAY_AUDIENCE}.")
    return audience

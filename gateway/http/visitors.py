"""GET /login/public?appId=…: a token for visitors, who have no login and see public fields.

    → {"token": "…", "expiresIn": 61200, "expiresAt": 1795000000}

Our own lists of apps name the brand: the apps of WeChat, and those in TESSERA_PUBLIC_APPS. A
visitor asks GET /graphql?client=TOKEN&documentId=…, for persisted documents of public fields. The
token is part of the address, by which caches keep brands apart, and is no secret: for half a day
every visitor gets the same token from any process. In the header `authorization` of POST /graphql
it may send anonymous feedback, at the cost of the visitor's address. No service and no other
endpoint accepts it.
"""

import time
from collections.abc import Mapping, Sequence
from datetime import timedelta

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.core.errors import Code, Refused
from gateway.guards.rate_limit import RateLimited, RateLimiter, client_address
from gateway.http.json_endpoint import error_response
from services.common.auth import Caller, Role, TokenIssuer
from services.common.settings import SettingsError

TOKEN_TTL = timedelta(hours=24)
STEP_S = 12 * 3600
MAX_AGE_S = 3600
SUBJECT = "visitor"
COST = 20
"""To the address. Caches answer most visitors."""


class Visitors:
    """The endpoint."""

    def __init__(
        self,
        apps: Mapping[str, str],
        issuer: TokenIssuer,
        *,
        rate_limiter: RateLimiter | None = None,
        proxies: int = 0,
    ) -> None:
        """`apps` has the brand of each app; `issuer` mints for the gateway's audience."""
        self._brands = dict(apps)
        self._issuer = issuer
        self._rate_limiter = rate_limiter
        self._proxies = proxies

    @property
    def routes(self) -> Sequence[Route]:
        """The route of the endpoint."""
        return [Route("/login/public", self.answer, methods=["GET"])]

    async def answer(self, request: Request) -> Response:
        """GET /login/public."""
        if self._rate_limiter is not None:
            address = client_address(request.scope, self._proxies)
            try:
                await self._rate_limiter.charge(None, address, COST)
            except RateLimited as limited:
                return error_response(limited)
        brand = self._brands.get(request.query_params.get("appId", ""))
        if brand is None:
            return error_response(Refused(Code.BODY_INVALID, "`appId` is none of ours."))
        now_s = int(time.time())
        since_s = now_s - now_s % STEP_S
        ends_s = since_s + int(TOKEN_TTL.total_seconds())
        answer = {
            "token": self._issuer.mint(visitor(brand), TOKEN_TTL, since_s),
            "expiresIn": ends_s - now_s,
            "expiresAt": ends_s,
        }
        headers = {
            "cache-control": f"public, max-age={MAX_AGE_S}",
            "access-control-allow-origin": "*",
        }
        return Response(orjson.dumps(answer), headers=headers, media_type="application/json")


def visitor(brand: str) -> Caller:
    """The visitor of a brand. Raises ValueError for a text that is no brand."""
    return Caller(brand, SUBJECT, Role.PUBLIC)


def read_apps(pairs: Sequence[str]) -> dict[str, str]:
    """The brand of each app in a list of app=brand. Raises SettingsError."""
    apps = {}
    for each in pairs:
        app, _, brand = each.partition("=")
        try:
            apps[app.strip()] = visitor(brand.strip()).brand
        except ValueError as error:
            raise SettingsError(f"TESSERA_PUBLIC_APPS: {each!r} is not app=brand") from error
    return apps

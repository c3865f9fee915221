"""POST /login/wechat: a mini-program's code becomes a token, and a session.

    {"code": "…", "appId": "wx…", "origin": {"storeCode": "…"}}
    → {"token": "…", "expiresIn": 1800, "expiresAt": 1795000000, "memberId": "…", "created": false,
       "refreshToken": "…", "refreshExpiresAt": 1797000000}

`appId` may be left out where there is only one app. Our own list of apps names its brand, and
WeChat takes a code only with the secret of the app that it was made for. `origin` may be left out;
it says where a new member came from (`origin.py`). The member is found, or enrolled, by openid.
`sessions` renews the token.

A request holds one code and costs LOGIN_COST. No more than EXCHANGES_MAX requests wait for WeChat
at once.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.core.errors import Code, Refused, refusal_of
from gateway.guards.rate_limit import RateLimiter
from gateway.http.json_endpoint import LOGINS, JsonEndpoint, text
from gateway.http.origin import origin_in
from gateway.http.sessions import Sessions
from gateway.upstream.clients import CHANNEL, Services
from gateway.upstream.wechat import App, Exchange, WechatIdentity
from services.common import telemetry
from services.common.auth import TokenIssuer
from services.common.errors import Refusal
from tessera.members.v1 import members_pb2

CODE_CHARS_MAX = 128
LOGIN_COST = 200
EXCHANGES_MAX = 32

_log = telemetry.log("login")


class WechatLogin:
    """The endpoints of logins and of their sessions."""

    def __init__(
        self,
        apps: Mapping[str, App],
        exchange: Exchange,
        services: Services,
        issuer: TokenIssuer,
        *,
        rate_limiter: RateLimiter | None = None,
        proxies: int = 0,
    ) -> None:
        """`issuer` mints for the gateway's audience."""
        self._apps = apps
        self._exchange = exchange
        self._services = services
        self.endpoint = JsonEndpoint(rate_limiter=rate_limiter, proxies=proxies)
        self._sessions = Sessions(services, issuer, self.endpoint)
        self._waiting = 0

    @property
    def routes(self) -> Sequence[Route]:
        """The routes of the endpoints."""
        return [
            Route("/login/wechat", self.answer, methods=["POST"]),
            Route("/login/refresh", self._sessions.refresh, methods=["POST"]),
            Route("/login/logout", self._sessions.logout, methods=["POST"]),
        ]

    async def answer(self, request: Request) -> Response:
        """POST /login/wechat."""
        return await self.endpoint.answer(request, LOGIN_COST, self._login)

    async def _login(self, body: Mapping[str, Any]) -> dict[str, Any]:
        app, code = self._read(body)
        person = await self._person(app, code)
        # A code is good once, so it names the request: another try with it has the same id.
        digest = hashlib.sha256(f"{app.id}/{code}".encode()).hexdigest()[:32]
        request_id = f"wechat/{digest}"
        member_id, created = await self._member(app, request_id, person, origin_in(body))
        begun = await self._sessions.start(app.brand, member_id, request_id)
        LOGINS.labels("created" if created else "found").inc()
        _log.info("logged_in", brand=app.brand, member_id=member_id, created=created)
        return {**begun, "created": created}

    def _read(self, body: Mapping[str, Any]) -> tuple[App, str]:
        code, app_id = text(body, "code", CODE_CHARS_MAX), body.get("appId")
        if app_id is None and len(self._apps) == 1:
            return next(iter(self._apps.values())), code
        app = self._apps.get(app_id) if isinstance(app_id, str) else None
        if app is None:
            raise Refused(Code.BODY_INVALID, "`appId` is none of ours.")
        return app, code

    async def _person(self, app: App, code: str) -> WechatIdentity:
        if self._waiting >= EXCHANGES_MAX:
            raise Refusal("OVERLOADED", "too many logins at once")
        self._waiting += 1
        try:
            return await self._exchange.person(app, code)
        finally:
            self._waiting -= 1

    async def _member(
        self,
        app: App,
        request_id: str,
        person: WechatIdentity,
        origin: members_pb2.Origin | None,
    ) -> tuple[str, bool]:
        """The member's id, and True when the member is new."""
        members, caller = self._services.members, app.channel
        identities = [_identity(members_pb2.IDENTITY_KIND_WECHAT_OPENID, person.openid)]
        try:
            find = members_pb2.FindMemberRequest(identity=identities[0])
            found = await self._services.read(members.FindMember, find, caller)
            return found.member.id, False
        except Exception as error:
            refusal = refusal_of(error)
            if refusal is None or refusal.reason != "MEMBER_NOT_FOUND":
                raise
        if person.unionid:
            kind = members_pb2.IDENTITY_KIND_WECHAT_UNIONID
            identities.append(_identity(kind, person.unionid))
        enrol = members_pb2.EnrolMemberRequest(
            request_id=request_id, identities=identities, channel=CHANNEL, origin=origin
        )
        enrolled = await self._services.write(members.EnrolMember, enrol, caller)
        return enrolled.member.id, enrolled.created


def _identity(kind: members_pb2.IdentityKind.ValueType, value: str) -> members_pb2.Identity:
    return members_pb2.Identity(kind=kind, value=value)

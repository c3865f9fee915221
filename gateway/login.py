"""POST /login/wechat: a mini-program's code becomes a token.

    {"code": "…", "appId": "wx…"}
    → {"token": "…", "expiresIn": 7200, "expiresAt": 1795000000, "memberId": "…", "created": false}

`appId` may be left out where there is only one. It decides the brand, by our own list of apps, and
WeChat takes a code only with the secret of the app that it was made for. The member is found, or
enrolled, by openid. When the token ends, the mini-program asks wx.login for another code.

A request holds one code, costs its address LOGIN_POINTS, and no more than EXCHANGES_MAX wait for
WeChat at once.
"""

import hashlib
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import orjson
from prometheus_client import Counter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients import CHANNEL, Services
from gateway.context import language_of
from gateway.errors import Code, Refused, http_status, refusal_of, told
from gateway.ids import to_global
from gateway.rate import Rates, address_of
from gateway.wechat import App, Exchange, Person
from services.common import deadlines, telemetry
from services.common.auth import Caller, Role, TokenIssuer
from services.common.errors import Refusal
from tessera.members.v1 import members_pb2

TOKEN_TTL = timedelta(hours=2)
CODE_CHARS_MAX = 128
BODY_BYTES_MAX = 4096
LOGIN_POINTS = 200
EXCHANGES_MAX = 32
LOGIN_TIMEOUT_S = 8.0
_INTERNAL_STATUS = 500
_AWAY_STATUS = 503

LOGINS = Counter("tessera_gateway_logins_total", "Logins, by outcome.", ["outcome"])

_log = telemetry.log("login")


class WechatLogin:
    """The endpoint."""

    def __init__(
        self,
        apps: Mapping[str, App],
        exchange: Exchange,
        services: Services,
        issuer: TokenIssuer,
        *,
        rates: Rates | None = None,
        proxies: int = 0,
    ) -> None:
        """`issuer` mints for the gateway's audience."""
        self._apps = apps
        self._exchange = exchange
        self._services = services
        self._issuer = issuer
        self._rates = rates
        self._proxies = proxies
        self._waiting = 0

    async def answer(self, request: Request) -> Response:
        """Answer one login."""
        headers = {"cache-control": "no-store"}
        language = language_of(request.headers.get("accept-language", "")) or "zh"
        with telemetry.server_span("POST /login/wechat", dict(request.headers)):
            try:
                async with deadlines.within(LOGIN_TIMEOUT_S):
                    answer = await self._login(request)
            except Refused as refused:
                LOGINS.labels(str(refused.code)).inc()
                retry_after = refused.details.get("retryAfter")
                if retry_after is not None:
                    headers["retry-after"] = str(retry_after)
                return _failure(
                    http_status(refused.code), refused.message, refused.details, headers
                )
            except Exception as error:
                if isinstance(error, deadlines.DeadlineExceeded):
                    error = TimeoutError()
                message, extensions = told(error, language)
                LOGINS.labels(extensions["code"]).inc()
                ours = extensions["code"] == "INTERNAL"
                status = _INTERNAL_STATUS if ours else _AWAY_STATUS
                return _failure(status, message, extensions, headers)
        LOGINS.labels("created" if answer["created"] else "found").inc()
        return Response(orjson.dumps(answer), media_type="application/json", headers=headers)

    async def _login(self, request: Request) -> dict[str, Any]:
        if self._rates is not None:
            peer = request.client.host if request.client else ""
            forwarded_for = request.headers.get("x-forwarded-for", "")
            address = address_of(peer, forwarded_for, self._proxies)
            await self._rates.charge(None, address, LOGIN_POINTS)
        app, code = self._read(await _body(request))
        person = await self._person(app, code)
        member_id, created = await self._member(app, code, person)
        caller = Caller(app.brand, member_id, Role.MEMBER, member_id)
        _log.info("logged_in", brand=app.brand, member_id=member_id, created=created)
        return {
            "token": self._issuer.mint(caller, TOKEN_TTL),
            "expiresIn": int(TOKEN_TTL.total_seconds()),
            "expiresAt": int(time.time() + TOKEN_TTL.total_seconds()),
            "memberId": to_global("Member", member_id),
            "created": created,
        }

    def _read(self, body: dict[str, Any]) -> tuple[App, str]:
        code, app_id = body.get("code"), body.get("appId")
        if not isinstance(code, str) or not 1 <= len(code) <= CODE_CHARS_MAX:
            raise Refused(Code.BODY_INVALID, f"`code` has 1 to {CODE_CHARS_MAX} characters.")
        if app_id is None and len(self._apps) == 1:
            return next(iter(self._apps.values())), code
        app = self._apps.get(app_id) if isinstance(app_id, str) else None
        if app is None:
            raise Refused(Code.BODY_INVALID, "`appId` is none of ours.")
        return app, code

    async def _person(self, app: App, code: str) -> Person:
        if self._waiting >= EXCHANGES_MAX:
            raise Refusal("OVERLOADED", "too many logins at once")
        self._waiting += 1
        try:
            return await self._exchange.person(app, code)
        finally:
            self._waiting -= 1

    async def _member(self, app: App, code: str, person: Person) -> tuple[str, bool]:
        """The member's id, and whether it is new."""
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
        # A code is good once, so it names the enrolment; a try again after a timeout is the same.
        digest = hashlib.sha256(f"{app.id}/{code}".encode()).hexdigest()[:32]
        enrol = members_pb2.EnrolMemberRequest(
            request_id=f"wechat/{digest}", identities=identities, channel=CHANNEL
        )
        enrolled = await self._services.write(members.EnrolMember, enrol, caller)
        return enrolled.member.id, enrolled.created


def _identity(kind: members_pb2.IdentityKind.ValueType, value: str) -> members_pb2.Identity:
    return members_pb2.Identity(kind=kind, value=value)


async def _body(request: Request) -> dict[str, Any]:
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != "application/json":
        raise Refused(Code.CONTENT_TYPE_INVALID, "Send application/json.")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > BODY_BYTES_MAX:
            raise Refused(Code.BODY_TOO_LARGE, f"At most {BODY_BYTES_MAX} bytes.")
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Refused(Code.BODY_INVALID, "The body is not JSON.") from error
    if not isinstance(content, dict):
        raise Refused(Code.BODY_INVALID, "Send an object with `code`.")
    return content


def _failure(
    status: int, message: str, extensions: Mapping[str, Any], headers: Mapping[str, str]
) -> Response:
    body = orjson.dumps({"errors": [{"message": message, "extensions": extensions}]})
    return Response(body, status, dict(headers), media_type="application/json")

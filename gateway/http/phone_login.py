"""POST /login/phone: a phone number and the code of an SMS become a token, and a session.

    POST /login/phone/code {"appId": "…", "phone": "138…", "requestId": "…", "language": "zh"}
    → {"expiresAt": 1795000000, "againSeconds": 60}: the same for every number
    POST /login/phone {"appId": "…", "phone": "138…", "code": "123456", "requestId": "…"}
    → as /login/wechat

Our own lists of apps name the brand, as for visitors. The member is found, or enrolled, by the
number. `language` and `origin` may be left out. Members limits codes and tries, also without Redis.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.core.errors import Code, Refused
from gateway.guards.rate_limit import RateLimiter, client_address, network
from gateway.http.json_endpoint import LOGINS, JsonEndpoint, text
from gateway.http.origin import origin_in
from gateway.http.sessions import Sessions
from gateway.upstream.clients import Services
from services.common import telemetry
from services.common.auth import Caller, Role, TokenIssuer
from tessera.members.v1 import members_pb2, phones_pb2

CHANNEL = "h5"
"""Where such members come from."""
APP_CHARS_MAX = 128
PHONE_CHARS_MAX = 32
CODE_CHARS_MAX = 6
REQUEST_ID_CHARS_MAX = 255
COST = 200

_log = telemetry.log("login")


class PhoneLogin:
    """The two endpoints, and those of the sessions that they begin."""

    def __init__(
        self,
        brands: Mapping[str, str],
        services: Services,
        issuer: TokenIssuer,
        *,
        rate_limiter: RateLimiter | None = None,
        proxies: int = 0,
    ) -> None:
        """`brands` has the brand of each app; `issuer` mints for the gateway's audience."""
        self._brands = dict(brands)
        self._services = services
        self._endpoint = JsonEndpoint(rate_limiter=rate_limiter, proxies=proxies)
        self._proxies = proxies
        self._sessions = Sessions(services, issuer, self._endpoint)

    @property
    def routes(self) -> Sequence[Route]:
        """The routes of the endpoints."""
        return [
            Route("/login/phone/code", self.send, methods=["POST"]),
            Route("/login/phone", self.answer, methods=["POST"]),
            Route("/login/refresh", self._sessions.refresh, methods=["POST"]),
            Route("/login/logout", self._sessions.logout, methods=["POST"]),
        ]

    async def send(self, request: Request) -> Response:
        """POST /login/phone/code."""
        address = network(client_address(request.scope, self._proxies))

        async def work(body: Mapping[str, Any]) -> dict[str, Any]:
            caller = self._caller(body)
            language = body.get("language", "")
            wish = phones_pb2.SendPhoneCodeRequest(
                request_id=text(body, "requestId", REQUEST_ID_CHARS_MAX),
                phone=text(body, "phone", PHONE_CHARS_MAX),
                language=language if isinstance(language, str) else "?",
                address=address,
            )
            sent = await self._services.write(self._services.phones.SendPhoneCode, wish, caller)
            return {"expiresAt": sent.expire_time.seconds, "againSeconds": sent.again_seconds}

        return await self._endpoint.answer(request, COST, work)

    async def answer(self, request: Request) -> Response:
        """POST /login/phone."""
        return await self._endpoint.answer(request, COST, self._login)

    async def _login(self, body: Mapping[str, Any]) -> dict[str, Any]:
        caller = self._caller(body)
        phone, code = text(body, "phone", PHONE_CHARS_MAX), text(body, "code", CODE_CHARS_MAX)
        named = text(body, "requestId", REQUEST_ID_CHARS_MAX)
        # Whoever repeats the request has to know the number and the code as well.
        digest = hashlib.sha256(f"{phone}/{code}/{named}".encode()).hexdigest()[:32]
        enrolment = members_pb2.EnrolMemberRequest(
            request_id=f"phone/{digest}", channel=CHANNEL, origin=origin_in(body)
        )
        wish = phones_pb2.EnrolByPhoneRequest(enrolment=enrolment, phone=phone, code=code)
        came = await self._services.write(self._services.phones.EnrolByPhone, wish, caller)
        member_id = came.member.id
        begun = await self._sessions.start(caller.brand, member_id, enrolment.request_id)
        LOGINS.labels("created" if came.created else "found").inc()
        _log.info("logged_in", brand=caller.brand, member_id=member_id, created=came.created)
        return {**begun, "created": came.created}

    def _caller(self, body: Mapping[str, Any]) -> Caller:
        brand = self._brands.get(text(body, "appId", APP_CHARS_MAX))
        if brand is None:
            raise Refused(Code.BODY_INVALID, "`appId` is none of ours.")
        return Caller(brand, CHANNEL, Role.CHANNEL)

"""The parts of the process, and the caller of a request."""

from datetime import UTC, datetime

import jwt
from starlette.types import Scope

from gateway.core.settings import GatewaySettings
from gateway.execution.executor import Executor, GatewaySchema
from gateway.guards.concurrency import ConcurrencyLimit
from gateway.guards.rate_limit import RateLimiter, client_address
from gateway.guards.stream_limits import StreamLimits
from gateway.schema.core.context import RequestContext, language_of
from gateway.upstream.clients import Services
from gateway.upstream.event_hub import EventHub
from gateway.upstream.loaders import Loaders
from gateway.upstream.uploads import Uploads
from gateway.upstream.wechat_phone import WechatPhones
from services.common.auth import Caller, Role, TokenVerifier, Unauthenticated

_BEARER = "Bearer "


class Gateway:
    """The parts of the process, which every request gets."""

    def __init__(
        self,
        settings: GatewaySettings,
        services: Services,
        verifier: TokenVerifier,
        schema: GatewaySchema,
        rate_limiter: RateLimiter | None = None,
        uploads: Uploads | None = None,
        wechat_phones: WechatPhones | None = None,
    ) -> None:
        """Without `rate_limiter` no rate is limited; without `uploads` nothing can be uploaded;
        without `wechat_phones` WeChat gives no number."""
        self.settings = settings
        self.services = services
        self.verifier = verifier
        self.schema = schema
        self.rate_limiter = rate_limiter
        self.uploads = uploads
        self.wechat_phones = wechat_phones
        self.executor = Executor(schema, planning=settings.graphql_plan)
        self.loaders = Loaders(services)
        self.hub = EventHub(services)
        self.streams = StreamLimits()
        self.concurrency = ConcurrencyLimit()

    def context(
        self, caller: Caller | None, accept_language: str, address: str = ""
    ) -> RequestContext:
        """The context of one request, or of one socket."""
        return RequestContext(
            services=self.services,
            loaders=self.loaders,
            caller_or_none=caller,
            now=datetime.now(UTC),
            language=language_of(accept_language) or "zh",
            hub=self.hub,
            rate_limiter=self.rate_limiter,
            uploads=self.uploads,
            wechat_phones=self.wechat_phones,
            address=address,
        )

    def address(self, scope: Scope) -> str:
        """The address of the client."""
        return client_address(scope, self.settings.proxies)

    def caller(self, authorization: str) -> Caller | None:
        """The caller that an authorization header names; None without. Raises Unauthenticated."""
        if not authorization:
            return None
        if not authorization.startswith(_BEARER):
            raise Unauthenticated("not a bearer token")
        return accepted(self.verifier.verify(authorization[len(_BEARER) :]))

    def asker(self, authorization: str) -> Caller | None:
        """As `caller`; it may also be a visitor, who may do little more than in an address."""
        if not authorization.startswith(_BEARER):
            return self.caller(authorization)
        caller = self.verifier.verify(authorization[len(_BEARER) :])
        return caller if caller.role is Role.PUBLIC else accepted(caller)

    def visitor(self, token: str) -> Caller:
        """The visitor that the token of an address names. Raises Unauthenticated."""
        caller = self.verifier.verify(token)
        if caller.role is not Role.PUBLIC:
            raise Unauthenticated("a token that has no place in an address")
        return caller

    def token_expires_at(self, authorization: str) -> float | None:
        """The end of a token that `caller` has accepted, in seconds of the epoch."""
        if not authorization:
            return None
        token = authorization[len(_BEARER) :]
        return float(jwt.decode(token, options={"verify_signature": False})["exp"])


def accepted(caller: Caller) -> Caller:
    """`caller`, when it is a member or an operator: other callers use gRPC. Raises
    Unauthenticated."""
    if caller.role not in (Role.MEMBER, Role.OPERATOR):
        raise Unauthenticated(f"a {caller.role} has no business here")
    return caller

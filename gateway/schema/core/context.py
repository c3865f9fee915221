"""The context of a request: its caller, language and loaders."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gateway.core.ids import plain_id
from gateway.guards.rate_limit import FREE, Charge, RateLimiter
from gateway.upstream.clients import Services
from gateway.upstream.loaders import Loaders
from gateway.upstream.uploads import Uploads
from gateway.upstream.wechat_phone import WechatPhones
from services.common.auth import Caller, Role, Unauthenticated, require_member
from services.common.errors import Refusal, invalid

_LANGUAGE = re.compile(r"\b(zh|en)\b", re.IGNORECASE)
LANGUAGE_DEFAULT = "zh"


def language_of(accept_language: str) -> str | None:
    """The first of zh and en in an Accept-Language header; None when it names neither."""
    found = _LANGUAGE.search(accept_language[:256])
    return found[1].lower() if found else None


@dataclass(slots=True)
class RequestContext:
    """Every resolver gets it. `caller_or_none` is None until a websocket has brought its token."""

    services: Services
    loaders: Loaders
    caller_or_none: Caller | None
    now: datetime
    language: str = LANGUAGE_DEFAULT
    token_expires_at: float | None = None
    """The end of the front-end token, in seconds of the epoch: set for connections that outlive a
    request, which get no more answers after it."""
    connection_params: dict[str, Any] | None = None
    hub: Any = None
    place: Any = None
    """The place of the socket within the limits of streams."""
    close_with: tuple[int, str] | None = None
    """Code and reason that close the socket, where the protocol has none for them."""
    event_id: str | None = None
    """The id of the event that is being sent over an event stream."""
    last_event_id: str | None = None
    """The last event that the front end has of the stream that it opens again."""
    extensions: dict[str, Any] = field(default_factory=dict)
    rate_limiter: RateLimiter | None = None
    address: str = ""
    """The address of the client, as our own proxies saw it."""
    uploads: Uploads | None = None
    """None where no bucket is configured."""
    wechat_phones: WechatPhones | None = None
    """None where no mini-program is configured."""
    charged: bool = False
    """True once the request is charged."""

    def begin(self, now: datetime) -> None:
        """Begin another operation, maybe long after its socket was opened.

        Raises Unauthenticated when the token of the socket has ended.
        """
        self.now = now
        if self.token_expires_at is not None and now.timestamp() >= self.token_expires_at:
            raise Unauthenticated("the token of this connection has ended")

    def charging(self, cost: int) -> Charge:
        """Begin to charge the request."""
        if self.rate_limiter is None:
            return FREE
        return self.rate_limiter.charging(self.caller_or_none, self.address, cost)

    async def charge(self, cost: int) -> None:
        """Charge the request. Raises RateLimited."""
        await self.charging(cost).paid()

    @property
    def caller(self) -> Caller:
        """The caller. Raises Unauthenticated when there is none."""
        if self.caller_or_none is None:
            raise Unauthenticated("no token")
        return self.caller_or_none

    @property
    def by_staff(self) -> bool:
        """True when the caller is an operator of the brand."""
        return self.caller.role is Role.OPERATOR

    def member_id(self, named: str | None, field: str = "memberId") -> str:
        """The id of the member: the one named, or the caller itself.

        Raises PERMISSION_DENIED when a member names another, INVALID_ARGUMENT when an operator
        names none.
        """
        caller = self.caller
        if named is None:
            if caller.member_id is None:
                raise invalid(field, "an operator names the member")
            return caller.member_id
        identifier = plain_id("Member", named, field)
        if caller.role not in (Role.MEMBER, Role.OPERATOR):
            raise Refusal("PERMISSION_DENIED", "members and operators only")
        require_member(caller, identifier)
        return identifier

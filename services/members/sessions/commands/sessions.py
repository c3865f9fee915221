"""Sessions of members who logged in: start, refresh, end.

A refresh token is signed, so that one that was made up is refused before anything is read, and made
from its session, its number and the request that asked for it: a request that comes again gets the
same one, though only its hash is kept.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.common import pagination, telemetry
from services.common.clock import Clock
from services.common.errors import Refusal
from services.members.identities.commands.unit import MembersReader
from services.members.sessions.domain import Session, SessionEnded, Verdict, begin, judge, refreshed

SESSIONS_MAX = 20
"""Of one member; the oldest end."""
RACES_MAX = 3
_ID_CHARS = 26

_log = telemetry.log("sessions")


class SessionStore(Protocol):
    """Where sessions are kept."""

    async def add(self, session: Session) -> bool:
        """Keep a new session; False when there is one with its id."""

    async def find(self, brand: str, session_id: str) -> Session | None:
        """The session; None when there is none."""

    async def replace(self, session: Session, generation: int) -> bool:
        """Keep `session` in place of the one of that generation; False when it has another."""

    async def end(self, brand: str, session_id: str, at: datetime) -> None:
        """End it, unless it has ended."""

    async def keep_newest(self, brand: str, member_id: str, count: int) -> None:
        """Forget all of the member's sessions but the newest."""


@dataclass(frozen=True)
class SessionGrant:
    """A session with its current token; `replayed` when the request had it before."""

    session: Session
    token: str
    replayed: bool


class Sessions:
    """The capabilities; `secret` signs tokens, and is the same in every replica."""

    def __init__(
        self, store: SessionStore, members: MembersReader, clock: Clock, secret: bytes
    ) -> None:
        self._store = store
        self._members = members
        self._clock = clock
        self._secret = secret

    async def start(self, brand: str, member_id: str, request_id: str) -> SessionGrant:
        """Begin a session. Raises a MEMBER_NOT_FOUND refusal, and REQUEST_ID_REUSED."""
        if member_id not in await self._members.members(brand, [member_id]):
            raise Refusal("MEMBER_NOT_FOUND", f"no member {member_id}")
        session_id = "ses_" + self._mac("session", brand, request_id)[:_ID_CHARS]
        token = self._token(brand, session_id, 0, request_id)
        session = begin(brand, session_id, member_id, _digest(token), self._clock.now())
        if await self._store.add(session):
            await self._store.keep_newest(brand, member_id, SESSIONS_MAX)
            return SessionGrant(session, token, replayed=False)
        known = await self._store.find(brand, session_id)
        if known is None or known.ended_at is not None or known.generation:
            raise SessionEnded("it began, and went on or ended")
        if known.member_id != member_id:
            raise Refusal("REQUEST_ID_REUSED", "it began another member's session")
        return SessionGrant(known, token, replayed=True)

    async def refresh(self, token: str, request_id: str) -> SessionGrant:
        """Take `token` and give the next. Raises SessionEnded."""
        brand, session_id = self._read(token)
        for _ in range(RACES_MAX):
            now = self._clock.now()
            session = await self._store.find(brand, session_id)
            verdict = Verdict.OVER
            if session is not None:
                verdict = judge(session, _digest(token), request_id, now)
            if session is None or verdict is Verdict.OVER:
                raise SessionEnded("over")
            if verdict is Verdict.REPEATED:
                again = self._token(brand, session_id, session.generation, request_id)
                return SessionGrant(session, again, replayed=True)
            if verdict is Verdict.REUSED:
                await self._end_as_stolen(session, now)
            if session.member_id not in await self._members.members(brand, [session.member_id]):
                await self._store.end(brand, session_id, now)
                raise SessionEnded("no such member any more")
            following = self._token(brand, session_id, session.generation + 1, request_id)
            renewed = refreshed(session, _digest(following), request_id, now)
            if await self._store.replace(renewed, session.generation):
                return SessionGrant(renewed, following, replayed=False)
        raise Refusal("OVERLOADED", "others refresh this session at the same time")

    async def end(self, token: str) -> None:
        """End the session of `token`; of a token that is not ours, nothing."""
        try:
            brand, session_id = self._read(token)
        except SessionEnded:
            return
        await self._store.end(brand, session_id, self._clock.now())

    async def _end_as_stolen(self, session: Session, now: datetime) -> None:
        await self._store.end(session.brand, session.id, now)
        _log.warning(
            "refresh_token_reused",
            brand=session.brand,
            member_id=session.member_id,
            session_id=session.id,
        )
        raise SessionEnded("its token came twice")

    def _token(self, brand: str, session_id: str, generation: int, request_id: str) -> str:
        salt = self._mac("token", session_id, str(generation), request_id)
        return pagination.encode_token(
            self._secret, brand=brand, session=session_id, generation=generation, salt=salt
        )

    def _read(self, token: str) -> tuple[str, str]:
        try:
            claims = pagination.decode_token(self._secret, token)
        except pagination.PageTokenInvalid as error:
            raise SessionEnded("not a token of ours") from error
        return claims["brand"], claims["session"]

    def _mac(self, *parts: str) -> str:
        # No part but the last can hold a line feed.
        return hmac.digest(self._secret, "\n".join(parts).encode(), hashlib.sha256).hex()[:32]


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()

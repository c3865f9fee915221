"""A login that goes on: its refresh token is good once, and gives the next.

A token that comes again, under another request, was taken by two: one of them is a thief, and
nobody can tell which, so the session ends for both (RFC 9700, 4.14.2).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

IDLE_TTL = timedelta(days=30)
"""How long a session lasts without a refresh."""
WHOLE_TTL = timedelta(days=180)
"""How long any session lasts."""
REPEAT_TTL = timedelta(minutes=5)
"""How long a request that got no answer can be sent again."""


class SessionEnded(Exception):
    """The session ended, or its token is not, or no longer, good."""

    reason = "SESSION_ENDED"


class Verdict(Enum):
    """The meaning of a token that is presented."""

    NEXT = "it is the current one"
    REPEATED = "this very request spent it, and did not use the answer"
    REUSED = "it was spent before"
    OVER = "the session has ended"


@dataclass(frozen=True)
class SpentToken:
    """The token before the current one."""

    digest: bytes
    request_id: str
    at: datetime


@dataclass(frozen=True)
class Session:
    """`digest` is the current token's SHA-256; no token is kept."""

    brand: str
    id: str
    member_id: str
    digest: bytes
    began_at: datetime
    ends_at: datetime
    generation: int = 0
    spent: SpentToken | None = None
    ended_at: datetime | None = None


def begin(brand: str, session_id: str, member_id: str, digest: bytes, now: datetime) -> Session:
    """A new session."""
    return Session(brand, session_id, member_id, digest, now, now + IDLE_TTL)


def judge(session: Session, digest: bytes, request_id: str, now: datetime) -> Verdict:
    """The meaning that the token with `digest` has to its `session`."""
    if session.ended_at is not None or now >= session.ends_at:
        return Verdict.OVER
    if digest == session.digest:
        return Verdict.NEXT
    spent = session.spent
    if (
        spent is not None
        and (digest, request_id) == (spent.digest, spent.request_id)
        and now < spent.at + REPEAT_TTL
    ):
        return Verdict.REPEATED
    return Verdict.REUSED


def refreshed(session: Session, digest: bytes, request_id: str, now: datetime) -> Session:
    """`session` with the next token, of `digest`."""
    return replace(
        session,
        digest=digest,
        generation=session.generation + 1,
        spent=SpentToken(session.digest, request_id, now),
        ends_at=min(now + IDLE_TTL, session.began_at + WHOLE_TTL),
    )

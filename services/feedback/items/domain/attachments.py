"""Attachments of an item: announced as it is taken in, and judged by what arrived in the store.

Nobody gets a link to one that is not what it was announced as, or that never came: the member reads
what is wrong with it, and sends it again with other words.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from services.feedback.items.domain.media import family_of, media_type_of

UPLOAD = "upload:"
"""How the reference of an upload begins; the key of its object follows."""
AWAITED_FOR = timedelta(minutes=15)
"""How long after its item an announced file may arrive: its link lives 10 minutes, and is asked for
before the item."""
FIRST_WAIT = timedelta(seconds=5)
_KEY = re.compile(r"([A-Za-z0-9_-]+)/feedback/[A-Za-z0-9_-]{1,64}/[A-Za-z0-9]{1,64}\.[a-z0-9]{1,8}")
_ANNOUNCED = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "heic": "image/heic",
    "mp4": "video/mp4",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "amr": "audio/amr",
    "pdf": "application/pdf",
}
"""The type that a key announces by its ending."""


class AttachmentState(StrEnum):
    """UNCHECKED is one that no store was asked for."""

    CHECKING = "checking"
    ARRIVED = "arrived"
    MISSING = "missing"
    WRONG = "wrong"
    UNCHECKED = "unchecked"


class Problem(StrEnum):
    """What is wrong with a file that arrived."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TYPE_UNKNOWN = "type_unknown"
    TYPE_OTHER = "type_other"


@dataclass(frozen=True, slots=True)
class Attachment:
    """An upload that an item names. Type, size in bytes and SHA-256 are of what arrived."""

    reference: str
    state: AttachmentState = AttachmentState.CHECKING
    problem: Problem | None = None
    content_type: str = ""
    size_bytes: int = 0
    sha256: str = ""
    checked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file in the store: its first bytes, its size as far as it was read, and its digest."""

    head: bytes
    size_bytes: int
    sha256: str


def announced(references: Iterable[str]) -> tuple[Attachment, ...]:
    """Those of `references` that are uploads, to be looked for; links to elsewhere are not ours."""
    return tuple(Attachment(each) for each in references if each.startswith(UPLOAD))


def key_in(brand: str, reference: str) -> str:
    """The key of the object of `reference`; "" where it is no attachment of the brand's."""
    key = reference.removeprefix(UPLOAD)
    named = _KEY.fullmatch(key)
    return key if named is not None and named[1] == brand else ""


def judged(
    each: Attachment, found: Arrived | None, bytes_max: int, since: datetime, now: datetime
) -> Attachment:
    """`each`, announced at `since`, after a look at the store; the same while it may still come."""
    if found is None:
        late = now >= since + AWAITED_FOR
        return replace(each, state=AttachmentState.MISSING, checked_at=now) if late else each
    seen = replace(
        each,
        content_type=media_type_of(found.head),
        size_bytes=found.size_bytes,
        sha256=found.sha256,
        checked_at=now,
    )
    problem = _problem(seen, bytes_max)
    if problem is None:
        return replace(seen, state=AttachmentState.ARRIVED)
    return replace(seen, state=AttachmentState.WRONG, problem=problem)


def unchecked(each: Attachment) -> Attachment:
    """`each` where there is no store to ask."""
    return replace(each, state=AttachmentState.UNCHECKED)


def waits(attachments: Sequence[Attachment]) -> bool:
    """Whether one of them has to be looked for."""
    return any(each.state is AttachmentState.CHECKING for each in attachments)


def next_look(since: datetime, now: datetime) -> datetime:
    """When what was announced at `since` and is not there at `now` is looked for again: later and
    later, and last when its time is over."""
    wait = max(FIRST_WAIT, now - since)
    return max(now + FIRST_WAIT, min(now + wait, since + AWAITED_FOR))


def _problem(seen: Attachment, bytes_max: int) -> Problem | None:
    if seen.size_bytes == 0:
        return Problem.EMPTY
    if seen.size_bytes > bytes_max:
        return Problem.TOO_LARGE
    if not seen.content_type:
        return Problem.TYPE_UNKNOWN
    expected = _ANNOUNCED.get(seen.reference.rpartition(".")[2], "")
    if family_of(expected) != family_of(seen.content_type):
        return Problem.TYPE_OTHER
    return None

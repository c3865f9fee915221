"""A member's inbox: its messages, how many are unread, and opening one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.common.clock import Clock
from services.common.errors import Refusal
from services.feedback.channels.domain import InboxMessage, Opening

UNREAD_MAX = 100
"""How far unread messages are counted."""


class Inbox(Protocol):
    """The inboxes of all brands; each call names one, and never shows another's."""

    async def page(
        self, brand: str, member_id: str, before: str, limit: int
    ) -> Sequence[tuple[str, InboxMessage]]:
        """The newest messages before the place `before`, or from the newest for "", each with its
        place."""
        ...

    async def unread(self, brand: str, member_id: str, limit: int) -> int:
        """How many messages the member did not open, counted up to `limit`."""
        ...

    async def open(self, opening: Opening, now: datetime) -> tuple[InboxMessage | None, bool]:
        """The member's message, read from `now` on unless it was before, and whether the request is
        a repeat; None without a message. Raises a REQUEST_ID_REUSED refusal."""
        ...


@dataclass(frozen=True, slots=True)
class InboxPage:
    """`next_place` is "" on the last page."""

    messages: Sequence[InboxMessage]
    next_place: str
    unread: int


async def list_inbox(inbox: Inbox, brand: str, member_id: str, before: str, size: int) -> InboxPage:
    """A page of the member's messages, the newest first."""
    found = await inbox.page(brand, member_id, before, size + 1)
    shown = found[:size]
    next_place = shown[-1][0] if len(found) > size else ""
    unread = await inbox.unread(brand, member_id, UNREAD_MAX)
    return InboxPage([each for _, each in shown], next_place, unread)


async def open_message(inbox: Inbox, clock: Clock, opening: Opening) -> tuple[InboxMessage, bool]:
    """The message, which is read now, and whether the request is a repeat; the first time stands.

    Raises INBOX_MESSAGE_NOT_FOUND and REQUEST_ID_REUSED refusals.
    """
    found, replayed = await inbox.open(opening, clock.now())
    if found is None:
        raise Refusal("INBOX_MESSAGE_NOT_FOUND", opening.id, field="message_id")
    return found, replayed

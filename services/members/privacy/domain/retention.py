"""How long kinds of personal data are kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from services.members.sessions.domain import WHOLE_TTL

GROUP_MESSAGE_DAYS = 100
"""So long `groups` keeps that a member wrote in a group."""


class DataKind(StrEnum):
    """A kind of personal data, as members are told of it."""

    LOGINS = "logins"
    ACTIVITY_DETAILS = "activity_details"
    GROUP_MESSAGES = "group_messages"
    INBOX = "inbox"
    MESSAGE_DETAILS = "message_details"


class KeptFor(NamedTuple):
    """`days` is 0 for what is kept as long as the membership lasts."""

    kind: DataKind
    days: int


class Backlog(NamedTuple):
    """What is past its time and still there: how many, and the oldest of them."""

    left: int = 0
    oldest: datetime | None = None


class Retention(NamedTuple):
    """The times of a brand; 0 for as long as the membership lasts."""

    activity_details_days: int = 0
    inbox_days: int = 0
    message_details_days: int = 0

    def told(self) -> tuple[KeptFor, ...]:
        """All kinds, as members see them."""
        return (
            KeptFor(DataKind.LOGINS, WHOLE_TTL.days),
            KeptFor(DataKind.ACTIVITY_DETAILS, self.activity_details_days),
            KeptFor(DataKind.GROUP_MESSAGES, GROUP_MESSAGE_DAYS),
            KeptFor(DataKind.INBOX, self.inbox_days),
            KeptFor(DataKind.MESSAGE_DETAILS, self.message_details_days),
        )

    def activities_before(self, now: datetime) -> datetime | None:
        """Activities of before lose their details; None where none do."""
        days = self.activity_details_days
        return now - timedelta(days=days) if days else None


def retention_of(written: Mapping[str, Any]) -> Retention:
    """The times that a section `privacy` has."""
    times = written.get("retention", {})
    return Retention(**{name: int(times.get(name, 0)) for name in Retention._fields})

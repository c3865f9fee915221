"""Messages of the programme that are switched off: they wait, or another one is said instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.feedback.reach.domain.section import Message

LOOK_AGAIN_AFTER = timedelta(hours=1)
"""How long a message waits until it is looked at again, while it is switched off."""


@dataclass(frozen=True, slots=True)
class SwitchedOff:
    """A message that nobody gets for now; `instead` is the code of the one that is said in its
    place, "" where it waits. `by` is an operator, or the threshold of an alarm."""

    message: str
    at: datetime
    by: str
    reason: str
    instead: str = ""


Switches = Mapping[str, SwitchedOff]
"""The messages of a brand that are switched off, by code."""


class InsteadUnfit(Exception):
    """The other message cannot stand in for it."""

    reason = "INVALID_ARGUMENT"
    field = "instead"


def check_instead(message: Message, other: Message) -> None:
    """Raises InsteadUnfit: members agreed to a purpose, and get nothing of another one."""
    if other.code == message.code:
        raise InsteadUnfit("another message than the one that is switched off")
    if other.purpose is not message.purpose:
        raise InsteadUnfit(f"a message of the same purpose, {message.purpose.value}")

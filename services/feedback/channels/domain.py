"""Channels of messages, and a message in an inbox."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.feedback.programme.domain import Text

INBOX = "inbox"
IN_CAR = "in_car"
WECOM = "wecom"
CONTACT_CHANNELS: Mapping[str, str] = {
    INBOX: "in_app",
    "push": "app_push",
    "wechat_subscription": "wechat",
    "sms": "sms",
    "webhook": "webhook",
    IN_CAR: "in_car",
    WECOM: "wecom",
}
"""What members calls the way of each channel, when it is asked for consent or an address."""


@dataclass(frozen=True, slots=True)
class InboxMessage:
    """A message as its member sees it. `id` is that of its touch; `why` is the reason for it."""

    id: str
    member_id: str
    message: str
    name: Text
    text: Text
    why: Text
    purpose: str
    sent_at: datetime
    read_at: datetime | None = None
    feedback_id: str = ""
    """The item of feedback that it is about; empty for other messages."""
    broadcast: str = ""
    """The broadcast that it belongs to; empty for other messages."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A member's opening of message `id`, once for the request; `content` is its digest."""

    brand: str
    member_id: str
    id: str
    request_id: str
    content: bytes

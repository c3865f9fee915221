"""WeChat's word about a pop-up, which may come three times.

Source: developers.weixin.qq.com, "subscribeMessage" events, and what is seen of them: `List` is an
object for one template and an array for several, and `CreateTime` is a number or a text.
"""

import hashlib
import hmac
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

POP_UP = "subscribe_msg_popup_event"
SKEW = timedelta(minutes=5)
ENTRIES_MAX = 20
TEXT_MAX = 128
ACCEPTED = "accept"
"""How every answer begins that allows a message: accept, acceptWithAlert, …"""


class PushInvalid(Exception):
    """The push is not of the form that is known; `field` is at fault."""

    reason = "RECEIPTS_INVALID"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class PopUp:
    """What the member with `openid` chose at `created`, by template."""

    openid: str = field(repr=False)
    created: str
    results: tuple[tuple[str, str], ...]


def accepted(results: Sequence[tuple[str, str]], known: Collection[str]) -> list[str]:
    """The templates among `known` that were accepted, each once."""
    return [
        template
        for template in dict.fromkeys(name for name, result in results if allows(result))
        if template in known
    ]


def allows(result: str) -> bool:
    """Whether WeChat's answer allows a message."""
    return result.startswith(ACCEPTED)


def is_signed(token: str, signature: str, at_s: str, nonce: str, now: datetime) -> bool:
    """Whether who knows `token` signed the address at a time near `now`.

    The signature covers no body, so that an old one could be used with another body.
    """
    if not token or not at_s.isascii() or not at_s.isdigit() or len(at_s) > len("9999999999"):
        return False
    if abs(now.timestamp() - int(at_s)) > SKEW.total_seconds():
        return False
    text = "".join(sorted((token, at_s, nonce)))
    # WeChat's own choice of a digest.
    right = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
    return hmac.compare_digest(right.encode(), signature.encode("utf-8", "replace"))


def pop_up_of(document: Any) -> PopUp | None:
    """The pop-up of a push; None for a push about something else. Raises PushInvalid."""
    if not isinstance(document, dict):
        raise PushInvalid("body", "an object")
    if document.get("Event") != POP_UP:
        return None
    openid = _text(document, "FromUserName")
    created = document.get("CreateTime")
    if isinstance(created, bool) or not isinstance(created, int | str):
        raise PushInvalid("CreateTime", "seconds")
    created = str(created)
    if not created.isascii() or not created.isdigit() or len(created) > len("9999999999"):
        raise PushInvalid("CreateTime", "seconds")
    return PopUp(openid, str(int(created)), tuple(_entries(document)))


def _entries(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    wrapped = document.get("SubscribeMsgPopupEvent")
    found = (wrapped if isinstance(wrapped, dict) else document).get("List")
    listed = [found] if isinstance(found, dict) else found
    if not isinstance(listed, list) or not 1 <= len(listed) <= ENTRIES_MAX:
        raise PushInvalid("List", f"an object, or a list of at most {ENTRIES_MAX}")
    entries = []
    for i, entry in enumerate(listed):
        if not isinstance(entry, dict):
            raise PushInvalid(f"List[{i}]", "an object")
        at = f"List[{i}]."
        entries.append((_text(entry, "TemplateId", at), _text(entry, "SubscribeStatusString", at)))
    return entries


def _text(entry: Mapping[str, Any], key: str, at: str = "") -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not 1 <= len(value) <= TEXT_MAX:
        raise PushInvalid(f"{at}{key}", f"a text of 1 to {TEXT_MAX} characters")
    return value

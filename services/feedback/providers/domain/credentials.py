"""How a brand is known to its providers, as the deployment's file says.

{"tea": {"sms": {"url": "https://sms.example/v1", "key": "tea", "secret": "…"},
         "wechat_subscription": {"url": "https://api.weixin.qq.com", "app_id": "wx…",
                                 "secret": "…", "state": "formal"},
         "wecom": {"url": "https://qyapi.weixin.qq.com", "corp_id": "ww…", "secret": "…",
                   "sender": "the user id of the member of staff who gets the tasks; left out: WeCom
                   chooses one of the customer's"},
         "push": {"url": …, "key": …, "secret": …}, "webhook": {…}, "in_car": {…},
         "wecom_robot": {"url": "https://qyapi.weixin.qq.com", "secret": "the key of the robot"},
         "operators_webhook": {"url": …, "key": …, "secret": …}}}

The last two take messages to operators, and none to members.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

SIGNED = ("sms", "push", "webhook", "in_car")
"""Channels whose providers take our own form: JSON, signed as webhooks are."""
WECHAT = "wechat_subscription"
WECOM = "wecom"
WECOM_ROBOT, OPERATORS_WEBHOOK = "wecom_robot", "operators_webhook"
"""To operators: a robot in a group of WeCom, and a program of the brand that takes our own form."""
CHANNELS = (*SIGNED, WECHAT, WECOM, WECOM_ROBOT, OPERATORS_WEBHOOK)
STATES = ("formal", "trial", "developer")
"""The version of a mini-program that WeChat opens."""
BRANDS_MAX = 1_000
TEXT_MAX = 500
_NAMES = {WECHAT: "app_id", WECOM: "corp_id", WECOM_ROBOT: ""}
"""What a brand's key is called, where it is not `key`; "" where there is none."""
_OPTIONAL: Mapping[str, set[str]] = {WECHAT: {"state", "callback_token"}, WECOM: {"sender"}}
_BRAND = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class CredentialsInvalid(ValueError):
    """The file is wrong; the text names the brand, the channel and the key, and no secret."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """A brand's address and keys at the provider of one channel; `key` names the brand there."""

    url: str
    key: str
    secret: str = field(repr=False)
    state: str = STATES[0]
    """Of WeChat."""
    callback_token: str = field(default="", repr=False)
    """Of WeChat: signs what it pushes to us."""
    sender: str = ""
    """Of WeCom: the member of staff who confirms; "" leaves the choice to WeCom."""


ByBrand = Mapping[str, Mapping[str, Credentials]]
"""By brand and channel."""


def credentials_of(document: Any, *, plain: bool = False) -> ByBrand:
    """What the file says. `plain` allows addresses without TLS. Raises CredentialsInvalid."""
    if not isinstance(document, dict) or len(document) > BRANDS_MAX:
        raise CredentialsInvalid(f"expected an object of at most {BRANDS_MAX} brands")
    read: dict[str, dict[str, Credentials]] = {}
    for brand, channels in document.items():
        if not _BRAND.fullmatch(brand) or not isinstance(channels, dict):
            raise CredentialsInvalid(f"{brand[:64]!r}: expected a brand with an object of channels")
        read[brand] = {
            channel: _of_channel(f"{brand}.{channel}", channel, entry, plain)
            for channel, entry in channels.items()
        }
    return read


def _of_channel(at: str, channel: str, entry: Any, plain: bool) -> Credentials:
    if channel not in CHANNELS:
        raise CredentialsInvalid(f"{at[:200]}: expected one of {', '.join(CHANNELS)}")
    if not isinstance(entry, dict):
        raise CredentialsInvalid(f"{at}: expected an object")
    name = _NAMES.get(channel, "key")
    optional = _OPTIONAL.get(channel, set())
    if unknown := entry.keys() - {"url", *([name] if name else []), "secret", *optional}:
        raise CredentialsInvalid(f"{at}.{min(unknown)[:64]}: no such key")
    state = entry.get("state", STATES[0])
    if state not in STATES:
        raise CredentialsInvalid(f"{at}.state: one of {', '.join(STATES)}")
    token, sender = (
        _text(at, entry, each) if entry.get(each, "") else ""
        for each in ("callback_token", "sender")
    )
    url = _text(at, entry, "url")
    if not _is_address(url, plain):
        raise CredentialsInvalid(f"{at}.url: expected https://host/path")
    key = _text(at, entry, name) if name else ""
    return Credentials(url.rstrip("/"), key, _text(at, entry, "secret"), state, token, sender)


def _text(at: str, entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not 1 <= len(value) <= TEXT_MAX or not value.isascii():
        raise CredentialsInvalid(f"{at}.{key}: expected a text of 1 to {TEXT_MAX} ASCII characters")
    if not value.isprintable() or " " in value:
        raise CredentialsInvalid(f"{at}.{key}: expected no blanks")
    return value


def _is_address(url: str, plain: bool) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    schemes = ("https", "http") if plain else ("https",)
    is_bare = not (parts.query or parts.fragment or "@" in parts.netloc)
    return parts.scheme in schemes and bool(parts.hostname) and is_bare

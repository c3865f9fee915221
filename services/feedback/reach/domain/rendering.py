"""A message as one channel takes it: the whole text of an SMS, the fields of WeChat.

Sources: WeChat, "订阅消息参数值内容限制说明"; the parts of an SMS in UCS-2, of which
one has 70 characters, and each of several 67.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from services.feedback.audience.domain import Purpose, Reached
from services.feedback.programme.domain import Text
from services.feedback.reach.domain.opt_out import PLACEHOLDER
from services.feedback.reach.domain.section import Message, Overflow, Reach, Sms, Template
from services.feedback.reach.domain.wish import Occasion

SMS = "sms"
WECHAT = "wechat_subscription"
ONE_PART, EACH_PART = 70, 67
THING_MAX = 20
SOURCES = (
    "text",
    "title",
    "today",
    "occasion.day",
    "occasion.days",
    "occasion.years",
    "occasion.name",
    "occasion.amount",
)
"""What a field of a template may show."""
_KIND = re.compile(r"([a-z_]+?)\d+")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class Unfit(Exception):
    """The channel cannot take the message; `field` is at fault."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Rendered:
    """What is handed over; the last three are for WeChat."""

    title: str
    text: str
    template: str = ""
    page: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filled:
    """A message's words, filled for its occasion, in the language of the member."""

    text: Text
    occasion: Occasion
    language: str
    now: datetime
    zone: ZoneInfo
    link: str = ""
    """By which the member wants no more of it; "" where the suite has no address for members."""

    def of(self, text: Text) -> str:
        return text.en if self.language == "en" else text.zh


def language_of(reached: Reached | None, facts: Mapping[str, object]) -> str:
    """The member's own wish for messages, else the language of their profile."""
    own = reached.prefers.language if reached is not None else ""
    return own or str(facts.get("language", "zh"))


def render(message: Message, words: Filled, channel: str, reach: Reach) -> Rendered:
    """The message for `channel`. Raises Unfit."""
    title, text = words.of(message.name), words.of(words.text)
    if channel == SMS:
        if reach.sms is None:
            raise Unfit("reach.channels.sms")
        return Rendered(title, _sms_text(message, text, reach.sms, words.link))
    if channel == WECHAT:
        template = reach.templates.get(message.template)
        if template is None:
            raise Unfit("template")
        fields = wechat_fields(template, words, title, message.overflow)
        return Rendered(title, text, template.id, template.page, fields)
    way_out = reach.opt_outs.get(channel)
    if way_out is None or message.purpose is Purpose.SERVICE:
        return Rendered(title, text)
    return Rendered(title, f"{text}\n{_linked(words.of(way_out), words.link)}")


def _sms_text(message: Message, text: str, sms: Sms, link: str) -> str:
    """Nobody ends what a brand must say, so no link to an end stands below a service message."""
    if message.purpose is Purpose.SERVICE and PLACEHOLDER in sms.opt_out:
        sms = replace(sms, opt_out="")
    return sms_text(text, sms, link)


def _linked(way_out: str, link: str) -> str:
    """The way out with its link. Raises Unfit where there is none to show."""
    if PLACEHOLDER in way_out and not link:
        raise Unfit("opt_out")
    return way_out.replace(PLACEHOLDER, link)


def sms_text(text: str, sms: Sms, link: str = "") -> str:
    """The text with the brand's signature and the way out. Raises Unfit above the parts allowed."""
    whole = f"{sms.signature}{text}{_linked(sms.opt_out, link)}"
    if sms_parts(whole) > sms.parts_max:
        raise Unfit("text")
    return whole


def sms_parts(whole: str) -> int:
    """How many parts a carrier counts."""
    length = len(whole.encode("utf-16-le")) // 2
    return 1 if length <= ONE_PART else -(-length // EACH_PART)


def wechat_fields(
    template: Template, words: Filled, title: str, overflow: Overflow
) -> Mapping[str, str]:
    """The values of the template's fields. Raises Unfit with the name of a field that breaks
    WeChat's rules."""
    known = {
        "text": words.of(words.text),
        "title": title,
        "today": words.now.astimezone(words.zone).date().isoformat(),
        **words.occasion.shown(int(words.language == "en")),
    }
    return {
        name: _fitting(name, known.get(source, ""), overflow)
        for name, source in template.fields.items()
    }


def _fitting(name: str, value: str, overflow: Overflow) -> str:
    kind = _KIND.fullmatch(name)
    rule = _RULES.get(kind[1]) if kind else None
    if kind and kind[1] == "date":
        value = _ISO_DAY.sub(lambda day: f"{day[1]}年{int(day[2])}月{int(day[3])}日", value)
    if kind and kind[1] == "thing" and overflow is Overflow.CUT and len(value) > THING_MAX:
        value = value[: THING_MAX - 1] + "…"
    if rule is None or not value or not rule(value):
        raise Unfit(name)
    return value


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda value: compiled.fullmatch(value) is not None


_RULES: Mapping[str, Callable[[str], bool]] = {
    "thing": lambda value: len(value) <= THING_MAX,
    "number": _matches(r"[+-]?\d{1,32}(\.\d{1,31})?"),
    "letter": _matches(r"[A-Za-z]{1,32}"),
    "character_string": _matches(r"[!-~]{1,32}"),
    "phrase": _matches(r"[\u4e00-\u9fff]{1,5}"),
    "name": _matches(r"[\u4e00-\u9fff]{1,10}|[A-Za-z][A-Za-z .'-]{0,19}"),
    "date": _matches(r"\d{4}年\d{1,2}月\d{1,2}日( \d{2}:\d{2})?"),
    "time": _matches(r"(\d{4}年\d{1,2}月\d{1,2}日 )?\d{2}:\d{2}"),
    "amount": _matches(r"[¥￥$€£]?\d{1,10}(\.\d{1,2})?元?"),
}
"""By the kind of a field, which its name begins with."""

"""Members, wishes and rules for tests of the decision."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.common.cel import compile_condition
from services.feedback.audience.domain import Counted, Purpose, Reached, Said
from services.feedback.programme.domain import Text
from services.feedback.reach.domain.case import Rules, Subject
from services.feedback.reach.domain.section import Cap, Message, Per, Reach, Row
from services.feedback.reach.domain.wish import Occasion, Wish

SHANGHAI = ZoneInfo("Asia/Shanghai")
TWO_A_WEEK = Cap(Purpose.MARKETING, 2, Per.WEEK)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
AGREED: Mapping[tuple[str, str], Said] = {("marketing", "all"): Said(LONG_AGO, True)}
PROFILED = {**AGREED, ("profiling", "all"): Said(LONG_AGO, True)}


def local(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """An instant by the wall clock."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def message(code: str, purpose: Purpose = Purpose.MARKETING, **more: Any) -> Message:
    return Message(code, Text(code, code), purpose, more.pop("text", Text("好", "good")), **more)


NEWS = message("news", priority=10)


def judge(when: str, facts: Mapping[str, object]) -> bool:
    return compile_condition(when)(facts)


def rules(*messages: Message, zone: ZoneInfo = SHANGHAI, **more: Any) -> Rules:
    """Rules with `messages` alone, and whatever else of the section is named."""
    configured = more.pop("configured", frozenset({"push", "sms", "wechat_subscription"}))
    reach = Reach({each.code: each for each in messages or (NEWS,)}, **more)
    return Rules("tea", reach, zone, configured=configured, judge=judge)


def subject(*counted: Counted, facts: Mapping[str, object] | None = None, **more: Any) -> Subject:
    reached = Reached("mem_1", LONG_AGO, **{"consents": AGREED, **more})
    return Subject(replace(reached, counted=counted), facts or {})


def touched(at: datetime, touch_id: str = "") -> Counted:
    return Counted(touch_id or at.isoformat(), Purpose.MARKETING, at)


def wish(due: datetime, named: str = "news", id_: str = "tch_1", on: str = "birthday") -> Wish:
    return Wish(id_, "mem_1", Occasion(on), due, named)


BIRTHDAY_ROWS = (
    Row("birthday", "birthday_named_drink", 'member.tier == "diamond"'),
    Row("birthday", "birthday_coupon", "member.age > 30 && stats.orders_30d > 10"),
    Row("birthday", "birthday"),
)

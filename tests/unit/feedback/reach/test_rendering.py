"""How a message looks on a channel: cases 20 and 21, and the kinds of WeChat's fields."""

from typing import Any

import pytest

from services.feedback.programme.domain import Programme, Text
from services.feedback.reach.domain.case import Outcome
from services.feedback.reach.domain.decision import decide
from services.feedback.reach.domain.rendering import (
    Filled,
    Unfit,
    render,
    sms_parts,
    sms_text,
    wechat_fields,
)
from services.feedback.reach.domain.section import (
    Overflow,
    Reach,
    Sms,
    Template,
    reach_section,
)
from services.feedback.reach.domain.wish import Occasion
from tests.unit.feedback.reach.samples import SHANGHAI, local, message, rules, subject, wish

NOW = local("2026-12-31 12:00")
SMS = Sms("【茶饮】")


def words(zh: str, en: str = "Hello", language: str = "zh") -> Filled:
    birthday = Occasion("birthday", 3, "2026-12-31", 5, name=Text("钻石", "Diamond"))
    return Filled(Text(zh, en), birthday, language, NOW, SHANGHAI)


def field(name: str, source: str, text: str, overflow: Overflow = Overflow.CUT) -> str:
    template = Template("news", "W25", {name: source})
    return wechat_fields(template, words(text), "标题", overflow)[name]


def test_case_20_a_thing_is_cut_or_refused() -> None:
    short = "您的黑糖珍珠鲜奶茶已做好，请到吧台领取"
    assert field("thing7", "text", short) == short
    long = "您有300积分将于12月31日到期，快来兑换好礼"
    assert len(long) > 20
    assert field("thing7", "text", long) == long[:19] + "…"
    with pytest.raises(Unfit, match="thing7"):
        field("thing7", "text", long, Overflow.REFUSE)
    with pytest.raises(Unfit, match="phrase1"):
        field("phrase1", "text", "待取餐啦啦啦")
    assert field("phrase1", "text", "待取餐啦啦") == "待取餐啦啦"


@pytest.mark.parametrize(
    ("name", "source", "text", "shown"),
    [
        ("date2", "occasion.day", "好", "2026年12月31日"),
        ("date2", "today", "好", "2026年12月31日"),
        ("number3", "occasion.days", "好", "3"),
        ("character_string4", "occasion.years", "好", "5"),
        ("thing5", "title", "好", "标题"),
        ("phrase6", "occasion.name", "好", "钻石"),
        ("name8", "text", "王小明", "王小明"),
        ("amount9", "text", "¥12.50元", "¥12.50元"),
        ("time10", "text", "08:30", "08:30"),
        ("letter11", "text", "abc", "abc"),
    ],
)
def test_a_field_shows_its_source(name: str, source: str, text: str, shown: str) -> None:
    assert field(name, source, text) == shown


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("date2", "好"),
        ("number3", "好"),
        ("number3", "1" * 33),
        ("character_string4", "好"),
        ("character_string4", "1" * 33),
        ("name8", "王小明王小明王小明王小"),
        ("amount9", "免费"),
        ("time10", "8点"),
        ("letter11", "a1"),
        ("photo1", "好"),
    ],
)
def test_a_value_that_breaks_the_rule_of_its_field_is_refused(name: str, text: str) -> None:
    with pytest.raises(Unfit, match=name):
        field(name, "text", text)


def test_case_21_an_sms_is_counted_with_signature_and_way_out() -> None:
    for characters, parts in ((60, 1), (61, 2), (150, 3)):
        whole = sms_text("好" * characters, SMS)
        assert whole == f"【茶饮】{'好' * characters}拒收请回复R"
        assert sms_parts(whole) == parts
    assert sms_parts("x" * 134) == 2
    assert sms_parts("x" * 135) == 3
    # A character beyond the first plane counts as two.
    assert sms_parts("🍵" * 35) == 1
    assert sms_parts("🍵" * 36) == 2
    with pytest.raises(Unfit):
        sms_text("好" * 200, SMS)


def test_a_message_is_in_the_language_of_its_member() -> None:
    plain = message("news", channels=("push",))
    assert render(plain, words("你好"), "push", Reach({})).text == "你好"
    assert render(plain, words("你好", language="en"), "push", Reach({})).text == "Hello"
    for channel in ("sms", "wechat_subscription"):
        with pytest.raises(Unfit):
            render(plain, words("你好"), channel, Reach({}))


def test_a_text_that_its_channel_cannot_take_is_refused_before_it_is_handed_over() -> None:
    long = message("long", channels=("sms", "inbox"), text=Text("好" * 300, "Hi"))
    decision = decide(wish(NOW, "long"), subject(), rules(long, sms=SMS), NOW)
    assert decision.outcome is Outcome.REFUSE
    assert (decision.checks[-1].name, decision.checks[-1].rule) == ("content", "content_unfit")
    assert decision.checks[-1].inputs == (("channel", "sms"), ("field", "text"))
    english = subject(facts={"language": "en"})
    assert decide(wish(NOW, "long"), english, rules(long, sms=SMS), NOW).outcome is Outcome.SEND


def test_a_channel_without_a_provider_is_passed_over_with_that_reason() -> None:
    three = message("news", channels=("push", "sms", "inbox"))
    brand = rules(three, sms=SMS, configured=frozenset({"sms"}))
    decision = decide(wish(NOW), subject(), brand, NOW)
    assert decision.channel == "sms"
    quiet = next(check for check in decision.checks if check.name == "quiet")
    assert quiet.inputs[0] == ("push", "not_configured")
    alone = rules(message("news", channels=("push",)), configured=frozenset())
    refused = decide(wish(NOW), subject(), alone, NOW)
    assert (refused.outcome, refused.checks[-1].name) == (Outcome.REFUSE, "channel")


@pytest.mark.parametrize(
    ("written", "parked"),
    [({}, True), ({"in_car": {}}, True), ({"in_car": {"only_parked": False}}, False)],
)
def test_a_car_shows_messages_while_it_stands_unless_the_brand_says_otherwise(
    written: dict[str, Any], parked: bool
) -> None:
    text = {"zh": "好", "en": "good"}
    message = {"code": "m", "name": text, "text": text, "purpose": "service"}
    document = {"reach": {"messages": [message], "channels": written}}
    assert reach_section(Programme("car", document=document)).only_parked is parked

"""What a brand writes wrong about messages to members is named by its key."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from services.feedback.reach.domain import wish
from services.members.programme.commands import programme_file
from services.members.programme.domain import reach
from tests.example_programmes import example

KEPT = (
    *("programme", "name", "currency", "timezone", "assets"),
    *("consents", "occasions", "carts", "lifecycle", "reach", "experiments", "tags"),
)
Change = Callable[[dict[str, Any]], Any]


@cache
def as_json() -> str:
    whole = example("tea")
    document = {key: whole[key] for key in KEPT} | {"ladders": [], "earning": {"rules": []}}
    return json.dumps(document)


def problems(change: Change) -> list[tuple[str, str]]:
    document = json.loads(as_json())
    document["reach"]["matrix"] = [
        row for row in document["reach"]["matrix"] if row["on"] != "tier_changed"
    ]
    change(document)
    found = programme_file.read(json.dumps(document)).problems
    return [(each.key.removeprefix("reach."), each.message) for each in found]


def section(change: Change) -> Change:
    return lambda document: change(document["reach"])


def first(name: str, **changed: Any) -> Change:
    return section(lambda reach: reach[name][0].update(changed))


BRACED = {"zh": "退订：{link}", "en": "Stop: {member.name}"}
PUSHED = {"zh": "可关闭", "en": "Turn it off"}
WAITS = "groups.not_while_open[0]"
WECHAT_FIELDS = "channels.wechat_subscription.templates[0].fields"


def with_channels(number: int, channels: list[str], **changed: Any) -> Change:
    """A message on channels that the section declares, with something changed."""

    def change(reach: dict[str, Any]) -> None:
        news = {"code": "news", "id": "W25vrVdFrf", "use": "service"}
        news["fields"] = changed.pop("fields", {"thing1": "text"})
        quiet = {"purpose": "marketing", "channel": "sms", "until": "08:00"}
        quiet["from"] = changed.pop("quiet_from", "21:00")
        reach["quiet"] = [quiet]
        for each in reach["messages"]:
            each.pop("channels", None)
            each.pop("template", None)
        message = reach["messages"][number]
        message["channels"] = channels
        if "template" in changed:
            message["template"] = changed.pop("template")
        sms = {"signature": "【茶饮】", **changed}
        reach["channels"] = {"sms": sms, "wechat_subscription": {"templates": [news]}}

    return section(change)


@pytest.mark.parametrize(
    "change",
    [
        with_channels(0, ["wechat_subscription", "sms", "inbox"], template="news"),
        with_channels(3, ["push", "sms", "webhook"]),
    ],
)
def test_messages_may_go_by_the_channels_that_are_declared(change: Change) -> None:
    assert problems(change) == []


def test_the_example_has_no_problem() -> None:
    assert problems(lambda document: None) == []


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (first("messages", code="birthday"), "messages[3].code"),
        (first("messages", text={"zh": "{member.name}您好", "en": "Hi"}), "messages[0].text.zh"),
        (first("messages", text={"zh": "好", "en": "Hi {"}), "messages[0].text.en"),
        (first("messages", text={"zh": "好", "en": "x" * 501}), "messages[0].text.en"),
        (first("messages", text={"zh": "好", "en": ""}), "messages[0].text.en"),
        (first("messages", purpose="sharing"), "messages[0].purpose"),
        (first("messages", priority=101), "messages[0].priority"),
        (first("messages", expires_after_hours=0), "messages[0].expires_after_hours"),
        (first("messages", channel="sms"), "messages[0].channel"),
        (lambda document: document["consents"].update(purposes=[]), "messages[2].purpose"),
        (first("matrix", send="nothing"), "matrix[0].send"),
        (first("matrix", lead_days=3), "matrix[0].lead_days"),
        (first("matrix", on="order"), "matrix[0].on"),
        (first("matrix", when="member.name == 1"), "matrix[0].when"),
        (first("matrix", when="stats.orders > 1"), "matrix[0].when"),
        (section(lambda reach: reach["matrix"][1].update(lead_days=4)), "matrix[1].lead_days"),
        (lambda document: document["occasions"].pop("birthday"), "matrix[1].on"),
        (lambda document: document.pop("lifecycle"), "matrix[4].on"),
        (lambda document: document.pop("carts"), "journeys[3].enter.on"),
        (first("matrix", on="tier_changed"), "matrix[0].on"),
        (first("caps", times=0), "caps[0].times"),
        (first("caps", times=31), "caps[0].times"),
        (first("caps", purpose="service"), "caps[0].purpose"),
        (first("caps", by_activity={}), "caps[0].by_activity"),
        (first("caps", by_activity={"active": 31}), "caps[0].by_activity.active"),
        (first("caps", by_activity={"asleep": 1}), "caps[0].by_activity.asleep"),
        (lambda document: document.pop("lifecycle"), "caps[0].by_activity"),
        (section(lambda reach: reach.update(opt_outs={"sms": PUSHED})), "opt_outs.sms"),
        (section(lambda reach: reach.update(opt_outs={"push": {"zh": "关"}})), "opt_outs.push"),
        (section(lambda reach: reach.update(opt_outs={"push": BRACED})), "opt_outs.push.en"),
        (with_channels(0, ["sms"], opt_out="退订{url}"), "channels.sms.opt_out"),
        (first("quiet", until="22:00"), "quiet[0].until"),
        (first("quiet", until="24:00"), "quiet[0].until"),
        (first("quiet", channel="fax"), "quiet[0].channel"),
        (first("messages", channels=[]), "messages[0].channels"),
        (first("messages", channels=["sms", "sms"]), "messages[0].channels"),
        (section(lambda reach: reach.pop("channels")), "messages[1].channels[1]"),
        (first("messages", template="news"), "messages[0].template"),
        (first("messages", channels=["wechat_subscription"]), "messages[0]"),
        (with_channels(0, ["wechat_subscription"], template="none"), "messages[0].template"),
        (with_channels(3, ["wechat_subscription"], template="news"), "messages[3].template"),
        (with_channels(3, ["sms"], quiet_from="21:30"), "messages[3].channels"),
        (with_channels(0, ["sms"], signature="茶饮"), "channels.sms.signature"),
        (with_channels(0, ["sms"], parts_max=6), "channels.sms.parts_max"),
        (with_channels(0, ["sms"], fields={"thing": "text"}), f"{WECHAT_FIELDS}.thing"),
        (with_channels(0, ["sms"], fields={"thing1": "member.phone"}), f"{WECHAT_FIELDS}.thing1"),
        (first("windows", **{"class": "none"}), "windows[0].class"),
        (first("windows", at=[{"from": "10:00", "until": "09:00"}]), "windows[0].at[0].until"),
        (section(lambda reach: reach["windows"].append(reach["windows"][0])), "windows[1].class"),
        (first("shares", max_percent=101), "shares[0].max_percent"),
        (first("shares", days=31), "shares[0].days"),
        (first("shares", within="group"), "shares[0].within"),
        (section(lambda reach: reach["shares"][1].pop("within")), "shares[1]"),
        (first("shares", of="promotion", within="group"), "shares[1].of"),
        (section(lambda reach: reach.update(groups={"posts_per_day": 21})), "groups.posts_per_day"),
        (section(lambda reach: reach["groups"].update(not_while_open=["none"])), WAITS),
        (section(lambda reach: reach.update(holdout_percent=51)), "holdout_percent"),
        (section(lambda reach: reach.update(gather_minutes=1441)), "gather_minutes"),
        (section(lambda reach: reach.update(messages=[])), "messages"),
        (section(lambda reach: reach.update(trips=[])), "trips"),
    ],
)
def test_a_mistake_is_named(change: Change, key: str) -> None:
    found = problems(change)
    assert key in dict(found)
    assert all(message for _, message in found)


def test_who_reminds_of_points_names_a_reminder_of_an_asset() -> None:
    row = {"on": "points_expiring", "send": "welcome", "lead_days": 8}
    ((key, message),) = problems(first("matrix", **row))
    assert (key, message) == (
        "matrix[0].lead_days",
        "no asset reminds 8 days before: see remind_days",
    )
    assert problems(first("matrix", **{**row, "lead_days": 7})) == []
    woken = {"on": "wake_up_opened", "send": "welcome"}
    ((key, message),) = problems(first("matrix", **woken))
    assert (key, message) == ("matrix[0].on", "nobody is woken: add the section wake_up")


def test_who_announces_the_end_of_a_tier_names_a_lead_of_the_occasion() -> None:
    row = {"on": "tier_ends", "send": "welcome", "lead_days": 8}
    ((key, message),) = problems(first("matrix", **row))
    assert (key, message) == (
        "matrix[0].lead_days",
        "tier_ends is not announced 8 days before: see occasions",
    )
    assert problems(first("matrix", **{**row, "lead_days": 7})) == []
    ((key, message),) = problems(first("matrix", **{**row, "lead_days": 0}))
    assert (key, message) == (
        "matrix[0].lead_days",
        "on the day itself it is tier_changed: write lead_days",
    )


def test_publishing_knows_the_placeholders_that_are_filled() -> None:
    assert set(reach.PLACEHOLDERS) == set(wish.PLACEHOLDERS)


def test_an_unknown_placeholder_names_those_that_are_known() -> None:
    (problem,) = problems(first("messages", text={"zh": "好", "en": "{name}"}))
    assert problem[1] == (
        "{name} is no placeholder; known: occasion.days, occasion.day, occasion.years,"
        " occasion.name, occasion.amount"
    )

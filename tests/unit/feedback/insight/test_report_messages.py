"""Messages of reports: each is handed over until it is known, and operators read what was told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.insight.domain.catalogue import METRICS
from services.feedback.insight.domain.metrics import Number
from services.feedback.insight.domain.period import Grain, Period
from services.feedback.insight.domain.report import Report, Restatement
from services.feedback.insight.domain.report_message import (
    OPEN,
    ROBOT,
    WAITS,
    WEBHOOK,
    Outcome,
    Recipient,
    ReportMessage,
    State,
    message_id,
    messages_of,
)
from services.feedback.insight.domain.report_words import text, title

NOW = datetime(2026, 3, 3, tzinfo=UTC)
DAY = Period(Grain.DAY, date(2026, 3, 2))
CNY = ("CNY", 2)


def waiting(channel: str) -> ReportMessage:
    [message] = messages_of((Recipient(Grain.DAY, channel, "zh"),), Grain.DAY, NOW)
    return message


@given(st.sampled_from([ROBOT, WEBHOOK]), st.lists(st.sampled_from(Outcome), max_size=20))
def test_a_message_ends_after_seven_tries_at_most(channel: str, outcomes: list[Outcome]) -> None:
    message, tried = waiting(channel), []
    for outcome in outcomes:
        if message.state not in OPEN:
            break
        assert message.next_at is not None
        message = message.handed(message.next_at)
        message = message.answered(outcome, "code", message.at)
        tried.append(outcome)
        assert message.attempts == len(tried) <= len(WAITS) + 1
        assert (message.next_at is None) == (message.state not in OPEN)
    # Nobody reads it twice: a robot gets nothing more once nobody knows.
    assert Outcome.TAKEN not in tried[:-1]
    if channel == ROBOT:
        assert Outcome.LOST not in tried[:-1]
    if len(tried) > len(WAITS):
        assert message.state not in OPEN


@pytest.mark.parametrize(
    ("channel", "outcome", "state"),
    [
        (ROBOT, Outcome.TAKEN, State.SENT),
        (ROBOT, Outcome.LOST, State.UNKNOWN),
        (WEBHOOK, Outcome.LOST, State.WAITING),
        (ROBOT, Outcome.RETRY, State.WAITING),
        (WEBHOOK, Outcome.REFUSED, State.REFUSED),
    ],
)
def test_what_becomes_of_a_message(channel: str, outcome: Outcome, state: State) -> None:
    found = waiting(channel).handed(NOW).answered(outcome, "away", NOW)
    assert found.state is state
    assert found.code == ("" if state is State.SENT else "away")


def test_a_message_waits_longer_each_time_and_as_long_as_the_channel_wants() -> None:
    message, waits = waiting(WEBHOOK), []
    while message.state in OPEN:
        message = message.handed(NOW).answered(Outcome.RETRY, "away", NOW)
        waits.append(message.next_at)
    assert waits == [*(NOW + each for each in WAITS), None]
    assert (message.state, message.attempts) == (State.GIVEN_UP, 7)
    again = waiting(WEBHOOK).handed(NOW)
    asked = again.answered(Outcome.RETRY, "overloaded", NOW, timedelta(minutes=4))
    assert asked.next_at == NOW + timedelta(minutes=4)


def test_a_report_goes_to_those_who_wish_its_kind_and_has_one_id_for_a_receiver() -> None:
    wished = (
        Recipient(Grain.DAY, ROBOT, "zh"),
        Recipient(Grain.WEEK, ROBOT, "zh"),
        Recipient(Grain.DAY, WEBHOOK, "en"),
    )
    found = messages_of(wished, Grain.DAY, NOW)
    assert [(each.channel, each.language) for each in found] == [(ROBOT, "zh"), (WEBHOOK, "en")]
    first = message_id("tea", DAY, found[1])
    assert first == message_id("tea", DAY, found[1].handed(NOW))
    assert first != message_id("tea", DAY, found[0])
    assert first != message_id("tea", Period(Grain.WEEK, DAY.first), found[1])


REPORT = Report(
    "tea",
    DAY,
    NOW,
    {
        "orders": Number(1_100),
        "revenue": Number(1_234_567),
        "retention_d1": Number(1, 8),
        "retention_d7": None,
    },
    (Restatement("orders", Number(1_100), Number(1_101), NOW),),
)


def words(language: str, before: Report | None = None, currency: tuple[str, int] = CNY) -> str:
    return text(REPORT, before, METRICS, currency, language, "https://x/console/insight")


def test_a_message_has_the_numbers_as_told_and_those_that_are_others_by_now() -> None:
    assert title(REPORT, "zh") == "日报 2026-03-02"
    assert words("zh").splitlines() == [
        "订单数：1,100",
        "净销售额：12,345.67 CNY",
        "1 日留存：12.5%",
        "7 日留存：暂无",
        "迟到数据更正",
        "订单数: 1,100 → 更正为 1,101",
        "详情：https://x/console/insight",
    ]
    assert words("en", currency=("JPY", 0)).splitlines() == [
        "Orders: 1,100",
        "Net revenue: 1,234,567 JPY",
        "Retention, day 1: 12.5%",
        "Retention, day 7: not known",
        "Restated since",
        "Orders: 1,100 → now 1,101",
        "More: https://x/console/insight",
    ]


def test_a_message_tells_what_the_report_before_has_restated_by_now() -> None:
    week = Period(Grain.WEEK, date(2026, 2, 23))
    told = {"orders": Number(100), "shares": Number(5)}
    twice = (
        Restatement("orders", Number(100), Number(101), NOW),
        Restatement("orders", Number(101), Number(102), NOW),
    )
    found = words("en", Report("tea", week, NOW, told, twice)).splitlines()
    assert found[-3:-1] == [
        "Restated of the one before (2026-02-23 – 2026-03-01)",
        "Orders: 100 → now 102",
    ]
    assert words("en", Report("tea", week, NOW, told)) == words("en")


def test_a_long_message_keeps_its_link_below_what_a_robot_takes() -> None:
    codes = {f"{'很长的指标名' * 10}{each}": Number(each) for each in range(30)}
    found = text(Report("tea", DAY, NOW, codes), None, {}, CNY, "zh", "https://x/insight")
    assert len(found.encode()) <= 3_900
    assert found.splitlines()[-2:] == ["…", "详情：https://x/insight"]

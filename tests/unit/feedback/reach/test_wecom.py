"""A message of WeCom is a task for staff, and a customer gets as many a month as it has days."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.audience.domain import Purpose
from services.feedback.providers.domain.outgoing import Answer, Kind
from services.feedback.reach.domain.case import Outcome
from services.feedback.reach.domain.decision import Decision, decide, decide_channel
from services.feedback.reach.domain.explanation import check_text
from services.feedback.reach.domain.handing import (
    ASKED_UNTIL,
    COUNTED,
    LOOKS,
    answered,
    asked_of_staff,
    confirm_until,
    handed,
)
from services.feedback.reach.domain.month import is_month, month_of, next_month, places
from services.feedback.reach.domain.quota_use import End, use_of
from services.feedback.reach.domain.touch import RESENT, State, Touch
from tests.unit.feedback.reach.samples import SHANGHAI, local, message, rules, subject, wish

NOW = local("2026-12-01 12:00")
DAY = timedelta(hours=24)
UNTIL = NOW + DAY
NOT_CONFIRMED = Answer(Kind.RETRY, "not_confirmed")
BRAND = rules(
    message("alone", Purpose.SERVICE, channels=("wecom",)),
    message("both", Purpose.SERVICE, channels=("wecom", "inbox")),
    configured=frozenset({"wecom"}),
)


def decided(code: str, left: int | None, at: str = "2026-12-15 12:00") -> Decision:
    now = local(at)
    member = replace(subject(), left=None if left is None else {"wecom": left})
    return decide(wish(now, code), member, BRAND, now)


@pytest.mark.parametrize(
    ("at", "days", "until"),
    [
        ("2026-12-31 23:59", 31, "2027-01-01 00:00"),
        ("2027-02-01 00:00", 28, "2027-03-01 00:00"),
        ("2028-02-10 00:00", 29, "2028-03-01 00:00"),
    ],
)
def test_case_23_a_month_has_as_many_places_as_days_in_the_zone_of_the_brand(
    at: str, days: int, until: str
) -> None:
    month = month_of(local(at), SHANGHAI)
    assert is_month(month)
    assert (places(month), next_month(month, SHANGHAI)) == (days, local(until))
    refused = decided("alone", 0, at)
    check = refused.checks[-1]
    assert (refused.outcome, check.name, check.rule) == (Outcome.REFUSE, "quota", "wecom")
    assert check.inputs == (("wecom", "month_full"), ("left", "0"))
    assert (check.limit, check.until) == (str(days), local(until))
    assert "as the month has days" in check_text(check).en
    assert "下月" in check_text(check).zh


def test_the_month_is_the_brands_and_no_asset_of_a_programme() -> None:
    at = local("2027-01-01 00:30")
    assert month_of(at, SHANGHAI) == "wecom/2027-01"
    assert month_of(at, ZoneInfo("UTC")) == "wecom/2026-12"
    assert not is_month("WX_ORDER_READY")


def test_a_free_place_is_told_and_without_one_the_next_channel_has_its_turn() -> None:
    check = next(each for each in decided("alone", 3).checks if each.name == "quota")
    assert check.inputs == (("left", "3"),)
    assert "as it has days" in check_text(check).en
    assert decided("alone", None).outcome is Outcome.SEND
    assert decided("both", 1).channel == "wecom"
    assert decided("both", 0).channel == "inbox"


def decide_next(tried: Touch) -> Decision:
    of = replace(tried.wish, message=tried.message)
    return decide_channel(of, replace(subject(), left={"wecom": 9}), BRAND, NOW)


def awaiting(code: str = "alone", hours: int = 48) -> Touch:
    made = Touch(wish(NOW, code), NOW).decided(decided(code, 1), NOW, "r1")
    asked = handed(replace(made, expires_at=NOW + timedelta(hours=hours)), NOW, "wecom/2026-12")
    return answered(asked, Answer(Kind.ACCEPTED, provider_id="msg1"), NOW, decide_next)


def after(answer: Answer, later: timedelta = DAY, code: str = "alone") -> Touch:
    return asked_of_staff(awaiting(code), answer, UNTIL, NOW + later, decide_next)


def test_a_task_awaits_staff_and_is_asked_for_again_until_its_time() -> None:
    waiting = awaiting()
    assert (waiting.state, waiting.provider_id) == (State.AWAITING_STAFF, "msg1")
    assert (waiting.send_at, waiting.ended_at) == (NOW + LOOKS[0], None)
    assert waiting.state in COUNTED
    assert confirm_until(waiting, DAY) == UNTIL
    assert confirm_until(awaiting(hours=2), DAY) == NOW + timedelta(hours=2)
    later = after(NOT_CONFIRMED, DAY - timedelta(minutes=5))
    assert (later.state, later.send_at) == (State.AWAITING_STAFF, UNTIL)
    assert use_of(later, later.attempts[0]).end is End.TAKEN
    sent = after(Answer(Kind.ACCEPTED), timedelta(hours=1))
    assert (sent.state, sent.send_at, sent.ended_at) == (State.SENT, None, NOW + timedelta(hours=1))


def test_case_23_what_nobody_confirmed_in_24_hours_is_expired_and_gives_its_places_back() -> None:
    expired = after(NOT_CONFIRMED)
    assert (expired.state, expired.ended_at, expired.send_at) == (State.EXPIRED, UNTIL, None)
    assert expired.state not in COUNTED
    assert expired.state in RESENT
    assert use_of(expired, expired.attempts[0]).end is End.KEPT
    check = expired.checks[-1]
    assert (check.name, check.passed, check.until) == ("confirmed", False, UNTIL)
    assert "staff" in check_text(check).en
    assert "员工" in check_text(check).zh


def test_a_customer_who_did_not_get_it_gets_it_by_the_next_channel() -> None:
    gone = Answer(Kind.REFUSED, "no_customer")
    assert after(gone, code="both").channel == "inbox"
    failed = after(gone)
    assert (failed.state, failed.attempts[-1].code) == (State.FAILED, "no_customer")
    assert use_of(failed, failed.attempts[0]).end is End.KEPT


@given(
    st.sampled_from(
        [Answer(Kind.LOST, "away"), Answer(Kind.RETRY, "overloaded"), Answer(Kind.RETRY, "paused")]
    ),
    st.integers(0, 60 * 24 * 9),
)
def test_while_nobody_can_tell_no_place_comes_back(answer: Answer, minutes: int) -> None:
    later = timedelta(minutes=minutes)
    done = after(answer, later)
    is_over = later >= DAY + ASKED_UNTIL
    assert done.state is (State.UNKNOWN if is_over else State.AWAITING_STAFF)
    assert done.state in COUNTED
    assert is_over or (done.send_at is not None and done.send_at > NOW + later)

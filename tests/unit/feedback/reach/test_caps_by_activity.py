"""A cap follows the member's own activity, of those who agreed that it does."""

from datetime import timedelta

import pytest

from services.feedback.audience.domain import Purpose
from services.feedback.reach.domain.case import Check, Outcome
from services.feedback.reach.domain.decision import Decision, decide
from services.feedback.reach.domain.explanation import check_text, why
from services.feedback.reach.domain.section import Cap, Per
from services.feedback.reach.domain.wish import Occasion
from tests.unit.feedback.reach.samples import (
    AGREED,
    PROFILED,
    SHANGHAI,
    local,
    rules,
    subject,
    touched,
    wish,
)

NOW = local("2026-12-16 15:00")
LEVELS = {"active": 3, "dormant": 1, "lost": 1}
ASKED = rules(caps=(Cap(Purpose.MARKETING, 2, Per.WEEK, by_activity=LEVELS),))


def decided(level: str, touches: int, *, profiled: bool = True) -> Decision:
    held = [touched(NOW - timedelta(hours=each)) for each in range(1, touches + 1)]
    consents = PROFILED if profiled else AGREED
    member = subject(*held, facts={"activity_level": level}, consents=consents)
    return decide(wish(NOW), member, ASKED, NOW)


def cap_of(decision: Decision) -> Check:
    return next(each for each in decision.checks if each.name == "cap")


@pytest.mark.parametrize(
    ("level", "times"), [("active", 3), ("semi_active", 2), ("dormant", 1), ("lost", 1), ("", 2)]
)
def test_each_level_has_its_number_and_the_rest_have_that_of_all(level: str, times: int) -> None:
    assert decided(level, times - 1).outcome is Outcome.SEND
    full = decided(level, times)
    check = cap_of(full)
    assert (full.outcome, check.limit, check.rule) == (
        *(Outcome.REFUSE, str(times)),
        f"{times}/week rolling",
    )
    assert dict(check.inputs)["activity_level"] == (level or "unknown")
    # The first of those that count leaves the window first.
    assert check.until == NOW - timedelta(hours=times) + timedelta(hours=168)


@pytest.mark.parametrize("level", ["active", "dormant"])
def test_who_did_not_agree_to_profiling_has_the_cap_of_all(level: str) -> None:
    assert decided(level, 1, profiled=False).outcome is Outcome.SEND
    full = decided(level, 2, profiled=False)
    check = cap_of(full)
    assert (full.outcome, check.limit) == (Outcome.REFUSE, "2")
    assert dict(check.inputs)["activity_level"] == "no_profiling"
    assert "not agree to profiling" in check_text(check).en


def test_operators_and_the_member_read_by_what_it_goes_in_both_languages() -> None:
    sent = decided("active", 2)
    told = check_text(cap_of(sent))
    assert "活跃" in told.zh
    assert told.en.endswith("it is 3, by the member's activity: active")
    reason = why(Occasion("birthday"), Purpose.MARKETING, sent.checks, None, SHANGHAI)
    assert reason.en.endswith("number 3 of at most 3, by how active you were of late.")
    assert reason.zh.endswith("这是第3条，上限3条，按您近期的活跃情况。")
    of_all = decided("active", 1, profiled=False)
    plain = why(Occasion("birthday"), Purpose.MARKETING, of_all.checks, None, SHANGHAI)
    assert plain.en.endswith("number 2 of at most 2.")

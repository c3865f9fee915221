"""The decision on a post to a group: the acceptance cases 13 and 14, and the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.audience.domain import Purpose
from services.feedback.group_posts.domain.post import (
    ENFORCED_FROM,
    Before,
    Decided,
    GroupStore,
    Measure,
    Touched,
    begins,
    decide_post,
    measured,
)
from services.feedback.programme.domain import Text
from services.feedback.reach.domain.case import Outcome
from services.feedback.reach.domain.explanation import check_text
from services.feedback.reach.domain.section import (
    PROMOTION,
    Message,
    Quiet,
    Share,
    Window,
)
from services.feedback.reach.domain.switched_off import SwitchedOff
from tests.unit.feedback.reach.samples import SHANGHAI, local, message, rules

GROUPS = Share(promotion=False, max_percent=40, days=7)
PROMOTIONS = Share(promotion=True, max_percent=40, days=7)
WEEK = Touched(direct=600, group=350)
NOON = local("2026-12-01 12:00")
NEWS = message("news")
DEAL = message("deal", kind=PROMOTION)


def decided(
    members: int,
    touched: Touched = WEEK,
    shares: tuple[Share, ...] = (GROUPS,),
    said: Message = NEWS,
    **more: Any,
) -> Decided:
    brand = replace(rules(said, shares=shares, **more), revision="7")
    return decide_post(said, members, Before(0, {7: touched}), brand, NOON)


def test_case_13_a_post_to_50_keeps_groups_at_forty_percent_and_one_to_51_does_not() -> None:
    allowed = decided(50)
    assert allowed.outcome is Outcome.SEND
    assert allowed.text == NEWS.text
    refused = decided(51)
    assert (refused.outcome, refused.text) == (Outcome.REFUSE, None)
    assert refused.checks[-1].name == "share"


def test_case_14_the_check_names_its_share_with_both_numbers_and_the_days() -> None:
    check = decided(51).checks[-1]
    assert (check.name, check.passed, check.rule, check.limit) == (
        *("share", False),
        *("group/all", "40"),
    )
    told = dict(check.inputs)
    assert (told["percent"], told["numerator"], told["denominator"]) == ("40.06", "401", "1001")
    assert (told["first_day"], told["last_day"]) == ("2026-11-25", "2026-12-01")
    assert "占比" in check_text(check).zh
    assert "share" in check_text(check).en
    assert dict(decided(50).checks[-2].inputs)["percent"] == "40.00"


def test_a_share_is_enforced_from_a_thousand_touches_on_those_of_the_post_included() -> None:
    assert ENFORCED_FROM == 1_000
    assert decided(999, Touched()).outcome is Outcome.SEND
    assert decided(1_000, Touched()).outcome is Outcome.REFUSE


def test_promotions_keep_to_their_share_of_posts_and_other_posts_make_room() -> None:
    touched = Touched(direct=9_000, group=950, promotion=350)
    both = (GROUPS, PROMOTIONS)
    assert decided(50, touched, both, DEAL).outcome is Outcome.SEND
    refused = decided(51, touched, both, DEAL)
    assert (refused.outcome, refused.checks[-1].rule) == (Outcome.REFUSE, "promotion/group")
    full = replace(touched, promotion=500)
    assert decided(51, full, both, NEWS).outcome is Outcome.SEND


def test_a_group_gets_so_many_posts_on_a_local_day() -> None:
    brand = rules(NEWS, posts_per_day=2)
    one, two = (decide_post(NEWS, 5, Before(each), brand, NOON) for each in (1, 2))
    assert one.outcome is Outcome.SEND
    check = two.checks[-1]
    assert (check.name, check.limit, check.until) == ("posts", "2", local("2026-12-02 00:00"))


def test_a_message_that_is_switched_off_is_posted_to_no_group() -> None:
    off = SwitchedOff("news", NOON, "op_1", "a wrong price", "deal")
    brand = replace(rules(NEWS, DEAL), off={"news": off})
    refused = decide_post(NEWS, 5, Before(), brand, NOON)
    assert (refused.outcome, refused.checks[-1].name) == (Outcome.REFUSE, "switched")
    assert dict(refused.checks[-1].inputs)["reason"] == "a wrong price"
    assert decide_post(DEAL, 5, Before(), brand, NOON).outcome is Outcome.SEND


def test_quiet_hours_windows_and_placeholders_end_it() -> None:
    noon, later = local("2026-12-01 12:00"), local("2026-12-01 20:00")
    quiet = Quiet(Purpose.MARKETING, 11 * 60, 14 * 60)
    check = decided(5, quiet=(quiet,)).checks[-1]
    assert (check.name, check.until) == ("quiet", local("2026-12-01 14:00"))
    # Those of one channel are not of groups, and service has its own.
    assert decided(5, quiet=(replace(quiet, channel="sms"),)).outcome is Outcome.SEND
    service = message("service", Purpose.SERVICE)
    assert decided(5, said=service, quiet=(quiet,)).outcome is Outcome.SEND
    evening = Window(PROMOTION, ((20 * 60, 21 * 60),))
    check = decided(5, said=DEAL, windows=(evening,)).checks[-1]
    assert (check.name, check.until) == ("window", later)
    brand = rules(DEAL, windows=(evening,))
    assert decide_post(DEAL, 5, Before(), brand, later).outcome is Outcome.SEND
    named = message("named", text=Text("{occasion.name}", "good"))
    check = decided(5, said=named).checks[-1]
    assert (check.name, check.rule) == ("content", "content_unfit")
    assert noon < later


@pytest.mark.parametrize(
    ("store", "allowed", "hours"),
    [
        (GroupStore("sh_001", True, NOON + timedelta(hours=10)), False, "open"),
        (GroupStore("sh_001", False), True, "closed"),
        (GroupStore("sh_001"), True, "unknown"),
        (GroupStore(), True, None),
    ],
)
def test_a_class_that_waits_for_it_is_not_posted_while_the_store_is_open(
    store: GroupStore, allowed: bool, hours: str | None
) -> None:
    brand = rules(NEWS, DEAL, not_while_open=frozenset({PROMOTION}))
    made = decide_post(DEAL, 5, Before(), brand, NOON, store)
    check = next(each for each in made.checks if each.name == "store")
    assert (made.outcome is Outcome.SEND, check.passed, check.rule) == (allowed, allowed, PROMOTION)
    assert dict(check.inputs).get("hours") == hours
    assert check.until == (None if allowed else NOON + timedelta(hours=10))
    other = decide_post(NEWS, 5, Before(), brand, NOON, store)
    assert other.outcome is Outcome.SEND
    assert "store" not in {each.name for each in other.checks}


def test_days_of_a_share_begin_at_midnight_of_the_brand() -> None:
    now = local("2026-12-01 00:00")
    assert begins([GROUPS], now, SHANGHAI) == {7: local("2026-11-25 00:00")}


@given(st.integers(0, 3_000), st.integers(0, 3_000), st.integers(1, 200), st.integers(1, 100))
def test_a_share_is_compared_without_rounding_and_never_shows_as_its_limit_above_it(
    direct: int, group: int, members: int, percent: int
) -> None:
    share = replace(GROUPS, max_percent=percent)
    found = measured(share, Touched(direct, group), members)
    above = Fraction(found.part, found.whole) > Fraction(percent, 100)
    assert found.exceeded is (above and found.whole >= ENFORCED_FROM)
    assert (Fraction(found.percent) > percent) is above


def test_a_share_of_nothing_is_nothing() -> None:
    assert measured(GROUPS, Touched()) == Measure(GROUPS, 0, 0)
    assert Measure(GROUPS, 0, 0).percent == "0.00"

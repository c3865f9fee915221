"""A message that is switched off waits, or another one is said instead."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.feedback.audience.domain import Purpose
from services.feedback.programme.domain import Text
from services.feedback.reach.domain.case import Case, Outcome, Rules
from services.feedback.reach.domain.decision import Decision, decide, decide_channel, may_go
from services.feedback.reach.domain.handing import held_back
from services.feedback.reach.domain.section import Row
from services.feedback.reach.domain.switched_off import InsteadUnfit, SwitchedOff, check_instead
from services.feedback.reach.domain.touch import STATES, Touch
from services.feedback.reach.domain.wish import Words
from tests.unit.feedback.reach.samples import NEWS, local, message, rules, subject, wish

NOW = local("2026-12-01 12:00")
OTHER, HELP = message("other"), message("help", Purpose.SERVICE)
HOUR = timedelta(hours=1)


def off(code: str = "news", instead: str = "") -> dict[str, SwitchedOff]:
    return {code: SwitchedOff(code, NOW - HOUR, "op_1", "a wrong price", instead)}


def asked(switched: dict[str, SwitchedOff], *rows: Row) -> Rules:
    return replace(rules(NEWS, OTHER, HELP, matrix=rows), off=switched)


def decided(switched: dict[str, SwitchedOff], named: str = "news") -> Decision:
    return decide(wish(NOW, named), subject(), asked(switched), NOW)


def test_a_message_waits_while_it_is_off_and_says_why() -> None:
    waits = decided(off())
    assert (waits.outcome, waits.until) == (Outcome.PUT_OFF, NOW + HOUR)
    check = waits.checks[-1]
    assert (check.name, check.passed, check.rule) == ("switched", False, "news")
    told = dict(check.inputs)
    assert (told["by"], told["reason"]) == ("op_1", "a wrong price")
    assert decided({}).outcome is Outcome.SEND
    # Others go, and of them nothing is told.
    sent = decided(off(), "other")
    assert sent.outcome is Outcome.SEND
    assert "switched" not in {each.name for each in sent.checks}


def test_a_service_message_is_switched_off_as_well() -> None:
    assert decided(off("help"), "help").outcome is Outcome.PUT_OFF


def test_one_that_waits_too_long_is_too_late() -> None:
    late = NOW + NEWS.expires_after + HOUR
    ended = decide(wish(NOW), subject(), asked(off()), late)
    assert (ended.outcome, ended.checks[-1].name) == (Outcome.REFUSE, "fresh")


def test_another_message_is_said_instead_by_name_and_by_the_matrix() -> None:
    switched = off(instead="other")
    assert (decided(switched).message, decided(switched).outcome) == ("other", Outcome.SEND)
    by_row = asked(switched, Row("birthday", "news"))
    said = decide(wish(NOW, ""), subject(), by_row, NOW)
    assert (said.message, said.outcome) == ("other", Outcome.SEND)


def test_two_that_stand_in_for_each_other_wait() -> None:
    switched = off(instead="other") | off("other", "news")
    assert decided(switched).outcome is Outcome.PUT_OFF
    # As does one whose other the programme has no more.
    assert decided(off(instead="gone")).outcome is Outcome.PUT_OFF


def test_nothing_stands_in_for_what_operators_approved() -> None:
    approved = replace(wish(NOW), content="a digest")
    ended = decide(approved, subject(), asked(off(instead="other")), NOW)
    assert ended.message == "news"


def test_words_of_a_wish_s_own_are_no_message_of_the_programme() -> None:
    words = Words(Text("好", "good"), Text("好", "good"))
    assert decide(replace(wish(NOW), words=words), subject(), asked(off()), NOW).outcome is (
        Outcome.SEND
    )


def test_one_that_was_planned_is_not_handed_over_and_keeps_its_message() -> None:
    planned = Touch(wish(NOW), NOW).decided(decided({}), NOW, "r1")
    for switched in (off(), off(instead="other")):
        by = asked(switched)
        case = Case(planned.wish, subject(), by, NOW, NEWS, channel=planned.channel)
        assert not may_go(case)
        again = decide_channel(replace(planned.wish, message="news"), subject(), by, NOW)
        after = held_back(planned, again, NOW)
        assert (after.state, after.message, after.wake_at) == (
            STATES[Outcome.PUT_OFF],
            "news",
            NOW + HOUR,
        )


def test_members_get_nothing_of_another_purpose_instead() -> None:
    check_instead(NEWS, OTHER)
    for other in (HELP, NEWS):
        with pytest.raises(InsteadUnfit):
            check_instead(NEWS, other)

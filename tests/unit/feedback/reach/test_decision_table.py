"""The acceptance cases of the decision, by their number, and each check by itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.feedback.audience.domain import Purpose, Said
from services.feedback.programme.domain import Text
from services.feedback.reach.domain.case import Outcome, Subject
from services.feedback.reach.domain.decision import Decision, decide
from services.feedback.reach.domain.section import Cap, Per, Quiet, Row, Then, Window
from services.feedback.reach.domain.together import decide_all
from services.feedback.reach.domain.wish import Occasion, Wish, touch_id
from tests.unit.feedback.reach.samples import (
    AGREED,
    BIRTHDAY_ROWS,
    LONG_AGO,
    NEWS,
    PROFILED,
    TWO_A_WEEK,
    local,
    message,
    rules,
    subject,
    touched,
    wish,
)

NIGHT = Quiet(Purpose.MARKETING, 22 * 60, 8 * 60, Then.PUT_OFF, timedelta(minutes=60))
SMS_NIGHT = Quiet(Purpose.MARKETING, 21 * 60, 8 * 60, Then.PUT_OFF, channel="sms")
MONDAY, THURSDAY = local("2026-11-30 09:00:00"), local("2026-12-03 20:00")


def last_check(decision: Decision) -> tuple[str, str]:
    return decision.checks[-1].name, decision.checks[-1].rule


def test_case_1_a_rolling_window_frees_a_place_after_168_hours_to_the_second() -> None:
    asked = rules(caps=(TWO_A_WEEK,))
    member = subject(touched(MONDAY), touched(THURSDAY))
    early = local("2026-12-07 08:59:59")
    refused = decide(wish(early), member, asked, early)
    assert refused.outcome is Outcome.REFUSE
    check = refused.checks[-1]
    assert (check.name, check.inputs, check.limit) == ("cap", (("taken", "2"),), "2")
    assert check.until == local("2026-12-07 09:00:00")
    on_time = local("2026-12-07 09:00:00")
    assert decide(wish(on_time), member, asked, on_time).outcome is Outcome.SEND


def test_case_2_a_calendar_window_begins_anew_on_monday() -> None:
    asked = rules(caps=(Cap(Purpose.MARKETING, 2, Per.WEEK, calendar=True),))
    member = subject(touched(MONDAY), touched(THURSDAY))
    now = local("2026-12-07 08:30")
    assert decide(wish(now), member, asked, now).outcome is Outcome.SEND
    sunday = local("2026-12-06 23:59:59")
    refused = decide(wish(sunday), member, asked, sunday)
    assert refused.checks[-1].until == local("2026-12-07 00:00")


def test_case_3_of_those_judged_together_the_higher_priority_takes_the_place() -> None:
    asked = rules(NEWS, message("birthday", priority=80), caps=(TWO_A_WEEK,))
    now = local("2026-12-02 10:10:05")
    wishes = [
        wish(local("2026-12-02 10:00:00"), "news", "tch_a"),
        wish(local("2026-12-02 10:00:05"), "birthday", "tch_b"),
    ]
    decided, after = decide_all(wishes, subject(touched(MONDAY)), asked, now)
    outcomes = {each.message: (made.outcome, last_check(made)[0]) for each, made in decided}
    assert outcomes == {
        "birthday": (Outcome.SEND, "content"),
        "news": (Outcome.REFUSE, "cap"),
    }
    assert after.reached is not None
    assert len(after.reached.counted) == 2


def test_case_5_a_message_of_the_night_waits_for_eight_and_its_own_part_of_the_hour() -> None:
    now = local("2026-12-01 23:30")
    held = decide(wish(now), subject(), rules(quiet=(NIGHT,)), now)
    assert (held.outcome, held.until) == (Outcome.PUT_OFF, local("2026-12-02 08:19:35"))


def test_case_6_quiet_hours_begin_at_their_second_and_end_at_theirs() -> None:
    asked = rules(quiet=(NIGHT,))
    outcomes = [
        decide(wish(now), subject(), asked, now).outcome
        for now in map(
            local,
            (
                "2026-12-01 21:59:59",
                "2026-12-01 22:00:00",
                "2026-12-02 07:59:59",
                "2026-12-02 08:00:00",
            ),
        )
    ]
    assert outcomes == [Outcome.SEND, Outcome.PUT_OFF, Outcome.PUT_OFF, Outcome.SEND]


def test_case_7_quiet_hours_end_by_the_wall_clock_across_summer_time() -> None:
    london = ZoneInfo("Europe/London")
    night = Quiet(Purpose.MARKETING, 22 * 60, 8 * 60)
    now = datetime(2027, 3, 27, 23, 30, tzinfo=UTC)
    held = decide(wish(now), subject(), rules(zone=london, quiet=(night,)), now)
    assert held.until == datetime(2027, 3, 28, 7, 0, tzinfo=UTC)


def test_case_8_a_channel_may_have_quiet_hours_of_its_own() -> None:
    now = local("2026-12-01 21:30")
    sent = message("by_push", channels=("push",))
    asked = rules(message("by_sms", channels=("sms",)), sent, quiet=(NIGHT, SMS_NIGHT))
    held = decide(wish(now, "by_sms"), subject(), asked, now)
    assert (held.outcome, held.channel) == (Outcome.PUT_OFF, "sms")
    assert decide(wish(now, "by_push"), subject(), asked, now).outcome is Outcome.SEND


def test_quiet_hours_of_one_channel_may_leave_a_message_to_the_next() -> None:
    now = local("2026-12-01 21:30")
    night = Quiet(Purpose.MARKETING, 21 * 60, 8 * 60, Then.NEXT_CHANNEL, channel="sms")
    asked = rules(message("both", channels=("sms", "push")), quiet=(night,))
    sent = decide(wish(now, "both"), subject(), asked, now)
    assert (sent.outcome, sent.channel) == (Outcome.SEND, "push")
    only = rules(message("both", channels=("sms",)), quiet=(night,))
    none = decide(wish(now, "both"), subject(), only, now)
    assert last_check(none) == ("channel", "no_channel")
    assert none.checks[-1].inputs == (("sms", "quiet 21:00-08:00"),)


def test_case_9_service_needs_no_consent_no_place_and_no_quiet_hours_of_marketing() -> None:
    now = local("2026-12-01 23:30")
    receipt = message("receipt", Purpose.SERVICE)
    asked = rules(receipt, caps=(TWO_A_WEEK,), quiet=(NIGHT,), holdout_percent=100)
    withdrawn = {("marketing", "all"): Said(LONG_AGO, False), ("service", "all"): Said(now, False)}
    member = subject(touched(MONDAY), touched(now), consents=withdrawn)
    sent = decide(wish(now, "receipt"), member, asked, now)
    assert (sent.outcome, sent.channel) == (Outcome.SEND, "inbox")


def test_case_11_who_refused_profiling_meets_only_rows_that_read_nothing() -> None:
    now = local("2026-12-01 10:00")
    messages = [message(each) for each in ("birthday_named_drink", "birthday_coupon", "birthday")]
    asked = rules(*messages, matrix=BIRTHDAY_ROWS)
    facts = {"age": 35, "tier": "gold"}

    def judged(consents: dict[tuple[str, str], Said]) -> Decision:
        member = subject(facts=facts, consents=consents)
        return decide(wish(now, ""), member, with_stats, now)

    stats = {"orders_30d": 12}
    with_stats = rules(*messages, matrix=BIRTHDAY_ROWS)
    object.__setattr__(
        with_stats, "judge", lambda when, given: asked.judge(when, {**given, "stats": stats})
    )
    refused = judged(dict(AGREED))
    assert refused.message == "birthday"
    profiling = next(each for each in refused.checks if each.name == "profiling")
    assert profiling.inputs == (("row_1", "profiling"), ("row_2", "profiling"))
    agreed = judged(dict(PROFILED))
    assert agreed.message == "birthday_coupon"
    assert dict(next(c for c in agreed.checks if c.name == "profiling").inputs) == {
        "row_1": "condition"
    }


def test_an_occasion_that_judges_the_member_asks_for_profiling_without_a_condition() -> None:
    now = local("2026-12-01 10:00")
    asked = rules(NEWS, matrix=(Row("level_entered", "news"),))
    dormant = wish(now, "", on="level_entered")
    assert last_check(decide(dormant, subject(), asked, now)) == ("purpose", "no_row")
    agreed = subject(consents=PROFILED)
    assert decide(dormant, agreed, asked, now).outcome is Outcome.SEND


def test_who_is_not_known_gets_nothing() -> None:
    now = local("2026-12-01 10:00")
    refused = decide(wish(now), Subject(None), rules(), now)
    assert last_check(refused) == ("alive", "not_known_or_erased")


def test_a_wish_is_too_late_a_second_after_its_message_expires() -> None:
    due = local("2026-12-01 10:00")
    day = timedelta(hours=24)
    assert decide(wish(due), subject(), rules(), due + day).outcome is Outcome.SEND
    late = decide(wish(due), subject(), rules(), due + day + timedelta(seconds=1))
    assert last_check(late) == ("fresh", "too_late")


@pytest.mark.parametrize(
    ("consents", "told"),
    [
        ({}, "never_said"),
        ({("marketing", "all"): Said(LONG_AGO, False)}, "withdrawn 2026-01-01T00:00:00Z"),
        (
            {**AGREED, ("marketing", "in_app"): Said(LONG_AGO + timedelta(1), False)},
            "withdrawn 2026-01-02T00:00:00Z",
        ),
    ],
)
def test_marketing_needs_a_word_of_the_member(
    consents: dict[tuple[str, str], Said], told: str
) -> None:
    now = local("2026-12-01 10:00")
    refused = decide(wish(now), subject(consents=consents), rules(), now)
    assert last_check(refused) == ("consent", "marketing")
    assert refused.checks[-1].inputs == (("inbox", told),)


def test_a_share_of_members_is_held_out_of_marketing_and_of_nothing_else() -> None:
    now = local("2026-12-01 10:00")
    survey = message("ask", Purpose.SURVEY)
    asked = rules(NEWS, survey, holdout_percent=50)
    agreed = {**AGREED, ("survey", "all"): Said(LONG_AGO, True)}
    found: dict[str, set[str]] = {"news": set(), "ask": set()}
    for number in range(400):
        member = subject(consents=agreed).reached
        assert member is not None
        object.__setattr__(member, "member_id", f"mem_{number}")
        for code, outcomes in found.items():
            made = decide(wish(now, code), Subject(member), asked, now)
            outcomes.add(f"{made.outcome} {number}")
    control = [each for each in found["news"] if each.startswith("control")]
    assert 160 < len(control) < 240
    assert all(each.startswith("send") for each in found["ask"])


def test_a_class_of_content_waits_for_its_hours() -> None:
    knowledge = message("tips", kind="knowledge")
    asked = rules(knowledge, windows=(Window("knowledge", ((600, 660),), timedelta(minutes=30)),))
    early, open_, late = map(local, ("2026-12-01 09:00", "2026-12-01 10:59", "2026-12-01 11:00"))
    held = decide(wish(early, "tips"), subject(), asked, early)
    assert held.until is not None
    assert local("2026-12-01 10:00") <= held.until < local("2026-12-01 10:30")
    assert decide(wish(open_, "tips"), subject(), asked, open_).outcome is Outcome.SEND
    tomorrow = decide(wish(late, "tips"), subject(), asked, late)
    assert tomorrow.until == held.until + timedelta(days=1)


def test_a_text_with_an_unknown_placeholder_is_not_sent() -> None:
    now = local("2026-12-01 10:00")
    years = message("years", text=Text("{occasion.years}周年", "{occasion.years} years"))
    asked = rules(years)
    known = Wish("tch_1", "mem_1", Occasion("enrolment_anniversary", years=3), now, "years")
    assert decide(known, subject(), asked, now).text == Text("3周年", "3 years")
    unknown = Wish("tch_1", "mem_1", Occasion("birthday"), now, "years")
    assert last_check(decide(unknown, subject(), asked, now)) == ("content", "content_unfit")


def test_one_source_gives_one_touch() -> None:
    first = touch_id("tea", "birthday", "evt_1", "mem_1")
    assert first == touch_id("tea", "birthday", "evt_1", "mem_1")
    others = {
        touch_id("tea", "birthday", "evt_1", "mem_2"),
        touch_id("car", "birthday", "evt_1", "mem_1"),
    }
    assert first not in others


def test_a_step_that_chose_by_the_member_needs_consent_to_profiling_until_it_is_judged() -> None:
    chosen = replace(wish(MONDAY), journey="week", step="hello", chosen_by_member=True)
    allowed = decide(chosen, subject(consents=PROFILED), rules(), MONDAY)
    assert allowed.outcome is Outcome.SEND
    withdrawn = decide(chosen, subject(), rules(), MONDAY)
    assert (withdrawn.outcome, withdrawn.checks[-1].name) == (Outcome.REFUSE, "profiling")
    service = rules(message("news", purpose=Purpose.SERVICE))
    assert decide(chosen, subject(), service, MONDAY).outcome is Outcome.SEND

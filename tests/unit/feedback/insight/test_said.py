"""What feedback's own feed tells of items and answers, as happenings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.feedback.insight.api.said import said
from tessera.feedback.v1 import feedback_pb2 as pb
from tessera.feedback.v1 import surveys_pb2

TAKEN = datetime(2026, 3, 2, 8, tzinfo=UTC)
DUE, RESOLVE_BY = TAKEN + timedelta(hours=1), TAKEN + timedelta(hours=24)
MINUTE = timedelta(minutes=1)


def change() -> pb.Event:
    """A change of an item that has an hour for the answer, and a day for the solution."""
    event = pb.Event(id="evt_1", brand="tea", member_id="mem_1")
    item = event.feedback
    item.id, item.store_id = "fb_1", "s1"
    item.create_time.FromDatetime(TAKEN)
    item.response_due_time.FromDatetime(DUE)
    item.resolution_due_time.FromDatetime(RESOLVE_BY)
    return event


def moved(event: pb.Event, state: pb.FeedbackState.ValueType, at: datetime) -> None:
    event.feedback.timeline.add(state=state).time.FromDatetime(at)


def late(event: pb.Event, clock: pb.ClockKind.ValueType, at: datetime, *, is_late: bool) -> None:
    event.alerts.add(clock=clock, is_late=is_late).time.FromDatetime(at)


def told(event: pb.Event) -> dict[str, tuple[str, datetime]]:
    return {each.id.split("/")[1]: (each.kind, each.at) for each in said(event)}


def test_an_item_that_goes_on_is_neither_in_time_nor_late() -> None:
    event = change()
    late(event, pb.CLOCK_KIND_FIRST_RESPONSE, DUE - 12 * MINUTE, is_late=False)
    assert told(event) == {"taken": ("feedback", TAKEN)}


@pytest.mark.parametrize(
    ("at", "found"),
    [
        (DUE - MINUTE, ("answered_in_time", DUE - MINUTE)),
        (DUE, ("answered_in_time", DUE)),
        (DUE + MINUTE, ("answered_late", DUE)),
    ],
)
def test_a_first_response_is_in_time_up_to_its_end(
    at: datetime, found: tuple[str, datetime]
) -> None:
    event = change()
    event.feedback.first_response_time.FromDatetime(at)
    assert told(event)["answered"] == found


def test_the_alert_and_the_late_answer_tell_the_same() -> None:
    by_clock, by_answer = change(), change()
    late(by_clock, pb.CLOCK_KIND_FIRST_RESPONSE, DUE, is_late=True)
    by_answer.feedback.first_response_time.FromDatetime(DUE + MINUTE)
    assert list(said(by_clock)) == list(said(by_answer))


def test_an_item_is_resolved_once_however_often_it_is_opened_again() -> None:
    event = change()
    moved(event, pb.FEEDBACK_STATE_RESOLVED, TAKEN + 3 * MINUTE)
    moved(event, pb.FEEDBACK_STATE_REOPENED, TAKEN + 4 * MINUTE)
    moved(event, pb.FEEDBACK_STATE_CLOSED, RESOLVE_BY + MINUTE)
    assert told(event)["resolved"] == ("resolved_in_time", TAKEN + 3 * MINUTE)
    late(event, pb.CLOCK_KIND_RESOLUTION, RESOLVE_BY, is_late=True)
    assert told(event)["resolved"] == ("resolved_late", RESOLVE_BY)


def test_what_has_no_clock_is_neither() -> None:
    event = change()
    event.feedback.ClearField("response_due_time")
    event.feedback.ClearField("resolution_due_time")
    event.feedback.first_response_time.FromDatetime(DUE)
    moved(event, pb.FEEDBACK_STATE_CLOSED, DUE)
    assert set(told(event)) == {"taken"}


@pytest.mark.parametrize(
    ("label", "kind"),
    [("NEGATIVE", "negative"), ("NEUTRAL", "not_negative"), ("POSITIVE", "not_negative")],
)
def test_an_item_has_its_sentiment_and_its_complaint(label: str, kind: str) -> None:
    event = change()
    event.sentiment.label = pb.SentimentLabel.Value(f"SENTIMENT_LABEL_{label}")
    event.feedback.topics.append("taste")
    found = told(event)
    assert (found["sentiment"], found["complaint"]) == ((kind, TAKEN), ("complaint", TAKEN))
    event.ClearField("sentiment")
    assert "sentiment" not in told(event)


NPS, CSAT, CES = (
    surveys_pb2.SURVEY_KIND_NPS,
    surveys_pb2.SURVEY_KIND_CSAT,
    surveys_pb2.SURVEY_KIND_CES,
)


@pytest.mark.parametrize(
    ("survey", "score", "kinds"),
    [
        (NPS, 10, ["promoter"]),
        (NPS, 9, ["promoter"]),
        (NPS, 8, ["passive"]),
        (NPS, 7, ["passive"]),
        (NPS, 6, ["detractor"]),
        (NPS, 0, ["detractor"]),
        (CSAT, 4, ["survey_satisfied"]),
        (CSAT, 3, ["survey_dissatisfied"]),
        (CES, 7, []),
        (surveys_pb2.SURVEY_KIND_UNSPECIFIED, 9, []),
        (NPS, None, []),
    ],
)
def test_an_answer_counts_by_the_kind_of_its_survey(
    survey: surveys_pb2.SurveyKind.ValueType, score: int | None, kinds: list[str]
) -> None:
    event = pb.Event(id="evt_1", brand="tea", member_id="mem_1")
    event.survey_answered.offer_id, event.survey_answered.kind = "ofr_1", survey
    if score is not None:
        event.survey_answered.score = score
    assert [each.kind for each in said(event)] == kinds

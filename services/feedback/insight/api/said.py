"""What feedback's own feed tells, as happenings: items and their clocks, and answers to surveys.

Each change of an item tells all that it is by now. A happening's id is made of the item's and of
what it says, so that the first change that knows it counts.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

from google.protobuf.timestamp_pb2 import Timestamp

from services.feedback.insight.domain.happening import (
    ANSWERED_IN_TIME,
    ANSWERED_LATE,
    COMPLAINT,
    DETRACTOR,
    DISSATISFIED,
    FEEDBACK,
    NEGATIVE,
    NOT_NEGATIVE,
    PASSIVE,
    PROMOTER,
    RESOLVED_IN_TIME,
    RESOLVED_LATE,
    SATISFIED,
    SURVEY_DISSATISFIED,
    SURVEY_SATISFIED,
    Happening,
)
from tessera.feedback.v1 import feedback_pb2 as pb
from tessera.feedback.v1 import surveys_pb2

SATISFIED_FROM, PASSIVE_FROM, PROMOTER_FROM = 4, 7, 9
_RESOLVED = frozenset(
    {pb.FEEDBACK_STATE_RESOLVED, pb.FEEDBACK_STATE_CONFIRMED, pb.FEEDBACK_STATE_CLOSED}
)


def said(event: pb.Event) -> Iterator[Happening]:
    """The happenings that an event tells of."""
    if event.HasField("feedback"):
        yield from _of_item(event)
    elif event.HasField("survey_answered"):
        yield from _of_answer(event)


def _of_item(event: pb.Event) -> Iterator[Happening]:
    item = event.feedback
    of_item = partial(
        Happening,
        brand=event.brand,
        member_id=event.member_id,
        store_id=item.store_id,
        channel=item.channel,
    )
    told = item.said_time if item.HasField("said_time") else item.create_time
    taken = told.ToDatetime(UTC)
    yield of_item(id=f"{item.id}/taken", kind=FEEDBACK, at=taken)
    if item.topics:
        yield of_item(id=f"{item.id}/complaint", kind=COMPLAINT, at=taken)
    if event.sentiment.label:
        is_negative = event.sentiment.label == pb.SENTIMENT_LABEL_NEGATIVE
        kind = NEGATIVE if is_negative else NOT_NEGATIVE
        yield of_item(id=f"{item.id}/sentiment", kind=kind, at=taken)
    if item.HasField("rating"):
        kind = SATISFIED if item.rating >= SATISFIED_FROM else DISSATISFIED
        yield of_item(id=f"{item.id}/rated", kind=kind, at=item.rate_time.ToDatetime(UTC))
    answered = _by(item.first_response_time, item.HasField("first_response_time"))
    if item.HasField("response_due_time"):
        found = _in_time(event, pb.CLOCK_KIND_FIRST_RESPONSE, item.response_due_time, answered)
        if found is not None:
            at, late = found
            kind = ANSWERED_LATE if late else ANSWERED_IN_TIME
            yield of_item(id=f"{item.id}/answered", kind=kind, at=at)
    if item.HasField("resolution_due_time"):
        due, resolved = item.resolution_due_time, _resolved(item)
        found = _in_time(event, pb.CLOCK_KIND_RESOLUTION, due, resolved)
        if found is not None:
            at, late = found
            kind = RESOLVED_LATE if late else RESOLVED_IN_TIME
            yield of_item(id=f"{item.id}/resolved", kind=kind, at=at)


def _by(time: Timestamp, known: bool) -> datetime | None:
    return time.ToDatetime(UTC) if known else None


def _resolved(item: pb.Feedback) -> datetime | None:
    """When it was resolved first."""
    steps = (each for each in item.timeline if each.state in _RESOLVED)
    return min((each.time.ToDatetime(UTC) for each in steps), default=None)


def _in_time(
    event: pb.Event, clock: pb.ClockKind.ValueType, due: Timestamp, done: datetime | None
) -> tuple[datetime, bool] | None:
    """When a clock ended, and whether late; None while it goes on. What is late is so from the end
    of its time on, whoever answers then."""
    late = [each.time for each in event.alerts if each.clock == clock and each.is_late]
    if late:
        return late[0].ToDatetime(UTC), True
    if done is None:
        return None
    until = due.ToDatetime(UTC)
    return (done, False) if done <= until else (until, True)


def _of_answer(event: pb.Event) -> Iterator[Happening]:
    answer = event.survey_answered
    if not answer.HasField("score"):
        return
    if answer.kind == surveys_pb2.SURVEY_KIND_NPS:
        passive = PASSIVE if answer.score >= PASSIVE_FROM else DETRACTOR
        kind = PROMOTER if answer.score >= PROMOTER_FROM else passive
    elif answer.kind == surveys_pb2.SURVEY_KIND_CSAT:
        kind = SURVEY_SATISFIED if answer.score >= SATISFIED_FROM else SURVEY_DISSATISFIED
    else:
        return
    at = event.record_time.ToDatetime(UTC)
    yield Happening(f"{answer.offer_id}/answered", event.brand, event.member_id, kind, at)

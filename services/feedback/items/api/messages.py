"""An item as a message and back."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import cast

from google.protobuf.message import Message

from services.common import timestamps
from services.common.auth import Caller, Role, require_channel, require_store
from services.common.errors import Refusal, invalid
from services.feedback.items.api.analysis import (
    intent_message,
    mention_messages,
    read_intent,
    read_mentions,
)
from services.feedback.items.api.attachments import attachment_messages, read_attachments
from services.feedback.items.api.clocks import (
    alert_message,
    clock_messages,
    instant,
    restored,
    timestamp,
)
from services.feedback.items.api.sentiments import read_sentiment, sentiment_message
from services.feedback.items.commands.submit_batch import Result
from services.feedback.items.domain.item import (
    Alert,
    Feedback,
    Rating,
    Submission,
    TimelineEntry,
    as_members_see,
)
from services.feedback.items.domain.states import State
from services.feedback.items.domain.submission import NO_STARS
from services.feedback.programme.domain import Text
from services.feedback.routing.domain.response_times import Deadline, Priority
from tessera.feedback.v1 import feedback_pb2 as pb
from tessera.types.v1 import types_pb2

_STATES = {state: pb.FeedbackState.Value(f"FEEDBACK_STATE_{state.name}") for state in State}
_STATES_BACK: dict[int, State] = {number: state for state, number in _STATES.items()}
_PRIORITIES = {p: pb.Priority.Value(f"PRIORITY_{p.name}") for p in Priority}
_PRIORITIES_BACK: dict[int, Priority] = {
    number: priority for priority, number in _PRIORITIES.items()
}


class FeedbackWire:
    """Writes items in kept answers, whole, and in events, as members see them.

    Events reach members through the gateway's subscriptions, so their items hold no notes and no
    names of the team; the team stands beside the item, for operators.
    """

    def answer(self, item: Feedback) -> Message:
        return to_message(item)

    def from_answer(self, answer: Message) -> Feedback:
        return from_message(cast("pb.Feedback", answer))

    def event(
        self,
        event_id: str,
        brand: str,
        at: datetime,
        item: Feedback,
        alerts: Sequence[Alert] = (),
        *,
        by_clock: bool = False,
    ) -> bytes:
        event = pb.Event(
            id=event_id,
            brand=brand,
            member_id=item.member_id,
            record_time=timestamp(at),
            feedback=for_members(item),
            team=item.team,
            alerts=[alert_message(alert) for alert in alerts],
            escalation_level=item.level,
            escalated_to=item.escalated_to,
            by_clock=by_clock,
            sentiment=sentiment_message(item.sentiment),
        )
        return event.SerializeToString()


def message_for(caller: Caller, item: Feedback) -> pb.Feedback:
    """The item as `caller` may see it."""
    return for_members(item) if caller.role is Role.MEMBER else to_message(item)


def for_members(item: Feedback) -> pb.Feedback:
    """The item as its member may see it."""
    message = to_message(as_members_see(item))
    del message.clocks[:]
    return message


def to_message(item: Feedback) -> pb.Feedback:
    """The whole of `item`; its channel's event id and language have no field."""
    said = item.submission
    return pb.Feedback(
        id=item.id,
        member_id=said.member_id,
        channel=said.channel,
        text=said.text,
        state=_STATES[item.state],
        topics=item.issues,
        category=item.category,
        priority=_PRIORITIES[item.priority] if item.priority else pb.PRIORITY_UNSPECIFIED,
        team=item.team,
        order_id=said.order_id,
        store_id=said.store_id,
        attachment_urls=said.attachment_urls,
        create_time=timestamp(item.created_at),
        response_due_time=timestamp(item.response_due),
        resolution_due_time=timestamp(item.resolution.due),
        first_response_time=timestamp(item.first_response_at),
        timeline=[_entry_message(entry) for entry in item.timeline],
        assignee=item.assignee,
        topic_names=[_text_message(name) for name in item.issue_names],
        category_name=None if item.category_name is None else _text_message(item.category_name),
        clocks=clock_messages(item),
        escalation_level=item.level,
        escalated_to=item.escalated_to,
        first_responder=item.first_responder,
        sentiment=sentiment_message(item.sentiment),
        mentions=mention_messages(item),
        intent=intent_message(item.intent),
        group=item.group,
        rating=None if item.rating is None else item.rating.score,
        rate_time=None if item.rating is None else timestamp(item.rating.at),
        anonymous=said.anonymous,
        attachments=attachment_messages(item),
        stars=said.stars or None,
        said_time=timestamp(said.said_at),
    )


def _text_message(text: Text) -> types_pb2.LocalizedText:
    return types_pb2.LocalizedText(zh=text.zh, en=text.en)


def from_message(message: pb.Feedback) -> Feedback:
    """The item in `message`, for which `to_message` gives `message` again."""
    item = Feedback(
        id=message.id,
        submission=Submission(
            channel=message.channel,
            text=message.text,
            member_id=message.member_id,
            order_id=message.order_id,
            store_id=message.store_id,
            attachment_urls=tuple(message.attachment_urls),
            anonymous=message.anonymous,
            stars=message.stars,
            said_at=_optional(message, "said_time"),
        ),
        created_at=instant(message.create_time),
        state=_STATES_BACK[message.state],
        issues=tuple(message.topics),
        category=message.category,
        priority=_PRIORITIES_BACK.get(message.priority),
        team=message.team,
        assignee=message.assignee,
        response_due=_optional(message, "response_due_time"),
        resolution=Deadline(_optional(message, "resolution_due_time")),
        first_response_at=_optional(message, "first_response_time"),
        timeline=tuple(_entry(entry) for entry in message.timeline),
        issue_names=tuple(Text(name.zh, name.en) for name in message.topic_names),
        category_name=Text(message.category_name.zh, message.category_name.en)
        if message.HasField("category_name")
        else None,
        level=message.escalation_level,
        escalated_to=message.escalated_to,
        first_responder=message.first_responder,
        sentiment=read_sentiment(message),
        mentions=read_mentions(message),
        intent=read_intent(message),
        group=message.group,
        rating=Rating(message.rating, instant(message.rate_time))
        if message.HasField("rating")
        else None,
        attachments=read_attachments(message),
    )
    return restored(item, message.clocks)


def submission_of(request: pb.SubmitFeedbackRequest | pb.FeedbackSubmission) -> Submission:
    """The submission in `request`. Raises CHANNEL_NOT_OURS and STORE_NOT_YOURS."""
    require_channel(request.channel)
    require_store(request.store_id)
    return Submission(
        channel=request.channel,
        text=request.text,
        member_id=request.member_id,
        order_id=request.order_id,
        store_id=request.store_id,
        attachment_urls=tuple(request.attachment_urls),
        channel_event_id=request.channel_event_id,
        anonymous=isinstance(request, pb.SubmitFeedbackRequest) and request.anonymous,
        stars=_stars(request),
        said_at=_said_at(request),
    )


# A wrong one is refused with its item, and stops no other of a batch.
def _stars(request: pb.SubmitFeedbackRequest | pb.FeedbackSubmission) -> int:
    return (request.stars or NO_STARS) if request.HasField("stars") else 0


def _said_at(request: pb.SubmitFeedbackRequest | pb.FeedbackSubmission) -> datetime | None:
    try:
        return timestamps.sent_instant(request, "said_time")
    except Refusal:
        return timestamps.FIRST


def state_of(number: int, field: str) -> State:
    """The state with that number. Raises an INVALID_ARGUMENT refusal when there is none."""
    state = _STATES_BACK.get(number)
    if state is None:
        raise invalid(field, "not a state")
    return state


def states_of(numbers: Iterable[int]) -> list[State]:
    """The states with those numbers. Raises an INVALID_ARGUMENT refusal naming the wrong one."""
    return [state_of(number, f"states[{index}]") for index, number in enumerate(numbers)]


def priorities_of(numbers: Iterable[int]) -> tuple[Priority, ...]:
    """The priorities with those numbers. Raises INVALID_ARGUMENT, which names the wrong one."""
    found = {priority_of(number, f"priorities[{i}]") for i, number in enumerate(numbers)}
    return tuple(sorted(found))


def priority_of(number: int, field: str) -> Priority:
    """The priority with that number. Raises an INVALID_ARGUMENT refusal when there is none."""
    priority = _PRIORITIES_BACK.get(number)
    if priority is None:
        raise invalid(field, "not a priority")
    return priority


def count_message(state: State, team: str, count: int) -> pb.FeedbackCount:
    """The number of open items of `team` in `state`."""
    return pb.FeedbackCount(state=_STATES[state], team=team, count=count)


def _entry_message(entry: TimelineEntry) -> pb.Moment:
    return pb.Moment(
        time=timestamp(entry.at),
        actor=entry.actor,
        state=_STATES[entry.state],
        note=entry.note,
        message=entry.message,
        said=entry.said,
    )


def _entry(message: pb.Moment) -> TimelineEntry:
    return TimelineEntry(
        instant(message.time),
        message.actor,
        _STATES_BACK[message.state],
        message.note,
        message.message,
        message.said,
    )


def _optional(message: pb.Feedback, field: str) -> datetime | None:
    return instant(getattr(message, field)) if message.HasField(field) else None  # type: ignore[arg-type]


def result_message(result: Result) -> pb.FeedbackResult:
    """What became of an item of a batch."""
    refusal = result.refusal
    return pb.FeedbackResult(
        channel_event_id=result.event_id,
        feedback_id=result.item_id,
        known=result.known,
        reason="" if refusal is None else str(getattr(refusal, "reason", "")),
        field="" if refusal is None else str(getattr(refusal, "field", "") or ""),
    )

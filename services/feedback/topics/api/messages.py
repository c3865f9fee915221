"""Topics, posts and slots as messages and back."""

from datetime import UTC, datetime

from google.protobuf.timestamp_pb2 import Timestamp

from services.common.errors import invalid
from services.feedback.programme.domain import Text
from services.feedback.topics.commands.reading import SeenPost, SeenSlot, SeenTopic, SeenTopics
from services.feedback.topics.domain.asked import Order
from services.feedback.topics.domain.calendar import Planned, PlannedKind
from services.feedback.topics.domain.edition import Edition, SlotState
from services.feedback.topics.domain.post import Post, State, Step, StepKind
from services.feedback.topics.domain.section import Slot
from tessera.feedback.v1 import feedback_pb2
from tessera.feedback.v1 import topics_pb2 as pb
from tessera.types.v1 import types_pb2

_STATES = {each: pb.PostState.Value(f"POST_STATE_{each.name}") for each in State}
_STEPS = {each: pb.PostStepKind.Value(f"POST_STEP_KIND_{each.name}") for each in StepKind}
_PLANNED = {each: pb.PlannedDayKind.Value(f"PLANNED_DAY_KIND_{each.name}") for each in PlannedKind}
_ORDERS = {
    pb.POST_ORDER_UNSPECIFIED: Order.NEWEST,
    pb.POST_ORDER_NEWEST: Order.NEWEST,
    pb.POST_ORDER_LIKES: Order.LIKES,
    pb.POST_ORDER_QUEUE: Order.QUEUE,
}


class TopicWire:
    """Implements `topics.storage.topics.Wire`."""

    def post_changed(
        self, event_id: str, brand: str, at: datetime, post: Post, kind: StepKind
    ) -> bytes:
        event = feedback_pb2.Event(
            id=event_id,
            brand=brand,
            member_id=post.member_id,
            record_time=_timestamp(at),
            post_changed=feedback_pb2.PostChanged(
                post_id=post.id, topic=post.topic, kind=_STEPS[kind], state=_STATES[post.state]
            ),
        )
        return event.SerializeToString()

    def slot_changed(
        self, event_id: str, brand: str, at: datetime, slot: Slot, topic: str, *, opened: bool
    ) -> bytes:
        event = feedback_pb2.Event(
            id=event_id,
            brand=brand,
            record_time=_timestamp(at),
            slot_changed=feedback_pb2.SlotChanged(
                slot=slot.code, topic=topic, opened=opened, alternative=topic != slot.topic
            ),
        )
        return event.SerializeToString()


def state_of(number: int) -> State | None:
    """None where it is not set. Raises INVALID_ARGUMENT for a state that is not known."""
    found = {wire: each for each, wire in _STATES.items()}
    if number and number not in found:
        raise invalid("state", "not a state of a post")
    return found.get(pb.PostState.ValueType(number))


def order_of(number: int) -> Order:
    """Raises INVALID_ARGUMENT for an order that is not known."""
    found = _ORDERS.get(pb.PostOrder.ValueType(number))
    if found is None:
        raise invalid("order", "not an order of posts")
    return found


def post_message(seen: SeenPost, *, for_operator: bool) -> pb.Post:
    """The post as an operator, its member or another one sees it."""
    post = seen.post
    return pb.Post(
        id=post.id,
        member_id=post.member_id if for_operator or seen.mine else "",
        topic=post.topic,
        text=post.text,
        state=_STATES[post.state],
        likes=post.likes,
        liked=seen.liked,
        mine=seen.mine,
        praised=post.praised,
        urgent=for_operator and bool(post.found.urgent),
        found_words=(*post.found.urgent, *post.found.forbidden) if for_operator else (),
        alike_post_id=post.found.alike if for_operator else "",
        submit_time=_timestamp(post.submitted_at),
        history=[_step(each, for_operator) for each in post.history if for_operator or seen.mine],
    )


def _step(step: Step, for_operator: bool) -> pb.PostStep:
    return pb.PostStep(
        kind=_STEPS[step.kind],
        time=_timestamp(step.at),
        reason=step.reason,
        operator=step.operator if for_operator else "",
    )


def topics_message(seen: SeenTopics) -> pb.ListTopicsResponse:
    """The topics of the brand."""
    return pb.ListTopicsResponse(
        name=_text(seen.plan.name),
        topics=map(_topic, seen.topics),
        posts_left=seen.posts_left,
    )


def _topic(seen: SeenTopic) -> pb.Topic:
    topic, standing = seen.topic, seen.standing
    return pb.Topic(
        code=topic.code,
        name=_text(topic.name),
        invitation=None if topic.invitation is None else _text(topic.invitation),
        open=standing.is_open,
        close_time=None if standing.closes_at is None else _timestamp(standing.closes_at),
        text_characters_max=topic.text_characters_max,
        may_post=seen.may_post,
        posts=seen.posts,
    )


def slot_message(seen: SeenSlot) -> pb.Slot:
    """A slot with its coming days and what came of the latest ones."""
    return pb.Slot(
        code=seen.slot.code,
        topic=seen.topic.code,
        topic_name=_text(seen.topic.name),
        alternative=seen.slot.alternative,
        replacement=_replacement(seen.state) if seen.state.stands_in(seen.slot) else None,
        coming=map(_planned, seen.coming),
        latest=map(_edition, seen.latest),
    )


def _replacement(state: SlotState) -> pb.Replacement:
    assert state.replaced_at is not None
    return pb.Replacement(
        from_topic=state.from_topic,
        interactions=state.figures,
        replace_time=_timestamp(state.replaced_at),
    )


def _planned(planned: Planned) -> pb.PlannedDay:
    return pb.PlannedDay(
        planned=planned.day.isoformat(),
        kind=_PLANNED[planned.kind],
        open_time=None if planned.opens_at is None else _timestamp(planned.opens_at),
        calendar_unknown=planned.unknown,
    )


def _edition(edition: Edition) -> pb.Edition:
    return pb.Edition(
        planned=edition.planned.isoformat(),
        topic=edition.topic,
        open_time=_timestamp(edition.opens_at),
        close_time=_timestamp(edition.closes_at),
        interactions=edition.interactions,
        counted=edition.counted,
    )


def _text(text: Text) -> types_pb2.LocalizedText:
    return types_pb2.LocalizedText(zh=text.zh, en=text.en)


def _timestamp(at: datetime) -> Timestamp:
    stamp = Timestamp()
    stamp.FromDatetime(at.astimezone(UTC))
    return stamp

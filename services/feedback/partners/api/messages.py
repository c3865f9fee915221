"""Endpoints, deliveries and replays as messages and back."""

from datetime import UTC, datetime
from typing import cast

from google.protobuf.message import Message as ProtoMessage
from google.protobuf.timestamp_pb2 import Timestamp

from services.feedback.partners.commands.endpoints import EndpointShown
from services.feedback.partners.domain.delivery import Attempt, Delivery, DeliveryState
from services.feedback.partners.domain.endpoint import Endpoint, Secret, State
from services.feedback.partners.domain.message import Message
from services.feedback.partners.domain.replay import Replay, ReplayState
from tessera.feedback.v1 import partners_pb2 as pb


class EndpointWire:
    """Writes endpoints in kept answers: without keys, so that these are in one place."""

    def answer(self, kept: Endpoint) -> ProtoMessage:
        return endpoint_message(kept)

    def from_answer(self, answer: ProtoMessage) -> Endpoint:
        told = cast("pb.Endpoint", answer)
        return Endpoint(
            id=told.id,
            brand="",
            url=told.url,
            description=told.description,
            types=tuple(told.types),
            state=State[pb.EndpointState.Name(told.state).removeprefix("ENDPOINT_STATE_")],
            secrets=tuple(
                Secret(s.id, b"", _at(s.create_time), _optional(s, "expire_time"))
                for s in told.secrets
            ),
            made_at=_at(told.create_time),
            failing_since=_optional(told, "failing_since_time"),
        )


class DeliveryWire:
    """Writes deliveries in kept answers."""

    def answer(self, kept: Delivery) -> ProtoMessage:
        return delivery_message(kept)

    def from_answer(self, answer: ProtoMessage) -> Delivery:
        told = cast("pb.Delivery", answer)
        at = _at(told.create_time)
        return Delivery(
            id=told.id,
            lane="",
            endpoint=told.endpoint_id,
            message=Message(told.message_id, "", told.member_id, told.type, at, at, {}),
            seq=told.member_seq,
            replay=told.replay_id,
            queued_at=at,
            state=DeliveryState[pb.DeliveryState.Name(told.state).removeprefix("DELIVERY_STATE_")],
            tries=told.tries,
            attempts=tuple(
                Attempt(_at(a.time), a.status, a.problem, a.duration_ms) for a in told.attempts
            ),
        )


class ReplayWire:
    """Writes replays in kept answers."""

    def answer(self, kept: Replay) -> ProtoMessage:
        return replay_message(kept)

    def from_answer(self, answer: ProtoMessage) -> Replay:
        told = cast("pb.WebhookReplay", answer)
        return Replay(
            id=told.id,
            brand="",
            endpoint="",
            begin=_at(told.from_time),
            end=_at(told.to_time),
            types=tuple(told.types),
            made_at=_at(told.create_time),
            state=ReplayState[pb.ReplayState.Name(told.state).removeprefix("REPLAY_STATE_")],
            deliveries=told.deliveries,
        )


def endpoint_message(endpoint: Endpoint) -> pb.Endpoint:
    """An endpoint, without its keys."""
    told = pb.Endpoint(
        id=endpoint.id,
        url=endpoint.url,
        description=endpoint.description,
        types=endpoint.types,
        state=pb.EndpointState.Value(f"ENDPOINT_STATE_{endpoint.state.name}"),
        create_time=_time(endpoint.made_at),
        failing_since_time=_maybe(endpoint.failing_since),
    )
    for secret in endpoint.secrets:
        told.secrets.add(
            id=secret.id, create_time=_time(secret.made_at), expire_time=_maybe(secret.ends_at)
        )
    return told


def shown_message(shown: EndpointShown) -> pb.Endpoint:
    """An endpoint in a list."""
    told = endpoint_message(shown.endpoint)
    told.waiting = shown.waiting
    told.given_up = shown.given_up
    told.replays.extend(replay_message(each) for each in shown.replays)
    return told


def delivery_message(delivery: Delivery) -> pb.Delivery:
    """A delivery, without what it carries."""
    message = delivery.message
    return pb.Delivery(
        id=delivery.id,
        endpoint_id=delivery.endpoint,
        message_id=message.id,
        type=message.type,
        member_id=message.member,
        member_seq=delivery.seq,
        replay_id=delivery.replay,
        state=pb.DeliveryState.Value(f"DELIVERY_STATE_{delivery.state.name}"),
        create_time=_time(delivery.queued_at),
        tries=delivery.tries,
        attempts=[
            pb.DeliveryAttempt(
                time=_time(a.at), status=a.status, problem=a.problem, duration_ms=a.duration_ms
            )
            for a in delivery.attempts
        ],
    )


def replay_message(replay: Replay) -> pb.WebhookReplay:
    """A replay."""
    return pb.WebhookReplay(
        id=replay.id,
        state=pb.ReplayState.Value(f"REPLAY_STATE_{replay.state.name}"),
        from_time=_time(replay.begin),
        to_time=_time(replay.end),
        types=replay.types,
        deliveries=replay.deliveries,
        create_time=_time(replay.made_at),
    )


def _time(at: datetime) -> Timestamp:
    told = Timestamp()
    told.FromDatetime(at)
    return told


def _maybe(at: datetime | None) -> Timestamp | None:
    return None if at is None else _time(at)


def _at(time: Timestamp) -> datetime:
    return time.ToDatetime(UTC)


def _optional(message: ProtoMessage, field: str) -> datetime | None:
    return _at(getattr(message, field)) if message.HasField(field) else None

"""Broadcasts as protos."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import cast

from google.protobuf.message import Message

from services.feedback.broadcasts.domain.broadcast import Approval, Broadcast, Figures, State
from services.feedback.broadcasts.domain.comparison import Comparison, Winner, metric_of
from services.feedback.broadcasts.domain.content import Change, ChangeCause, Content
from services.feedback.reach.api.messages import stamp
from services.feedback.reach.domain.case import Check
from services.feedback.reach.domain.explanation import check_text
from tessera.feedback.v1 import broadcasts_pb2 as pb
from tessera.types.v1 import types_pb2


class BroadcastWire:
    """Writes broadcasts in kept answers, which name neither the brand nor the place."""

    def answer(self, kept: Broadcast) -> Message:
        return broadcast_message(kept)

    def from_answer(self, answer: Message) -> Broadcast:
        told = cast("pb.Broadcast", answer)
        state = pb.BroadcastState.Name(told.state).removeprefix("BROADCAST_STATE_")
        return Broadcast(
            told.id,
            "",
            told.name,
            told.segment,
            told.message,
            timedelta(minutes=told.spread_minutes),
            told.drafted_by,
            told.draft_time.ToDatetime(UTC),
            State[state],
            told.approved_by,
            _instant(told, "approve_time"),
            _instant(told, "end_time"),
            members=told.members,
            approvals=tuple(
                Approval(each.operator, each.time.ToDatetime(UTC)) for each in told.approvals
            ),
            # Answers of before there could be more have none.
            needed=told.approvals_needed or 1,
            comparison=comparison_of(told),
            winner=_winner_of(told),
            content=_content_of(told),
            change=_change_of(told),
        )


def comparison_of(asked: pb.DraftBroadcastRequest | pb.Broadcast) -> Comparison | None:
    """What is compared, as it is asked for or told. Raises INVALID_ARGUMENT for no metric."""
    if not asked.HasField("comparison"):
        return None
    told = asked.comparison
    return Comparison(
        tuple(told.against),
        told.held_out_percent,
        told.percent,
        metric_of(told.metric),
        told.within_days,
    )


def _content_of(told: pb.Broadcast) -> Content | None:
    if not told.approved_content:
        return None
    return Content(told.approved_content, members_max=told.members_max)


def _change_of(told: pb.Broadcast) -> Change | None:
    at = _instant(told, "change_time")
    if at is None:
        return None
    cause = pb.BroadcastChange.Name(told.change).removeprefix("BROADCAST_CHANGE_")
    return Change(ChangeCause[cause], at)


def _winner_of(told: pb.Broadcast) -> Winner | None:
    if not told.HasField("winner"):
        return None
    winner = told.winner
    return Winner(winner.message, winner.chosen_by, winner.choice_time.ToDatetime(UTC))


def broadcast_message(broadcast: Broadcast) -> pb.Broadcast:
    message = pb.Broadcast(
        id=broadcast.id,
        name=broadcast.name,
        segment=broadcast.segment,
        message=broadcast.message,
        spread_minutes=int(broadcast.spread.total_seconds() // 60),
        state=pb.BroadcastState.Value(f"BROADCAST_STATE_{broadcast.state.name}"),
        drafted_by=broadcast.drafted_by,
        draft_time=stamp(broadcast.drafted_at),
        approved_by=broadcast.approved_by,
        approve_time=stamp(broadcast.approved_at),
        end_time=stamp(broadcast.ended_at),
        members=broadcast.members,
        approvals=[
            pb.BroadcastApproval(operator=each.by, time=stamp(each.at))
            for each in broadcast.approvals
        ],
        approvals_needed=broadcast.needed,
    )
    content, change = broadcast.content, broadcast.change
    if content is not None:
        message.approved_content, message.members_max = content.digest, content.members_max
    if change is not None:
        message.change_time.FromDatetime(change.at)
        message.change = pb.BroadcastChange.Value(f"BROADCAST_CHANGE_{change.cause.name}")
    compared, winner = broadcast.comparison, broadcast.winner
    if compared is not None:
        message.comparison.against.extend(compared.against)
        message.comparison.held_out_percent = compared.held_out_percent
        message.comparison.percent = compared.percent
        message.comparison.metric = compared.metric.value
        message.comparison.within_days = compared.within_days
    if winner is not None:
        message.winner.message, message.winner.chosen_by = winner.message, winner.by
        message.winner.choice_time.FromDatetime(winner.at)
    return message


def figures_message(figures: Figures) -> pb.BroadcastFigures:
    message = pb.BroadcastFigures(
        sent=figures.sent,
        held=figures.put_off,
        control=figures.control,
        opened=figures.opened,
        failed=figures.failed,
    )
    for name, count in sorted(figures.refused.items(), key=lambda each: (-each[1], each[0])):
        text = check_text(Check(name, passed=False))
        words = types_pb2.LocalizedText(zh=text.zh, en=text.en)
        message.refused.append(pb.BroadcastRefusal(check=name, text=words, count=count))
    return message


def _instant(message: pb.Broadcast, field: str) -> datetime | None:
    if not message.HasField(field):  # type: ignore[arg-type]
        return None
    at: datetime = getattr(message, field).ToDatetime(UTC)
    return at

"""Fixes and notices as protos."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import cast

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from services.feedback.follow_up.domain.effect import Effect, Figure
from services.feedback.follow_up.domain.fix import Fix
from services.feedback.programme.domain import Text
from tessera.feedback.v1 import follow_up_pb2 as pb
from tessera.types.v1 import types_pb2


class FixWire:
    """Writes fixes in kept answers, which name neither the brand nor the place of the telling."""

    def answer(self, kept: Fix) -> Message:
        return fix_message(kept)

    def from_answer(self, answer: Message) -> Fix:
        message = cast("pb.Fix", answer)
        return Fix(
            id=message.id,
            brand="",
            group=message.group,
            title=text_of(message.title),
            text=text_of(message.text),
            is_public=message.is_public,
            announced_at=message.announce_time.ToDatetime(UTC),
            announced_by=message.announced_by,
            told=message.told,
            completed_at=_instant(message, "complete_time"),
            withdrawn_at=_instant(message, "withdraw_time"),
        )


def fix_message(fix: Fix) -> pb.Fix:
    return pb.Fix(
        id=fix.id,
        group=fix.group,
        title=_text(fix.title),
        text=_text(fix.text),
        is_public=fix.is_public,
        announce_time=_stamp(fix.announced_at),
        announced_by=fix.announced_by,
        told=fix.told,
        complete_time=_stamp(fix.completed_at),
        withdraw_time=_stamp(fix.withdrawn_at),
        effect=None if fix.effect is None else _effect(fix.effect),
    )


def _effect(effect: Effect) -> pb.FixEffect:
    return pb.FixEffect(
        as_of_time=_stamp(effect.as_of),
        days=effect.days,
        complete=effect.is_complete,
        matched=effect.matched,
        compared=effect.compared,
        unmatched=effect.unmatched,
        repurchase=_figure(effect.repurchase),
        activity=_figure(effect.activity),
    )


def _figure(figure: Figure | None) -> pb.EffectFigure | None:
    if figure is None:
        return None
    named = {f"{name}_millionths": round(each * 1e6) for name, each in asdict(figure).items()}
    return pb.EffectFigure(**named)


def notice_message(fix: Fix) -> pb.Notice:
    return pb.Notice(
        id=fix.id,
        title=_text(fix.title),
        text=_text(fix.text),
        announce_time=_stamp(fix.announced_at),
    )


def text_of(text: types_pb2.LocalizedText) -> Text:
    return Text(text.zh, text.en)


def _text(text: Text) -> types_pb2.LocalizedText:
    return types_pb2.LocalizedText(zh=text.zh, en=text.en)


def _stamp(at: datetime | None) -> Timestamp | None:
    if at is None:
        return None
    made = Timestamp()
    made.FromDatetime(at)
    return made


def _instant(message: pb.Fix, field: str) -> datetime | None:
    stamp: Timestamp = getattr(message, field)
    return stamp.ToDatetime(UTC) if message.HasField(field) else None  # type: ignore[arg-type]

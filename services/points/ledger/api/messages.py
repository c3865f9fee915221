"""Postings, entries and balances as messages, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import TypeVar

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from services.common.errors import Refusal, catalogue, invalid, is_refusal
from services.common.ids import new_id
from services.common.telemetry import log
from services.common.text import labels_in_form
from services.common.watch import FeedEvent
from services.points.calendar.domain.instant import unix_ms
from services.points.calendar.domain.local_time import last_day
from services.points.ledger.api.causes import NO_NAMES, Names, name_cause, write_cause
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.balance import Balance
from services.points.ledger.domain.cause import callers_metadata
from services.points.ledger.domain.chart_of_accounts import HOUSE_PREFIX
from services.points.ledger.domain.expiry_reminder import reminder_in
from services.points.ledger.domain.posting import (
    MEMBER_ID,
    Entry,
    HoldChange,
    HoldPlacement,
    Leg,
    Posting,
    PostingKind,
    PostingRequest,
    PostingResult,
    Refused,
)
from services.points.ledger.domain.wake_up_opened import opened_in
from tessera.points.v1 import ledger_pb2 as pb

_log = log("ledger")


MESSAGE_CHARS_MAX = 256

M = TypeVar("M", bound=Message)
T = TypeVar("T")

_KIND_TO_MESSAGE = {kind: pb.PostingKind.Value(f"POSTING_KIND_{kind.name}") for kind in PostingKind}
_OURS = (PostingKind.REMINDER, PostingKind.MERGE, PostingKind.WAKE_UP, PostingKind.EXTEND)
_KIND_FROM_MESSAGE = {
    number: kind for kind, number in _KIND_TO_MESSAGE.items() if kind not in _OURS
}
"""No caller reminds, merges, wakes or extends: points do by themselves."""


def to_request(message: pb.CreatePostingRequest, brand: str) -> PostingRequest:
    """The wish in `message`. Raises an INVALID_ARGUMENT refusal for an unknown kind."""
    kind = _KIND_FROM_MESSAGE.get(message.kind)
    if kind is None:
        raise invalid("kind", "say what the posting is about")
    return PostingRequest(
        brand,
        request_ids.CALLER + message.request_id,
        kind,
        _each("legs", _leg, message.legs),
        _each("place_holds", _placement, message.place_holds),
        _each("change_holds", _change, message.change_holds),
        maybe_instant(message, "effective_time"),
        message.reverses_posting_id,
        labels_in_form(message.metadata),
    )


def posting_message(posting: Posting) -> pb.Posting:
    """`posting` as callers see it."""
    message = pb.Posting()
    write_posting(message, posting)
    return message


def write_posting(message: pb.Posting, posting: Posting) -> None:
    """Fill an empty `message`. In place, because a message is copied into the one around it."""
    message.id = posting.id
    message.request_id = posting.request_id.removeprefix(request_ids.CALLER)
    message.kind = _KIND_TO_MESSAGE[posting.kind]
    if posting.reverses_posting_id:
        message.reverses_posting_id = posting.reverses_posting_id
    message.brand = posting.brand
    _set(message.effective_time, posting.effective_at)
    _set(message.record_time, posting.recorded_at)
    if posting.writer is not None:
        message.writer.subject, message.writer.role = posting.writer
    metadata = message.metadata
    for key, value in callers_metadata(posting).items():
        metadata[key] = value
    write_cause(message.cause, posting)
    if (told := reminder_in(posting)) is not None:
        message.expiring.member_id = told.member_id
        message.expiring.asset = told.asset
        message.expiring.points = told.points
        message.expiring.on = told.on.isoformat()
        message.expiring.days = told.days
        message.expiring.remind_days = told.stage
    if (opened := opened_in(posting)) is not None:
        message.wake_up.id = opened.id
        message.wake_up.member_id = opened.member_id
        message.wake_up.percent = opened.percent
        message.wake_up.coupon_type = opened.coupon_type
        message.wake_up.until = opened.until.isoformat()
    for entry in posting.entries:
        _write_entry(message.entries.add(), entry)
    for move in posting.holds:
        message.holds.add(
            hold_id=move.hold_id, owner=move.owner, asset=move.asset, change=move.change
        )


def kinds_asked(request: pb.WatchRequest) -> list[str]:
    """The kinds that a watcher wants, as the feed names them. Raises INVALID_ARGUMENT."""
    known = {number: kind.value for kind, number in _KIND_TO_MESSAGE.items()}
    if unknown := set(request.kinds) - set(known):
        raise invalid("kinds", f"{min(unknown)} is no kind of posting")
    return [known[number] for number in request.kinds]


def kind_message(kind: PostingKind) -> pb.PostingKind.ValueType:
    """What a posting is about."""
    return _KIND_TO_MESSAGE[kind]


def entry_message(posting: Posting, entry: Entry, names: Names = NO_NAMES) -> pb.Entry:
    """An entry by itself, with what it needs of its posting."""
    message = pb.Entry(
        posting_id=posting.id,
        kind=_KIND_TO_MESSAGE[posting.kind],
        metadata=callers_metadata(posting),
    )
    write_cause(message.cause, posting, entry.asset)
    name_cause(message.cause, names)
    _write_entry(message, entry)
    _set(message.effective_time, posting.effective_at)
    _set(message.record_time, posting.recorded_at)
    return message


def write_result(message: pb.PostingResult, result: PostingResult) -> None:
    """Fill an empty `message` with what became of one posting of many."""
    if not isinstance(result, Refused):
        write_posting(message.posting, result.posting)
        message.replayed = result.replayed
        return
    error = result.error
    message.reason = _reason(error)
    message.message = _told(error, message.reason)
    for key, value in (getattr(error, "metadata", None) or {}).items():
        message.metadata[str(key)] = str(value)
    if getattr(error, "field", ""):
        message.metadata["field"] = getattr(error, "field", "")


def import_message(request_id: str, result: PostingResult) -> pb.ImportResult:
    """The same in short, as an import answers it."""
    if isinstance(result, Refused):
        reason = _reason(result.error)
        message = _told(result.error, reason)
        return pb.ImportResult(request_id=request_id, reason=reason, message=message)
    return pb.ImportResult(
        request_id=request_id, posting_id=result.posting.id, replayed=result.replayed
    )


def _reason(error: Exception) -> str:
    if is_refusal(error):
        return str(getattr(error, "reason", ""))
    _log.error("unexpected", error_id=new_id("err"), exc_info=error)
    return "INTERNAL"


def _told(error: Exception, reason: str) -> str:
    """What was wrong with a field, as a single posting tells it; else what the reason says."""
    field = getattr(error, "field", "")
    if reason == "INTERNAL" or not field:
        return catalogue()[reason].en
    return f"{field}: {error}"[:MESSAGE_CHARS_MAX]


def balance_message(balance: Balance, zone: tzinfo) -> pb.Balance:
    """`balance`, with the days on which points expire in the brand's `zone`."""
    return pb.Balance(
        owner=balance.owner,
        asset=balance.asset,
        posted=balance.posted,
        held=balance.held,
        available=balance.available,
        pending=balance.pending,
        expiring=[
            pb.Expiring(
                points=lot.points,
                expire_time=to_timestamp(lot.expire_at),
                on=last_day(lot.expire_at, zone).isoformat(),
            )
            for lot in balance.expiring
        ],
        sequence=balance.sequence,
    )


def posting_event(posting: Posting, names: Names = NO_NAMES) -> FeedEvent:
    """`posting` as an event: about the first member in it, or else the first owner.

    One without either names the member in its metadata, if it concerns one.
    """
    owners = [entry.owner for entry in posting.entries] + [hold.owner for hold in posting.holds]
    members = [owner for owner in owners if not owner.startswith(HOUSE_PREFIX)]
    message = posting_message(posting)
    name_cause(message.cause, names)
    return FeedEvent(
        posting.id,
        posting.brand,
        posting.kind.value,
        next(iter((*members, *owners)), posting.metadata.get(MEMBER_ID, "")),
        posting.recorded_at,
        message.SerializeToString(),
    )


def to_timestamp(instant: datetime) -> Timestamp:
    """In whole milliseconds."""
    timestamp = Timestamp()
    _set(timestamp, instant)
    return timestamp


def to_instant(timestamp: Timestamp, field: str) -> datetime:
    """In whole milliseconds. Raises an INVALID_ARGUMENT refusal beyond the years of a datetime."""
    ms = timestamp.seconds * 1000 + timestamp.nanos // 1_000_000
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
    except OverflowError as error:
        raise invalid(field, "within the years 1 to 9999") from error


def maybe_instant(message: Message, field: str) -> datetime | None:
    """The instant in `field`, None when it is not set."""
    return to_instant(getattr(message, field), field) if message.HasField(field) else None


def _each(field: str, read: Callable[[M], T], messages: Iterable[M]) -> tuple[T, ...]:
    parts: list[T] = []
    for index, message in enumerate(messages):
        try:
            parts.append(read(message))
        except Refusal as refusal:
            refusal.field = f"{field}[{index}].{refusal.field}"
            raise
    return tuple(parts)


def _leg(leg: pb.Leg) -> Leg:
    return Leg(
        leg.owner,
        leg.asset,
        leg.amount,
        maybe_instant(leg, "expire_time"),
        maybe_instant(leg, "available_time"),
        leg.minimum,
        leg.unguarded,
        maybe_instant(leg, "prefer_expire_time"),
        leg.pending_first,
    )


def _placement(hold: pb.HoldPlacement) -> HoldPlacement:
    end = to_instant(hold.expire_time, "expire_time")
    return HoldPlacement(hold.hold_id, hold.owner, hold.asset, hold.amount, end)


def _change(hold: pb.HoldChange) -> HoldChange:
    end = maybe_instant(hold, "expire_time")
    return HoldChange(hold.hold_id, hold.owner, hold.asset, hold.reduce_by, end)


def _write_entry(message: pb.Entry, entry: Entry) -> None:
    message.owner = entry.owner
    message.asset = entry.asset
    message.amount = entry.amount
    if entry.sequence:
        message.sequence = entry.sequence
        message.balance_after = entry.balance_after
        message.hash = entry.hash
    if entry.expire_at is not None:
        _set(message.expire_time, entry.expire_at)
    if entry.available_at is not None:
        _set(message.available_time, entry.available_at)


def _set(timestamp: Timestamp, instant: datetime) -> None:
    timestamp.seconds, timestamp.nanos = _seconds_and_nanos(instant)


@lru_cache(maxsize=1_024)
def _seconds_and_nanos(instant: datetime) -> tuple[int, int]:
    seconds, ms = divmod(unix_ms(instant), 1000)
    return seconds, ms * 1_000_000

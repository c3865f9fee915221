"""Bulk files and their rows as messages, and the other way round."""

from __future__ import annotations

from datetime import datetime

from google.protobuf.json_format import MessageToJson

from services.common.approvals import Approval
from services.common.errors import invalid
from services.points.bulk.domain.bulk_file import BulkFile, FileKind, FileState, Sum
from services.points.bulk.domain.progress import Progress
from services.points.bulk.domain.row import Result, Row
from services.points.bulk.domain.row_file import FileEncoding, FileFormat
from services.points.ledger.api.messages import to_timestamp
from tessera.points.v1 import bulk_files_pb2 as pb

_KINDS = {kind: pb.BulkFileKind.Value(f"BULK_FILE_KIND_{kind.name}") for kind in FileKind}
_FORMATS = {one: pb.BulkFileFormat.Value(f"BULK_FILE_FORMAT_{one.name}") for one in FileFormat}
_ENCODINGS = {
    one: pb.BulkFileEncoding.Value(f"BULK_FILE_ENCODING_{one.name}") for one in FileEncoding
}


def kind_of(message: int) -> FileKind:
    """The kind. Raises INVALID_ARGUMENT."""
    for kind, number in _KINDS.items():
        if number == message:
            return kind
    raise invalid("kind", "ADJUSTMENTS or COUPONS")


def format_of(message: int) -> FileFormat | None:
    """The format; None where it is to be found out. Raises INVALID_ARGUMENT."""
    if not message:
        return None
    for one, number in _FORMATS.items():
        if number == message:
            return one
    raise invalid("format", "CSV, JSON_LINES or none")


def encoding_of(message: int) -> FileEncoding | None:
    """The encoding; None where it is to be found out. Raises INVALID_ARGUMENT."""
    if not message:
        return None
    for one, number in _ENCODINGS.items():
        if number == message:
            return one
    raise invalid("encoding", "UTF8, GBK or none")


def file_message(file: BulkFile, progress: Progress, now: datetime) -> pb.BulkFile:
    """`file` as it stands at `now`."""
    state = file.state_at(now)
    if state is FileState.QUEUED and progress.pieces:
        state = FileState.RUNNING
    running = file.state is FileState.QUEUED
    message = pb.BulkFile(
        id=file.id,
        kind=_KINDS[file.kind],
        state=pb.BulkFileState.Value(f"BULK_FILE_STATE_{state.name}"),
        name=file.name,
        reason=file.reason,
        format=_FORMATS[file.format],
        encoding=_ENCODINGS[file.encoding],
        rows=file.rows,
        refused_when_checked=file.refused,
        short_when_checked=file.short,
        repeated=file.repeated,
        sums=map(_sum_message, file.sums),
        coupons=_coupon_messages(file),
        same_as_id=file.same_as,
        sha256=file.sha256,
        uploaded_by=file.uploaded_by,
        upload_time=to_timestamp(file.uploaded_at),
        started_by=file.started_by,
        approval_id=file.approval_id,
        done=progress.done if running else file.done,
        refused_when_run=progress.refused if running else file.refused_when_run,
    )
    if file.started_at is not None:
        message.start_time.CopyFrom(to_timestamp(file.started_at))
    if file.ended_at is not None:
        message.end_time.CopyFrom(to_timestamp(file.ended_at))
    return message


def wish_bytes(file: BulkFile) -> bytes:
    """What a second operator decides on."""
    return pb.BulkFileWish(
        file_id=file.id,
        name=file.name,
        kind=_KINDS[file.kind],
        sha256=file.sha256,
        rows=file.rows - file.refused,
        sums=map(_sum_message, file.sums),
        coupons=_coupon_messages(file),
    ).SerializeToString(deterministic=True)


def wish_json(approval: Approval) -> str:
    """The content of an approval of a file, as JSON."""
    return MessageToJson(pb.BulkFileWish.FromString(approval.content), indent=None)


def row_message(file: BulkFile, row: Row, result: Result | None) -> pb.BulkRow:
    """`row` with what became of it."""
    message = pb.BulkRow(
        line=row.line,
        member_id=row.member_id,
        asset=row.asset,
        amount=row.amount,
        coupon_type=row.coupon_type,
        campaign=row.campaign,
        reason=row.reason or file.reason,
        short_when_checked=row.short,
        state=pb.BULK_ROW_STATE_CHECKED,
    )
    told = row if row.refusal else result
    if told is None:
        return message
    message.state = pb.BULK_ROW_STATE_REFUSED if told.refusal else pb.BULK_ROW_STATE_DONE
    message.refusal, message.column, message.message = told.refusal, told.column, told.message
    if isinstance(told, Result):
        message.posting_id = told.posting_id
    return message


def _sum_message(one: Sum) -> pb.BulkSum:
    message = pb.BulkSum(asset=one.asset, added=one.added, taken=one.taken, members=one.members)
    if one.currency:
        message.liability.currency_code = one.currency
        message.liability.minor_units = one.liability_minor
    return message


def _coupon_messages(file: BulkFile) -> list[pb.BulkCoupons]:
    return [pb.BulkCoupons(coupon_type=type_, count=count) for type_, count in file.coupons]

"""Bulk files: adjustments of many members, or coupons for them, by one file.

A file is uploaded at POST /bulk-files (gateway/http/bulk_files.py).
"""

from enum import Enum
from typing import Annotated

import strawberry

from gateway.core.errors import attempt
from gateway.core.ids import to_global
from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    first_of,
    page_info,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import CALL_COST, Rule, call, column, read
from gateway.schema.core.inputs import INPUT, request_id, required
from gateway.schema.core.money import Money
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import (
    AssetCode,
    DateTime,
    LocalizedText,
    Long,
    enum_value,
    instant,
    moment,
)
from gateway.schema.core.user_errors import UserError
from services.common.errors import catalogue
from tessera.points.v1 import bulk_files_pb2 as pb
from tessera.types.v1 import types_pb2

_FILES, _ROWS = "bulk_file", "bulk_row"
_ROWS_COST = 2 * CALL_COST
_MOST = 20


@strawberry.enum(description="The effect of the rows of a bulk file.")
class BulkFileKind(Enum):
    """As tessera.points.v1.BulkFileKind."""

    ADJUSTMENTS = enum_value(
        pb.BULK_FILE_KIND_ADJUSTMENTS, "Each adds to a member's account, or takes from it."
    )
    COUPONS = enum_value(pb.BULK_FILE_KIND_COUPONS, "Each grants a member one coupon.")


@strawberry.enum(description="The form of the rows of a bulk file.")
class BulkFileFormat(Enum):
    """As tessera.points.v1.BulkFileFormat."""

    CSV = enum_value(pb.BULK_FILE_FORMAT_CSV, "Comma-separated values under a line of columns.")
    JSON_LINES = enum_value(pb.BULK_FILE_FORMAT_JSON_LINES, "One JSON object a line.")


@strawberry.enum(description="The encoding of the characters of a bulk file.")
class BulkFileEncoding(Enum):
    """As tessera.points.v1.BulkFileEncoding."""

    UTF8 = enum_value(pb.BULK_FILE_ENCODING_UTF8, "UTF-8.")
    GBK = enum_value(pb.BULK_FILE_ENCODING_GBK, "GBK, with all of GB 18030.")


@strawberry.enum(description="The state of a bulk file.")
class BulkFileState(Enum):
    """As tessera.points.v1.BulkFileState."""

    READY = enum_value(pb.BULK_FILE_STATE_READY, "It was checked, and can be started.")
    WAITING = enum_value(pb.BULK_FILE_STATE_WAITING, "It waits for a second operator.")
    QUEUED = enum_value(pb.BULK_FILE_STATE_QUEUED, "A worker will begin within seconds.")
    RUNNING = enum_value(pb.BULK_FILE_STATE_RUNNING, "A worker is at it.")
    DONE = enum_value(pb.BULK_FILE_STATE_DONE, "Each row is done or refused.")
    DISCARDED = enum_value(pb.BULK_FILE_STATE_DISCARDED, "An operator gave it up.")
    REJECTED = enum_value(pb.BULK_FILE_STATE_REJECTED, "A second operator rejected it.")
    EXPIRED = enum_value(pb.BULK_FILE_STATE_EXPIRED, "Nobody started it within 30 days.")
    FAILED = enum_value(
        pb.BULK_FILE_STATE_FAILED, "Its kept rows are not those that were checked: it stopped."
    )


@strawberry.enum(description="The state of a row of a bulk file.")
class BulkRowState(Enum):
    """As tessera.points.v1.BulkRowState."""

    CHECKED = enum_value(pb.BULK_ROW_STATE_CHECKED, "It was checked; nothing was done yet.")
    DONE = enum_value(pb.BULK_ROW_STATE_DONE, "It took effect.")
    REFUSED = enum_value(pb.BULK_ROW_STATE_REFUSED, "It was refused, once and for good.")


@strawberry.type(description="The changes that a bulk file makes to one asset.")
class BulkSum:
    """Source: tessera.points.v1.BulkSum."""

    asset: AssetCode = column("The asset, such as POINTS.")
    added: Long = column("The units that it adds.")
    taken: Long = column("The units that it takes.")
    members: int = column("The number of members that it names.")
    liability: Money | None = read(
        lambda one: one.liability if one.HasField("liability") else None,
        "The growth of the liability; null for an asset without a worth in the programme.",
    )


@strawberry.type(description="The coupons of a type that a bulk file grants.")
class BulkCoupons:
    """Source: tessera.points.v1.BulkCoupons."""

    coupon_type: str = column("The code of the type.")
    count: int = column("The number of coupons.")


def _refusal_text(row: pb.BulkRow) -> types_pb2.LocalizedText | None:
    entry = catalogue().get(row.refusal)
    return None if entry is None else types_pb2.LocalizedText(zh=entry.zh, en=entry.en)


@strawberry.type(description="A row of a bulk file.")
class BulkRow:
    """Source: tessera.points.v1.BulkRow."""

    line: int = column("The line of the file, from 1; line 1 of a CSV file has the columns.")
    member_id: strawberry.ID | None = read(
        lambda row: to_global("Member", row.member_id) if row.member_id else None,
        "The global id of the member; null where the row names none that can be one.",
    )
    asset: AssetCode | None = read(lambda row: row.asset or None, "Of an adjustment: the asset.")
    amount: Long | None = read(
        lambda row: row.amount or None, "Of an adjustment: the units added, or taken if negative."
    )
    coupon_type: str | None = read(
        lambda row: row.coupon_type or None, "Of a coupon: the code of its type."
    )
    campaign: str | None = read(lambda row: row.campaign or None, "Of a coupon: its campaign.")
    reason: str = column("The reason of the row, or else of the file.")
    state: BulkRowState = column("The state.")
    wrong_column: str | None = read(
        lambda row: row.column or None, "The column that is wrong; null where no single one is."
    )
    refusal: str | None = read(
        lambda row: row.refusal or None, "The stable code of the refusal; null unless refused."
    )
    message: str | None = read(
        lambda row: row.message or None, "The refusal for developers, with the exact fault."
    )
    refusal_text: LocalizedText | None = read(
        _refusal_text, "The refusal for users: the reason, and the remedy."
    )
    short_when_checked: bool = column(
        "True when it took more than its member had when the file was checked."
    )


@strawberry.type(description="A row, with its place in the list.")
class BulkRowEdge:
    """Source: a pair of cursor and row."""

    cursor: str = edge_cursor(first_of)
    node: BulkRow = edge_node(second_of)


@strawberry.type(description="A page of rows, in the order of the file.")
class BulkRowConnection:
    """Source: Page."""

    edges: list[BulkRowEdge] = edges()
    page_info: PageInfo = page_info()


@strawberry.type(
    description="A file of adjustments or coupons. It is checked when it is uploaded, and changes"
    " nothing until it is started; then each row takes effect once, or is refused."
)
class BulkFile:
    """Source: tessera.points.v1.BulkFile."""

    id: strawberry.ID = column("The id.")
    kind: BulkFileKind = column("The effect of its rows.")
    state: BulkFileState = column("The state.")
    name: str = column("The name that the operator gave.")
    reason: str = column("The reason that the operator gave.")
    format: BulkFileFormat = column("The form of its rows.")
    encoding: BulkFileEncoding = column("The encoding of its characters.")
    rows: int = column("The number of rows.")
    refused_when_checked: int = column(
        "The rows that were refused when it was checked: they are never carried out."
    )
    short_when_checked: int = column(
        "The rows that took more than their members had when it was checked: they are tried."
    )
    repeated: int = column("The rows that say the same as one above them: they are carried out.")
    sums: list[BulkSum] = column("The changes to each asset.", size=_MOST)
    coupons: list[BulkCoupons] = column("The coupons of each type.", size=_MOST)
    same_as_id: strawberry.ID | None = read(
        lambda file: file.same_as_id or None,
        "An earlier file with the same content; null when there is none.",
    )
    sha256: str = column("SHA-256 of its bytes, in hexadecimal digits.")
    uploaded_by: str = column("The operator who uploaded it, by its subject.")
    uploaded_at: DateTime = read(lambda file: moment(file.upload_time), "The time of the upload.")
    started_by: str | None = read(
        lambda file: file.started_by or None, "The operator who started it; null until then."
    )
    started_at: DateTime | None = read(
        lambda file: instant(file, "start_time"), "The time of the start; null until then."
    )
    approval_id: strawberry.ID | None = read(
        lambda file: file.approval_id or None,
        "The approval that it waits for, or waited for; null when it needed none.",
    )
    done: int = column("The rows that took effect so far.")
    refused_when_run: int = column("The rows that were refused so far when it was their turn.")
    ended_at: DateTime | None = read(
        lambda file: instant(file, "end_time"), "The time of its end; null until then."
    )


@strawberry.type(description="A bulk file, with its place in the list.")
class BulkFileEdge:
    """Source: a pair of cursor and file."""

    cursor: str = edge_cursor(first_of)
    node: BulkFile = edge_node(second_of)


@strawberry.type(description="A page of bulk files, the newest first.")
class BulkFileConnection:
    """Source: Page."""

    edges: list[BulkFileEdge] = edges()
    page_info: PageInfo = page_info()


FileId = Annotated[strawberry.ID, strawberry.argument(description="The file.")]
RowState = Annotated[
    BulkRowState | None,
    strawberry.argument(description="Only rows in this state; all rows when left out."),
]


async def _bulk_file(context: RequestContext, id: FileId) -> pb.BulkFile | None:
    services = context.services
    request = pb.GetBulkFileRequest(file_id=id)
    asking = services.read(services.bulk_files.GetBulkFile, request, context.caller)
    told, _ = await attempt(asking, ("BULK_FILE_NOT_FOUND",))
    return told and told.file


async def _bulk_files(context: RequestContext, first: First = 20, after: After = None) -> Page:
    method = context.services.bulk_files.ListBulkFiles
    return await page_of(context, _FILES, method, pb.ListBulkFilesRequest(), "files", first, after)


async def _bulk_rows(
    context: RequestContext,
    file_id: FileId,
    first: First = 20,
    after: After = None,
    state: RowState = None,
) -> Page:
    asked = pb.BULK_ROW_STATE_UNSPECIFIED if state is None else state.value
    request = pb.ListBulkRowsRequest(file_id=file_id, state=asked)
    method = context.services.bulk_files.ListBulkRows
    return await page_of(context, _ROWS, method, request, "rows", first, after)


@strawberry.type
class BulkFileQueries:
    """The fields of Query."""

    bulk_file: BulkFile | None = call(
        _bulk_file, "A bulk file with its progress. For operators.", rule=Rule.OPERATORS
    )
    bulk_files: BulkFileConnection | None = call(
        _bulk_files,
        "The bulk files of the brand, the newest first. For operators.",
        rule=Rule.OPERATORS,
        size="first",
    )
    bulk_rows: BulkRowConnection | None = call(
        _bulk_rows,
        "The rows of a bulk file; none 180 days after its upload. For operators.",
        rule=Rule.OPERATORS,
        size="first",
        cost=_ROWS_COST,
    )


@strawberry.input(description="A bulk file that should be carried out.")
class StartBulkFileInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    file_id: strawberry.ID = required("The file.")


@strawberry.input(description="A bulk file that nobody should start.")
class DiscardBulkFileInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    file_id: strawberry.ID = required("The file.")


@strawberry.type(description="The bulk file as it stands, or the reasons of the refusal.")
class BulkFilePayload:
    """Source: Outcome of a bulk file."""

    file: BulkFile | None = read(lambda outcome: outcome.result, "The file; null when refused.")
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _start(context: RequestContext, input: Annotated[StartBulkFileInput, INPUT]) -> Outcome:
    def request() -> pb.StartBulkFileRequest:
        return pb.StartBulkFileRequest(request_id=input.request_id, file_id=input.file_id)

    method = context.services.bulk_files.StartBulkFile
    return await perform(context, "startBulkFile", method, request, "file")


async def _discard(
    context: RequestContext, input: Annotated[DiscardBulkFileInput, INPUT]
) -> Outcome:
    def request() -> pb.DiscardBulkFileRequest:
        return pb.DiscardBulkFileRequest(request_id=input.request_id, file_id=input.file_id)

    method = context.services.bulk_files.DiscardBulkFile
    return await perform(context, "discardBulkFile", method, request, "file")


@strawberry.type
class BulkFileMutations:
    """The fields of Mutation."""

    start_bulk_file: BulkFilePayload | None = mutation(
        "startBulkFile",
        _start,
        "Carries a bulk file out in the background; above the brand's limits it waits for a second"
        " operator first. For operators.",
        rule=Rule.OPERATORS,
    )
    discard_bulk_file: BulkFilePayload | None = mutation(
        "discardBulkFile",
        _discard,
        "Gives up a bulk file that is ready. For operators.",
        rule=Rule.OPERATORS,
    )

"""Feedback files: an operator brings what members said elsewhere from a file.

A file is uploaded at POST /feedback-files (gateway/http/feedback_files.py).
"""

from enum import Enum
from typing import Annotated

import strawberry

from gateway.core.errors import attempt
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
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, request_id, required
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, LocalizedText, enum_value, instant, moment
from gateway.schema.core.user_errors import UserError
from services.common.errors import catalogue
from tessera.feedback.v1 import feedback_files_pb2 as pb
from tessera.types.v1 import types_pb2

_FILES = "feedback_file"
_REFUSALS_MAX = 20


@strawberry.enum(description="The state of a feedback file.")
class FeedbackFileState(Enum):
    """As tessera.feedback.v1.FeedbackFileState."""

    READY = enum_value(pb.FEEDBACK_FILE_STATE_READY, "It was checked, and can be started.")
    STARTED = enum_value(pb.FEEDBACK_FILE_STATE_STARTED, "A worker carries it out.")
    DONE = enum_value(pb.FEEDBACK_FILE_STATE_DONE, "Each row is done or refused.")
    DISCARDED = enum_value(pb.FEEDBACK_FILE_STATE_DISCARDED, "An operator gave it up.")
    EXPIRED = enum_value(
        pb.FEEDBACK_FILE_STATE_EXPIRED,
        "It did not end within 7 days, and what waited of it was deleted.",
    )


def _refusal_text(row: pb.FeedbackFileRow) -> types_pb2.LocalizedText | None:
    entry = catalogue().get(row.refusal)
    return None if entry is None else types_pb2.LocalizedText(zh=entry.zh, en=entry.en)


@strawberry.type(description="A row of a feedback file that was refused; no word of the row.")
class FeedbackFileRefusal:
    """Source: tessera.feedback.v1.FeedbackFileRow."""

    line: int = column("The line of the file, from 1; line 1 of a CSV file has the columns.")
    event_id: str = column("The channel's own id of the row; empty where it has none.")
    wrong_column: str | None = read(
        lambda row: row.column or None, "The column that is wrong; null where no single one is."
    )
    refusal: str = column("The stable code of the refusal.")
    message: str = column("The refusal for developers, with the exact fault.")
    refusal_text: LocalizedText | None = read(
        _refusal_text, "The refusal for users: the reason, and the remedy."
    )


@strawberry.type(
    description="A file of feedback. It is checked when it is uploaded, and takes in nothing until"
    " it is started; then each row is one item, taken in once by its channel and the channel's own"
    " id, or is refused. Its rows are deleted as they are taken in, or after 7 days."
)
class FeedbackFile:
    """Source: tessera.feedback.v1.FeedbackFile."""

    id: strawberry.ID = column("The id.")
    state: FeedbackFileState = column("The state.")
    name: str = column("The name that the operator gave.")
    channel: str = column("The channel of rows that name none.")
    encoding: str = column("The encoding of its characters: utf8 or gbk.")
    rows: int = column("The number of rows.")
    refused_when_checked: int = column(
        "The rows that were refused when it was checked: they are never carried out."
    )
    first_refusals: list[FeedbackFileRefusal] = column(
        "The first of the rows that were refused when it was checked, 20 at most.",
        size=_REFUSALS_MAX,
    )
    uploaded_by: str = column("The operator who uploaded it, by its subject.")
    uploaded_at: DateTime = read(lambda file: moment(file.upload_time), "The time of the upload.")
    waits_until: DateTime = read(
        lambda file: moment(file.wait_until_time), "The time until which its rows wait at most."
    )
    started_by: str | None = read(
        lambda file: file.started_by or None, "The operator who started it; null until then."
    )
    started_at: DateTime | None = read(
        lambda file: instant(file, "start_time"), "The time of the start; null until then."
    )
    taken_in: int = column("The rows that made a new item so far.")
    known: int = column("The rows that say what their channel said before, so far.")
    refused: int = column("The rows that were refused so far, those of the check in their turn.")
    ended_at: DateTime | None = read(
        lambda file: instant(file, "end_time"), "The time of its end; null until then."
    )


@strawberry.type(description="A feedback file, with its place in the list.")
class FeedbackFileEdge:
    """Source: a pair of cursor and file."""

    cursor: str = edge_cursor(first_of)
    node: FeedbackFile = edge_node(second_of)


@strawberry.type(description="A page of feedback files, the newest first.")
class FeedbackFileConnection:
    """Source: Page."""

    edges: list[FeedbackFileEdge] = edges()
    page_info: PageInfo = page_info()


FileId = Annotated[strawberry.ID, strawberry.argument(description="The file.")]


async def _feedback_file(context: RequestContext, id: FileId) -> pb.FeedbackFile | None:
    services = context.services
    request = pb.GetFeedbackFileRequest(file_id=id)
    asking = services.read(services.feedback_files.GetFeedbackFile, request, context.caller)
    told, _ = await attempt(asking, ("FEEDBACK_FILE_NOT_FOUND",))
    return told and told.file


async def _feedback_files(context: RequestContext, first: First = 20, after: After = None) -> Page:
    method = context.services.feedback_files.ListFeedbackFiles
    request = pb.ListFeedbackFilesRequest()
    return await page_of(context, _FILES, method, request, "files", first, after)


@strawberry.type
class FeedbackFileQueries:
    """The fields of Query."""

    feedback_file: FeedbackFile | None = call(
        _feedback_file, "A file of feedback with its progress. For operators.", rule=Rule.OPERATORS
    )
    feedback_files: FeedbackFileConnection | None = call(
        _feedback_files,
        "The brand's files of feedback of the last 180 days, the newest first. For operators.",
        rule=Rule.OPERATORS,
        size="first",
    )


@strawberry.input(description="A feedback file that should be carried out.")
class StartFeedbackFileInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    file_id: strawberry.ID = required("The file.")


@strawberry.input(description="A feedback file that nobody should start.")
class DiscardFeedbackFileInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    file_id: strawberry.ID = required("The file.")


@strawberry.type(description="The feedback file as it stands, or the reasons of the refusal.")
class FeedbackFilePayload:
    """Source: Outcome of a feedback file."""

    file: FeedbackFile | None = read(lambda outcome: outcome.result, "The file; null when refused.")
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _start(
    context: RequestContext, input: Annotated[StartFeedbackFileInput, INPUT]
) -> Outcome:
    def request() -> pb.StartFeedbackFileRequest:
        return pb.StartFeedbackFileRequest(request_id=input.request_id, file_id=input.file_id)

    method = context.services.feedback_files.StartFeedbackFile
    return await perform(context, "startFeedbackFile", method, request, "file")


async def _discard(
    context: RequestContext, input: Annotated[DiscardFeedbackFileInput, INPUT]
) -> Outcome:
    def request() -> pb.DiscardFeedbackFileRequest:
        return pb.DiscardFeedbackFileRequest(request_id=input.request_id, file_id=input.file_id)

    method = context.services.feedback_files.DiscardFeedbackFile
    return await perform(context, "discardFeedbackFile", method, request, "file")


@strawberry.type
class FeedbackFileMutations:
    """The fields of Mutation."""

    start_feedback_file: FeedbackFilePayload | None = mutation(
        "startFeedbackFile",
        _start,
        "Takes in the rows of a feedback file in the background. For operators.",
        rule=Rule.OPERATORS,
    )
    discard_feedback_file: FeedbackFilePayload | None = mutation(
        "discardFeedbackFile",
        _discard,
        "Gives up a feedback file that is ready, and deletes its rows. For operators.",
        rule=Rule.OPERATORS,
    )

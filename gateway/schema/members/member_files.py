"""Member files: an operator brings members from a file.

A file is uploaded at POST /member-files (gateway/http/member_files.py).
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
from tessera.members.v1 import member_files_pb2 as pb
from tessera.types.v1 import types_pb2

_FILES = "member_file"
_REFUSALS_MAX = 20


@strawberry.enum(description="The state of a member file.")
class MemberFileState(Enum):
    """As tessera.members.v1.MemberFileState."""

    READY = enum_value(pb.MEMBER_FILE_STATE_READY, "It was checked, and can be started.")
    STARTED = enum_value(pb.MEMBER_FILE_STATE_STARTED, "A worker carries it out.")
    DONE = enum_value(pb.MEMBER_FILE_STATE_DONE, "Each row is done or refused.")
    DISCARDED = enum_value(pb.MEMBER_FILE_STATE_DISCARDED, "An operator gave it up.")
    EXPIRED = enum_value(
        pb.MEMBER_FILE_STATE_EXPIRED,
        "It did not end within 7 days, and what waited of it was deleted.",
    )


def _refusal_text(row: pb.MemberFileRow) -> types_pb2.LocalizedText | None:
    entry = catalogue().get(row.refusal)
    return None if entry is None else types_pb2.LocalizedText(zh=entry.zh, en=entry.en)


@strawberry.type(description="A row of a member file that was refused; no value of the row.")
class MemberFileRefusal:
    """Source: tessera.members.v1.MemberFileRow."""

    line: int = column("The line of the file, from 1; line 1 of a CSV file has the columns.")
    wrong_column: str | None = read(
        lambda row: row.column or None, "The column that is wrong; null where no single one is."
    )
    refusal: str = column("The stable code of the refusal.")
    message: str = column("The refusal for developers, with the exact fault.")
    refusal_text: LocalizedText | None = read(
        _refusal_text, "The refusal for users: the reason, and the remedy."
    )


@strawberry.type(
    description="A file of members. It is checked when it is uploaded, and enrols nobody until it"
    " is started; then each row enrols one person once, or is refused. Its rows are sealed while"
    " they wait, and deleted as they are carried out, or after 7 days."
)
class MemberFile:
    """Source: tessera.members.v1.MemberFile."""

    id: strawberry.ID = column("The id.")
    state: MemberFileState = column("The state.")
    name: str = column("The name that the operator gave.")
    channel: str = column("The channel of rows that name none.")
    encoding: str = column("The encoding of its characters: utf8 or gbk.")
    rows: int = column("The number of rows.")
    refused_when_checked: int = column(
        "The rows that were refused when it was checked: they are never carried out."
    )
    first_refusals: list[MemberFileRefusal] = column(
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
    created: int = column("The rows that made a new member so far.")
    found: int = column("The rows that found a member who was there before, so far.")
    refused: int = column("The rows that were refused so far, those of the check in their turn.")
    ended_at: DateTime | None = read(
        lambda file: instant(file, "end_time"), "The time of its end; null until then."
    )


@strawberry.type(description="A member file, with its place in the list.")
class MemberFileEdge:
    """Source: a pair of cursor and file."""

    cursor: str = edge_cursor(first_of)
    node: MemberFile = edge_node(second_of)


@strawberry.type(description="A page of member files, the newest first.")
class MemberFileConnection:
    """Source: Page."""

    edges: list[MemberFileEdge] = edges()
    page_info: PageInfo = page_info()


FileId = Annotated[strawberry.ID, strawberry.argument(description="The file.")]


async def _member_file(context: RequestContext, id: FileId) -> pb.MemberFile | None:
    services = context.services
    request = pb.GetMemberFileRequest(file_id=id)
    asking = services.read(services.member_files.GetMemberFile, request, context.caller)
    told, _ = await attempt(asking, ("MEMBER_FILE_NOT_FOUND",))
    return told and told.file


async def _member_files(context: RequestContext, first: First = 20, after: After = None) -> Page:
    method = context.services.member_files.ListMemberFiles
    request = pb.ListMemberFilesRequest()
    return await page_of(context, _FILES, method, request, "files", first, after)


@strawberry.type
class MemberFileQueries:
    """The fields of Query."""

    member_file: MemberFile | None = call(
        _member_file, "A file of members with its progress. For operators.", rule=Rule.OPERATORS
    )
    member_files: MemberFileConnection | None = call(
        _member_files,
        "The brand's files of members of the last 180 days, the newest first. For operators.",
        rule=Rule.OPERATORS,
        size="first",
    )


@strawberry.input(description="A member file that should be carried out.")
class StartMemberFileInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    file_id: strawberry.ID = required("The file.")


@strawberry.input(description="A member file that nobody should start.")
class DiscardMemberFileInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    file_id: strawberry.ID = required("The file.")


@strawberry.type(description="The member file as it stands, or the reasons of the refusal.")
class MemberFilePayload:
    """Source: Outcome of a member file."""

    file: MemberFile | None = read(lambda outcome: outcome.result, "The file; null when refused.")
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _start(context: RequestContext, input: Annotated[StartMemberFileInput, INPUT]) -> Outcome:
    def request() -> pb.StartMemberFileRequest:
        return pb.StartMemberFileRequest(request_id=input.request_id, file_id=input.file_id)

    method = context.services.member_files.StartMemberFile
    return await perform(context, "startMemberFile", method, request, "file")


async def _discard(
    context: RequestContext, input: Annotated[DiscardMemberFileInput, INPUT]
) -> Outcome:
    def request() -> pb.DiscardMemberFileRequest:
        return pb.DiscardMemberFileRequest(request_id=input.request_id, file_id=input.file_id)

    method = context.services.member_files.DiscardMemberFile
    return await perform(context, "discardMemberFile", method, request, "file")


@strawberry.type
class MemberFileMutations:
    """The fields of Mutation."""

    start_member_file: MemberFilePayload | None = mutation(
        "startMemberFile",
        _start,
        "Enrols the rows of a member file in the background. For operators.",
        rule=Rule.OPERATORS,
    )
    discard_member_file: MemberFilePayload | None = mutation(
        "discardMemberFile",
        _discard,
        "Gives up a member file that is ready, and deletes its rows. For operators.",
        rule=Rule.OPERATORS,
    )

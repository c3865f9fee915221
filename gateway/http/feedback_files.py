"""POST /feedback-files and GET /feedback-files/{id}.csv: feedback goes in, and results come out.

    POST ?name=…&channel=…&encoding=…&requestId=…  with the file as the body, 4 MiB at most. Answers
         {"fileId": …}.
    GET  what became of each row so far, as CSV that a spreadsheet does not run

The token stands in `authorization`, as for /graphql. Both are for operators; the rest of a file's
life is GraphQL. Errors have the form of GraphQL's; FEEDBACK_FILE_INVALID names line and column.
"""

from collections.abc import Sequence

from gateway.http.files_of_rows import Asked, RowFiles, text_of
from services.common.cells import to_cell
from tessera.feedback.v1 import feedback_files_pb2 as pb

BODY_BYTES_MAX = 4 * 1024 * 1024
COLUMNS = ("line", "event_id", "state", "feedback_id", "refusal", "column", "message")


def _to_upload(asked: Asked) -> pb.UploadFeedbackFileRequest:
    return pb.UploadFeedbackFileRequest(
        request_id=text_of(asked, "requestId"),
        name=text_of(asked, "name"),
        channel=text_of(asked, "channel"),
        encoding=text_of(asked, "encoding"),
    )


def _to_list(file_id: str, asked: Asked) -> pb.ListFeedbackFileRowsRequest:
    return pb.ListFeedbackFileRowsRequest(file_id=file_id)


def _cells(row: pb.FeedbackFileRow) -> Sequence[object]:
    state = pb.FeedbackFileRowState.Name(row.state).removeprefix("FEEDBACK_FILE_ROW_STATE_")
    texts = (row.event_id, state.lower(), row.feedback_id, row.refusal, row.column, row.message)
    return (row.line, *map(to_cell, texts))


FEEDBACK_FILES = RowFiles(
    "/feedback-files",
    BODY_BYTES_MAX,
    COLUMNS,
    upload=lambda services: services.feedback_files.UploadFeedbackFile,
    to_upload=_to_upload,
    rows=lambda services: services.feedback_files.ListFeedbackFileRows,
    to_list=_to_list,
    cells=_cells,
)

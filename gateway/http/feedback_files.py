"""POST /feedback-files and GET /feedback-files/{id}.csv: feedback goes in, and results come out.

    POST ?name=…&channel=…&encoding=…&requestId=…  with the file as the body, 4 MiB at most. Answers
         {"fileId": …}.
    GET  what became of each row so far, as CSV that a spreadsheet does not run

The token stands in `authorization`, as for /graphql. Both are for operators; the rest of a file's
life is GraphQL. Errors have the form of GraphQL's; FEEDBACK_FILE_INVALID names line and column.
"""

from collections.abc import AsyncIterator, Iterable, Sequence

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.http.files_of_rows import body_of, csv_of, endpoints, file_id_of, text_of
from gateway.http.gateway import Gateway
from gateway.http.made_files import HEADERS
from gateway.schema.core.context import RequestContext
from services.common.cells import to_cell
from tessera.feedback.v1 import feedback_files_pb2 as pb

BODY_BYTES_MAX = 4 * 1024 * 1024
COLUMNS = ("line", "event_id", "state", "feedback_id", "refusal", "column", "message")


class FeedbackFileRoutes:
    """The endpoints."""

    def __init__(self, gateway: Gateway) -> None:
        self._uploads, self._rows = endpoints(gateway, "/feedback-files")

    @property
    def routes(self) -> Sequence[Route]:
        """The routes of the endpoints."""
        return [
            Route("/feedback-files", self.upload, methods=["POST"]),
            Route("/feedback-files/{name}", self.download, methods=["GET"]),
        ]

    async def upload(self, request: Request) -> Response:
        """The id of the checked file, or an error as JSON."""

        async def make(context: RequestContext) -> bytes:
            message = pb.UploadFeedbackFileRequest(
                request_id=text_of(request.query_params, "requestId"),
                name=text_of(request.query_params, "name"),
                channel=text_of(request.query_params, "channel"),
                encoding=text_of(request.query_params, "encoding"),
            )
            message.content = await body_of(request, context.caller, BODY_BYTES_MAX)
            async with self._uploads.turn():
                services = context.services
                method = services.feedback_files.UploadFeedbackFile
                told = await services.write(method, message, context.caller)
            return orjson.dumps({"fileId": told.file.id, "replayed": told.replayed})

        return await self._uploads.hand_over(request, make, "application/json", "")

    async def download(self, request: Request) -> Response:
        """The results, or an error as JSON."""
        file_id = file_id_of(request)
        if file_id is None:
            return Response(status_code=404, headers=HEADERS)

        async def make(context: RequestContext) -> bytes:
            async with self._rows.turn():
                return await csv_of(COLUMNS, _results(context, file_id))

        return await self._rows.hand_over(
            request, make, "text/csv; charset=utf-8", f"{file_id}.csv"
        )


async def _results(
    context: RequestContext, file_id: str
) -> AsyncIterator[Iterable[Sequence[object]]]:
    services, asked = context.services, pb.ListFeedbackFileRowsRequest(file_id=file_id)
    while True:
        told = await services.read(
            services.feedback_files.ListFeedbackFileRows, asked, context.caller
        )
        yield map(_cells, told.rows)
        if not told.next_page_token:
            return
        asked.page_token = told.next_page_token


def _cells(row: pb.FeedbackFileRow) -> Sequence[object]:
    state = pb.FeedbackFileRowState.Name(row.state).removeprefix("FEEDBACK_FILE_ROW_STATE_")
    texts = (row.event_id, state.lower(), row.feedback_id, row.refusal, row.column, row.message)
    return (row.line, *map(to_cell, texts))

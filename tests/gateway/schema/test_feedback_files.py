"""Feedback files in the schema and over HTTP: bytes in, progress and refusals, results out."""

import csv
import io
from collections.abc import Callable

import httpx

from gateway.http.feedback_files import BODY_BYTES_MAX
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend

As = Callable[..., Client]
READ = """query($id: ID!) { feedbackFile(id: $id) { id state encoding rows refusedWhenChecked
  takenIn known refused endedAt startedBy
  firstRefusals { line eventId wrongColumn refusal refusalText { zh } } }
  feedbackFiles { edges { node { id state } } } }"""
MOVE = """mutation($input: %sInput!) { %s(input: $input) {
  file { state startedBy } userErrors { code field } } }"""


async def send(client: Client, content: bytes, **more: str) -> httpx.Response:
    return await client.http.post(
        "/feedback-files",
        params={"name": "may.csv", "requestId": "u1", **more},
        content=content,
        headers=client.headers,
    )


def problem(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["errors"][0]["extensions"]["code"]


async def test_an_operator_reads_a_file_and_why_rows_were_refused(as_: As) -> None:
    ann = as_("operator")
    told = await ann.data(READ, {"id": "fbf_1"})
    file = told["feedbackFile"]
    assert (file["state"], file["takenIn"], file["known"], file["refused"]) == ("DONE", 1, 1, 1)
    [row] = file["firstRefusals"]
    assert (row["line"], row["wrongColumn"], row["refusal"]) == (3, "text", "INVALID_ARGUMENT")
    assert row["refusalText"]["zh"]
    assert [edge["node"]["state"] for edge in told["feedbackFiles"]["edges"]] == ["READY"]
    assert (await ann.data('{ feedbackFile(id: "x") { id } }'))["feedbackFile"] is None


async def test_an_operator_starts_a_file_and_discards_one(as_: As) -> None:
    ann = as_("operator")
    start = MOVE % ("StartFeedbackFile", "startFeedbackFile")
    told = await ann.data(start, {"input": {"requestId": "s1", "fileId": "fbf_1"}})
    assert told["startFeedbackFile"] == {
        "file": {"state": "STARTED", "startedBy": "ann"},
        "userErrors": [],
    }
    told = await ann.data(start, {"input": {"requestId": "s2", "fileId": "x"}})
    assert told["startFeedbackFile"]["userErrors"] == [
        {"code": "FEEDBACK_FILE_NOT_FOUND", "field": "fileId"}
    ]
    discard = MOVE % ("DiscardFeedbackFile", "discardFeedbackFile")
    told = await ann.data(discard, {"input": {"requestId": "d1", "fileId": "fbf_1"}})
    assert told["discardFeedbackFile"]["userErrors"][0]["code"] == "FEEDBACK_FILE_ENDED"


async def test_the_bytes_of_a_file_arrive_as_they_were_sent(as_: As, backend: FakeBackend) -> None:
    ann, content = as_("operator"), "event_id,text\nv1,好喝\n".encode("gbk")
    answer = await send(ann, content, channel="hotline", encoding="gbk")
    assert answer.json() == {"fileId": "fbf_1", "replayed": False}
    ((_, caller, asked),) = backend.requests
    assert caller.role == "operator"
    assert (asked.content, asked.name, asked.channel) == (content, "may.csv", "hotline")
    assert asked.encoding == "gbk"
    broken = await send(ann, b"broken")
    assert problem(broken) == (400, "FEEDBACK_FILE_INVALID")
    told = broken.json()["errors"][0]["extensions"]["details"]
    assert (told["line"], told["column"]) == ("1", "shoe")
    assert problem(await send(ann, b"x" * (BODY_BYTES_MAX + 1)))[1] == "BODY_TOO_LARGE"
    assert problem(await send(ann, b"x", name="x" * 1_001)) == (400, "INVALID_ARGUMENT")
    assert problem(await send(Client(ann.http, {}), b"x")) == (401, "UNAUTHENTICATED")
    assert backend.calls["UploadFeedbackFile"] == 2


async def test_results_come_page_by_page_and_no_cell_is_a_formula(
    as_: As, backend: FakeBackend
) -> None:
    ann = as_("operator")
    answer = await ann.http.get("/feedback-files/fbf_1.csv", headers=ann.headers)
    assert answer.headers["content-disposition"] == 'attachment; filename="fbf_1.csv"'
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [line["state"] for line in lines] == ["taken_in", "refused", "known"]
    assert (lines[1]["event_id"], lines[1]["message"]) == ("'=v3", "'=too short")
    assert backend.calls["ListFeedbackFileRows"] == 2
    assert (await ann.http.get("/feedback-files/x.pdf", headers=ann.headers)).status_code == 404

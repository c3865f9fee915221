"""Member files in the schema and over HTTP: bytes in, progress and refusals, results out."""

import csv
import io
from collections.abc import Callable

import httpx

from gateway.http.member_files import BODY_BYTES_MAX
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend

As = Callable[..., Client]
READ = """query($id: ID!) { memberFile(id: $id) { id state encoding rows refusedWhenChecked created
  found refused endedAt startedBy firstRefusals { line wrongColumn refusal refusalText { zh } } }
  memberFiles { edges { node { id state } } } }"""
MOVE = """mutation($input: %sInput!) { %s(input: $input) {
  file { state startedBy } userErrors { code field } } }"""


async def send(client: Client, content: bytes, **more: str) -> httpx.Response:
    return await client.http.post(
        "/member-files",
        params={"name": "may.csv", "requestId": "u1", **more},
        content=content,
        headers=client.headers,
    )


def problem(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["errors"][0]["extensions"]["code"]


async def test_an_operator_reads_a_file_and_why_rows_were_refused(as_: As) -> None:
    ann = as_("operator")
    told = await ann.data(READ, {"id": "mfl_1"})
    file = told["memberFile"]
    assert (file["state"], file["created"], file["found"], file["refused"]) == ("DONE", 1, 1, 1)
    [row] = file["firstRefusals"]
    assert (row["line"], row["wrongColumn"], row["refusal"]) == (3, "phone", "PHONE_INVALID")
    assert row["refusalText"]["zh"]
    assert [edge["node"]["state"] for edge in told["memberFiles"]["edges"]] == ["READY"]
    assert (await ann.data('{ memberFile(id: "x") { id } }'))["memberFile"] is None


async def test_an_operator_starts_a_file_and_discards_one(as_: As) -> None:
    ann = as_("operator")
    start = MOVE % ("StartMemberFile", "startMemberFile")
    told = await ann.data(start, {"input": {"requestId": "s1", "fileId": "mfl_1"}})
    assert told["startMemberFile"] == {
        "file": {"state": "STARTED", "startedBy": "ann"},
        "userErrors": [],
    }
    told = await ann.data(start, {"input": {"requestId": "s2", "fileId": "x"}})
    assert told["startMemberFile"]["userErrors"] == [
        {"code": "MEMBER_FILE_NOT_FOUND", "field": "fileId"}
    ]
    discard = MOVE % ("DiscardMemberFile", "discardMemberFile")
    told = await ann.data(discard, {"input": {"requestId": "d1", "fileId": "mfl_1"}})
    assert told["discardMemberFile"]["userErrors"][0]["code"] == "MEMBER_FILE_ENDED"


async def test_the_bytes_of_a_file_arrive_as_they_were_sent(as_: As, backend: FakeBackend) -> None:
    ann, content = as_("operator"), "手机号\n13900000001\n".encode("gbk")
    answer = await send(ann, content, channel="crm")
    assert answer.json() == {"fileId": "mfl_1", "replayed": False}
    ((_, caller, asked),) = backend.requests
    assert caller.role == "operator"
    assert (asked.content, asked.name, asked.channel) == (content, "may.csv", "crm")
    broken = await send(ann, b"broken")
    assert problem(broken) == (400, "IMPORT_FILE_INVALID")
    told = broken.json()["errors"][0]["extensions"]["details"]
    assert (told["line"], told["column"]) == ("1", "shoe")
    assert problem(await send(ann, b"x" * (BODY_BYTES_MAX + 1)))[1] == "BODY_TOO_LARGE"
    assert problem(await send(ann, b"x", name="x" * 1_001)) == (400, "INVALID_ARGUMENT")
    assert problem(await send(Client(ann.http, {}), b"x")) == (401, "UNAUTHENTICATED")
    assert backend.calls["UploadMemberFile"] == 2


async def test_results_come_page_by_page_and_no_cell_is_a_formula(
    as_: As, backend: FakeBackend
) -> None:
    ann = as_("operator")
    answer = await ann.http.get("/member-files/mfl_1.csv", headers=ann.headers)
    assert answer.headers["content-disposition"] == 'attachment; filename="mfl_1.csv"'
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [line["state"] for line in lines] == ["created", "refused", "found"]
    assert (lines[1]["column"], lines[1]["message"]) == ("phone", "'=too short")
    assert backend.calls["ListMemberFileRows"] == 2
    assert (await ann.http.get("/member-files/x.pdf", headers=ann.headers)).status_code == 404

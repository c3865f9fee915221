"""Bulk files over HTTP: bytes in, rows out that no spreadsheet runs."""

import csv
import io
from collections.abc import Callable

import httpx

from gateway.http.bulk_files import BODY_BYTES_MAX
from tessera.points.v1 import bulk_files_pb2 as pb
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend

As = Callable[..., Client]
ASKED = {"kind": "ADJUSTMENTS", "name": "may.csv", "reason": "till down", "requestId": "u1"}


async def send(client: Client, content: bytes = b"x", **more: str) -> httpx.Response:
    params = {**ASKED, **more}
    return await client.http.post(
        "/bulk-files", params=params, content=content, headers=client.headers
    )


def problem(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["errors"][0]["extensions"]["code"]


async def test_the_bytes_of_a_file_arrive_as_they_were_sent(as_: As, backend: FakeBackend) -> None:
    content = "member_id,amount\nmem_3,5\n补".encode("gbk")
    answer = await send(as_("operator"), content, format="CSV", encoding="GBK")
    assert answer.json() == {"fileId": "blk_1", "replayed": False}
    assert "content-disposition" not in answer.headers
    ((_, caller, asked),) = backend.requests
    assert caller.role == "operator"
    assert (asked.content, asked.name, asked.reason) == (content, "may.csv", "till down")
    assert (asked.kind, asked.format, asked.encoding) == (
        pb.BULK_FILE_KIND_ADJUSTMENTS,
        pb.BULK_FILE_FORMAT_CSV,
        pb.BULK_FILE_ENCODING_GBK,
    )


async def test_a_wrong_file_is_told_with_its_line_and_a_large_one_is_not_read_on(
    as_: As, backend: FakeBackend
) -> None:
    ann = as_("operator")
    broken = await send(ann, b"broken")
    assert problem(broken) == (400, "BULK_FILE_INVALID")
    told = broken.json()["errors"][0]["extensions"]["details"]
    assert (told["line"], told["column"]) == ("1", "amount")
    large = await send(ann, b"x" * (BODY_BYTES_MAX + 1))
    assert problem(large)[1] == "BODY_TOO_LARGE"
    assert problem(await send(ann, kind="GOLD")) == (400, "INVALID_ARGUMENT")
    assert problem(await send(ann, reason="x" * 1_001)) == (400, "INVALID_ARGUMENT")
    # Of a member not a byte is read.
    assert problem(await send(as_("member"), b"x" * (BODY_BYTES_MAX + 1))) == (
        403,
        "PERMISSION_DENIED",
    )
    nobody = Client(ann.http, {})
    assert problem(await send(nobody)) == (401, "UNAUTHENTICATED")
    assert backend.calls["UploadBulkFile"] == 1


async def test_the_rows_of_a_file_come_page_by_page_and_no_cell_is_a_formula(
    as_: As, backend: FakeBackend
) -> None:
    ann = as_("operator")
    answer = await ann.http.get("/bulk-files/blk_1.csv", headers=ann.headers)
    assert answer.headers["content-disposition"] == 'attachment; filename="blk_1.csv"'
    text = answer.content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [line["state"] for line in lines] == ["DONE", "REFUSED", "REFUSED"]
    assert (lines[0]["reason"], lines[0]["posting_id"]) == ("'=1+1", "pst_1")
    assert (lines[1]["amount"], lines[1]["refusal"]) == ("-4", "INSUFFICIENT_POINTS")
    assert (lines[2]["column"], lines[2]["amount"]) == ("amount", "")
    assert backend.calls["ListBulkRows"] == 2
    some = await ann.http.get("/bulk-files/blk_1.csv?state=DONE", headers=ann.headers)
    assert len(some.text.splitlines()) == 2
    assert (await ann.http.get("/bulk-files/x.pdf", headers=ann.headers)).status_code == 404

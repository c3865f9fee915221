"""Bulk files in the schema: state and progress, rows with their refusals, start and discard."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend

As = Callable[..., Client]
READ = """query($id: ID!) { bulkFile(id: $id) { id kind state format encoding rows done
  refusedWhenChecked refusedWhenRun startedBy sums { asset added taken members
  liability { amountMinor: minorUnits currency: currencyCode } } coupons { count } endedAt }
  bulkRows(fileId: $id, state: REFUSED) { edges { node { line memberId amount state
  wrongColumn refusal shortWhenChecked refusalText { zh en } } } } }"""
MOVE = """mutation($input: %sInput!) { %s(input: $input) {
  file { state approvalId startedBy } userErrors { code field } } }"""


async def test_an_operator_reads_a_file_and_why_rows_were_refused(
    as_: As, backend: FakeBackend
) -> None:
    told = await as_("operator").data(READ, {"id": "blk_1"})
    file = told["bulkFile"]
    assert (file["state"], file["encoding"], file["done"]) == ("DONE", "GBK", 1)
    assert file["sums"] == [
        {
            "asset": "POINTS",
            "added": 9,
            "taken": 4,
            "members": 2,
            "liability": {"amountMinor": 25, "currency": "CNY"},
        }
    ]
    short, wrong = (edge["node"] for edge in told["bulkRows"]["edges"])
    assert (short["refusal"], short["shortWhenChecked"]) == ("INSUFFICIENT_POINTS", True)
    assert "积分不足" in short["refusalText"]["zh"]
    assert (wrong["line"], wrong["wrongColumn"], wrong["memberId"]) == (4, "amount", None)
    assert (await as_("operator").data('{ bulkFile(id: "x") { id } }'))["bulkFile"] is None


async def test_an_operator_starts_a_file_and_discards_one(as_: As) -> None:
    ann = as_("operator")
    start = MOVE % ("StartBulkFile", "startBulkFile")
    told = await ann.data(start, {"input": {"requestId": "s1", "fileId": "blk_1"}})
    assert told["startBulkFile"] == {
        "file": {"state": "WAITING", "approvalId": "apr_1", "startedBy": "ann"},
        "userErrors": [],
    }
    told = await ann.data(start, {"input": {"requestId": "s2", "fileId": "x"}})
    assert told["startBulkFile"]["userErrors"] == [
        {"code": "BULK_FILE_NOT_FOUND", "field": "fileId"}
    ]
    discard = MOVE % ("DiscardBulkFile", "discardBulkFile")
    told = await ann.data(discard, {"input": {"requestId": "d1", "fileId": "blk_1"}})
    assert told["discardBulkFile"]["userErrors"][0]["code"] == "BULK_FILE_ENDED"

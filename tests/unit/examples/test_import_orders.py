"""The importer's rules, on files small enough to check by hand."""

import gzip
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import grpc
import pytest

from examples.import_orders import order_file, report, suite
from examples.import_orders.history import History, Invoice, Return, history
from examples.import_orders.order_file import FileProblem, Orders
from tessera.members.v1 import activities_pb2

LONDON = ZoneInfo("Europe/London")
HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"


def told(tmp_path: Path, *rows: str) -> tuple[Orders, History]:
    """The history of a file of these rows: invoice, article, quantity, minute, price, customer."""
    path = tmp_path / "orders.csv"
    lines = []
    for row in rows:
        invoice, article, quantity, minute, price, customer = row.split()
        customer = customer.replace("-", "")
        at = f"2011-07-01T09:{minute}:00"
        lines.append(f"{invoice},{article},A THING,{quantity},{at},{price},{customer},UK")
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    orders = order_file.read(path, LONDON)
    return orders, history(orders)


def test_whole_pounds_of_an_invoice_are_its_points(tmp_path: Path) -> None:
    _, happened = told(tmp_path, "1 10001 3 00 0.85 7", "1 10002A 1 00 4.44 7")
    (invoice,) = happened.invoices
    assert invoice.total_minor == 699
    assert invoice.points == 6


def test_times_are_local_to_the_shop(tmp_path: Path) -> None:
    _, happened = told(tmp_path, "1 10001 1 30 1.00 7")
    assert happened.invoices[0].at.isoformat() == "2011-07-01T08:30:00+00:00"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1 10001 1 00 1.00 -", order_file.NO_CUSTOMER),
        ("1 POST 1 00 18.00 7", order_file.NOT_AN_ARTICLE),
        ("C1 D -1 00 27.50 7", order_file.NOT_AN_ARTICLE),
        ("1 10001 1 00 0 7", order_file.PRICE_NOT_POSITIVE),
        ("1 10001 1 00 -5 7", order_file.PRICE_NOT_POSITIVE),
        ("1 10001 -1 00 1.00 7", order_file.QUANTITY_SIGN),
        ("C1 10001 1 00 1.00 7", order_file.QUANTITY_SIGN),
    ],
)
def test_a_line_that_does_not_count_is_counted(tmp_path: Path, row: str, reason: str) -> None:
    orders, happened = told(tmp_path, row)
    assert orders.left_out == {reason: 1}
    assert happened.events == []


def test_every_customer_is_enrolled_even_without_orders(tmp_path: Path) -> None:
    orders, _ = told(tmp_path, "1 POST 1 00 18.00 7", "2 10001 1 00 1.00 -")
    assert orders.customers == ["7"]


def test_a_cancellation_gives_back_the_newest_purchase_first(tmp_path: Path) -> None:
    _, happened = told(
        tmp_path,
        "1 10001 2 00 1.00 7",
        "2 10001 2 01 1.00 7",
        "C3 10001 -3 02 1.00 7",
    )
    given = [(r.invoice, r.lines[0].quantity, r.lines[0].amount_minor) for r in happened.returns]
    assert given == [("2", 2, 200), ("1", 1, 100)]
    assert [invoice.points for invoice in happened.invoices] == [1, 0]


@pytest.mark.parametrize(
    "cancelled",
    ["C2 10001 -1 01 1.00 8", "C2 10002 -1 01 1.00 7", "C2 10001 -1 01 1.10 7"],
    ids=["another customer", "another article", "another price"],
)
def test_a_cancellation_that_matches_no_purchase_gives_nothing(
    tmp_path: Path, cancelled: str
) -> None:
    _, happened = told(tmp_path, "1 10001 1 00 1.00 7", cancelled)
    assert happened.returns == []
    assert (happened.unmatched_lines, happened.unmatched_pieces) == (1, 1)


def test_a_cancellation_before_the_purchase_gives_nothing(tmp_path: Path) -> None:
    _, happened = told(tmp_path, "C2 10001 -1 00 1.00 7", "1 10001 1 01 1.00 7")
    assert happened.unmatched_pieces == 1


def test_cancellations_beyond_the_purchase_are_counted(tmp_path: Path) -> None:
    _, happened = told(tmp_path, "1 10001 2 00 1.00 7", "C2 10001 -5 01 1.00 7")
    assert happened.returns[0].lines[0].quantity == 2
    assert happened.unmatched_pieces == 3


def test_all_pieces_give_back_all_of_the_amount(tmp_path: Path) -> None:
    # 3 × 0.335 is 1.005, which rounds to 1.01: not divisible by 3.
    _, happened = told(
        tmp_path,
        "1 10001 3 00 0.335 7",
        *[f"C{n} 10001 -1 0{n} 0.335 7" for n in (2, 3, 4)],
    )
    assert [r.lines[0].amount_minor for r in happened.returns] == [33, 34, 34]
    (invoice,) = happened.invoices
    assert invoice.returned_minor == invoice.total_minor == 101
    assert invoice.points == 0


def test_points_given_back_are_rounded_for_the_customer(tmp_path: Path) -> None:
    # 17 points for 17.99; 0.50 of it given back is worth 17 × 50 / 1799 = 0.47 of a point.
    _, happened = told(
        tmp_path, "1 10001 1 00 0.50 7", "1 10002 1 00 17.49 7", "C2 10001 -1 01 0.50 7"
    )
    assert happened.invoices[0].points == 17


def test_events_of_a_customer_are_in_order_of_time(tmp_path: Path) -> None:
    _, happened = told(
        tmp_path, "2 10001 1 05 1.00 7", "C3 10001 -1 09 1.00 7", "1 10001 1 01 1.00 7"
    )
    kinds = [event.number if isinstance(event, Invoice) else "back" for event in happened.events]
    assert kinds == ["1", "2", "back"]
    assert isinstance(happened.events[-1], Return)


def test_the_report_accounts_for_every_line_and_marks_differences(tmp_path: Path) -> None:
    orders, happened = told(tmp_path, "1 10001 5 00 1.00 7", "1 POST 1 00 3.00 7")
    expected = report.expected_points(happened, orders.customers)
    good = report.rows(happened, expected, report.Read({"7": 5}, 1, 500))
    assert not any("DIFFERS" in line for line in report.table(good))
    bad = report.rows(happened, expected, report.Read({"7": 4}, 1, 500))
    assert sum("DIFFERS" in line for line in report.table(bad)) == 2
    assert "2 lines in the file" in report.lines(orders, happened)[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "no column CustomerID, InvoiceDate"),
        (HEADER + "1,10001,X,many,2011-07-01T09:00:00,1.00,7,UK\n", "line 2"),
        (HEADER + "1,10001,X,1,yesterday,1.00,7,UK\n", "line 2"),
        (HEADER + "1,10001,X,1,2011-07-01T09:00:00,cheap,7,UK\n", "line 2"),
    ],
)
def test_a_file_that_is_no_order_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileProblem, match=message):
        order_file.read(path, LONDON)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="can't be read"):
        order_file.read(tmp_path / "none.csv", LONDON)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("x" * 400_000, "the next row has more than 262,144 characters"),
        ('"\n",' * 100_000, "the next row has more than 262,144 characters"),
        ("1,10001,A,1,2011-07-01T09:00:00,1,7,UK\n" * 5_000, "more than 100,000 characters"),
    ],
    ids=["line", "record", "file"],
)
def test_a_small_gzip_of_a_large_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, told: str
) -> None:
    monkeypatch.setattr(order_file, "UNPACKED_MAX", 500_000 if "row" in told else 100_000)
    path = tmp_path / "orders.csv.gz"
    path.write_bytes(gzip.compress((HEADER + content).encode()))
    with pytest.raises(FileProblem, match=told):
        order_file.read(path, LONDON)


def test_a_broken_gzip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv.gz"
    path.write_bytes(b"not gzip")
    with pytest.raises(FileProblem, match="can't be read"):
        order_file.read(path, LONDON)


class Till:
    """Answers RecordActivities with an error for each in turn, then by recording everything."""

    def __init__(self, *errors: grpc.StatusCode) -> None:
        self._errors = list(errors)

    async def RecordActivities(
        self, request: activities_pb2.RecordActivitiesRequest, timeout: float
    ) -> activities_pb2.RecordActivitiesResponse:
        if self._errors:
            nothing = grpc.aio.Metadata()
            raise grpc.aio.AioRpcError(self._errors.pop(0), nothing, nothing)
        results = [
            activities_pb2.RecordActivityResult(
                event_id=one.event_id, state=activities_pb2.RECORD_STATE_RECORDED
            )
            for one in request.activities
        ]
        return activities_pb2.RecordActivitiesResponse(results=results)


async def record(*errors: grpc.StatusCode) -> int:
    async with grpc.aio.insecure_channel("127.0.0.1:1") as nowhere:
        made = suite.Suite(nowhere, nowhere)
        made._activities = Till(*errors)  # type: ignore[assignment]
        at = datetime(2011, 1, 1, tzinfo=UTC)
        recorded = await made.record([Invoice("1", "7", at, [], 0)], {"7": "mem_7"}, lambda _: None)
    return recorded.recorded


async def test_a_batch_that_a_busy_suite_did_not_answer_is_sent_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(suite, "PAUSE_S", 0.0)
    assert await record(grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED) == 1
    with pytest.raises(grpc.aio.AioRpcError):
        await record(*[grpc.StatusCode.UNAVAILABLE] * suite.ATTEMPTS)
    with pytest.raises(grpc.aio.AioRpcError):
        await record(grpc.StatusCode.INTERNAL)

"""Importing points: valid rows, refusals of invalid rows, and resuming after a stop."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from examples.import_points import row_file
from examples.import_points.__main__ import main, parse
from examples.import_points.posting import Import, RowProblem
from examples.import_points.results import Result, Results, ResultsProblem, Status
from examples.import_points.row_file import FileProblem, Row, count, rows
from examples.import_points.sending import CHUNK, Interrupted, chunks
from tessera.points.v1 import ledger_pb2 as pb

OPENING = Import("opening.csv", "open", ZoneInfo("Asia/Shanghai"))


def row(**fields: Any) -> Row:
    return Row(7, {"member_id": "mem_ann", "amount": "5", **fields})


def instant(at: Any) -> datetime:
    return datetime.fromtimestamp(at.seconds, UTC)


def test_a_row_becomes_points_from_the_opening_account() -> None:
    posting = OPENING.posting(row(reason="old scheme"))
    assert posting.request_id == "import/opening.csv/7"
    assert posting.kind == pb.POSTING_KIND_OPEN
    assert [(leg.owner, leg.asset, leg.amount) for leg in posting.legs] == [
        ("mem_ann", "POINTS", 5),
        ("house:opening", "POINTS", -5),
    ]
    assert not posting.legs[0].HasField("expire_time")
    assert dict(posting.metadata) == {"reason": "old scheme"}


def test_an_award_is_issued() -> None:
    posting = Import("awards", "earn").posting(row(request_id="a1", asset="GROWTH", amount=9))
    assert (posting.request_id, posting.kind) == ("a1", pb.POSTING_KIND_EARN)
    assert [(leg.owner, leg.amount) for leg in posting.legs] == [
        ("mem_ann", 9),
        ("house:issued", -9),
    ]


def test_a_day_is_the_last_on_which_points_can_be_spent_and_the_first_from_which() -> None:
    posting = OPENING.posting(row(expire_time="2026-12-31", available_time="2026-02-01"))
    credit = posting.legs[0]
    assert instant(credit.expire_time) == datetime(2026, 12, 31, 16, tzinfo=UTC)
    assert instant(credit.available_time) == datetime(2026, 1, 31, 16, tzinfo=UTC)


def test_a_time_with_a_zone_is_used_unchanged() -> None:
    posting = OPENING.posting(row(effective_time="2026-01-01T08:00:00.250+08:00"))
    assert posting.effective_time.ToMilliseconds() == 1767225600250


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"member_id": ""}, "member_id: missing"),
        ({"member_id": "a b"}, "member_id: 'a b' is none"),
        ({"member_id": "house:issued"}, "member_id: 'house:issued' is no member"),
        ({"member_id": 7}, "member_id: 7 is no text"),
        ({"amount": ""}, "amount: '' is not a whole number"),
        ({"amount": "1,000"}, "amount: '1,000' is not a whole number"),
        ({"amount": "1.0"}, "amount: '1.0' is not a whole number"),
        ({"amount": "-5"}, "amount: '-5' is not a whole number"),
        ({"amount": "١"}, "amount: '١' is not a whole number"),
        ({"amount": True}, "amount: True is not a whole number"),
        ({"amount": 10**15 + 1}, "amount: 1000000000000001 is not"),
        ({"amount": "9" * 5000}, "amount: '999999999999999999999999999999999999999… is not"),
        ({"asset": "GOLD COINS"}, "asset: 'GOLD COINS' is none"),
        ({"expire_time": "soon"}, "expire_time: 'soon' is no time"),
        ({"expire_time": "2026-02-30"}, "expire_time: '2026-02-30' is no time"),
        (
            {"expire_time": "2026-01-01T00:00:00"},
            "expire_time: '2026-01-01T00:00:00' has no offset",
        ),
        ({"request_id": "x" * 256}, "request_id: 1 to 255"),
        ({"request_id": "a\nb"}, "request_id: 1 to 255"),
        ({"reason": "x" * 257}, "reason: at most 256"),
    ],
)
def test_the_problem_of_a_row_is_named(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(RowProblem) as problem:
        OPENING.posting(row(**fields))
    assert str(problem.value).startswith(said)


def test_a_day_without_a_zone_is_not_guessed() -> None:
    with pytest.raises(RowProblem, match="is a day: say --zone"):
        Import("awards", "earn").posting(row(expire_time="2026-12-31"))


def test_csv_rows_carry_their_line(tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_text(
        '\ufeffmember_id,amount,reason\nmem_a,1,"two\nlines"\n\nmem_b,2\nmem_c,3,x\n', "utf-8"
    )
    assert list(rows(file)) == [
        Row(3, {"member_id": "mem_a", "amount": "1", "reason": "two\nlines"}),
        Row(5, problem="has 2 fields where the header has 3"),
        Row(6, {"member_id": "mem_c", "amount": "3", "reason": "x"}),
    ]


def test_json_lines_are_read_gzipped_too(tmp_path: Path) -> None:
    file = tmp_path / "points.jsonl.gz"
    lines = ['{"member_id": "mem_a", "amount": 1}', "", "{", "[1]", '{"amounts": 1}']
    file.write_bytes(gzip.compress("\n".join(lines).encode()))
    read = list(rows(file))
    assert [one.number for one in read] == [1, 3, 4, 5]
    assert read[0].fields == {"member_id": "mem_a", "amount": 1}
    assert [one.problem.split(":")[0] for one in read[1:]] == [
        "is no JSON",
        "is no JSON object",
        "has a field that is not known",
    ]
    assert count(file) == 4


@pytest.mark.parametrize("name", ["points.csv", "points.jsonl"])
@pytest.mark.parametrize("content", [b"a" * 400_000, b'"\n",' * 100_000], ids=["line", "record"])
def test_a_row_that_would_fill_the_memory_is_refused(
    tmp_path: Path, name: str, content: bytes
) -> None:
    file = tmp_path / f"{name}.gz"
    head = b"member_id,amount\nm,1\n" if name.endswith("csv") else b"{}\n"
    if name.endswith("jsonl"):
        content = content.replace(b"\n", b"")
    file.write_bytes(gzip.compress(head + content))
    with pytest.raises(FileProblem, match=r"after line \d: the next row has more than 262,144"):
        list(rows(file))


@pytest.mark.parametrize("name", ["points.csv.gz", "points.jsonl.gz"])
def test_a_file_that_unpacks_to_more_than_is_taken_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(row_file, "UNPACKED_MAX", 100_000)
    file = tmp_path / name
    row = b"m,1\n" if "csv" in name else b'{"member_id": "m", "amount": 1}\n'
    file.write_bytes(gzip.compress(b"member_id,amount\n" * ("csv" in name) + row * 30_000))
    with pytest.raises(FileProblem, match="more than 100,000 characters unpacked: split it"):
        list(rows(file))
    file.write_bytes(gzip.compress(b" " * 5_000_000))
    with pytest.raises(FileProblem, match="more than 100,000 characters unpacked: split it"):
        count(file)


CUT_OFF = gzip.compress(b"member_id,amount\n", mtime=0)[:-4]
DAMAGED = CUT_OFF[:10] + b"\xff" * 10


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("points.txt", b"", "is neither .csv nor .jsonl"),
        ("points.csv", b"member_id\nmem_a\n", "has no column amount"),
        ("points.csv", b"member_id,amount,expiry\n", r"not known or stand twice \(expiry\)"),
        ("points.csv", b"member_id,amount,amount\n", "stand twice"),
        ("points.csv", b"member_id,amount\nmem_a,1\nmem_\xff,2\n", "can't be read after line"),
        ("points.csv.gz", b"no gzip", "can't be read after line 0"),
        ("points.csv.gz", CUT_OFF, "can't be read after line"),
        ("points.csv.gz", DAMAGED, "can't be read after line"),
    ],
)
def test_a_file_that_can_t_be_read_is_named(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(FileProblem, match=said):
        list(rows(file))


def test_a_damaged_archive_is_named_when_rows_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "points.csv.gz"
    file.write_bytes(DAMAGED)
    with pytest.raises(FileProblem, match="can't be read"):
        count(file)


def test_results_are_kept_for_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "points.csv.results.csv"
    with Results(path, "tea/open") as results:
        assert results.before.rows == 0
        results.write([Result(2, "a", Status.OK), Result(3, "", Status.REFUSED, "BAD", "no, no")])
    assert path.read_text().splitlines() == [
        "row,request_id,status,reason,message,import",
        "2,a,ok,,,tea/open",
        '3,,refused,BAD,"no, no",tea/open',
    ]
    with Results(path, "tea/open") as results:
        assert (results.before.last_row, results.before.rows) == (3, 2)
        results.write([Result(4, "c", Status.REPLAYED)])
        assert dict(results.tally.statuses) == {"ok": 1, "refused": 1, "replayed": 1}
        assert dict(results.tally.reasons) == {"BAD": 1}
    with Results(path, "tea/open", again=True) as results:
        assert results.before.rows == 0
    assert path.read_text() == "row,request_id,status,reason,message,import\n"


def test_no_cell_of_the_results_runs_in_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    told = '=HYPERLINK("https://evil.cn","see")'
    with Results(path, "=tea/open") as results:
        results.write([Result(2, "@SUM(1+1)", Status.REFUSED, "-2+3", told)])
    with path.open(encoding="utf-8", newline="") as file:
        [_, cells] = csv.reader(file)
    assert cells == ["2", "'@SUM(1+1)", "refused", "'-2+3", f"'{told}", "'=tea/open"]
    with Results(path, "=tea/open") as again:
        assert (again.before.last_request_id, again.before.reasons) == ("@SUM(1+1)", {"-2+3": 1})


def test_half_a_line_of_results_is_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "points.csv.results.csv"
    path.write_text("row,request_id,status,reason,message,import\n2,a,ok,,,tea/open\n3,b,o")
    with Results(path, "tea/open") as results:
        assert results.before.last_row == 2
        results.write([Result(3, "b", Status.OK)])
    assert path.read_text().endswith("\n2,a,ok,,,tea/open\n3,b,ok,,,tea/open\n")


def test_results_of_another_import_are_not_mixed_with_these(tmp_path: Path) -> None:
    path = tmp_path / "points.csv.results.csv"
    with Results(path, "tea/open") as results:
        with pytest.raises(ResultsProblem, match="another import is writing"):
            Results(path, "tea/open")
        results.write([Result(2, "a", Status.OK)])
    with pytest.raises(ResultsProblem, match="has the results of tea/open"):
        Results(path, "tea/earn")
    path.write_text("member_id,amount\nmem_a,1")
    for again in False, True:
        with pytest.raises(ResultsProblem, match="is no result file"):
            Results(path, "tea/open", again=again)
    assert path.read_text() == "member_id,amount\nmem_a,1"


@pytest.mark.parametrize("line", [b"x,a,ok,,,tea/open", b"2,a", b"", b"\xff,a,ok,,,tea/open"])
def test_edited_results_are_refused_and_restarted_with_again(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "points.csv.results.csv"
    path.write_bytes(b"row,request_id,status,reason,message,import\n" + line + b"\n")
    with pytest.raises(ResultsProblem, match="--again"):
        Results(path, "tea/open")
    with Results(path, "tea/open", again=True) as results:
        assert results.before.rows == 0


@pytest.mark.parametrize("results", [".", "none/results.csv"])
def test_results_that_can_t_be_written_stop_it_with_a_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    results: str,
) -> None:
    monkeypatch.setenv("TESSERA_TOKEN", "x")
    monkeypatch.setenv("TESSERA_POINTS_ADDRESS", "127.0.0.1:1")
    file = tmp_path / "points.csv"
    file.write_text("member_id,amount\nmem_a,1\n")
    named = ["--file", str(file), "--kind", "open", "--brand", "tea"]
    assert main([*named, "--results", str(tmp_path / results)]) == 2
    assert str(tmp_path) in capsys.readouterr().err


@pytest.mark.parametrize("zone", ["", "Nowhere", "America", "x" * 300, "../zone"])
def test_an_unknown_time_zone_is_a_wrong_argument(
    capsys: pytest.CaptureFixture[str], zone: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(["--file", "a.csv", "--kind", "open", "--brand", "tea", "--zone", zone])
    assert ended.value.code == 2
    assert "is not a time zone" in capsys.readouterr().err


def some(number: int) -> Iterator[Row]:
    for n in range(2, number + 2):
        yield Row(n, {"member_id": "mem_a", "amount": n if n % 2 else 0})


def test_rows_travel_in_chunks_and_bad_ones_stay_here() -> None:
    cut = list(chunks(some(CHUNK + 3), OPENING))
    assert [len(chunk.results) for chunk in cut] == [CHUNK, 3]
    assert [request.legs[0].amount for request in cut[1].requests] == [CHUNK + 3]


def test_a_row_written_at_the_first_attempt_is_not_a_repeat() -> None:
    (chunk,) = chunks(iter([row(request_id="a"), row(request_id="b")]), OPENING)
    down = pb.ImportResult(request_id="b", reason="STORAGE_UNAVAILABLE")
    first = [pb.ImportResult(request_id="a", posting_id="p1"), down]
    with pytest.raises(Interrupted, match="STORAGE_UNAVAILABLE"):
        chunk.answered(pb.ImportPostingsResponse(results=first))
    second = [
        pb.ImportResult(request_id="a", posting_id="p1", replayed=True),
        pb.ImportResult(request_id="b", posting_id="p2"),
    ]
    chunk.answered(pb.ImportPostingsResponse(results=second))
    assert [result.status for result in chunk.done()] == [Status.OK, Status.OK]

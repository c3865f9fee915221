"""Reading a file: how it is written is found out, and a fault is named by its line and column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.points.bulk.domain.row_file import (
    BYTES_MAX,
    ROWS_MAX,
    BulkFileInvalid,
    FileEncoding,
    FileFormat,
    RowFile,
    read_file,
)

REQUIRED, OPTIONAL = ("member_id", "amount"), ("asset", "reason")
HEAD = "member_id,amount,reason\n"


def read(content: bytes, **written: object) -> RowFile:
    return read_file(content, REQUIRED, OPTIONAL, **written)  # type: ignore[arg-type]


def fault(content: bytes, **written: object) -> dict[str, str]:
    with pytest.raises(BulkFileInvalid) as refused:
        read(content, **written)
    return refused.value.metadata


@pytest.mark.parametrize(
    ("encoded", "encoding"),
    [
        (f"{HEAD}mem_1,5,补发积分\n".encode(), FileEncoding.UTF8),
        (f"\ufeff{HEAD}mem_1,5,补发积分\r\n".encode(), FileEncoding.UTF8),
        (f"{HEAD}mem_1,5,补发积分\n".encode("gbk"), FileEncoding.GBK),
    ],
)
def test_what_spreadsheets_save_is_read_without_being_told(
    encoded: bytes, encoding: FileEncoding
) -> None:
    found = read(encoded)
    assert (found.format, found.encoding) == (FileFormat.CSV, encoding)
    assert [(row.line, dict(row.cells)) for row in found.rows] == [
        (2, {"member_id": "mem_1", "amount": "5", "reason": "补发积分"})
    ]


def test_json_lines_are_known_by_their_first_character() -> None:
    found = read(b'\n{"member_id": "mem_1", "amount": -5}\n[]\n{"amount": 1.5}\n{"x": 1}\n')
    assert found.format is FileFormat.JSON_LINES
    assert [(row.line, row.column, bool(row.problem)) for row in found.rows] == [
        (2, "", False),
        (3, "", True),
        (4, "amount", True),
        (5, "x", True),
    ]


def test_a_wrong_row_is_its_own_fault_and_names_its_first_line() -> None:
    text = f'{HEAD}mem_1,5,"two\nlines"\n\nmem_2\nmem_3,7,{"x" * 1_001}\nmem_4,1,\n'
    found = read(text.encode())
    assert [(row.line, row.column, row.problem[:20]) for row in found.rows] == [
        (2, "", ""),
        (5, "", "1 cells, and 3 colum"),
        (6, "reason", "the cell is too long"),
        (7, "", ""),
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", {"line": "1", "column": "member_id"}),
        (b"member_id\n", {"line": "1", "column": "amount"}),
        (b"member_id,amount,phone\n", {"line": "1", "column": "phone"}),
        (b"member_id,amount,amount\n", {"line": "1", "column": "amount"}),
        (b"member_id,amount\n", {}),
        (b'member_id,amount\nmem_1,"5\n', {"line": "2"}),
        (b"member_id,amount\nmem_1,\x005\n", {"line": "2"}),
        (b"member_id,amount\nmem_1,5\nmem_2,\xff\xff\n", {"line": "3"}),
        ("member_id,amount\n".encode("utf-16"), {}),
        (b"PK\x03\x04rest", {}),
        (b"x" * (BYTES_MAX + 1), {}),
        (HEAD.encode() + b"m,1,\n" * (ROWS_MAX + 1), {"line": str(ROWS_MAX + 2)}),
        (b"[" * 100_000, {"line": "1", "column": "member_id"}),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(content: bytes, told: dict[str, str]) -> None:
    found = fault(content)
    assert {name: found[name] for name in found if name != "problem"} == told
    assert found["problem"]


def test_deeply_nested_json_and_doubled_names_are_faults_of_their_row() -> None:
    deep = '{"member_id": ' + "[" * 50_000
    found = read(f'{deep}\n{{"amount": 1, "amount": 2}}\n{{"amount": NaN}}\n'.encode())
    assert all(row.problem for row in found.rows)
    assert len(found.rows) == 3


def test_half_a_surrogate_pair_is_a_fault_of_its_row() -> None:
    rows = read(b'{"member_id": "\\ud800"}\n{"\\udfff": 1}\n{"member_id": "\\ud83c\\udf75"}\n').rows
    assert [bool(row.problem) for row in rows] == [True, True, False]


def test_what_is_said_of_a_file_wins_over_what_it_looks_like() -> None:
    assert fault(HEAD.encode() + "m,1,补\n".encode("gbk"), encoding=FileEncoding.UTF8) == {
        "problem": "its characters are no utf8",
        "line": "2",
    }
    found = read(HEAD.encode(), format_=FileFormat.JSON_LINES)
    assert found.rows[0].problem


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_a_named_fault(content: bytes) -> None:
    for head in (b"", HEAD.encode()):
        try:
            read(head + content)
        except BulkFileInvalid as refused:
            assert refused.metadata["problem"]  # noqa: PT017

"""A file of feedback as its bytes are read."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.common.cells import from_cell
from services.feedback.imports.domain.row_file import (
    COLUMNS,
    Encoding,
    FeedbackFileInvalid,
    Row,
    RowProblem,
    encoding_of,
    opened,
    rows_of,
)
from services.feedback.items.domain.item import Submission

ZONE = ZoneInfo("Asia/Shanghai")
SAID = "隆"
"""A word whose bytes in GBK are UTF-8 too: only who wrote it knows."""


def read(text: str, name: str = "may.csv", most: int = 10) -> Sequence[Row]:
    return list(rows_of(name, io.StringIO(text, newline=""), "review", from_cell, ZONE, most))


def texts(rows: Sequence[Row]) -> list[str]:
    return [row.submission.text for row in rows if isinstance(row.submission, Submission)]


def problem(content: str, name: str = "may.csv", most: int = 10) -> tuple[str, str]:
    with pytest.raises(FeedbackFileInvalid) as caught:
        read(content, name, most)
    told = caught.value.metadata
    return told.get("line", ""), told.get("column", "")


def test_what_is_said_of_the_characters_goes_before_what_is_found_out() -> None:
    content = f"event_id,text\nv1,{SAID}\n".encode("gbk")
    assert encoding_of(content) is Encoding.UTF8
    assert encoding_of(content, Encoding.GBK) is Encoding.GBK
    file = opened(content, Encoding.GBK)
    assert texts(list(rows_of("a.csv", file, "review", from_cell, ZONE))) == [SAID]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_characters_are_found_out_and_a_mark_at_the_beginning_is_no_column(encoding: str) -> None:
    content = "event_id,text\nv1,好喝，但是太甜\n".encode(encoding)
    file = opened(content, encoding_of(content))
    assert texts(list(rows_of("a.csv", file, "review", from_cell, ZONE))) == ["好喝，但是太甜"]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"event_id,text\nv1,\xff\xff\n", "2"),
        ("event_id,text\n".encode("utf-16"), ""),
        (b"PK\x03\x04 a workbook", ""),
    ],
)
def test_a_file_that_no_encoding_reads_says_where(content: bytes, line: str) -> None:
    with pytest.raises(FeedbackFileInvalid) as caught:
        encoding_of(content)
    assert caught.value.metadata.get("line", "") == line


def test_a_wrong_head_names_the_column() -> None:
    assert problem("event_id,words\n") == ("1", "text")
    assert problem("event_id,text,shoe\n") == ("1", "shoe")
    assert problem("event_id,text,text\n") == ("1", "text")
    assert problem("") == ("1", "event_id")
    assert problem('event_id,text\nv1,"open\n')[0] == "2"
    assert problem("event_id,text\n" + "v,x\n" * 3, most=2)[0] == "4"


def test_rows_are_json_lines_by_the_name_of_the_file_or_by_its_first_character() -> None:
    line = '{"event_id": "n1", "text": "电话记录", "channel": "hotline"}\n'
    for name in ("a.jsonl", "a.txt"):
        [row] = read(line, name)
        assert isinstance(row.submission, Submission)
        assert (row.event_id, row.submission.channel) == ("n1", "hotline")
    twice, number = '{"event_id": "n1", "event_id": "n2", "text": "x"}', '{"event_id": 7}'
    found = [row.submission for row in read(f"{twice}\n{number}\n[]\n\n", "a.jsonl")]
    assert [each.field for each in found if isinstance(each, RowProblem)] == ["", "event_id", ""]


def test_half_a_surrogate_pair_is_a_fault_of_its_row() -> None:
    good = '{"event_id": "n1", "text": "\\ud83c\\udf75"}'
    wrong = good.replace("\\udf75", "")
    rows = read(f'{wrong}\n{good}\n{{"\\udfff": "1"}}', "may.jsonl")
    found = [
        row.submission.field if isinstance(row.submission, RowProblem) else None for row in rows
    ]
    assert found == ["text", None, "?"]


def test_a_row_that_is_wrong_stops_no_other() -> None:
    rows = read("event_id,text\nv1,\nv2,a,b\n\nv3,'=好喝\n")
    assert [(row.line, row.event_id) for row in rows] == [(2, "v1"), (3, ""), (5, "v3")]
    assert texts(rows) == ["=好喝"]


@given(st.lists(st.sampled_from(COLUMNS), max_size=4), st.text(max_size=80), st.text(max_size=9))
def test_any_text_is_rows_or_a_refusal(head: list[str], text: str, name: str) -> None:
    try:
        rows = read(",".join(head) + "\n" + text, name)
    except FeedbackFileInvalid:
        return
    assert all(row.line >= 1 for row in rows)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-03 08:05",
        "2026/11/3 8:05",
        "2026.11.3 8:05:00",
        "2026-11-03T00:05:00Z",
        "2026-11-03T02:05:00+02:00",
    ],
)
def test_a_time_is_of_the_brands_zone_unless_it_names_its_own(written: str) -> None:
    [row] = read(f"event_id,text,stars,said_at\nv1,好喝,5,{written}\n")
    assert isinstance(row.submission, Submission)
    assert row.submission.said_at == datetime(2026, 11, 3, 0, 5, tzinfo=UTC)
    assert row.submission.stars == 5


@pytest.mark.parametrize(
    ("stars", "said_at", "column"),
    [
        *((stars, "", "stars") for stars in ("0", "6", "4.5", "五", "-1", "05")),
        *(("", said, "said_at") for said in ("昨天", "2026-02-30", "8:05", "0001-01-01", "x" * 99)),
    ],
)
def test_a_wrong_star_or_time_is_named_by_its_column(stars: str, said_at: str, column: str) -> None:
    wrong, right = read(f"event_id,text,stars,said_at\nv1,好,{stars},{said_at}\nv2,好,,\n")
    assert isinstance(wrong.submission, RowProblem)
    assert wrong.submission.field == column
    assert isinstance(right.submission, Submission)
    assert (right.submission.stars, right.submission.said_at) == (0, None)


def test_stars_may_be_a_number_in_json() -> None:
    start = '{"event_id": "1", "text": "好", "stars": '
    one, two = read(f"{start}4}}\n{start}true}}")
    assert isinstance(one.submission, Submission)
    assert one.submission.stars == 4
    assert isinstance(two.submission, RowProblem)

"""A file of members as it is written: encodings, heads, quotes, lines, sizes."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.members.imports.domain import row_reader
from services.members.imports.domain.column import ImportFileInvalid, column_of, columns_of
from services.members.imports.domain.row_reader import (
    Encoding,
    Format,
    Row,
    RowReader,
    encoding_of,
)


def read(content: bytes, size: int = 7, format_: Format | None = None) -> list[Row]:
    """All rows of `content`, handed in by parts of `size` bytes."""
    parts = [content[start : start + size] for start in range(0, len(content), size)]
    reader = RowReader(encoding_of(parts), format_)
    rows = [row for part in parts for row in reader.feed(part)]
    return rows + list(reader.end())


HEAD = "手机号,姓名,city\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
@pytest.mark.parametrize("size", [1, 3, 1_000])
def test_a_file_reads_the_same_in_each_encoding_and_in_parts_of_any_size(
    codec: str, size: int
) -> None:
    rows = read((HEAD + "13800000001,张三,上海\n13800000002,李四,").encode(codec), size)
    assert rows == [
        Row(2, {"phone": "13800000001", "name": "张三", "city": "上海"}),
        Row(3, {"phone": "13800000002", "name": "李四", "city": ""}),
    ]


@given(
    st.lists(
        st.tuples(
            st.text(alphabet='a",\n張 ', max_size=6), st.text(alphabet='b"\r\n,', max_size=6)
        ),
        min_size=1,
        max_size=8,
    ),
    st.integers(1, 9),
)
def test_cells_come_back_as_a_spreadsheet_wrote_them(
    cells: list[tuple[str, str]], size: int
) -> None:
    out = io.StringIO(newline="")
    written = csv.writer(out)
    written.writerow(["phone", "name", "city"])
    written.writerows([("1", *each) for each in cells])
    rows = read(out.getvalue().encode(), size)
    assert [(row.cells["name"], row.cells["city"]) for row in rows] == cells


def test_a_quote_within_a_cell_that_has_none_around_it_swallows_no_row() -> None:
    rows = read((HEAD + '1,5" cup,x\n2,b,y\n').encode())
    assert [(row.line, row.cells["name"]) for row in rows] == [(2, '5" cup'), (3, "b")]


def test_a_row_is_named_by_its_first_line() -> None:
    rows = read((HEAD + '1,"two\nlines",x\n\n2,b,y,z\n3,c,z\n').encode())
    assert [(row.line, bool(row.problem)) for row in rows] == [(2, False), (5, True), (6, False)]


def test_json_lines_are_found_out_and_take_lists_and_whole_numbers() -> None:
    content = (
        '{"phone": 13800000001, "同意": ["marketing@1", "service@1"], "name": null}\n'
        "[]\nnonsense\n"
        '{"phone": 1.5}\n{"phone": "1", "手机号": "2"}\n{"shoe": "1"}\n{"phone":"1","phone":"2"}\n'
    )
    first, *others = read(content.encode())
    assert first.cells == {"phone": "13800000001", "consents": "marketing@1;service@1", "name": ""}
    assert [(row.line, row.column) for row in others] == [
        (2, ""),
        (3, ""),
        (4, "phone"),
        (5, "phone"),
        (6, "shoe"),
        (7, ""),
    ]
    assert all(row.problem for row in others)


def test_half_a_surrogate_pair_is_a_fault_of_its_row() -> None:
    rows = read(b'{"name": "\\ud800"}\n{"\\udfff": "1"}\n{"name": "\\ud83c\\udf75"}\n')
    assert [bool(row.problem) for row in rows] == [True, True, False]


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b"", 0, "no row"),
        (HEAD.encode(), 0, "no row"),
        ("电话,鞋码\n1,2\n".encode(), 1, "unknown"),
        ("电话,手机\n1,2\n".encode(), 1, "twice"),
        ("姓名\n张三\n".encode(), 1, "one of the columns phone"),
        (b"phone,consents\n1,service@1\n", 1, "consent_time"),
        ((HEAD + '1,"open,x\n' + "2,b,y\n" * 3).encode(), 2, "never closes"),
        ((HEAD + '1,"open,x\n' + "2,b,y\n" * 9_000).encode(), 2, "is a quote open"),
        ("phone\n1\n".encode("utf-16"), 0, "UTF-16"),
        (b"PK\x03\x04 and more", 0, "workbook"),
        (b"phone\n1\n\xff\xff\n", 3, "no UTF-8 or GBK"),
        (b"phone\n1\n2\0\n", 3, "zero"),
        (b'phone,name\n"1"x,y\n', 2, ""),
    ],
)
def test_a_file_that_cannot_be_read_says_the_line(content: bytes, line: int, said: str) -> None:
    if not said:
        assert read(content)[0].problem
        return
    with pytest.raises(ImportFileInvalid, match=said) as error:
        read(content)
    assert error.value.metadata.get("line", "0") == str(line)


def test_a_wrong_column_is_told_before_any_row() -> None:
    reader = RowReader(Encoding.UTF8)
    with pytest.raises(ImportFileInvalid) as error:
        list(reader.feed(b"phone,shoe\n13800000001,42\n"))
    assert error.value.metadata["column"] == "shoe"
    assert reader.rows == 0


def test_more_rows_than_a_million_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_reader, "ROWS_MAX", 3)
    assert len(read(b"phone\n1\n2\n3\n")) == 3
    with pytest.raises(ImportFileInvalid, match="split it"):
        read(b"phone\n1\n2\n3\n4\n")


def test_columns_have_names_in_two_languages() -> None:
    assert columns_of([" 手机号码 ", "E-mail", "偏好.sugar", "Preference.Tea", "ＮＡＭＥ"]) == [
        "phone",
        "email",
        "preference.sugar",
        "preference.Tea",
        "name",
    ]
    assert column_of("preference.") is None

"""A file of rows as its bytes are read: CSV under a line of columns, or JSON Lines.

It judges how a file is written, not what its rows say. A fault of one row is that row's; a fault
without which no row can be read is the file's.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

BYTES_MAX = 2 * 1024 * 1024
ROWS_MAX = 20_000
CELL_CHARS_MAX = 1_000


class FileFormat(StrEnum):
    """How rows are written."""

    CSV = "csv"
    JSON_LINES = "json_lines"


class FileEncoding(StrEnum):
    """How characters are written. GB 18030 has all of GBK."""

    UTF8 = "utf8"
    GBK = "gbk"


class BulkFileInvalid(Exception):
    """The file cannot be read as rows."""

    reason = "BULK_FILE_INVALID"
    field = "content"

    def __init__(self, problem: str, line: int = 0, column: str = "") -> None:
        super().__init__(f"line {line}: {problem}" if line else problem)
        self.metadata = {"problem": problem}
        if line:
            self.metadata["line"] = str(line)
        if column:
            self.metadata["column"] = column


@dataclass(frozen=True, slots=True)
class RawRow:
    """The cells of a row by column. `line` is its first line in the file, from 1."""

    line: int
    cells: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class RowFile:
    """What was read, and how it is written."""

    rows: Sequence[RawRow]
    format: FileFormat
    encoding: FileEncoding


def read_file(
    content: bytes,
    required: Sequence[str],
    optional: Sequence[str],
    format_: FileFormat | None = None,
    encoding: FileEncoding | None = None,
) -> RowFile:
    """The rows of a file with these columns; what is not said of it is found out.

    Raises BulkFileInvalid.
    """
    if len(content) > BYTES_MAX:
        raise BulkFileInvalid(f"it has more than {BYTES_MAX} bytes: split it")
    text, encoding = _decoded(content, encoding)
    if "\0" in text:
        raise BulkFileInvalid("it holds a zero character", text[: text.index("\0")].count("\n") + 1)
    format_ = format_ or (FileFormat.JSON_LINES if text.lstrip()[:1] == "{" else FileFormat.CSV)
    if format_ is FileFormat.CSV:
        found = _csv_rows(text, required, optional)
    else:
        found = _json_rows(text, (*required, *optional))
    rows = list[RawRow]()
    for row in found:
        if len(rows) >= ROWS_MAX:
            raise BulkFileInvalid(f"it has more than {ROWS_MAX} rows: split it", row.line)
        rows.append(row)
    if not rows:
        raise BulkFileInvalid("it has no row")
    return RowFile(rows, format_, encoding)


def _decoded(content: bytes, encoding: FileEncoding | None) -> tuple[str, FileEncoding]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise BulkFileInvalid("it is UTF-16: save it as CSV in UTF-8")
    if content.startswith(b"PK\x03\x04"):
        raise BulkFileInvalid("it is a workbook: save it as CSV in UTF-8")
    tried = (encoding,) if encoding else (FileEncoding.UTF8, FileEncoding.GBK)
    line = 0
    for one in tried:
        try:
            return content.decode("utf-8-sig" if one is FileEncoding.UTF8 else "gb18030"), one
        except UnicodeDecodeError as error:
            line = line or content[: error.start].count(b"\n") + 1
    raise BulkFileInvalid(f"its characters are no {' or '.join(tried)}", line)


def _csv_rows(text: str, required: Sequence[str], optional: Sequence[str]) -> Iterator[RawRow]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    before = 0
    try:
        head = [name.strip() for name in next(reader, [])]
        _check_head(head, required, optional)
        before = reader.line_num
        for values in reader:
            line, before = before + 1, reader.line_num
            if not any(values):
                continue
            if len(values) != len(head):
                yield RawRow(line, problem=f"{len(values)} cells, and {len(head)} columns")
            elif long := next((i for i, v in enumerate(values) if len(v) > CELL_CHARS_MAX), None):
                yield RawRow(line, problem="the cell is too long", column=head[long])
            elif len(values[0]) > CELL_CHARS_MAX:
                yield RawRow(line, problem="the cell is too long", column=head[0])
            else:
                yield RawRow(line, dict(zip(head, values, strict=True)))
    except csv.Error as error:
        raise BulkFileInvalid(f"it is no CSV: {error}", before + 1) from error


def _check_head(head: Sequence[str], required: Sequence[str], optional: Sequence[str]) -> None:
    for name in required:
        if name not in head:
            raise BulkFileInvalid(f"it has no column {name}", 1, name)
    for name in head:
        if name not in required and name not in optional:
            known = ", ".join((*required, *optional))
            raise BulkFileInvalid(f"the columns are {known}", 1, name[:CELL_CHARS_MAX])
        if head.count(name) > 1:
            raise BulkFileInvalid("the column stands twice", 1, name)


def _json_rows(text: str, columns: Sequence[str]) -> Iterator[RawRow]:
    for line, written in enumerate(io.StringIO(text, newline="\n"), start=1):
        if written.isspace():
            continue
        try:
            found = json.loads(written, object_pairs_hook=_once, parse_constant=_no_constant)
            if "\\u" in written:
                # Half a surrogate pair, which JSON may escape, is a ValueError: nothing can
                # store it.
                json.dumps(found, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            told = "nested too deep" if isinstance(error, RecursionError) else str(error)
            yield RawRow(line, problem=f"it is no JSON: {told[:100]}")
            continue
        yield _object_row(line, found, columns)


def _object_row(line: int, found: Any, columns: Sequence[str]) -> RawRow:
    if not isinstance(found, dict):
        return RawRow(line, problem="it is no JSON object")
    for name, value in found.items():
        if name not in columns:
            return RawRow(line, problem=f"the columns are {', '.join(columns)}", column=name[:64])
        if isinstance(value, bool) or not isinstance(value, str | int):
            return RawRow(line, problem="a text or an integer", column=name)
        if isinstance(value, str) and len(value) > CELL_CHARS_MAX:
            return RawRow(line, problem="the cell is too long", column=name)
    return RawRow(line, found)


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise ValueError(f"{name[:64]} stands twice")
        made[name] = value
    return made


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")

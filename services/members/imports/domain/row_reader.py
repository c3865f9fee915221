"""Reads a file of members piece by piece: CSV under a head, or JSON Lines.

A caller hands in bytes as they come and gets rows as they end, so memory stays flat. A fault of one
row is that row's; a fault without which no row can be read is the file's (ImportFileInvalid).
"""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from services.members.imports.domain.column import NAMES, ImportFileInvalid, column_of, columns_of

ROWS_MAX = 1_000_000
ROW_CHARS_MAX = 16_384
CELL_CHARS_MAX = 1_000
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WORKBOOK = b"PK\x03\x04"


class Encoding(StrEnum):
    """How characters are written. GB 18030 has all of GBK."""

    UTF8 = "utf8"
    GBK = "gbk"


class Format(StrEnum):
    """How rows are written."""

    CSV = "csv"
    JSON_LINES = "json_lines"


class Row(NamedTuple):
    """The cells of a person by column; `line` is the first line in the file, from 1. A row that
    cannot be read has a problem, and the column where it is known."""

    line: int
    cells: Mapping[str, str]
    problem: str = ""
    column: str = ""


_CODECS = {Encoding.UTF8: "utf-8-sig", Encoding.GBK: "gb18030"}


def encoding_of(parts: Iterable[bytes]) -> Encoding:
    """The encoding in which all of a file can be read: UTF-8 before GBK. Raises
    ImportFileInvalid."""
    finder = EncodingFinder()
    for part in parts:
        finder.feed(part)
    return finder.end()


class EncodingFinder:
    """Tells the encoding of a file once all of it was handed in."""

    def __init__(self) -> None:
        self._decoders = {
            each: codecs.getincrementaldecoder(codec)() for each, codec in _CODECS.items()
        }
        self._begun = b""
        self._lines = 1

    def feed(self, part: bytes) -> None:
        """The next bytes. Raises ImportFileInvalid where no encoding reads them."""
        if len(self._begun) < len(_WORKBOOK):
            self._begun = (self._begun + part[:4])[:4]
            if self._begun.startswith(_UTF16):
                raise ImportFileInvalid("it is UTF-16: save it as CSV in UTF-8")
            if self._begun == _WORKBOOK:
                raise ImportFileInvalid("it is a workbook: save it as CSV in UTF-8")
        self._decode(part)
        self._lines += part.count(b"\n")

    def end(self) -> Encoding:
        """The encoding. Raises ImportFileInvalid."""
        self._decode(b"", final=True)
        return next(iter(self._decoders))

    def _decode(self, part: bytes, *, final: bool = False) -> None:
        for each, decoder in list(self._decoders.items()):
            try:
                decoder.decode(part, final)
            except UnicodeDecodeError as error:
                del self._decoders[each]
                if not self._decoders:
                    # The bytes of the error may begin with some that were kept from before.
                    line = self._lines + error.object[: error.start].count(b"\n")
                    told = "its characters are no UTF-8 or GBK"
                    raise ImportFileInvalid(told, line) from error


class RowReader:
    """Turns the bytes of one file into rows. Use `feed` for each part, then `end`."""

    def __init__(self, encoding: Encoding, format_: Format | None = None) -> None:
        self._decoder = codecs.getincrementaldecoder(_CODECS[encoding])()
        self._encoding = encoding
        self.format = format_
        """Found out at the first character where nobody said."""
        self._columns: Sequence[str] = ()
        self._text = ""
        self._record: list[str] = []
        self._record_chars = 0
        self._quoted = False
        self._line = 1
        self._first_line = 1
        self.rows = 0
        """Rows that were read so far."""

    def feed(self, part: bytes) -> Iterator[Row]:
        """The rows that end in this part. Raises ImportFileInvalid."""
        yield from self._take(self._decoded(part))

    def end(self) -> Iterator[Row]:
        """The last row. Raises ImportFileInvalid, also for a file without any."""
        last = self._decoded(b"", final=True)
        yield from self._take(last if (self._text + last).endswith("\n") else last + "\n")
        if self._record:
            raise ImportFileInvalid("a quote that opens here never closes", self._first_line)
        if not self.rows:
            raise ImportFileInvalid("it has no row")

    def _decoded(self, part: bytes, *, final: bool = False) -> str:
        try:
            text = self._decoder.decode(part, final)
        except UnicodeDecodeError as error:
            told = f"its characters are no {self._encoding.value}"
            raise ImportFileInvalid(told, self._line) from error
        if "\0" in text:
            line = self._line + text[: text.index("\0")].count("\n")
            raise ImportFileInvalid("it holds a zero character", line)
        return text

    def _take(self, text: str) -> Iterator[Row]:
        whole = self._text + text
        start = 0
        while (stop := whole.find("\n", start)) >= 0:
            yield from self._take_line(whole[start : stop + 1])
            start = stop + 1
        self._text = whole[start:]
        if len(self._text) > ROW_CHARS_MAX:
            raise ImportFileInvalid(f"a row has {ROW_CHARS_MAX} characters at most", self._line)

    def _take_line(self, line: str) -> Iterator[Row]:
        if self.format is None and line.strip():
            self.format = Format.JSON_LINES if line.lstrip()[0] == "{" else Format.CSV
        number, self._line = self._line, self._line + 1
        if self.format is not Format.CSV:
            if line.strip():
                yield self._counted(_json_row(number, line))
            return
        if not self._record:
            self._first_line = number
        self._record.append(line)
        self._record_chars += len(line)
        if self._record_chars > ROW_CHARS_MAX:
            told = f"a row has {ROW_CHARS_MAX} characters at most: is a quote open?"
            raise ImportFileInvalid(told, self._first_line)
        self._quoted = _ends_quoted(line, self._quoted)
        if self._quoted:
            return
        record, self._record, self._record_chars = self._record, [], 0
        yield from self._csv_row(record)

    def _csv_row(self, record: list[str]) -> Iterator[Row]:
        line = self._first_line
        try:
            cells = next(csv.reader(record, strict=True), [])
        except csv.Error as error:
            if not self._columns:
                raise ImportFileInvalid(f"it is no CSV: {error}", line) from error
            yield self._counted(Row(line, {}, "it is no CSV: see its quotes"))
            return
        if not any(cell.strip() for cell in cells):
            return
        if not self._columns:
            self._columns = columns_of(cells)
            return
        if len(cells) != len(self._columns):
            told = f"{len(cells)} cells, and {len(self._columns)} columns"
            yield self._counted(Row(line, {}, told))
            return
        yield self._counted(_checked(Row(line, dict(zip(self._columns, cells, strict=True)))))

    def _counted(self, row: Row) -> Row:
        self.rows += 1
        if self.rows > ROWS_MAX:
            raise ImportFileInvalid(f"it has more than {ROWS_MAX} rows: split it", row.line)
        return row


def _ends_quoted(line: str, quoted: bool) -> bool:
    """Whether a quoted cell is open behind `line`; `quoted`: before it."""
    if '"' not in line:
        return quoted
    # A quote opens a cell only as its first character; within one it closes, or is doubled.
    begins, after_quote = True, False
    for character in line:
        if quoted:
            quoted = character != '"'
            begins = False
        elif character == '"':
            # The second of a doubled one opens again what the first closed.
            quoted = begins or after_quote
        else:
            begins = character == ","
        after_quote = character == '"'
    return quoted


def _checked(row: Row) -> Row:
    for name, cell in row.cells.items():
        if len(cell) > CELL_CHARS_MAX:
            return Row(row.line, {}, f"at most {CELL_CHARS_MAX} characters", name)
    return row


def _json_row(line: int, written: str) -> Row:
    try:
        found = json.loads(written, object_pairs_hook=_once, parse_constant=_no_constant)
        if "\\u" in written:
            # Half a surrogate pair, which JSON may escape, is a ValueError: nothing can store it.
            json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return Row(line, {}, "it is no JSON object with each name once")
    if not isinstance(found, dict):
        return Row(line, {}, "it is no JSON object")
    cells: dict[str, str] = {}
    for written_name, value in found.items():
        name = column_of(written_name)
        if name is None:
            return Row(line, {}, f"there are {', '.join(NAMES)}", written_name[:64])
        if name in cells:
            return Row(line, {}, "it stands twice", name)
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            value = ";".join(value)  # noqa: PLW2901 - the same value as a text
        if isinstance(value, bool) or not isinstance(value, str | int | None):
            return Row(line, {}, "a text or a whole number", name)
        cells[name] = "" if value is None else str(value)
    return _checked(Row(line, cells))


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise ValueError("a name stands twice")
        made[name] = value
    return made


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")

"""What members said elsewhere, in a file: CSV with a head line, or JSON Lines, one item a line.

Columns: event_id (the channel's own id), text, and as wanted channel, member_id, order_id and
store_id.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from services.common.cells import from_cell
from services.common.exact_json import spoiled_in
from services.feedback.items.domain.item import Submission

ROWS_MAX = 100_000
LINE_CHARS_MAX = 65_536
REQUIRED = ("event_id", "text")
COLUMNS = (*REQUIRED, "channel", "member_id", "order_id", "store_id")


class FileUnreadable(Exception):
    """The file as a whole is no table of items."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row, and in which column; "" for all of it."""

    field: str
    problem: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file, the channel's id that it names, and the submission or its problem."""

    line: int
    event_id: str
    submission: Submission | RowProblem


def rows_of(name: str, file: IO[str], channel: str) -> Iterator[Row]:
    """The rows of a file, by the ending of its name; `channel` is of rows that name none.

    Raises FileUnreadable.
    """
    read = _json_rows(file) if name.lower().endswith((".jsonl", ".ndjson")) else _csv_rows(file)
    for count, (line, fields) in enumerate(read):
        if count >= ROWS_MAX:
            raise FileUnreadable(f"line {line}: a file has {ROWS_MAX:,} rows at most: split it")
        if isinstance(fields, RowProblem):
            yield Row(line, "", fields)
        else:
            yield _row(line, fields, channel)


def _row(line: int, fields: Mapping[str, Any], channel: str) -> Row:
    texts: dict[str, str] = {}
    for name in COLUMNS:
        value = fields.get(name, "")
        if not isinstance(value, str) or not _is_unicode(value):
            return Row(line, "", RowProblem(name, "a text"))
        texts[name] = value if name == "text" else value.strip()
    event_id = texts["event_id"]
    for name in REQUIRED:
        if not texts[name].strip():
            return Row(line, event_id, RowProblem(name, "is missing"))
    submission = Submission(
        texts["channel"] or channel,
        texts["text"],
        texts["member_id"],
        texts["order_id"],
        texts["store_id"],
        channel_event_id=event_id,
    )
    return Row(line, event_id, submission)


def _is_unicode(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _lines(file: IO[str]) -> Iterator[str]:
    try:
        while line := file.readline(LINE_CHARS_MAX + 1):
            if len(line) > LINE_CHARS_MAX:
                raise FileUnreadable(f"a line has {LINE_CHARS_MAX:,} characters at most")
            yield line
    except UnicodeDecodeError as error:
        raise FileUnreadable(f"not UTF-8: {error.reason}") from error


def _csv_rows(file: IO[str]) -> Iterator[tuple[int, Mapping[str, Any] | RowProblem]]:
    reader = csv.reader(_lines(file), strict=True)
    try:
        head = [cell.strip() for cell in next(reader, [])]
        wrong = set(head) - set(COLUMNS) or set(REQUIRED) - set(head)
        if wrong or len(set(head)) < len(head):
            raise FileUnreadable(f"the first line names columns once each: {', '.join(COLUMNS)}")
        for cells in reader:
            if not any(cells):
                continue
            if len(cells) != len(head):
                problem = f"has {len(cells)} cells, not {len(head)}"
                yield reader.line_num, RowProblem("", problem)
                continue
            yield reader.line_num, dict(zip(head, map(from_cell, cells), strict=True))
    except csv.Error as error:
        raise FileUnreadable(f"line {reader.line_num}: {error}") from error


def _json_rows(file: IO[str]) -> Iterator[tuple[int, Mapping[str, Any] | RowProblem]]:
    for number, line in enumerate(_lines(file), start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError):
            yield number, RowProblem("", "no JSON")
            continue
        if not isinstance(fields, dict):
            yield number, RowProblem("", "no JSON object")
        elif (spoiled := spoiled_in(fields)) is not None:
            yield number, RowProblem(spoiled[:64], "half a surrogate pair")
        elif strange := sorted(fields.keys() - set(COLUMNS)):
            yield number, RowProblem(strange[0][:64], f"names are {', '.join(COLUMNS)}")
        else:
            yield number, fields

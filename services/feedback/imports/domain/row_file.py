"""What members said elsewhere, in a file: CSV with a head line, or JSON Lines, one item a line.

Columns: event_id (the channel's own id), text, and as wanted channel, member_id, order_id,
store_id, stars (1 to 5) and said_at (when it was said, in the zone of the brand unless it names its
own).
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain
from typing import IO, Any
from zoneinfo import ZoneInfo

from services.feedback.items.domain.submission import STARS_MAX, Submission

ROWS_MAX = 100_000
LINE_CHARS_MAX = 65_536
REQUIRED = ("event_id", "text")
FromCell = Callable[[str], str]
COLUMNS = (*REQUIRED, "channel", "member_id", "order_id", "store_id", "stars", "said_at")
_DAY_FIRST = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?"
)
"""As spreadsheets write it: 2026/11/3 8:05."""
_STARS = frozenset(map(str, range(1, STARS_MAX + 1)))


class FeedbackFileInvalid(Exception):
    """The file as a whole is no table of items."""

    reason = "FEEDBACK_FILE_INVALID"
    field = "content"

    def __init__(self, problem: str, line: int = 0, column: str = "") -> None:
        super().__init__(f"line {line}: {problem}" if line else problem)
        self.metadata = {"problem": problem}
        if line:
            self.metadata["line"] = str(line)
        if column:
            self.metadata["column"] = column


class Encoding(StrEnum):
    """How characters are written. GB 18030 has all of GBK."""

    UTF8 = "utf8"
    GBK = "gbk"


_WORKBOOK = b"PK\x03\x04"
_CODECS = {Encoding.UTF8: "utf-8-sig", Encoding.GBK: "gb18030"}


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


def encoding_of(content: bytes, said: Encoding | None = None) -> Encoding:
    """The encoding in which all of a file can be read: that which is `said`, else UTF-8 before GBK.

    Raises FeedbackFileInvalid.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise FeedbackFileInvalid("it is UTF-16: save it as CSV in UTF-8")
    if content.startswith(_WORKBOOK):
        raise FeedbackFileInvalid("it is a workbook: save it as CSV in UTF-8")
    tried, line = [said] if said else list(Encoding), 0
    for each in tried:
        try:
            content.decode(_CODECS[each])
        except UnicodeDecodeError as error:
            line = line or content[: error.start].count(b"\n") + 1
        else:
            return each
    raise FeedbackFileInvalid(f"its characters are no {' or '.join(tried)}", line)


def opened(content: bytes, encoding: Encoding) -> IO[str]:
    """The text of a file."""
    return io.TextIOWrapper(io.BytesIO(content), _CODECS[encoding], newline="")


def rows_of(
    name: str,
    file: IO[str],
    channel: str,
    from_cell: FromCell,
    zone: ZoneInfo,
    most: int = ROWS_MAX,
) -> Iterator[Row]:
    """The rows of a file: JSON Lines by the ending of its name or its first character, else CSV.

    `channel` is of rows that name none; `from_cell` gives the text of a cell of a CSV file; `zone`
    is of times that name none. Raises FeedbackFileInvalid, also for more than `most` rows.
    """
    lines = _lines(file)
    first = next(lines, "")
    is_json = name.lower().endswith((".jsonl", ".ndjson")) or first.lstrip()[:1] == "{"
    whole = chain([first], lines)
    read = _json_rows(whole) if is_json else _csv_rows(whole, from_cell)
    for count, (line, fields) in enumerate(read):
        if count >= most:
            raise FeedbackFileInvalid(f"a file has {most:,} rows at most: split it", line)
        if isinstance(fields, RowProblem):
            yield Row(line, "", fields)
        else:
            yield _row(line, fields, channel, zone)


def _row(line: int, fields: Mapping[str, Any], channel: str, zone: ZoneInfo) -> Row:
    texts: dict[str, str] = {}
    for name in COLUMNS:
        value = fields.get(name, "")
        if name == "stars" and type(value) is int:
            value = str(value)
        if not isinstance(value, str) or not _is_unicode(value):
            return Row(line, "", RowProblem(name, "a text"))
        texts[name] = value if name == "text" else value.strip()
    event_id = texts["event_id"]
    for name in REQUIRED:
        if not texts[name].strip():
            return Row(line, event_id, RowProblem(name, "is missing"))
    stars = texts["stars"]
    if stars and stars not in _STARS:
        return Row(line, event_id, RowProblem("stars", f"1 to {STARS_MAX}, or empty"))
    try:
        said_at = _time(texts["said_at"], zone)
    except (ValueError, OverflowError):
        return Row(line, event_id, RowProblem("said_at", "a time, such as 2026-11-03 18:20"))
    submission = Submission(
        texts["channel"] or channel,
        texts["text"],
        texts["member_id"],
        texts["order_id"],
        texts["store_id"],
        channel_event_id=event_id,
        stars=int(stars or 0),
        said_at=said_at,
    )
    return Row(line, event_id, submission)


def _time(written: str, zone: ZoneInfo) -> datetime | None:
    """The instant. Raises ValueError and OverflowError."""
    if not written:
        return None
    if found := _DAY_FIRST.fullmatch(written):
        year, *rest = (part or "0" for part in found.groups())
        month, day, hour, minute, second = (part.zfill(2) for part in rest)
        written = f"{year}-{month}-{day}T{hour}:{minute}:{second}"
    at = datetime.fromisoformat(written)
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _is_unicode(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _lines(file: IO[str]) -> Iterator[str]:
    number = 0
    try:
        while line := file.readline(LINE_CHARS_MAX + 1):
            number += 1
            if len(line) > LINE_CHARS_MAX:
                raise FeedbackFileInvalid(
                    f"a line has {LINE_CHARS_MAX:,} characters at most", number
                )
            yield line
    except UnicodeDecodeError as error:
        raise FeedbackFileInvalid(f"not UTF-8: {error.reason}", number + 1) from error


def _csv_rows(
    lines: Iterator[str], from_cell: FromCell
) -> Iterator[tuple[int, Mapping[str, Any] | RowProblem]]:
    reader = csv.reader(lines, strict=True)
    try:
        head = [cell.strip() for cell in next(reader, [])]
        _check_head(head)
        for cells in reader:
            if not any(cells):
                continue
            if len(cells) != len(head):
                problem = f"has {len(cells)} cells, not {len(head)}"
                yield reader.line_num, RowProblem("", problem)
                continue
            yield reader.line_num, dict(zip(head, map(from_cell, cells), strict=True))
    except csv.Error as error:
        raise FeedbackFileInvalid(str(error), reader.line_num) from error


def _check_head(head: Sequence[str]) -> None:
    for name in REQUIRED:
        if name not in head:
            raise FeedbackFileInvalid("the first line does not name this column", 1, name)
    for name in head:
        if name not in COLUMNS:
            raise FeedbackFileInvalid(f"the columns are {', '.join(COLUMNS)}", 1, name[:64])
        if head.count(name) > 1:
            raise FeedbackFileInvalid("the first line names it twice", 1, name)


def _json_rows(lines: Iterator[str]) -> Iterator[tuple[int, Mapping[str, Any] | RowProblem]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line, object_pairs_hook=_once)
        except (ValueError, RecursionError):
            yield number, RowProblem("", "no JSON object with each name once")
            continue
        if not isinstance(fields, dict):
            yield number, RowProblem("", "no JSON object")
        elif strange := sorted(fields.keys() - set(COLUMNS)):
            # Half a surrogate pair, which JSON may escape, is no name that can be told.
            named = strange[0][:64].encode(errors="replace").decode()
            yield number, RowProblem(named, f"names are {', '.join(COLUMNS)}")
        else:
            yield number, fields


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a name stands twice")
    return made

"""The input file, read row by row."""

from __future__ import annotations

import csv
import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from examples.bounded_lines import BoundedLines, TooLarge, bounded_lines

REQUIRED = ("member_id", "amount")
COLUMNS = (
    *REQUIRED,
    "request_id",
    "asset",
    "expire_time",
    "available_time",
    "effective_time",
    "reason",
)
JSON_LINES = (".jsonl", ".ndjson")
COUNT_BYTES = 1 << 20
UNPACKED_MAX = 4 << 30
"""Characters: twenty million rows."""


class FileProblem(Exception):
    """The file can't be read as rows; the text names the line and the reason."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read; `number` is its line, where a CSV header is line 1."""

    number: int
    fields: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""


def rows(path: Path) -> Iterator[Row]:
    """Every row of a .csv or .jsonl file, which may be gzipped (.gz). Raises FileProblem."""
    kind = _kind(path)
    number = 0
    try:
        with bounded_lines(path, chars_max=UNPACKED_MAX) as lines:
            for row in _csv_rows(path, lines) if kind == ".csv" else _json_rows(lines):
                number = row.number
                yield row
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        raise FileProblem(f"{path} can't be read after line {number}: {error}") from error


def count(path: Path) -> int:
    """The number of lines, as an estimate of the rows. Raises FileProblem."""
    lines = size = 0
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            while block := file.read(COUNT_BYTES):
                lines += block.count(b"\n")
                size += len(block)
                if size > 4 * UNPACKED_MAX:  # so many bytes are more characters than are taken
                    raise TooLarge(
                        f"it has more than {UNPACKED_MAX:,} characters unpacked: split it"
                    )
    except (OSError, EOFError, zlib.error) as error:
        raise FileProblem(f"{path} can't be read: {error}") from error
    return lines - (_kind(path) == ".csv")


def _kind(path: Path) -> str:
    kind = path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix
    if kind != ".csv" and kind not in JSON_LINES:
        raise FileProblem(f"{path} is neither .csv nor .jsonl, nor one of these with .gz")
    return kind


def _csv_rows(path: Path, lines: BoundedLines) -> Iterator[Row]:
    reader = csv.reader(lines, strict=True)
    header = next(reader, [])
    missing = set(REQUIRED) - set(header)
    unknown = set(header) - set(COLUMNS)
    if missing:
        raise FileProblem(f"{path} has no column {', '.join(sorted(missing))}")
    if unknown or len(set(header)) < len(header):
        raise FileProblem(
            f"{path} has columns that are not known or stand twice"
            f" ({', '.join(sorted(unknown or header))}): there are {', '.join(COLUMNS)}"
        )
    lines.row_done()
    for values in reader:
        lines.row_done()
        if len(values) == len(header):
            yield Row(reader.line_num, dict(zip(header, values, strict=True)))
        elif values:
            problem = f"has {len(values)} fields where the header has {len(header)}"
            yield Row(reader.line_num, problem=problem)


def _json_rows(lines: BoundedLines) -> Iterator[Row]:
    for number, line in enumerate(lines, start=1):
        lines.row_done()
        if line.isspace():
            continue
        try:
            fields = orjson.loads(line)
        except json.JSONDecodeError as error:
            yield Row(number, problem=f"is no JSON: {error.msg}")
            continue
        if not isinstance(fields, dict):
            yield Row(number, problem="is no JSON object")
        elif unknown := set(fields) - set(COLUMNS):
            yield Row(number, problem=f"has a field that is not known: {min(unknown)!r}")
        else:
            yield Row(number, fields)

"""Stores in a file: CSV with a head line, or JSON Lines, one store a line.

Columns: code, name_zh, name_en, city, latitude, longitude, zone, hours, closed_days, closed_from,
and label.<key>. A JSON line has the same names, with `closed_days` as a list or a text, and
`labels` as an object.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import IO, Any

from services.common.cells import from_cell
from services.common.exact_json import spoiled_in
from services.members.stores.domain.hours_text import intervals_of
from services.members.stores.domain.store import (
    STORES_MAX,
    StoreInvalid,
)
from tessera.members.v1 import stores_pb2 as pb

LINE_CHARS_MAX = 65_536
COLUMNS = (
    *("code", "name_zh", "name_en", "city", "latitude", "longitude"),
    *("zone", "hours", "closed_days", "closed_from"),
)
LABEL = "label."


class FileUnreadable(Exception):
    """The file as a whole is no table of stores."""


Row = tuple[int, str, pb.Store | StoreInvalid]
"""The number of the line, the code that it names, and the store or what is wrong with it."""


def rows_of(name: str, file: IO[str]) -> Iterator[Row]:
    """The stores of a file, by the ending of its name. Raises FileUnreadable."""
    read = _json_rows(file) if name.lower().endswith((".jsonl", ".ndjson")) else _csv_rows(file)
    for count, (line, fields) in enumerate(read):
        if count >= STORES_MAX:
            raise FileUnreadable(f"line {line}: a file has {STORES_MAX} stores at most")
        if isinstance(fields, StoreInvalid):
            yield line, "", fields
            continue
        code = str(fields.get("code", ""))
        try:
            yield line, code, _store(fields)
        except StoreInvalid as error:
            yield line, code, error


def _lines(file: IO[str]) -> Iterator[str]:
    try:
        while line := file.readline(LINE_CHARS_MAX + 1):
            if len(line) > LINE_CHARS_MAX:
                raise FileUnreadable(f"a line has {LINE_CHARS_MAX} characters at most")
            yield line
    except UnicodeDecodeError as error:
        raise FileUnreadable(f"not UTF-8: {error.reason}") from error


def _csv_rows(file: IO[str]) -> Iterator[tuple[int, Mapping[str, Any] | StoreInvalid]]:
    reader = csv.reader(_lines(file), strict=True)
    try:
        head = [cell.strip() for cell in next(reader, [])]
        strange = [c for c in head if c not in COLUMNS and not c.startswith(LABEL)]
        if "code" not in head or strange or len(set(head)) < len(head):
            raise FileUnreadable(
                f"the first line names columns once each: {', '.join(COLUMNS)}, {LABEL}<key>"
            )
        for cells in reader:
            if not any(cells):
                continue
            if len(cells) != len(head):
                yield reader.line_num, StoreInvalid("", f"has {len(cells)} cells, not {len(head)}")
                continue
            yield reader.line_num, dict(zip(head, map(from_cell, cells), strict=True))
    except csv.Error as error:
        raise FileUnreadable(f"line {reader.line_num}: {error}") from error


def _json_rows(file: IO[str]) -> Iterator[tuple[int, Mapping[str, Any] | StoreInvalid]]:
    for number, line in enumerate(_lines(file), start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError):
            yield number, StoreInvalid("", "no JSON")
            continue
        if not isinstance(fields, dict):
            yield number, StoreInvalid("", "no JSON object")
            continue
        if (spoiled := spoiled_in(fields)) is not None:
            yield number, StoreInvalid(spoiled[:64], "half a surrogate pair")
            continue
        labels = fields.pop("labels", {})
        strange = fields.keys() - set(COLUMNS)
        if strange or not isinstance(labels, dict):
            problem = f"names are {', '.join(COLUMNS)} and labels, an object"
            yield number, StoreInvalid(min(strange, default="labels")[:64], problem)
            continue
        yield number, {**fields, **{f"{LABEL}{key}": value for key, value in labels.items()}}


def _store(fields: Mapping[str, Any]) -> pb.Store:
    """The message of a row; the service checks the rest. Raises StoreInvalid."""
    days = fields.get("closed_days", "")
    if isinstance(days, list):
        days = " ".join(_text("closed_days", day) for day in days)
    store = pb.Store(
        code=_text("code", fields.get("code", "")),
        city=_text("city", fields.get("city", "")),
        zone=_text("zone", fields.get("zone", "")),
        closed_days=_text("closed_days", days).replace(",", " ").split(),
        closed_from=_text("closed_from", fields.get("closed_from", "")),
        labels={
            key.removeprefix(LABEL): _text(key, value)
            for key, value in fields.items()
            if key.startswith(LABEL) and value != ""
        },
    )
    store.name.zh = _text("name_zh", fields.get("name_zh", ""))
    store.name.en = _text("name_en", fields.get("name_en", ""))
    for weekday, opens, closes in intervals_of(_text("hours", fields.get("hours", ""))):
        store.hours.add(weekday=weekday, open_minute=opens, close_minute=closes)
    place = [_degrees(name, fields.get(name, "")) for name in ("latitude", "longitude")]
    if (place[0] is None) != (place[1] is None):
        raise StoreInvalid("latitude", "latitude and longitude come together")
    if place[0] is not None and place[1] is not None:
        store.coordinates.latitude_e6, store.coordinates.longitude_e6 = place[0], place[1]
    return store


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise StoreInvalid(name, "a text")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise StoreInvalid(name, "no text in Unicode") from error
    return value.strip()


def _degrees(name: str, value: object) -> int | None:
    """Millionths of a degree; None for an empty cell."""
    if value in ("", None):
        return None
    wrong = StoreInvalid(name, "degrees, such as 31.2304")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise wrong
    try:
        number = Decimal(str(value).strip())
        # Beyond a circle nothing is a place; and a huge exponent would take all memory.
        if not abs(number) <= 360:
            raise wrong
        return round(number * 10**6)
    except (ArithmeticError, ValueError) as error:
        raise wrong from error

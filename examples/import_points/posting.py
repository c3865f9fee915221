"""A row as a posting, or the problem of the row."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from google.protobuf.timestamp_pb2 import Timestamp

from examples.import_points.row_file import Row
from tessera.points.v1 import ledger_pb2 as pb

AMOUNT_MAX = 10**15
REQUEST_ID_CHARS_MAX = 255
REASON_CHARS_MAX = 256
VALUE_CHARS_SHOWN = 40
POINTS = "POINTS"
OTHERS = ("house:", "reward:")
KINDS: dict[str, tuple[pb.PostingKind.ValueType, str]] = {
    "open": (pb.POSTING_KIND_OPEN, "house:opening"),
    "earn": (pb.POSTING_KIND_EARN, "house:issued"),
}
"""The kinds of files, and the house account that gives the points."""
_MEMBER = re.compile(r"[A-Za-z0-9_.:\-]{1,64}")
_ASSET = re.compile(r"[A-Za-z0-9_.\-]{1,32}")
_WHOLE = re.compile(r"[0-9]{1,16}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class RowProblem(Exception):
    """The row can't be a posting; the text names the field and the reason."""


@dataclass(frozen=True)
class Import:
    """The options that all rows of a file share.

    `name` is part of the request ids of rows without one. `zone` is the brand's time zone; without
    it, days are refused.
    """

    name: str
    kind: str
    zone: ZoneInfo | None = None

    def request_id(self, row: Row) -> str:
        """The row's own request id, or one made from the import's name and the line."""
        return _text(row, "request_id") or f"import/{self.name}/{row.number}"

    def posting(self, row: Row) -> pb.CreatePostingRequest:
        """The posting that gives the member its points. Raises RowProblem."""
        if row.problem:
            raise RowProblem(f"the row {row.problem}")
        request_id = self.request_id(row)
        if len(request_id) > REQUEST_ID_CHARS_MAX or not request_id.isprintable():
            raise RowProblem(f"request_id: 1 to {REQUEST_ID_CHARS_MAX} printable characters")
        kind, house = KINDS[self.kind]
        asset = _asset(row)
        amount = _amount(row)
        credit = pb.Leg(owner=_member(row), asset=asset, amount=amount)
        if expire := self._time(row, "expire_time", _after_last_instant):
            credit.expire_time.CopyFrom(expire)
        if available := self._time(row, "available_time", _first_instant):
            credit.available_time.CopyFrom(available)
        posting = pb.CreatePostingRequest(
            request_id=request_id,
            kind=kind,
            legs=[credit, pb.Leg(owner=house, asset=asset, amount=-amount)],
        )
        if effective := self._time(row, "effective_time", _first_instant):
            posting.effective_time.CopyFrom(effective)
        if reason := _text(row, "reason"):
            if len(reason) > REASON_CHARS_MAX:
                raise RowProblem(f"reason: at most {REASON_CHARS_MAX} characters")
            posting.metadata["reason"] = reason
        return posting

    def _time(
        self, row: Row, name: str, of_day: Callable[[date, ZoneInfo], datetime]
    ) -> Timestamp | None:
        text = _text(row, name)
        if not text:
            return None
        try:
            return _timestamp(text, self.zone, of_day)
        except (ValueError, OverflowError) as error:
            raise RowProblem(f"{name}: {_shown(text)} {error}") from error


@lru_cache(4096)  # rows expire together
def _timestamp(
    text: str, zone: ZoneInfo | None, of_day: Callable[[date, ZoneInfo], datetime]
) -> Timestamp:
    if _DAY.fullmatch(text):
        if zone is None:
            raise ValueError("is a day: say --zone, such as Asia/Shanghai")
        instant = of_day(_parsed(date.fromisoformat, text), zone)
    else:
        instant = _parsed(datetime.fromisoformat, text)
        if instant.tzinfo is None:
            raise ValueError("has no offset: write it as 2027-01-01T00:00:00+08:00")
    ms = (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    return Timestamp(seconds=ms // 1000, nanos=ms % 1000 * 1_000_000)


def _parsed(parse: Callable[[str], Any], text: str) -> Any:
    try:
        return parse(text)
    except ValueError as error:
        raise ValueError("is no time: write it as 2027-01-01T00:00:00+08:00") from error


def _first_instant(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


def _after_last_instant(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)


def _member(row: Row) -> str:
    member_id = _text(row, "member_id")
    if not member_id:
        raise RowProblem("member_id: missing")
    if not _MEMBER.fullmatch(member_id):
        raise RowProblem(
            f"member_id: {_shown(member_id)} is none: 1 to 64 letters, digits and _ . : -"
        )
    if member_id.startswith(OTHERS):
        raise RowProblem(f"member_id: {_shown(member_id)} is no member")
    return member_id


def _asset(row: Row) -> str:
    asset = _text(row, "asset") or POINTS
    if not _ASSET.fullmatch(asset):
        raise RowProblem(f"asset: {_shown(asset)} is none: 1 to 32 letters, digits and _ . -")
    return asset


def _amount(row: Row) -> int:
    value = row.fields.get("amount")
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= AMOUNT_MAX:
        raise RowProblem(f"amount: {_shown(value)} is not a whole number from 1 to {AMOUNT_MAX}")
    return value


def _text(row: Row, name: str) -> str:
    value = row.fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RowProblem(f"{name}: {_shown(value)} is no text")
    return value.strip()


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= VALUE_CHARS_SHOWN else f"{text[:VALUE_CHARS_SHOWN]}…"

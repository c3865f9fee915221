"""A row of a bulk file: what it asks for, and what became of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import NamedTuple

PIECE_ROWS = 200


class Row(NamedTuple):
    """One adjustment, `amount` of `asset`, or one coupon of `coupon_type`.

    `refusal` is the reason for which it is never carried out, `column` the one that is wrong.
    """

    line: int
    member_id: str = ""
    asset: str = ""
    amount: int = 0
    coupon_type: str = ""
    campaign: str = ""
    reason: str = ""
    short: bool = False
    column: str = ""
    refusal: str = ""
    message: str = ""

    @property
    def content(self) -> tuple[str, ...]:
        """What it asks for: the same for two rows that say the same."""
        said = (self.member_id, self.asset, str(self.amount), self.coupon_type, self.campaign)
        return (*said, self.reason)

    @property
    def fingerprint(self) -> str:
        """What a repeat is compared with."""
        return hashlib.sha256("\0".join(self.content).encode()).hexdigest()


class Result(NamedTuple):
    """What became of a row: the posting that did it, or the refusal."""

    line: int
    posting_id: str = ""
    refusal: str = ""
    message: str = ""
    column: str = ""


class Piece(NamedTuple):
    """Some rows of a file, and what became of those that were carried out; None before that."""

    number: int
    rows: tuple[Row, ...]
    results: tuple[Result, ...] | None = None


def pieces_of(rows: list[Row]) -> list[Piece]:
    """The rows of a file, cut."""
    starts = range(0, len(rows), PIECE_ROWS)
    return [
        Piece(number, tuple(rows[start : start + PIECE_ROWS]))
        for number, start in enumerate(starts)
    ]


def seal_of(rows: Iterable[Row]) -> str:
    """32 hexadecimal digits over all that rows say: the same while nothing changed."""
    said = json.dumps([tuple(row) for row in rows], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()[:32]

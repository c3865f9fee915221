"""Checking: each row of a file by what it says, by its member, and by what its member has."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Any

from services.common.errors import Refusal, invalid
from services.common.text import checked
from services.points.activities.domain.validation import is_member_id
from services.points.bulk.domain.bulk_file import FileKind
from services.points.bulk.domain.row import Row
from services.points.bulk.domain.row_file import RawRow
from services.points.context import PointsContext
from services.points.coupons.domain.section import coupon_section
from services.points.ledger.domain.chart_of_accounts import POINTS, STOCK
from services.points.ledger.domain.validation import AssetUnknown
from services.points.programme.domain.programme import Programme

AMOUNT_MAX = 10**9
CODE_CHARS_MAX = 64
CAMPAIGN_CHARS_MAX = 48
REASON_CHARS_MIN, REASON_CHARS_MAX = 4, 200
AT_ONCE = 500
"""Members and accounts that are read in one query."""
_INTEGER = re.compile(r"[+-]?[0-9]{1,10}")


def read_rows(programme: Programme, kind: FileKind, found: Sequence[RawRow]) -> list[Row]:
    """The rows by what they say: one that is wrong has its refusal."""
    read = _adjustment if kind is FileKind.ADJUSTMENTS else _coupon
    return [_row(programme, raw, read) for raw in found]


async def judge(ctx: PointsContext, brand: str, rows: Sequence[Row]) -> list[Row]:
    """The rows by their members: one of nobody is refused, and one that is short is marked."""
    named = {row.member_id for row in rows if not row.refusal}
    unknown = await unknown_of(ctx, brand, named)
    refusal = Refusal("MEMBER_NOT_FOUND", "nobody enrolled this member", field="member_id")
    known = [
        _refused(row, refusal) if not row.refusal and row.member_id in unknown else row
        for row in rows
    ]
    return await _marked_short(ctx, brand, known)


async def unknown_of(ctx: PointsContext, brand: str, member_ids: Collection[str]) -> set[str]:
    """Those of the members whom nobody enrolled."""
    asked, unknown = sorted(member_ids), set[str]()
    for start in range(0, len(asked), AT_ONCE):
        unknown |= set(await ctx.standings.unknown(brand, asked[start : start + AT_ONCE]))
    return unknown


async def _marked_short(ctx: PointsContext, brand: str, rows: Sequence[Row]) -> list[Row]:
    """In the order of the file: what a row adds is there for those behind it."""

    def account(row: Row) -> tuple[str, str]:
        return ctx.survivors.of(brand, row.member_id), row.asset

    taken_from = sorted({account(row) for row in rows if row.amount < 0 and not row.refusal})
    left: dict[tuple[str, str], int] = {}
    now = ctx.clock.now()
    for start in range(0, len(taken_from), AT_ONCE):
        found = await ctx.ledger.account_state(brand, taken_from[start : start + AT_ONCE])
        left |= {key: state.available(now) for key, state in found.items()}
    marked = []
    for row in rows:
        if row.refusal or not row.amount or account(row) not in left:
            marked.append(row)
            continue
        after = left[account(row)] + row.amount
        if row.amount < 0 and after < 0:
            marked.append(row._replace(short=True))
        else:
            left[account(row)] = after
            marked.append(row)
    return marked


def _row(programme: Programme, raw: RawRow, read: Callable[[Programme, RawRow], Row]) -> Row:
    if raw.problem:
        refusal = Refusal("INVALID_ARGUMENT", raw.problem, field=raw.column)
        return _refused(Row(raw.line), refusal)
    try:
        return read(programme, raw)
    except Exception as error:
        if not hasattr(error, "reason"):
            raise
        return _refused(_shown(raw), error)


def _adjustment(programme: Programme, raw: RawRow) -> Row:
    asset = checked("asset", _text(raw, "asset") or POINTS, CODE_CHARS_MAX)
    if asset == STOCK:
        raise invalid("asset", "stock belongs to rewards")
    if asset not in programme.assets:
        raise AssetUnknown("asset", asset)
    amount = _integer(raw.cells.get("amount"))
    if not amount or abs(amount) > AMOUNT_MAX:
        raise invalid("amount", f"up to {AMOUNT_MAX}, and not 0")
    return Row(raw.line, _member(raw), asset=asset, amount=amount, reason=_reason(raw))


def _coupon(programme: Programme, raw: RawRow) -> Row:
    code = checked("coupon_type", _text(raw, "coupon_type"), CODE_CHARS_MAX, least=1)
    coupon_section(programme).get(code)
    campaign = checked("campaign", _text(raw, "campaign"), CAMPAIGN_CHARS_MAX)
    return Row(raw.line, _member(raw), coupon_type=code, campaign=campaign, reason=_reason(raw))


def _member(raw: RawRow) -> str:
    member_id = _text(raw, "member_id").strip()
    if not is_member_id(member_id):
        raise invalid("member_id", "1 to 64 letters, digits and _ . -")
    return member_id


def _reason(raw: RawRow) -> str:
    text = checked("reason", _text(raw, "reason"), REASON_CHARS_MAX)
    if text and len(text) < REASON_CHARS_MIN:
        raise invalid("reason", f"{REASON_CHARS_MIN} to {REASON_CHARS_MAX} characters, or none")
    return text


def _text(raw: RawRow, column: str) -> str:
    value = raw.cells.get(column, "")
    if not isinstance(value, str):
        raise invalid(column, "a text")
    return value


def _integer(value: Any) -> int:
    if isinstance(value, int):
        return value
    text = str(value or "").strip()
    if _INTEGER.fullmatch(text) is None:
        raise invalid("amount", "an integer, such as 100 or -50")
    return int(text)


def _shown(raw: RawRow) -> Row:
    """What is kept of a row that is wrong: its member, where that can be one."""
    member_id = raw.cells.get("member_id", "")
    shown = isinstance(member_id, str) and is_member_id(member_id.strip())
    return Row(raw.line, member_id.strip() if shown else "")


def _refused(row: Row, error: Exception) -> Row:
    return row._replace(
        refusal=str(error.reason),  # type: ignore[attr-defined]
        column=str(getattr(error, "field", "") or ""),
        message=str(error)[:200],
    )

"""Rows take effect: each an enrolment, once."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from services.common.errors import is_refusal
from services.members.consent.domain.declaration import Circumstances
from services.members.context import MembersContext
from services.members.identities.commands.enrolment import (
    CHUNK,
    Enrolled,
    Enrolment,
    EnrolmentUnit,
    enrol,
)
from services.members.imports.commands.wish import Importing, column_in
from services.members.imports.domain.member_file import RowResult
from services.members.imports.domain.row_reader import Row
from services.members.transactions import Transactions

ROWS_AT_ONCE = CHUNK
"""Rows of one transaction."""
MESSAGE_CHARS_MAX = 200
Context = MembersContext[Transactions[EnrolmentUnit]]
Results = list[RowResult]
EnrolAll = Callable[[Sequence[Enrolment]], Awaitable[Sequence[Enrolled | Exception]]]
"""Enrols: the member of each wish, or the refusal, in order."""


async def carry_out(
    ctx: Context,
    brand: str,
    import_id: str,
    channel: str,
    how: Circumstances,
    rows: Sequence[Row],
) -> Results:
    """Enrol the rows of one import: a result each, in order. Rows that were done answer again."""
    rules = await ctx.rulebook.of(brand)
    importing = Importing(import_id, channel, rules, how, ctx.clock.now())
    return await enrol_rows(importing, rows, partial(enrol, ctx, brand))


async def enrol_rows(importing: Importing, rows: Sequence[Row], enrol_all: EnrolAll) -> Results:
    """A result for each row, in order; `enrol_all` enrols those that can be read."""
    results: dict[int, RowResult] = {}
    wishes: list[tuple[int, Enrolment]] = []
    for row in rows:
        try:
            wishes.append((row.line, importing.wish(row)))
        except Exception as error:
            if not is_refusal(error):
                raise
            results[row.line] = refused(row.line, error)
    enrolled = await enrol_all([wish for _, wish in wishes])
    for (line, _), each in zip(wishes, enrolled, strict=True):
        if isinstance(each, Enrolled):
            results[line] = RowResult(line, each.member_id, each.created)
        else:
            results[line] = refused(line, each)
    return [results[row.line] for row in rows]


def refused(line: int, error: Exception) -> RowResult:
    """The result of a row that was refused."""
    field = str(getattr(error, "field", "") or "")
    reason = str(error.reason)  # type: ignore[attr-defined]
    told = str(error)[:MESSAGE_CHARS_MAX]
    return RowResult(line, refusal=reason, column=column_in(field), message=told)

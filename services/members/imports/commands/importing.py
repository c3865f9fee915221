"""Rows take effect: each an enrolment, once."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Protocol

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
from services.members.identities.commands.unit import IdentitiesUnit
from services.members.imports.commands.wish import Importing, column_in
from services.members.imports.domain.member_file import RowResult
from services.members.imports.domain.row_reader import Row
from services.members.referral.commands.inviting import invited_at_enrolment
from services.members.referral.commands.unit import (
    DueReferrals,
    InvitedIdentities,
    ReferralUnit,
)
from services.members.transactions import Transactions

ROWS_AT_ONCE = CHUNK
"""Rows of one transaction."""
MESSAGE_CHARS_MAX = 200
NOT_INVITED = "enrolled; the invite does not count"


class EnrolledIdentities(IdentitiesUnit, InvitedIdentities, Protocol):
    """Members and their identities, as enrolments and invites need them."""


class ImportUnit(EnrolmentUnit, ReferralUnit, Protocol):
    """A transaction that enrols, and knows who invited whom."""

    @property
    def identities(self) -> EnrolledIdentities: ...


class ImportStore(Transactions[ImportUnit], Protocol):
    """The storage of imports."""

    @property
    def referrals(self) -> DueReferrals: ...


Context = MembersContext[ImportStore]
Results = list[RowResult]
EnrolAll = Callable[[Sequence[Enrolment]], Awaitable[Sequence[Enrolled | Exception]]]
"""Enrols: the member of each wish, or the refusal, in order."""
Invite = Callable[[Enrolled, str], Awaitable[str]]
"""Places the invite of a code: why it does not count, or "" where it does."""


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

    async def invite(enrolled: Enrolled, code: str) -> str:
        # A repeat after a crash between the two makes it up.
        return await invited_at_enrolment(
            ctx, brand, enrolled.member_id, code, created=enrolled.created
        )

    return await enrol_rows(importing, rows, partial(enrol, ctx, brand), invite)


async def enrol_rows(
    importing: Importing, rows: Sequence[Row], enrol_all: EnrolAll, invite: Invite
) -> Results:
    """A result for each row, in order; `enrol_all` enrols those that can be read, `invite` those
    who name a code."""
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
    for (line, wish), each in zip(wishes, enrolled, strict=True):
        if isinstance(each, Enrolled):
            why = await invite(each, wish.invite_code) if wish.invite_code else ""
            told = ("invite_code", NOT_INVITED) if why else ()
            results[line] = RowResult(line, each.member_id, each.created, why, *told)
        else:
            results[line] = refused(line, each)
    return [results[row.line] for row in rows]


def refused(line: int, error: Exception) -> RowResult:
    """The result of a row that was refused."""
    field = str(getattr(error, "field", "") or "")
    reason = str(error.reason)  # type: ignore[attr-defined]
    told = str(error)[:MESSAGE_CHARS_MAX]
    return RowResult(line, refusal=reason, column=column_in(field), message=told)

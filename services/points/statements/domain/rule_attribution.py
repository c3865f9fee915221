"""Rule attribution: which rule, under which campaigns, issued points, and where they went.

A posting that issues points names the rule: an award has a line for each in its explanation, other
postings may have the metadata `rule` and `campaign`. Points of no named rule are UNATTRIBUTED.
Points that leave a member come from lots, and a lot holds points that expire together, whatever
rule gave them. So a move knows only the cohort, which is the month of expiry; rule_totals.py shares
the points out among the rules whose points are in the cohort.

Ann gets 30 points by the rule `order` and Bob 10 by `bonus`; all of them expire in June. Ann
spends 20: three quarters of the cohort are of `order`, so 15 of the points are counted as its.

>>> from datetime import UTC, datetime
>>> from services.points.ledger.domain.posting import Lot
>>> from services.points.statements.domain.rule_totals import OriginTotals, rows
>>> may, june, zone = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 9, tzinfo=UTC), UTC
>>> def posting(kind, metadata, *entries):
...     return Posting("pst_1", "tea", "rpc/1", kind, entries, may, may, "", metadata)
>>> moves = Moves()
>>> moves.add(posting(
...     PostingKind.EARN, {"rule": "order"},
...     Entry("mem_ann", "POINTS", 30, 1, 30, expire_at=june), Entry("house:issued", "POINTS", -30),
... ), zone)
>>> moves.add(posting(
...     PostingKind.EARN, {"rule": "bonus"},
...     Entry("mem_bob", "POINTS", 10, 1, 10, expire_at=june), Entry("house:issued", "POINTS", -10),
... ), zone)
>>> moves.add(posting(
...     PostingKind.SPEND, {},
...     Entry("mem_ann", "POINTS", -20, 2, 10, lots=(Lot(20, june),)),
...     Entry("house:redeemed", "POINTS", 20),
... ), zone)
>>> totals = OriginTotals()
>>> totals.settle(moves)
>>> for row in rows("POINTS", totals.cells, totals.cohorts):
...     print(f"{row.origin.rule}: {row.issued} issued, {row.redeemed} redeemed,", end=" ")
...     print(f"{row.outstanding} outstanding")
bonus: 10 issued, 5 redeemed, 5 outstanding
order: 30 issued, 15 redeemed, 15 outstanding
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple, TypeVar

from services.points.calendar.domain.month import Month, Zone, expiry_month, month_of
from services.points.earning.domain.explanation import awards_in
from services.points.ledger.domain import chart_of_accounts as chart
from services.points.ledger.domain import request_ids as own_ids
from services.points.ledger.domain.chart_of_accounts import MEMBERS, account_class
from services.points.ledger.domain.posting import Entry, Posting, PostingKind, counts_at
from services.points.refunds.domain.explanation import taken_in

RULE = "rule"
CAMPAIGN = "campaign"
NEVER = "never"
DEBT = "debt"
_CAMPAIGN_PREFIX = "campaign:"

K = TypeVar("K")
V = TypeVar("V")


class Origin(NamedTuple):
    """A rule's code, and the campaigns that multiplied what it gave."""

    rule: str = ""
    campaigns: tuple[str, ...] = ()


UNATTRIBUTED = Origin()


class Column(StrEnum):
    """Where points come from and go to: a house account, or all others and other members."""

    ISSUED = "issued"
    REDEEMED = "redeemed"
    EXPIRED = "expired"
    CLAWED_BACK = "clawed_back"
    OTHER = "other"


COLUMNS = {
    chart.ISSUED: Column.ISSUED,
    chart.REDEEMED: Column.REDEEMED,
    chart.EXPIRED: Column.EXPIRED,
    chart.CLAWED_BACK: Column.CLAWED_BACK,
}


class Cell(NamedTuple):
    """A column of an origin, in a month and an asset."""

    month: Month
    asset: str
    origin: Origin
    column: Column


class ExpiryCohort(NamedTuple):
    """Points of an asset that expire in one month (YYYY-MM or NEVER), or that are owed (DEBT)."""

    asset: str
    expiry: str


class Move(NamedTuple):
    """Into a cohort, of `origin`; or into or out of it, of the origins that are in it (None).

    `rule` narrows the latter to the points of one rule, as long as there are any.
    """

    month: Month
    column: Column
    cohort: ExpiryCohort
    origin: Origin | None = None
    rule: str = ""


class Shift(NamedTuple):
    """From a cohort into one that expires later, of the origins that are in it."""

    asset: str
    since: str
    until: str


class Moves:
    """What postings moved. Positive is towards members."""

    def __init__(self) -> None:
        self.sums: Counter[Move] = Counter()
        self.houses: Counter[Cell] = Counter()
        """What went from house to house, by no member."""
        self.shifts: Counter[Shift] = Counter()

    def add(self, posting: Posting, zone: Zone) -> None:
        """One more posting."""
        if not posting.entries:
            return
        month = month_of(counts_at(posting.kind, posting.effective_at), zone)
        if posting.kind is PostingKind.EXTEND:
            self._shift(posting.entries, zone)
            return
        said = said_in(posting)
        for asset in dict.fromkeys(entry.asset for entry in posting.entries):
            entries = [entry for entry in posting.entries if entry.asset == asset]
            self._add(month, asset, entries, said.get(asset, []), zone)

    def _shift(self, entries: Iterable[Entry], zone: Zone) -> None:
        parts = [(entry.asset, *part) for entry in entries for part in _parts(entry, zone)]
        into = {(asset, expiry): 0 for asset, expiry, points in parts if points > 0}
        for asset, expiry, points in parts:
            if points > 0:
                into[asset, expiry] += points
        for asset, since, points in parts:
            if points < 0:
                for (_, until), part in _cut(into, -points):
                    self.shifts[Shift(asset, since, until)] += part

    def _add(
        self,
        month: Month,
        asset: str,
        entries: Iterable[Entry],
        said: list[tuple[Origin, int]],
        zone: Zone,
    ) -> None:
        sides: Counter[Column] = Counter()
        given, taken = list[tuple[str, int]](), list[tuple[str, int]]()
        for entry in entries:
            if account_class(entry.owner) != MEMBERS:
                sides[COLUMNS.get(entry.owner, Column.OTHER)] -= entry.amount
                continue
            for expiry, points in _parts(entry, zone):
                (given if points > 0 else taken).append((expiry, abs(points)))
        gives = {column: sides[column] for column in Column if sides[column] > 0}
        takes = {column: -sides[column] for column in Column if sides[column] < 0}
        among = sum(points for _, points in given) - sum(gives.values())
        if among > 0:  # From member to member.
            gives[Column.OTHER] = gives.get(Column.OTHER, 0) + among
            takes[Column.OTHER] = takes.get(Column.OTHER, 0) + among
        for side, sign in ((gives, 1), (takes, -1)):
            for column, points in _cut(side, -among):
                self.houses[Cell(month, asset, UNATTRIBUTED, column)] += sign * points
        issued = all_of(gives.get(Column.ISSUED, 0), said)
        for column, expiry, points in _paired(gives, given):
            cohort = ExpiryCohort(asset, expiry)
            if column is Column.ISSUED:
                for origin, part in _cut(issued, points):
                    self.sums[Move(month, column, cohort, origin)] += part
            elif column is Column.OTHER and among <= 0:
                self.sums[Move(month, column, cohort, UNATTRIBUTED)] += points
            else:
                self.sums[Move(month, column, cohort)] += points
        back = all_of(sum(points for _, points in taken), said)
        for column, expiry, points in _paired(takes, taken):
            for origin, part in _cut(back, points):
                self.sums[Move(month, column, ExpiryCohort(asset, expiry), rule=origin.rule)] -= (
                    part
                )


def said_in(posting: Posting) -> dict[str, list[tuple[Origin, int]]]:
    """By asset, of which rules the posting says that it gives or takes how many points."""
    said: dict[str, list[tuple[Origin, int]]] = {}
    if posting.request_id.startswith(own_ids.AWARD):
        for award in awards_in(posting.metadata):
            campaigns = sorted(
                one.source.removeprefix(_CAMPAIGN_PREFIX)
                for one in award.multipliers
                if one.source.startswith(_CAMPAIGN_PREFIX)
            )
            origin = Origin(award.rule, tuple(campaigns))
            said.setdefault(award.asset, []).append((origin, award.amount))
    elif posting.request_id.startswith(own_ids.REFUND):
        for rule, asset, points in taken_in(posting.metadata):
            said.setdefault(asset, []).append((Origin(rule), points))
    elif RULE in posting.metadata and posting.kind is not PostingKind.SPEND:
        campaign = posting.metadata.get(CAMPAIGN)
        origin = Origin(posting.metadata[RULE], (campaign,) if campaign else ())
        for entry in posting.entries:
            said.setdefault(entry.asset, []).append((origin, max(0, entry.amount)))
    return said


def rules_said_in(posting: Posting) -> dict[str, list[tuple[str, int]]]:
    """The same by rule alone, for rooms that know nothing of campaigns."""
    return {
        asset: [(origin.rule, points) for origin, points in said]
        for asset, said in said_in(posting).items()
    }


def _parts(entry: Entry, zone: Zone) -> Iterator[tuple[str, int]]:
    """What an entry put into lots or took from them, by expiry, and what it did to a debt."""
    rest = entry.amount
    if entry.amount > 0:
        lot = max(0, min(entry.amount, entry.balance_after))
        if lot:
            at = entry.expire_at
            yield str(expiry_month(at, zone)) if at else NEVER, lot
        rest -= lot
    for taken in entry.lots:
        yield str(expiry_month(taken.expire_at, zone)) if taken.expire_at else NEVER, -taken.points
        rest += taken.points
    if rest:
        yield DEBT, rest


def all_of(points: int, said: Iterable[tuple[Origin, int]]) -> dict[Origin, int]:
    """`points` by origin, as said; the rest UNATTRIBUTED, and all of them if too many are said."""
    named: Counter[Origin] = Counter()
    for origin, part in said:
        named[origin] += part
    rest = points - named.total()
    if rest < 0:
        return {UNATTRIBUTED: points}
    named[UNATTRIBUTED] += rest
    return named


def _cut(left: dict[K, int], points: int) -> Iterator[tuple[K, int]]:
    """The next `points` of those that are left, which grow fewer; none where not positive."""
    for name, there in left.items():
        part = min(there, points)
        if part > 0:
            left[name] -= part
            points -= part
            yield name, part


def _paired(
    columns: dict[Column, int], parts: Iterable[tuple[str, int]]
) -> Iterator[tuple[Column, str, int]]:
    """Each part with the column it belongs to, cut where it belongs to two."""
    for expiry, points in parts:
        for column, part in _cut(columns, points):
            yield column, expiry, part

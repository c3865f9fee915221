"""Credits: what a posting gave members by named rules, or took back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from services.points.ledger.domain.chart_of_accounts import MEMBERS, account_class
from services.points.ledger.domain.posting import STORE_ID, Posting, PostingKind

COUNTED = frozenset(
    {PostingKind.EARN, PostingKind.ADJUST, PostingKind.CLAWBACK, PostingKind.REVERSAL}
)
"""The kinds of postings that may give by a rule, or take back."""

SaidOf = Callable[[Posting], Mapping[str, Sequence[tuple[str, int]]]]
"""Gives, by asset, of which rules a posting says that it gives or takes how many points."""


class Credit(NamedTuple):
    """`points` of `asset` by `rule`, negative when they are taken back, as of what gave them."""

    member_id: str
    asset: str
    rule: str
    points: int
    at: datetime
    store_id: str


def credits_of(posting: Posting, givers: Sequence[Posting], said_of: SaidOf) -> list[Credit]:
    """The credits of `posting`.

    `givers` are the postings that may have given what it takes back: the one that a reversal
    undoes, those of a refund's order. What none of them gave counts as of the posting itself.
    """
    if posting.kind is PostingKind.REVERSAL:
        undone = (giver for giver in givers if giver.id == posting.reverses_posting_id)
        return [
            credit._replace(points=-credit.points)
            for giver in undone
            for credit in credits_of(giver, (), said_of)
        ]
    if posting.kind is PostingKind.CLAWBACK:
        return _taken(posting, givers, said_of)
    return _given(posting, said_of) if posting.kind in COUNTED else []


def _given(posting: Posting, said_of: SaidOf) -> list[Credit]:
    credits_: list[Credit] = []
    for asset, said in said_of(posting).items():
        named: Counter[str] = Counter()
        for rule, points in said:
            named[rule] += points
        got: Counter[str] = Counter()
        for entry in posting.entries:
            if entry.asset == asset and entry.amount > 0 and _is_member(entry.owner):
                got[entry.owner] += entry.amount
        if len(got) == 1:
            ((member_id, amount),) = got.items()
            # More is said than was given: nobody knows of which rule it is.
            parts = dict(named) if named.total() <= amount else {}
            each = [(member_id, rule, points) for rule, points in parts.items()]
        elif len(named) == 1:
            (rule,) = named
            each = [(member_id, rule, points) for member_id, points in got.items()]
        else:
            each = []
        credits_ += [
            Credit(member_id, asset, rule, points, posting.effective_at, _store(posting))
            for member_id, rule, points in each
            if points > 0
        ]
    return credits_


def _taken(posting: Posting, givers: Sequence[Posting], said_of: SaidOf) -> list[Credit]:
    credits_: list[Credit] = []
    for asset, said in said_of(posting).items():
        members = {e.owner for e in posting.entries if e.asset == asset and _is_member(e.owner)}
        if len(members) != 1:
            continue
        (member_id,) = members
        for rule, points in said:
            if points <= 0:
                continue
            giver = _giver(givers, member_id, asset, rule, said_of) or posting
            taken = Credit(member_id, asset, rule, -points, giver.effective_at, _store(giver))
            credits_.append(taken)
    return credits_


def _giver(
    givers: Sequence[Posting], member_id: str, asset: str, rule: str, said_of: SaidOf
) -> Posting | None:
    for giver in givers:
        if any(
            (each.member_id, each.asset, each.rule) == (member_id, asset, rule)
            for each in _given(giver, said_of)
        ):
            return giver
    return None


def _is_member(owner: str) -> bool:
    return account_class(owner) == MEMBERS


def _store(posting: Posting) -> str:
    return posting.metadata.get(STORE_ID, "")

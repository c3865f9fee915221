"""What a trial gave, and two of them beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from services.points.earning.domain.explanation import awards_in
from services.points.ledger.domain.chart_of_accounts import MEMBERS, account_class
from services.points.ledger.domain.posting import Posting
from services.points.programme.domain.worth import Worth
from services.points.refunds.domain.explanation import taken_in

MOST_AFFECTED = 10


class Amounts(NamedTuple):
    """What the programme in force gave, and what the draft did."""

    now: int
    draft: int

    @property
    def difference(self) -> int:
        return self.draft - self.now


@dataclass(slots=True)
class Tally:
    """What one programme gave, less what refunds took back."""

    by_rule: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By asset and rule."""
    by_member: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By asset and member."""
    refused: int = 0
    """Activities that the programme refuses, such as those over its limits."""

    def add(self, posting: Posting) -> None:
        """Count a posting, if rules gave or a refund took by it."""
        self.refused += "refused" in posting.metadata
        awards, taken = awards_in(posting.metadata), taken_in(posting.metadata)
        for award in awards:
            self.by_rule[award.asset, award.rule] += award.amount
        for rule, asset, points in taken:
            self.by_rule[asset, rule] -= points
        assets = {award.asset for award in awards} | {asset for _, asset, _ in taken}
        # A task or a streak names its rule in one word.
        rule = "" if assets else posting.metadata.get("rule", "")
        for entry in posting.entries:
            if account_class(entry.owner) != MEMBERS or not (rule or entry.asset in assets):
                continue
            self.by_member[entry.asset, entry.owner] += entry.amount
            if rule:
                self.by_rule[entry.asset, rule] += entry.amount


class RuleRow(NamedTuple):
    """What one rule gave of one asset."""

    rule: str
    asset: str
    amounts: Amounts


class MemberRow(NamedTuple):
    """What one member got of one asset."""

    member_id: str
    asset: str
    amounts: Amounts


class AssetRow(NamedTuple):
    """What was given of one asset; with its worth, in minor units of a currency, where it has one.

    `gain` and `lose` count the members who would have got more, and less, by the draft.
    """

    asset: str
    amounts: Amounts
    gain: int
    lose: int
    currency: str = ""
    now_minor: int = 0
    draft_minor: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """The two programmes beside each other; the most affected come first."""

    assets: tuple[AssetRow, ...]
    rules: tuple[RuleRow, ...]
    members: tuple[MemberRow, ...]
    refused: Amounts


def compare(now: Tally, draft: Tally, worths: Mapping[str, Worth | None]) -> Report:
    """The report of two trials over the same activities; `worths` are the draft's."""
    rules = [
        RuleRow(rule, asset, amounts)
        for (asset, rule), amounts in _beside(now.by_rule, draft.by_rule).items()
    ]
    members = [
        MemberRow(member_id, asset, amounts)
        for (asset, member_id), amounts in _beside(now.by_member, draft.by_member).items()
    ]
    by_effect = sorted(rules, key=lambda r: (-abs(r.amounts.difference), r.asset, r.rule))
    affected = [row for row in members if row.amounts.difference]
    affected.sort(key=lambda m: (-abs(m.amounts.difference), m.asset, m.member_id))
    assets = sorted({asset for asset, _ in {*now.by_rule, *draft.by_rule}})
    return Report(
        tuple(_asset(asset, rules, affected, worths.get(asset)) for asset in assets),
        tuple(by_effect[:MOST_AFFECTED]),
        tuple(affected[:MOST_AFFECTED]),
        Amounts(now.refused, draft.refused),
    )


def _beside(
    now: Counter[tuple[str, str]], draft: Counter[tuple[str, str]]
) -> dict[tuple[str, str], Amounts]:
    return {key: Amounts(now[key], draft[key]) for key in {*now, *draft}}


def _asset(
    asset: str, rules: Iterable[RuleRow], affected: Iterable[MemberRow], worth: Worth | None
) -> AssetRow:
    own = [row.amounts for row in rules if row.asset == asset]
    amounts = Amounts(sum(one.now for one in own), sum(one.draft for one in own))
    moved = [row.amounts.difference for row in affected if row.asset == asset]
    gain, lose = sum(1 for by in moved if by > 0), sum(1 for by in moved if by < 0)
    if worth is None:
        return AssetRow(asset, amounts, gain, lose)
    value = worth.of(amounts.now), worth.of(amounts.draft)
    return AssetRow(asset, amounts, gain, lose, worth.currency, *value)

"""Budgets while an activity is judged, rule after rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from services.points.earning.domain.rule import Rule
from services.points.grants.domain.budget import Budget

NO_BUDGETS: Mapping[Budget, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Share:
    """The most that budgets let a rule give; what it would give were there only those of campaigns,
    and what of that each of these added."""

    amount: int
    with_campaigns: int
    by_campaign: tuple[tuple[Budget, int], ...]


class BudgetsLeft:
    """Budgets of which nothing is used are not in `left`: all of their limit is left."""

    def __init__(self, left: Mapping[Budget, int]) -> None:
        self._left = dict(left)
        self.spent: dict[Budget, int] = {}

    def runs(self, *budgets: Budget | None) -> bool:
        """Whether something is left of each; of none there is no end."""
        return all(budget is None or self._of(budget) > 0 for budget in budgets)

    def share(self, rule: Rule, plain: int, added: Sequence[tuple[Budget | None, int]]) -> Share:
        """What the rule may give: `plain` without campaigns; `added` has after each campaign what
        it would give with it and those before it.

        What a campaign adds, and its budget has no more for, is not given.
        """
        amount = before = plain
        by_campaign = []
        for budget, total in added:
            more, before = total - before, total
            if budget is not None and budget.asset == rule.asset and more > 0:
                more = min(more, self._of(budget))
                by_campaign.append((budget, more))
            amount += more
        most = amount if rule.budget is None else min(amount, self._of(rule.budget))
        return Share(most, amount, tuple(by_campaign))

    def take(self, rule: Rule, share: Share, given: int) -> None:
        """The rule gave so much: what was held back is what campaigns had added, the last first."""
        if not given:
            return
        held_back = share.with_campaigns - given
        for budget, added in reversed(share.by_campaign):
            less = min(added, held_back)
            held_back -= less
            self._spend(budget, added - less)
        if rule.budget is not None:
            self._spend(rule.budget, given)
        if rule.first is not None:
            self._spend(rule.first, 1)

    def _of(self, budget: Budget) -> int:
        return self._left.get(budget, budget.limit)

    def _spend(self, budget: Budget, units: int) -> None:
        if units:
            self._left[budget] = self._of(budget) - units
            self.spent[budget] = self.spent.get(budget, 0) + units

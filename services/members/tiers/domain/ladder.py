"""Ladders of tiers, as a programme writes them under `ladders`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from services.members.programme.domain.rules import Rules
from services.members.tiers.domain.daily_totals import KEPT_DAYS
from services.members.tiers.domain.windows import Window, WindowKind


class Source(StrEnum):
    """Whence the amounts come: entries of growth in the ledger, or orders and their refunds."""

    GROWTH = "growth"
    PURCHASES = "purchases"


class Basis(StrEnum):
    """The amount that a ladder counts.

    spend and ltv: money paid less refunds (minor units), in the window or to date. orders: those
    not given back. repurchase: the percent of orders that follow another of the member's. event: 1
    once the ladder's event has happened. rfm: the place of the tier that the class of the last
    monthly run belongs to.
    """

    GROWTH = "growth"
    SPEND = "spend"
    ORDERS = "orders"
    REPURCHASE = "repurchase"
    LTV = "ltv"
    EVENT = "event"
    RFM = "rfm"

    @property
    def source(self) -> Source:
        return Source.GROWTH if self is Basis.GROWTH else Source.PURCHASES


class LadderEvent(StrEnum):
    """What lifts a member on a ladder of the basis event: an order that is kept, or a second."""

    FIRST_ORDER = "first_order"
    FIRST_REPURCHASE = "first_repurchase"

    @property
    def orders(self) -> int:
        """So many orders, and it has happened."""
        return 1 if self is LadderEvent.FIRST_ORDER else 2


class Downgrade(StrEnum):
    """How a tier falls that was not kept until the end of its window."""

    NONE = "none"
    ONE_DOWN = "one_down"
    TO_BALANCE = "to_balance"


@dataclass(frozen=True, slots=True)
class TierRule:
    """`reach` raises to the tier, `keep` holds it. `multiplier_percent`: 130 is 1.3.

    `classes` of RFM belong to the tier, on a ladder of that basis.
    """

    code: str
    rank: int
    reach: int
    keep: int
    multiplier_percent: int
    name_zh: str
    name_en: str
    classes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ladder:
    """Tiers from the lowest, which everyone has, to the highest."""

    code: str
    main: bool
    basis: Basis
    window: Window
    downgrade: Downgrade
    grace_days: int
    tiers: tuple[TierRule, ...]
    name_zh: str = ""
    name_en: str = ""
    event: LadderEvent | None = None

    @property
    def days_max(self) -> int:
        """The most days of detail that a judgement looks back on."""
        return self.window.days_max + self.grace_days

    @property
    def lowest(self) -> TierRule:
        return self.tiers[0]

    def tier(self, code: str) -> TierRule:
        """The tier with that code; the lowest when a newer programme has it no more."""
        return next((tier for tier in self.tiers if tier.code == code), self.lowest)

    def has(self, code: str) -> bool:
        """True when a tier has that code."""
        return any(tier.code == code for tier in self.tiers)

    def place_of(self, value_class: str) -> int:
        """The place of the tier that a class of RFM belongs to; 0, the lowest, for any other."""
        return next((tier.rank for tier in self.tiers if value_class in tier.classes), 0)

    def above(self, tier: TierRule) -> TierRule | None:
        """The next tier; None on the highest."""
        return self.tiers[tier.rank + 1] if tier.rank + 1 < len(self.tiers) else None

    def reached_by(self, amount: int) -> TierRule:
        """The highest tier that `amount` reaches."""
        return max((t for t in self.tiers if t.reach <= amount), key=_rank, default=self.lowest)

    def kept_by(self, amount: int, up_to: TierRule) -> TierRule:
        """The highest tier, not above `up_to`, that `amount` keeps.

        By `keep` and not by `reach`: a member who falls is never worse off than one who held the
        lower tier and kept it with the same amount.
        """
        kept = (t for t in self.tiers if t.keep <= amount and t.rank <= up_to.rank)
        return max(kept, key=_rank, default=self.lowest)


def _rank(tier: TierRule) -> int:
    return tier.rank


def ladders_of(rules: Rules) -> tuple[Ladder, ...]:
    """The ladders of a programme, the main one first."""
    return rules.section(parse_ladders)


def ladders_on(rules: Rules, source: Source) -> tuple[Ladder, ...]:
    """The ladders whose amounts come from `source`."""
    return tuple(ladder for ladder in ladders_of(rules) if ladder.basis.source is source)


def ladder_of(rules: Rules, code: str) -> Ladder | None:
    """The ladder with that code."""
    return next((ladder for ladder in ladders_of(rules) if ladder.code == code), None)


def kept_days(rules: Rules) -> int:
    """The days of detail that the ladders of a programme look back on."""
    return rules.section(_kept_days)


def _kept_days(rules: Rules) -> int:
    return max([KEPT_DAYS, *(ladder.days_max for ladder in ladders_of(rules))])


def order_days_kept(rules: Rules) -> int:
    """The days of detail of orders that the ladders of a programme look back on."""
    return rules.section(_order_days_kept)


def _order_days_kept(rules: Rules) -> int:
    counted = [ladder for ladder in ladders_of(rules) if ladder.basis is Basis.ORDERS]
    # A share is looked at again as it was on the day of an upgrade, with the window before it.
    shares = [ladder for ladder in ladders_of(rules) if ladder.basis is Basis.REPURCHASE]
    days = [*(each.days_max for each in counted), *(2 * each.days_max for each in shares)]
    return max([KEPT_DAYS, *days])


def parse_ladders(rules: Rules) -> tuple[Ladder, ...]:
    """The section `ladders`, the main one first. Raises KeyError or ValueError where it can't."""
    written: Sequence[Mapping[str, Any]] = rules.document.get("ladders", ())
    ladders = [_ladder(ladder) for ladder in written]
    return tuple(sorted(ladders, key=lambda ladder: not ladder.main))


def _ladder(written: Mapping[str, Any]) -> Ladder:
    window = written["window"]
    ordered = sorted(written["tiers"], key=lambda tier: int(tier["reach"]))
    return Ladder(
        code=written["code"],
        main=bool(written.get("main", False)),
        basis=Basis(written["basis"]),
        window=Window(
            WindowKind(window["kind"]),
            int(window.get("months", 12)),
            window.get("kept_until") == "anniversary",
        ),
        downgrade=Downgrade(written.get("downgrade", Downgrade.NONE)),
        grace_days=int(written.get("grace_days", 0)),
        tiers=tuple(_tier(tier, rank) for rank, tier in enumerate(ordered)),
        name_zh=written.get("name", {}).get("zh", ""),
        name_en=written.get("name", {}).get("en", ""),
        event=LadderEvent(written["event"]) if "event" in written else None,
    )


def _tier(written: Mapping[str, Any], rank: int) -> TierRule:
    name = written.get("name", {})
    return TierRule(
        code=written["code"],
        rank=rank,
        reach=int(written["reach"]),
        keep=int(written.get("keep", written["reach"])),
        multiplier_percent=int(written.get("multiplier_percent", 100)),
        name_zh=name.get("zh", ""),
        name_en=name.get("en", ""),
        classes=frozenset(written.get("classes", ())),
    )

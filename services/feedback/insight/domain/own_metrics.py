"""The brand's own metrics: a quotient over kinds of happenings, made of the same buckets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from services.feedback.insight.domain import happening
from services.feedback.insight.domain.behind import Doers
from services.feedback.insight.domain.bucket import NONE, Bucket, Count
from services.feedback.insight.domain.metrics import Known, Level, Metric, Number, Unit
from services.feedback.insight.domain.period import Grain
from services.feedback.programme.domain import Text, text_of

OF_MEMBERS = happening.FROM_MEMBERS | happening.FROM_FEEDBACK
"""Kinds that own metrics count beside the types of activities."""
_FROM: Mapping[str, tuple[Grain, ...]] = {
    "day": tuple(Grain),
    "week": (Grain.WEEK, Grain.MONTH),
    "month": (Grain.MONTH,),
}


class Of(StrEnum):
    """What a part counts of its happenings: how often; how many members, of one kind; net money,
    in minor units. Money of refunds alone is above 0."""

    TIMES = "times"
    MEMBERS = "members"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Part:
    """What stands above or below the line. `stores`: only what happened there; empty for all."""

    kinds: tuple[str, ...]
    of: Of
    stores: tuple[str, ...] = ()

    def counted(self, bucket: Bucket) -> int:
        """The part of a period."""
        if not self.stores:
            return self._sum(bucket.kinds)
        return sum(self._sum(bucket.stores.get(store, {})) for store in self.stores)

    def _sum(self, kinds: Mapping[str, Count]) -> int:
        found = [kinds.get(kind, NONE) for kind in self.kinds]
        if self.of is Of.MEMBERS:
            return sum(each.members for each in found)
        if self.of is Of.TIMES:
            return sum(each.times for each in found)
        money = sum(each.minor for each in found)
        return -money if self.kinds == (happening.REFUND,) else money

    @property
    def behind(self) -> Doers:
        """The members whom it counts."""
        return Doers(self.kinds, stores=self.stores)

    def within(self, other: "Part") -> bool:
        """Whether all that it counts is counted by `other` too."""
        here = not other.stores or (self.stores and set(self.stores) <= set(other.stores))
        # Refunds take from the money of orders: a part of both may be below 0, or above the whole.
        gross = len(self.kinds) == 1 and self.kinds == other.kinds
        known = self.of is other.of and (self.of is not Of.MONEY or gross)
        return bool(known and here) and set(self.kinds) <= set(other.kinds)

    def __str__(self) -> str:
        told = f"{self.of} of {' + '.join(self.kinds)}"
        return f"{told} at {', '.join(self.stores)}" if self.stores else told


def own_metric(written: Mapping[str, Any]) -> Metric:
    """A metric as the programme has it."""
    above = _part(written["numerator"])
    below = _part(written["denominator"]) if "denominator" in written else None
    return Metric(
        code=written["code"],
        level=Level(written["level"]),
        unit=Unit(written["unit"]),
        name=text_of(written["name"]),
        definition=text_of(written["definition"]),
        formula=f"{above} / {below}" if below else str(above),
        of=_formula(above, below),
        up=written.get("better", "more") == "more",
        grains=_FROM[written.get("grain", "day")],
        by_store=not above.stores and not (below and below.stores),
        proportion=below is not None and above.within(below),
        above=above.behind,
        below=below.behind if below else None,
    )


def _part(written: Mapping[str, Any]) -> Part:
    return Part(
        tuple(written["kinds"]), Of(written.get("of", "times")), tuple(written.get("stores", ()))
    )


def _formula(above: Part, below: Part | None) -> Callable[[Known], Number | None]:
    def of(known: Known) -> Number | None:
        if below is None:
            return Number(above.counted(known.bucket))
        divisor = below.counted(known.bucket)
        # Nothing to divide by, or more was refunded than sold.
        return Number(above.counted(known.bucket), divisor) if divisor > 0 else None

    return of


def retired(code: str) -> Metric:
    """A metric of an alarm or a report that the programme has no longer."""
    return Metric(
        code,
        Level.BASE,
        Unit.COUNT,
        Text(code, code),
        Text("方案中已不再有该指标。", "The programme has this metric no longer."),
        "",
        lambda known: None,
        grains=(),
    )

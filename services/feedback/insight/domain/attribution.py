"""Which messages an order is put down to, by five models at once, to the last minor unit.

    first, last    the first or the last message alone
    linear         each the same
    time_decay     half as much for each 7 days that a message is older
    position       40 % the first, 40 % the last, 20 % those between; two share, one has all

Money is split by largest remainder, ties to the earlier message: the shares of an order are the
order. A refund takes the same shares back, whatever the number of refunds and their order, so that
an order that is given back whole leaves nothing. These models divide, they prove nothing: beside
them stands the difference between those who were held out and those who were reached.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from services.feedback.insight.domain.alarms import newcombe
from services.feedback.insight.domain.metrics import Number

LOOKBACK = timedelta(days=7)
HALF_LIFE = timedelta(days=7)
TOUCHES_MAX = 32
"""The latest so many before an order share it."""
WHOLE = 10**12
EDGE_PERCENT = 40


class Model(StrEnum):
    """How an order is divided."""

    FIRST = "first"
    LAST = "last"
    LINEAR = "linear"
    TIME_DECAY = "time_decay"
    POSITION = "position"


class Touched(NamedTuple):
    """A message that reached a member."""

    at: datetime
    message: str
    channel: str


class Source(NamedTuple):
    """What an order is put down to; NOTHING where no message came before it."""

    message: str
    channel: str


NOTHING = Source("", "")


@dataclass(frozen=True, slots=True)
class Sold:
    """An order: its money, less than 0 never, and what of it was given back, both positive."""

    member_id: str
    at: datetime
    minor: int
    refunded: int = 0


def weights(model: Model, touched: Sequence[Touched], at: datetime) -> list[int]:
    """The weight of each message before an order at `at`; they are in order of time."""
    last = len(touched) - 1
    match model:
        case Model.FIRST:
            return [int(n == 0) for n in range(last + 1)]
        case Model.LAST:
            return [int(n == last) for n in range(last + 1)]
        case Model.LINEAR:
            return [1] * (last + 1)
        case Model.TIME_DECAY:
            return [round(WHOLE * 0.5 ** ((at - each.at) / HALF_LIFE)) for each in touched]
        case Model.POSITION:
            if last < 2:
                return [1] * (last + 1)
            between = (100 - 2 * EDGE_PERCENT) * (last - 1)
            edge = EDGE_PERCENT * (last - 1) ** 2
            return [edge, *[between] * (last - 1), edge]


def split(total: int, parts: Sequence[int]) -> list[int]:
    """`total` divided by weights; the shares sum to it. Largest remainder, ties to the earlier."""
    whole = sum(parts)
    if whole == 0:
        return [0] * len(parts)
    shares = [total * each // whole for each in parts]
    rest = total - sum(shares)
    by_remainder = sorted(range(len(parts)), key=lambda n: (-(total * parts[n] % whole), n))
    for n in by_remainder[:rest]:
        shares[n] += 1
    return shares


def left(shares: Sequence[int], refunded: int) -> list[int]:
    """What is left of shares when so much of their sum was given back."""
    taken = split(min(refunded, sum(shares)), shares)
    return [share - each for share, each in zip(shares, taken, strict=True)]


def attributed(sold: Sold, touched: Iterable[Touched]) -> Mapping[Model, Mapping[Source, int]]:
    """The net money of an order by model and source."""
    before = [each for each in sorted(touched) if sold.at - LOOKBACK <= each.at <= sold.at]
    before = before[-TOUCHES_MAX:]
    if not before:
        net = sold.minor - min(sold.refunded, sold.minor)
        return {model: {NOTHING: net} for model in Model}
    found: dict[Model, Mapping[Source, int]] = {}
    for model in Model:
        shares = split(sold.minor, weights(model, before, sold.at))
        sums: dict[Source, int] = {}
        for each, share in zip(before, left(shares, sold.refunded), strict=True):
            source = Source(each.message, each.channel)
            sums[source] = sums.get(source, 0) + share
        found[model] = {source: minor for source, minor in sums.items() if minor}
    return found


@dataclass(frozen=True, slots=True)
class Lift:
    """Who ordered of those reached, and of those held out; their difference with its 95 % interval.

    Newcombe's interval of the difference of two proportions (Statistics in Medicine 17, 1998).
    """

    reached: Number
    held_out: Number

    @property
    def difference(self) -> float:
        return self.reached.value - self.held_out.value

    @property
    def interval(self) -> tuple[float, float]:
        return newcombe(self.reached, self.held_out)

    @property
    def shown(self) -> bool:
        """Whether the messages made a difference beyond chance."""
        low, high = self.interval
        return low > 0 or high < 0


def lift(reached: tuple[int, int], held_out: tuple[int, int]) -> Lift | None:
    """Of (ordered, all) of both groups; None where one is empty."""
    if not reached[1] or not held_out[1]:
        return None
    return Lift(Number(*reached), Number(*held_out))

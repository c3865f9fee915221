"""What the members of each channel cost, and what they brought in their first 90 days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.feedback.insight.domain.alarms import Finding
from services.feedback.insight.domain.metrics import Level, Metric, Number, Unit
from services.feedback.insight.domain.period import Grain, Period
from services.feedback.programme.domain import Text

RETURN_DAYS = 90
THOUSAND = 1_000


class ChannelKind(StrEnum):
    """Whom a channel reaches: the brand's own places, people who talk to each other, or others."""

    DIRECT = "direct"
    SOCIAL = "social"
    OTHER = "other"


FLOORS: Mapping[ChannelKind, int] = {ChannelKind.DIRECT: 5_000, ChannelKind.SOCIAL: 3_000}
"""The return in thousandths that a channel should be above, unless the programme says otherwise."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel by which members come: those whose origin has one of `sources`. `floor`: its return
    should be above so many thousandths; None where it has none."""

    code: str
    name: Text
    kind: ChannelKind
    sources: tuple[str, ...]
    floor: int | None


@dataclass(frozen=True, slots=True)
class Acquired:
    """Members who came, and the net money of the first 90 days of each, in minor units."""

    members: int = 0
    minor: int = 0

    def __add__(self, other: "Acquired") -> "Acquired":
        return Acquired(self.members + other.members, self.minor + other.minor)


NOBODY = Acquired()


@dataclass(frozen=True, slots=True)
class Return:
    """A channel's month. `cost` is in minor units; None before it is told."""

    channel: Channel
    month: Period
    acquired: Acquired
    cost: int | None

    @property
    def cac(self) -> Number | None:
        """The cost of a member; None without the cost, and where nobody came."""
        if self.cost is None or not self.acquired.members:
            return None
        return Number(self.cost, self.acquired.members)

    @property
    def roi(self) -> Number | None:
        """What came back for each unit of cost; None without a cost."""
        return Number(self.acquired.minor, self.cost) if self.cost else None

    def complete(self, today: date) -> bool:
        """Whether the first 90 days of all who came are over."""
        return self.month.until + timedelta(days=RETURN_DAYS) <= today

    def short(self, today: date) -> bool:
        """Whether it is complete, and not above its floor."""
        roi, floor = self.roi, self.channel.floor
        if roi is None or floor is None or not self.complete(today):
            return False
        return roi.numerator * THOUSAND <= floor * roi.denominator

    def finding(self, today: date) -> Finding | None:
        """The alarm on a return that is too low; None where it is not."""
        if not self.short(today) or self.roi is None or self.channel.floor is None:
            return None
        floor = self.channel.floor / THOUSAND
        change = int((self.roi.value - floor) / floor * 100) if floor else 0
        return Finding(self.roi.value, floor, floor, floor, change)


def returns(
    channels: Sequence[Channel],
    months: Sequence[Period],
    acquired: Mapping[tuple[str, date], Acquired],
    costs: Mapping[tuple[str, date], int],
) -> list[Return]:
    """Each month's channels. `acquired` is by source and first day of the month, `costs` by channel
    and first day."""
    return [
        Return(
            channel,
            month,
            sum((acquired.get((each, month.first), NOBODY) for each in channel.sources), NOBODY),
            costs.get((channel.code, month.first)),
        )
        for month in months
        for channel in channels
    ]


CAC = Metric(
    "cac", Level.VALUE, Unit.MONEY, Text("获客成本", "Cost of a new member (CAC)"),
    Text(
        "渠道当月费用除以经该渠道入会的会员数。",
        "What a channel cost in a month, by the members who came by it in that month.",
    ),
    "cost / members who came",
    lambda known: None,
    up=False,
    grains=(Grain.MONTH,),
)  # fmt: skip
ROI = Metric(
    "roi", Level.VALUE, Unit.PERCENT, Text("渠道回报", "Return of a channel (ROI)"),
    Text(
        "当月经该渠道入会的会员，入会后 90 天内的净销售额，除以渠道当月费用。",
        "Net revenue of the first 90 days of the members who came in the month, by what the channel"
        " cost in that month.",
    ),
    "net revenue of the first 90 days / cost",
    lambda known: None,
    grains=(Grain.MONTH,),
)  # fmt: skip

"""The section `insight` of a programme."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from services.feedback.insight.domain.acquisition import FLOORS, Channel, ChannelKind
from services.feedback.insight.domain.alarms import AlarmRules
from services.feedback.insight.domain.funnel import Funnel
from services.feedback.insight.domain.metrics import CATALOGUE, METRICS
from services.feedback.insight.domain.period import Grain
from services.feedback.insight.domain.standing import HUNDRED, Target
from services.feedback.programme.domain import Programme, text_of

BOARD = tuple(each.code for each in CATALOGUE if Grain.DAY in each.grains)
REPORTS = {"daily": Grain.DAY, "weekly": Grain.WEEK, "monthly": Grain.MONTH}
TOLERANCE_PERCENT = 10


@dataclass(frozen=True, slots=True)
class Insight:
    """`board`: metrics in their order. `alarms`: None where the brand wants none."""

    board: tuple[str, ...] = BOARD
    targets: Mapping[str, Target] = field(default_factory=dict)
    alarms: AlarmRules | None = None
    funnels: Mapping[str, Funnel] = field(default_factory=dict)
    reports: tuple[Grain, ...] = ()
    acquisition: Mapping[str, Channel] = field(default_factory=dict)

    @property
    def watched(self) -> tuple[str, ...]:
        """The metrics whose change is an alarm."""
        if self.alarms is None:
            return ()
        return self.alarms.metrics or self.board


def insight_section(programme: Programme) -> Insight:
    """The section; a brand without one has the board alone."""
    section: Mapping[str, Any] = programme.document.get("insight") or {}
    return Insight(
        board=tuple(section.get("board", BOARD)),
        targets={each["metric"]: _target(each) for each in section.get("targets", ())},
        alarms=_alarms(section["alarms"]) if "alarms" in section else None,
        funnels={each["code"]: _funnel(each) for each in section.get("funnels", ())},
        reports=tuple(REPORTS[each] for each in section.get("reports", ())),
        acquisition={each["code"]: _channel(each) for each in section.get("acquisition", ())},
    )


def _channel(written: Mapping[str, Any]) -> Channel:
    kind = ChannelKind(written["kind"])
    floor = written.get("floor_permille", FLOORS.get(kind))
    sources = tuple(written["sources"])
    return Channel(written["code"], text_of(written["name"]), kind, sources, floor)


def _target(written: Mapping[str, Any]) -> Target:
    hundredths = (
        written["target_permille"] * 10
        if "target_permille" in written
        else written["target"] * HUNDRED
    )
    return Target(
        written["metric"],
        hundredths,
        written.get("tolerance_percent", TOLERANCE_PERCENT),
        METRICS[written["metric"]].up,
    )


def _alarms(written: Mapping[str, Any]) -> AlarmRules:
    usual = AlarmRules()
    return AlarmRules(
        written.get("change_percent", usual.change_percent),
        written.get("min_volume", usual.min_volume),
        written.get("clock_hours", usual.clock_hours),
        tuple(written.get("metrics", ())),
    )


def _funnel(written: Mapping[str, Any]) -> Funnel:
    return Funnel(
        written["code"],
        text_of(written["name"]),
        tuple(written["steps"]),
        timedelta(days=written.get("window_days", 7)),
    )

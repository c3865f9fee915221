"""The section `insight` of a programme."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from services.feedback.insight.domain.acquisition import FLOORS, Channel, ChannelKind
from services.feedback.insight.domain.alarms import AlarmRules
from services.feedback.insight.domain.boards import MAIN, MAIN_NAME, Board, board_of
from services.feedback.insight.domain.catalogue import CATALOGUE, METRICS
from services.feedback.insight.domain.funnel import Funnel
from services.feedback.insight.domain.metrics import Metric
from services.feedback.insight.domain.own_metrics import own_metric
from services.feedback.insight.domain.period import Grain
from services.feedback.insight.domain.report_message import Recipient
from services.feedback.insight.domain.standing import HUNDRED, Target
from services.feedback.insight.domain.threshold import Threshold, TodoWish, When
from services.feedback.programme.domain import Programme, text_of

BOARD = tuple(each.code for each in CATALOGUE if Grain.DAY in each.grains and each.on_board)
REPORTS = {"daily": Grain.DAY, "weekly": Grain.WEEK, "monthly": Grain.MONTH}
TOLERANCE_PERCENT = 10
BOARD_MAX = 30
TODO_HOURS = 24


@dataclass(frozen=True, slots=True)
class Insight:
    """`board`: everybody's metrics in their order. `others`: boards of people with other duties.
    `alarms`: None where the brand wants none. `own`: metrics of the brand."""

    board: tuple[str, ...] = BOARD
    others: tuple[Board, ...] = ()
    targets: Mapping[str, Target] = field(default_factory=dict)
    alarms: AlarmRules | None = None
    funnels: Mapping[str, Funnel] = field(default_factory=dict)
    reports: tuple[Grain, ...] = ()
    acquisition: Mapping[str, Channel] = field(default_factory=dict)
    own: Mapping[str, Metric] = field(default_factory=dict)
    thresholds: tuple[Threshold, ...] = ()
    recipients: tuple[Recipient, ...] = ()

    @property
    def metrics(self) -> Mapping[str, Metric]:
        """All that there are: those of every brand, then its own."""
        return {**METRICS, **self.own}

    @property
    def boards(self) -> tuple[Board, ...]:
        """All boards, everybody's first."""
        return (Board(MAIN, MAIN_NAME, (), self.board), *self.others)

    @property
    def reported(self) -> tuple[str, ...]:
        """The metrics of reports: the board's, and those that a board of days can't tell."""
        longer = (each.code for each in self.metrics.values() if Grain.DAY not in each.grains)
        return (*self.board, *longer)

    @property
    def watched(self) -> tuple[str, ...]:
        """The metrics whose change is an alarm."""
        if self.alarms is None:
            return ()
        return self.alarms.metrics or self.board


def insight_section(programme: Programme) -> Insight:
    """The section; a brand without one has the board alone."""
    section: Mapping[str, Any] = programme.document.get("insight") or {}
    own = {each["code"]: own_metric(each) for each in section.get("metrics", ())}
    metrics = {**METRICS, **own}
    return Insight(
        board=tuple(section.get("board") or _board(own)),
        others=tuple(map(board_of, section.get("boards", ()))),
        targets={
            each["metric"]: _target(each, metrics[each["metric"]].up)
            for each in section.get("targets", ())
        },
        alarms=_alarms(section["alarms"]) if "alarms" in section else None,
        funnels={each["code"]: _funnel(each) for each in section.get("funnels", ())},
        reports=tuple(REPORTS[each] for each in section.get("reports", ())),
        acquisition={each["code"]: _channel(each) for each in section.get("acquisition", ())},
        own=own,
        thresholds=tuple(map(_threshold, section.get("thresholds", ()))),
        recipients=tuple(map(_recipient, section.get("report_messages", ()))),
    )


def _board(own: Mapping[str, Metric]) -> list[str]:
    daily = [code for code, metric in own.items() if Grain.DAY in metric.grains]
    return [*BOARD, *daily][:BOARD_MAX]


def _threshold(written: Mapping[str, Any]) -> Threshold:
    todo, off = written.get("open_todo"), written.get("switch_off", {})
    return Threshold(
        written["code"],
        written["metric"],
        When(written["when"]),
        written.get("pause_journey", ""),
        None if todo is None else _todo(todo),
        off.get("message", ""),
        off.get("instead", ""),
    )


def _todo(written: Mapping[str, Any]) -> TodoWish:
    hours = written.get("within_hours", TODO_HOURS)
    return TodoWish(text_of(written["title"]), timedelta(hours=hours))


def _recipient(written: Mapping[str, Any]) -> Recipient:
    return Recipient(REPORTS[written["report"]], written["channel"], written["language"])


def _channel(written: Mapping[str, Any]) -> Channel:
    kind = ChannelKind(written["kind"])
    floor = written.get("floor_permille", FLOORS.get(kind))
    sources = tuple(written["sources"])
    return Channel(written["code"], text_of(written["name"]), kind, sources, floor)


def _target(written: Mapping[str, Any], up: bool) -> Target:
    hundredths = (
        written["target_permille"] * 10
        if "target_permille" in written
        else written["target"] * HUNDRED
    )
    return Target(
        written["metric"],
        hundredths,
        written.get("tolerance_percent", TOLERANCE_PERCENT),
        up,
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

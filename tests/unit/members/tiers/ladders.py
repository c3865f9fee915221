"""Ladders and times for the tests of tiers: the growth ladder of the tea programme."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.members.programme.domain.rules import NO_RULES
from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.ladder import Ladder, parse_ladders
from services.members.tiers.domain.tiers import JudgementTime

ENROLLED_ON = date(2025, 2, 10)
ENROLLED_AT = datetime(2025, 2, 10, 4, tzinfo=UTC)


def tea(**changes: Any) -> Ladder:
    """basic 0, silver 300/240, gold 1000/800, diamond 3000/2400 over a rolling 12 months."""
    written: dict[str, Any] = {
        "code": "growth",
        "main": True,
        "basis": "growth",
        "window": {"kind": "rolling", "months": 12},
        "downgrade": "one_down",
        "grace_days": 30,
        "tiers": [
            tier("basic", 0, 0, 100),
            tier("silver", 300, 240, 110),
            tier("gold", 1000, 800, 130),
            tier("diamond", 3000, 2400, 150),
        ],
    }
    return parse_ladders(replace(NO_RULES, document={"ladders": [written | changes]}))[0]


def tier(code: str, reach: int, keep: int, percent: int) -> dict[str, Any]:
    name = {"zh": code, "en": code}
    return {
        "code": code,
        "name": name,
        "reach": reach,
        "keep": keep,
        "multiplier_percent": percent,
    }


def on(day: date, enrolled_on: date = ENROLLED_ON) -> JudgementTime:
    """Noon UTC of `day`."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return JudgementTime(noon, day, enrolled_on, ZoneInfo("UTC"))


def totals(**by_day: int) -> DailyTotals:
    """`totals(d2026_03_15=120)`"""
    made = DailyTotals()
    for name, amount in by_day.items():
        year, month, day = map(int, name.removeprefix("d").split("_"))
        made.add(date(year, month, day), amount, date(year, month, day))
    return made

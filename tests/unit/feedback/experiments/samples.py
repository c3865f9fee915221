"""Experiments for tests, as a programme writes them."""

from datetime import UTC, datetime
from typing import Any

from services.feedback.audience.domain import Reached
from services.feedback.experiments.domain.running import Running
from services.feedback.experiments.domain.section import Experiment, experiment_of

START = datetime(2026, 6, 1, tzinfo=UTC)
NAME = {"zh": "新人礼力度", "en": "Size of the welcome gift"}
FIXED = {"kind": "fixed", "baseline_permille": 30, "mde_permille": 10}
SEQUENTIAL = {"kind": "sequential", "tuning": 5000, "mde_permille": 10}


def written(**more: Any) -> dict[str, Any]:
    return {
        "code": "welcome_offer",
        "name": NAME,
        "unit": "member",
        "salt": "s1",
        "arms": [
            {"code": "control", "name": NAME, "weight": 50, "send": "welcome"},
            {"code": "stronger", "name": NAME, "weight": 50, "send": "welcome_5_yuan"},
        ],
        "primary": {"metric": "order_rate", "within_days": 7},
        "stop": FIXED,
        "horizon_days": 42,
        "stages": [{"stage": "part", "percent": 10}, {"stage": "full"}],
        **more,
    }


def experiment(**more: Any) -> Experiment:
    return experiment_of(written(**more))


def running(stages: int = 1, **more: Any) -> Running:
    """Started, and so many stages on; none is too early."""
    found = Running(experiment(**more)).started("ann", START)
    for _ in range(stages - 1):
        found = found.advanced("ann", START)
    return found


def member(member_id: str, store: str = "") -> Reached:
    return Reached(member_id, START, store=store)

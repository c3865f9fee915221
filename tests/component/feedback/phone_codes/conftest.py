"""Timers look more often than in production, so that no test waits for them."""

import pytest

from services.feedback.timers import commands
from tests.component.feedback.reach.sending_suite import suite  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def timers_look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "PAUSE_S", 0.02)

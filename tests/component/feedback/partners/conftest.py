"""The jobs of partners look more often, so that no test waits for them."""

import pytest

from services.feedback.partners.api import sources
from services.feedback.partners.commands import replaying, sending, tidying
from tests.component.feedback import members_server, points_server


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    for job in (sending, replaying, tidying):
        monkeypatch.setattr(job, "PAUSE_S", 0.05)
    for feed in (members_server, points_server):
        monkeypatch.setattr(feed, "HEARTBEAT_S", 0.2)
    monkeypatch.setattr(sources, "IDLE_S", 0.1)

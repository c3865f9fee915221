"""The job that does, lane by lane, what a change of an endpoint asks for.

An endpoint may have a lane for each member, too many for the transaction of an operator's call.
"""

from functools import partial
from typing import Protocol

from services.common.clock import Clock
from services.common.leased_job import run_leased
from services.common.telemetry import log
from services.feedback.partners.commands.replaying import Turn

PAUSE_S = 0.5

_log = log("feedback.partners")


class Chores(Protocol):
    """What is left to do with the lanes of endpoints."""

    async def do_all(self, clock: Clock) -> int:
        """Let lanes wait, go on, or go, as it was asked for; how many endpoints had such a wish."""
        ...


class TidyJob:
    """Does the chores of all endpoints, in one process at a time."""

    def __init__(self, chores: Chores, turn: Turn, clock: Clock) -> None:
        self._chores = chores
        self._turn = turn
        self._clock = clock

    async def run(self) -> None:
        """Go on until cancelled."""
        await run_leased(
            partial(self._chores.do_all, self._clock),
            self._turn,
            PAUSE_S,
            _log,
            "webhook_chores_wait",
        )

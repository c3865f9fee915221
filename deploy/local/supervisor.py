"""The supervisor: waits until processes are healthy, restarts crashed ones, stops all in order."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from deploy.local.logs import readable
from deploy.local.problem import StartProblem
from deploy.local.process import Child, tail

READY_TIMEOUT_S = 60.0
POLL_S = 0.1
QUICK_CRASH_S = 10.0
QUICK_CRASHES_MAX = 5
BACKOFF_FIRST_S = 0.25
BACKOFF_MAX_S = 30.0
SHORTAGE_POLL_S = 2.0
LAST_LINES = 12


@dataclass
class Unit:
    """One process under supervision."""

    child: Child
    port: int
    healthy: Callable[[], Awaitable[bool]]
    stop_timeout_s: float
    state: str = "starting"  # then ready, restarting, waiting, failed, stopped
    was_ready: bool = False
    started_at: float = 0.0
    restarts: int = 0

    @property
    def name(self) -> str:
        """The name in logs and tables."""
        return self.child.name

    def last_words(self) -> str:
        """A report of its end: exit code or signal, and the last lines of its log."""
        code = self.child.exit_code or 0
        how = f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
        lines = map(readable, tail(self.child.output, lines=LAST_LINES))
        return "\n".join([f"{self.name} {how}; the end of {self.child.output}:", *lines])


class Supervisor:
    """Watches units. Calls `changed` after each change of a state, `say` with a text to display.

    `shortage` says why nothing can start now, such as a full disk; "" when nothing is short.
    """

    def __init__(
        self,
        changed: Callable[[], None],
        say: Callable[[str, str], None],
        shortage: Callable[[], str] = lambda: "",
    ) -> None:
        self.units: list[Unit] = []
        self._shortage = shortage
        self._changed = changed
        self._say = say
        self._watches: list[asyncio.Task[None]] = []

    def adopt(self, unit: Unit) -> None:
        """Watches a process; launches it unless it runs already."""
        unit.started_at = time.time()
        if not unit.child.alive():
            unit.child.launch()
        self.units.append(unit)
        self._watches.append(asyncio.create_task(self._watch(unit)))
        self._changed()

    async def until_ready(self) -> None:
        """Returns when every unit is healthy. Raises StartProblem when one fails or is too slow."""
        deadline = time.monotonic() + READY_TIMEOUT_S
        while not all(unit.state == "ready" for unit in self.units):
            for unit in self.units:
                if unit.state == "failed":
                    raise StartProblem(
                        f"{unit.last_words()}\n{unit.name} does not start: see above."
                    )
                if unit.state != "ready" and time.monotonic() > deadline:
                    raise StartProblem(
                        f"{unit.name} runs but is not healthy after {READY_TIMEOUT_S:.0f} s:"
                        f" look at {unit.child.output}."
                    )
            await asyncio.sleep(POLL_S)

    async def stop(self, *stages: Sequence[str]) -> None:
        """Stops the named units, stage after stage, those of one stage together."""
        for watch in self._watches:
            watch.cancel()
        for stage in stages:
            units = [unit for unit in self.units if unit.name in stage]
            for unit in units:
                unit.child.ask_to_stop()
            for unit in units:
                await self._wait_for_end(unit)

    async def _wait_for_end(self, unit: Unit) -> None:
        deadline = time.monotonic() + unit.stop_timeout_s
        while unit.child.alive():
            if time.monotonic() > deadline:
                self._say(unit.name, f"did not stop in {unit.stop_timeout_s:.0f} s and is killed")
                unit.child.kill()
            await asyncio.sleep(POLL_S)
        self._become(unit, "stopped")

    async def _watch(self, unit: Unit) -> None:
        quick_crashes = 0
        while True:
            await self._until_it_ends(unit)
            if await self._wait_while_short(unit):
                quick_crashes = 0
                self._launch_again(unit)
                continue
            lived_s = time.monotonic() - unit.child.launched_at
            quick_crashes = quick_crashes + 1 if lived_s < QUICK_CRASH_S else 1
            # A process that was ready once may be ready again: the cause may be outside of it.
            if quick_crashes >= QUICK_CRASHES_MAX and not unit.was_ready:
                self._become(unit, "failed")
                self._say(unit.name, f"crashed {quick_crashes} times in a row and stays down")
                return
            self._become(unit, "restarting")
            pause_s = min(BACKOFF_FIRST_S * 2 ** min(quick_crashes - 1, 10), BACKOFF_MAX_S)
            self._say(unit.name, f"{unit.last_words()}\nit starts again in {pause_s:.2g} s")
            await asyncio.sleep(pause_s)
            self._launch_again(unit)

    async def _wait_while_short(self, unit: Unit) -> bool:
        """Whether something was short; it is there again on return."""
        told = self._shortage()
        if not told:
            return False
        self._become(unit, "waiting")
        self._say(unit.name, f"{unit.last_words()}\nit waits: {told}")
        while self._shortage():
            await asyncio.sleep(SHORTAGE_POLL_S)
        self._say(unit.name, "nothing is short any more: it starts again")
        return True

    def _launch_again(self, unit: Unit) -> None:
        unit.restarts += 1
        unit.started_at = time.time()
        try:
            unit.child.launch()
        except OSError as error:
            # Its log can't be opened, say: the next turn of the watch counts it as a crash.
            unit.child.launched_at = time.monotonic()
            self._say(unit.name, f"can't be started: {error}")
        self._changed()

    async def _until_it_ends(self, unit: Unit) -> None:
        ready = False
        while unit.child.alive():
            if not ready and await unit.healthy():
                ready = unit.was_ready = True
                self._become(unit, "ready")
            await asyncio.sleep(POLL_S)

    def _become(self, unit: Unit, state: str) -> None:
        unit.state = state
        self._changed()

"""The supervisor: a crash is followed by a restart, many quick ones by giving up."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.local import supervisor
from deploy.local.problem import StartProblem
from deploy.local.process import Child
from deploy.local.supervisor import Supervisor, Unit


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "POLL_S", 0.01)
    monkeypatch.setattr(supervisor, "BACKOFF_FIRST_S", 0.01)


def _unit(tmp_path: Path, code: str) -> Unit:
    async def healthy() -> bool:
        return True

    child = Child("points", [sys.executable, "-c", code], tmp_path / "points.log")
    return Unit(child, 50052, healthy, stop_timeout_s=0.5)


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.01)


SLEEP = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up'); time.sleep(60)"


async def test_a_killed_process_is_started_again(tmp_path: Path) -> None:
    told: list[str] = []
    watching = Supervisor(lambda: None, lambda name, text: told.append(text))
    unit = _unit(tmp_path, SLEEP)
    watching.adopt(unit)
    await watching.until_ready()
    first = unit.child.pid
    unit.child.kill()
    await _until(lambda: unit.restarts == 1 and unit.state == "ready")
    assert unit.child.pid != first
    assert told[0].startswith("points was ended by signal 9")
    await watching.stop(["points"])
    assert not unit.child.alive()


async def test_a_process_that_keeps_crashing_stays_down_and_shows_its_last_lines(
    tmp_path: Path,
) -> None:
    told: list[str] = []
    watching = Supervisor(lambda: None, lambda name, text: told.append(text))
    unit = _unit(tmp_path, "print('TESSERA_PORT: not an integer'); exit(2)")
    unit.healthy = _never
    watching.adopt(unit)
    with pytest.raises(StartProblem, match=r"exit code 2(.|\n)*TESSERA_PORT: not an integer"):
        await watching.until_ready()
    assert told[-1] == f"crashed {supervisor.QUICK_CRASHES_MAX} times in a row and stays down"
    assert unit.restarts == supervisor.QUICK_CRASHES_MAX - 1


async def test_on_a_full_disk_a_process_waits_and_starts_again_when_there_is_space(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "SHORTAGE_POLL_S", 0.01)
    free = [False]
    told: list[str] = []
    watching = Supervisor(
        lambda: None,
        lambda name, text: told.append(text),
        lambda: "" if free[0] else "the disk has 0 MiB left",
    )
    unit = _unit(tmp_path, SLEEP)
    watching.adopt(unit)
    await watching.until_ready()
    for restarts in range(supervisor.QUICK_CRASHES_MAX + 1):
        free[0] = False
        unit.child.kill()
        await _until(lambda: unit.state == "waiting")
        assert "it waits: the disk has 0 MiB left" in told[-1]
        await asyncio.sleep(0.05)
        assert (unit.restarts, unit.child.alive()) == (restarts, False)
        free[0] = True
        await _until(lambda: unit.state == "ready")
    assert told[-1] == "nothing is short any more: it starts again"
    await watching.stop(["points"])


async def test_a_process_that_was_ready_once_is_never_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "BACKOFF_MAX_S", 0.05)
    told: list[str] = []
    watching = Supervisor(lambda: None, lambda name, text: told.append(text))
    unit = _unit(tmp_path, SLEEP)
    watching.adopt(unit)
    await watching.until_ready()
    good = unit.child.command
    unit.child.command = [str(tmp_path / "gone")]
    unit.child.output = tmp_path / "a folder"
    unit.child.output.mkdir()  # so that not even the log can be opened
    unit.child.kill()
    await _until(lambda: unit.restarts > supervisor.QUICK_CRASHES_MAX)
    assert any(text.startswith("can't be started: ") for text in told)
    unit.child.command, unit.child.output = good, tmp_path / "points.log"
    await _until(lambda: unit.state == "ready")
    await watching.stop(["points"])


async def test_a_process_that_never_becomes_healthy_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "READY_TIMEOUT_S", 0.1)
    watching = Supervisor(lambda: None, lambda name, text: None)
    unit = _unit(tmp_path, SLEEP)
    unit.healthy = _never
    watching.adopt(unit)
    with pytest.raises(StartProblem, match=r"points runs but is not healthy"):
        await watching.until_ready()
    await watching.stop(["points"])


async def test_a_process_that_will_not_stop_is_killed(tmp_path: Path) -> None:
    told: list[str] = []
    watching = Supervisor(lambda: None, lambda name, text: told.append(text))
    unit = _unit(tmp_path, STUBBORN)
    watching.adopt(unit)
    await _until(lambda: (tmp_path / "points.log").stat().st_size > 0 or not unit.child.alive())
    await watching.stop(["points"])
    assert unit.child.exit_code == -9
    assert told == ["did not stop in 0 s and is killed"]


async def _never() -> bool:
    return False

"""`make run` as a newcomer has it: a start in an empty folder, a crash, Ctrl-C, a second start."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.local import status, token
from deploy.local.addresses import PROCESSES
from deploy.local.folder import Folder, Run

EVERYTHING = ["mongo", "redis", *PROCESSES]
FIRST_START_TIMEOUT_S = 90.0
QUERY = "{ me { id name phone tier { code } points { posted pending } } }"


class Runner:
    """The runner in a process of its own, on free ports and in a folder of its own."""

    def __init__(self, data: Path) -> None:
        self.folder = Folder(data)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Run:
        env = {name: value for name, value in os.environ.items() if "TESSERA" not in name}
        command = [sys.executable, "-m", "deploy.local.run", "--data", str(self.folder.root)]
        with (self.folder.root / "screen.txt").open("ab") as screen:
            self.process = subprocess.Popen(
                [*command, "--ports", "auto"],
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=screen,
                stderr=screen,
                start_new_session=True,
            )
        self.until(lambda run: run.ready, FIRST_START_TIMEOUT_S)
        return self.now()

    def now(self) -> Run:
        run = self.folder.read()
        assert run is not None, self.screen()
        return run

    def until(self, condition: Callable[[Run], bool], timeout_s: float = 30.0) -> None:
        assert self.process is not None
        deadline = time.monotonic() + timeout_s
        while (run := self.folder.read()) is None or not condition(run):
            assert self.process.poll() is None, self.screen()
            assert time.monotonic() < deadline, self.screen()
            time.sleep(0.1)

    def screen(self) -> str:
        return (self.folder.root / "screen.txt").read_text()

    def end(self, number: int) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(60)


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    runner = Runner(tmp_path)
    yield runner
    if runner.process is not None and runner.process.poll() is None:
        runner.end(signal.SIGKILL)


def _card(runner: Runner, member_token: str) -> dict[str, Any]:
    url = f"http://127.0.0.1:{runner.now().ports['gateway']}/graphql"
    headers = {"authorization": f"Bearer {member_token}"}
    answer = httpx.post(url, json={"query": QUERY}, headers=headers).json()
    assert "errors" not in answer, answer
    card: dict[str, Any] = answer["data"]["me"]
    return card


def _settled_card(runner: Runner, member_token: str) -> dict[str, Any]:
    """The card once points have followed the demo orders."""
    deadline = time.monotonic() + 30
    before: dict[str, Any] = {}
    while time.monotonic() < deadline:
        card = _card(runner, member_token)
        if card == before and card["points"]["posted"] > 0:
            return card
        before = card
        time.sleep(1)
    raise AssertionError(f"no points have come: {before}")


def _gone(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z"


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_the_suite_starts_heals_stops_without_a_trace_and_finds_its_data_again(
    runner: Runner, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(runner.folder.root)]

    run = runner.start()
    assert list(run.processes) == EVERYTHING
    assert status.main(data) == 0
    table = capsys.readouterr().out.splitlines()
    assert [line.split()[3] for line in table[1:]] == ["ok"] * len(EVERYTHING)
    assert "A first query:" in runner.screen()

    assert token.main([*data, "--role", "member", "--brand", "tea"]) == 0
    member_token = capsys.readouterr().out.strip()
    card = _settled_card(runner, member_token)

    os.kill(run.processes["points"].pid, signal.SIGKILL)
    runner.until(lambda now: now.processes["points"].restarts == 1)
    runner.until(lambda now: now.processes["points"].state == "ready")
    assert "points was ended by signal 9" in runner.screen()
    assert _settled_card(runner, member_token) == card

    pids = [process.pid for process in runner.now().processes.values()]
    assert runner.end(signal.SIGINT) == 0
    assert "is killed" not in runner.screen()
    assert all(_gone(pid) for pid in pids)
    assert status.main(data) == 3

    runner.start()
    assert _settled_card(runner, member_token) == card
    assert runner.screen().count("Loaded 200 demo members") == 1
    assert runner.end(signal.SIGTERM) == 0


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_runner_that_is_killed_takes_everything_with_it(runner: Runner) -> None:
    run = runner.start()
    runner.end(signal.SIGKILL)
    deadline = time.monotonic() + 5
    while not all(_gone(process.pid) for process in run.processes.values()):
        assert time.monotonic() < deadline
        time.sleep(0.05)

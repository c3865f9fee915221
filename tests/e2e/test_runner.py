"""`make run` as a newcomer has it: an empty folder, a crash, Ctrl-C, then `make up`, `down`."""

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

from deploy.local import down, status, token, up
from deploy.local.addresses import ISSUER, PROCESSES
from deploy.local.folder import Folder, Run

# Tests start suites without a console (tests/conftest.py), so nobody signs in.
EVERYTHING = ["mongo", "redis", *(name for name in PROCESSES if name != ISSUER)]
FIRST_START_TIMEOUT_S = 150.0
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

    def end_whatever_happens(self) -> None:
        """For teardowns: a runner that is killed takes its processes with it."""
        if (run := self.folder.read()) is not None:
            os.kill(run.pid, signal.SIGKILL)
        elif self.process is not None and self.process.poll() is None:
            self.process.kill()


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    runner = Runner(tmp_path)
    yield runner
    runner.end_whatever_happens()


def _answer(runner: Runner, member_token: str) -> dict[str, Any]:
    url = f"http://127.0.0.1:{runner.now().ports['gateway']}/graphql"
    headers = {"authorization": f"Bearer {member_token}"}
    answer: dict[str, Any] = httpx.post(url, json={"query": QUERY}, headers=headers).json()
    return answer


def _settled_card(runner: Runner, member_token: str) -> dict[str, Any]:
    """The card once it is complete and stays as it is.

    Right after a crash its points are null with an error: the gateway connects again in a second.
    """
    deadline = time.monotonic() + 30
    before: dict[str, Any] = {}
    while time.monotonic() < deadline:
        answer = _answer(runner, member_token)
        if answer == before and "errors" not in answer and answer["data"]["me"]["points"]["posted"]:
            card: dict[str, Any] = answer["data"]["me"]
            return card
        before = answer
        time.sleep(0.5)
    raise AssertionError(f"the card did not settle: {before}")


def _gone(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z"


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_the_suite_starts_recovers_stops_completely_and_finds_its_data_again(
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

    assert up.main([*data, "--ports", "auto"]) == 0
    said = capsys.readouterr().out
    assert "A first query:" in said
    assert "Loaded" not in said
    assert _settled_card(runner, member_token) == card
    pids = [process.pid for process in runner.now().processes.values()]
    assert down.main(data) == 0
    assert all(_gone(pid) for pid in pids)

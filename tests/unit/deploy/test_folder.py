"""The data folder: one runner at a time, and the others see what it does."""

from pathlib import Path

import pytest

from deploy.local import status
from deploy.local.folder import Folder, Run, Running
from deploy.local.problem import StartProblem

RUN = Run(
    pid=7,
    ready=True,
    ports={"gateway": 8000},
    mongo_url="mongodb://127.0.0.1:1",
    redis_url="redis://127.0.0.1:2",
    processes={"gateway": Running(8, 8000, "ready", 0.0)},
)


def test_other_commands_read_the_run_while_its_runner_holds_the_folder(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.read() is None
    with folder.held():
        folder.write(RUN)
        assert folder.read() == RUN
    assert folder.read() is None


def test_a_run_that_was_killed_does_not_look_alive(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    with folder.held():
        pass
    folder.write(RUN)
    assert folder.read() is None


def test_a_second_runner_on_a_folder_is_refused_with_the_pid_of_the_first(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    with folder.held():
        folder.write(RUN)
        with pytest.raises(StartProblem, match=r"already \(pid 7\).*make down"), folder.held():
            pass


@pytest.mark.parametrize(
    ("seconds", "words"), [(12.4, "12 s"), (200, "3 min"), (7_300, "2 h"), (433_000, "5 d")]
)
def test_uptime_has_one_unit(seconds: float, words: str) -> None:
    assert status.uptime(seconds) == words


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    assert status.table([("name", "pid"), ("gateway", "8")]) == "name     pid\ngateway  8"


def test_status_without_a_suite_says_how_to_start_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status.main(["--data", str(tmp_path)]) == 3
    assert "`make run` or `make up` starts it" in capsys.readouterr().out

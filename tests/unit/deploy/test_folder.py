"""The data folder: one runner at a time, and the others see what it does."""

from dataclasses import replace
from pathlib import Path

import pytest

from deploy.local import status
from deploy.local.folder import Folder, Run, Running, without_password
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


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (
            "mongodb://me:s3c/r@et@db:27017/?replicaSet=rs0",
            "mongodb://me:***@db:27017/?replicaSet=rs0",
        ),
        ("mongodb+srv://me:s3cret@db", "mongodb+srv://me:***@db"),
        ("redis://:s3cret@cache:6379/0", "redis://:***@cache:6379/0"),
        ("mongodb://a:1,b:2/?replicaSet=rs0", "mongodb://a:1,b:2/?replicaSet=rs0"),
        ("redis://cache:6379/0?x=a@b", "redis://cache:6379/0?x=a@b"),
        ("mongodb://me@db:1/x", "mongodb://me@db:1/x"),
    ],
)
def test_a_url_is_published_without_its_password(url: str, shown: str) -> None:
    assert without_password(url) == shown


def test_only_its_owner_reads_what_a_runner_publishes(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    (tmp_path / "run.json.partial").touch(0o644)
    folder.write(RUN)
    assert (tmp_path / "run.json").stat().st_mode & 0o777 == 0o600


def test_a_process_that_is_down_has_no_pid_in_the_table() -> None:
    down = replace(RUN, processes={"points": Running(0, 50052, "restarting", 0.0, 1)})
    (row,) = status.rows(down, {"points": "restarting"}, 100.0)
    assert row == ("points", "-", "50052", "restarting", "-", "-", "1")

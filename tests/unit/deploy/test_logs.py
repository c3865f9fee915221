"""Logs: warnings reach the screen, files stay bounded, the end is shown."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest

from deploy.local import logs, process


@pytest.mark.parametrize(
    ("line", "loud"),
    [
        ('{"event": "started", "level": "info"}', False),
        ('{"event": "slow", "level": "warning"}', True),
        ('{"event": "broken", "level": "error"}', True),
        ("Traceback (most recent call last):", True),
    ],
)
def test_only_warnings_and_worse_reach_the_screen(line: str, loud: bool) -> None:
    assert logs.is_loud(line) is loud


def test_a_json_line_is_made_readable() -> None:
    line = (
        '{"component": "server", "port": 1, "event": "started", "level": "info", "timestamp": ""}'
    )
    assert logs.readable(line) == "info    started component=server port=1"
    assert logs.readable("plain") == "plain"


def test_a_log_that_grew_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "LOG_BYTES_MAX", 10)
    log = tmp_path / "points.log"
    log.write_text("short")
    process.rotate(log)
    assert log.exists()
    log.write_text("longer than ten bytes")
    process.rotate(log)
    assert not log.exists()
    assert (tmp_path / "points.log.1").read_text() == "longer than ten bytes"


def test_the_tail_is_the_end_of_a_file_and_nothing_of_none(tmp_path: Path) -> None:
    log = tmp_path / "points.log"
    assert process.tail(log) == []
    log.write_text("".join(f"{n}\n" for n in range(100)))
    assert process.tail(log, lines=2) == ["98", "99"]


async def test_lines_are_followed_as_they_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "FOLLOW_S", 0.01)
    log = tmp_path / "points.log"
    log.write_text("before\n")
    seen: list[str] = []
    following = asyncio.create_task(
        logs.follow({"points": log}, lambda name, line: seen.append(f"{name} {line}"))
    )
    await asyncio.sleep(0.05)
    with log.open("a") as file:
        file.write("after\nhalf a li")
    await asyncio.sleep(0.05)
    following.cancel()
    with suppress(asyncio.CancelledError):
        await following
    assert seen == ["points after"]

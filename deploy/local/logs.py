"""The logs of the suite; `python -m deploy.local.logs [--name points]` follows them."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from deploy.local import folder, screen
from deploy.local.addresses import PROCESSES
from deploy.local.process import tail

FOLLOW_S = 0.25
FIRST_LINES = 20
EXCEPTION_CHARS_MAX = 240
QUIET_LEVELS = frozenset({"debug", "info"})


def readable(line: str) -> str:
    """A JSON log line as `level event key=value ...`; any other line as it is."""
    entry = _entry(line)
    if entry is None:
        return line
    level, event = entry.pop("level", "info"), entry.pop("event", "")
    for name in ("service", "timestamp"):
        entry.pop(name, None)
    if "exception" in entry:
        entry["exception"] = _last_words(str(entry["exception"]))
    facts = " ".join(f"{key}={value}" for key, value in entry.items() if value not in (None, ""))
    return f"{level:<7} {event} {facts}".rstrip()


def is_loud(line: str) -> bool:
    """True if `make run` shows the line: a warning, an error, a traceback."""
    entry = _entry(line)
    return entry is None or str(entry.get("level", "info")).lower() not in QUIET_LEVELS


async def follow(files: Mapping[str, Path], show: Callable[[str, str], None]) -> None:
    """Calls `show(name, line)` for each line that is added to a file, for ever."""
    seen = {name: _size(file) for name, file in files.items()}
    while True:
        for name, file in files.items():
            size = _size(file)
            if size < seen[name]:
                seen[name] = 0
            if size > seen[name]:
                with file.open("rb") as text:
                    text.seek(seen[name])
                    whole, end, _ = text.read(size - seen[name]).rpartition(b"\n")
                seen[name] += len(whole) + len(end)
                for line in whole.decode(errors="replace").splitlines():
                    show(name, line)
        await asyncio.sleep(FOLLOW_S)


def main(arguments: Sequence[str] | None = None) -> int:
    """Shows the last lines, then follows until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="make logs")
    parser.add_argument("--data", default=".data")
    parser.add_argument("--name", choices=(*PROCESSES, *folder.STORE_LOGS))
    options = parser.parse_args(arguments)
    where = folder.resolve(options.data)
    names = [options.name] if options.name else PROCESSES
    files = {name: where.log(name) for name in names}
    if not any(file.exists() for file in files.values()):
        print(f"There are no logs in {where.root}: start the suite with `make run` or `make up`.")
        return 1
    for name, file in files.items():
        for line in tail(file, lines=FIRST_LINES):
            screen.say(name, readable(line))
    with suppress(KeyboardInterrupt):
        asyncio.run(follow(files, lambda name, line: screen.say(name, readable(line))))
    return 0


def _last_words(traceback: str) -> str:
    """The last lines of a traceback: the exception without its frames."""
    lines = traceback.strip().splitlines()
    frames = [n for n, line in enumerate(lines) if line.startswith(("  File ", "    "))]
    said = " ".join(" ".join(lines[frames[-1] + 1 :] if frames else lines).split())
    return said if len(said) <= EXCEPTION_CHARS_MAX else said[:EXCEPTION_CHARS_MAX] + "..."


def _entry(line: str) -> dict[str, object] | None:
    if not line.startswith("{"):
        return None
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


if __name__ == "__main__":
    raise SystemExit(main())

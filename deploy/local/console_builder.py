"""Builds the console beside a running suite, and tells its end in one line."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress

COMMAND = (sys.executable, "-m", "deploy.local.console")
NAME = "console"


async def build(say: Callable[[str, str], None], command: Sequence[str] = COMMAND) -> None:
    """Calls `say(NAME, line)` once, at the end of the build; ends the build when cancelled."""
    builder = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,  # so that npm and its children can be ended with it
    )
    try:
        said, _ = await builder.communicate()
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            os.killpg(builder.pid, signal.SIGTERM)
        await builder.wait()
        raise
    lines = said.decode(errors="replace").strip().splitlines()
    say(NAME, lines[-1] if lines else f"its build ended with exit code {builder.returncode}")

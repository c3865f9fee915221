"""`python -m services.<name> retention`: what is past the time for which it may be kept.

The job of the service lets it go in slices; a backlog that is older than a day says that it does
not keep up.
"""

import argparse
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import NamedTuple, TextIO

NAME = "retention"
LATE = 1
LATE_AFTER = timedelta(days=1)


class PastTime(NamedTuple):
    """Of a brand and kind of data: how many are left past their time, by how long the oldest."""

    brand: str
    kind: str
    left: int
    overdue: timedelta


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to those of a service."""
    commands.add_parser(NAME, help="what is past the time for which it may be kept; 1 if late")


async def run(past: AsyncIterator[PastTime], out: TextIO = sys.stdout) -> int:
    """0; 1 where something is late by more than a day."""
    late = False
    async for one in past:
        hours = one.overdue.total_seconds() / 3600
        out.write(f"{one.brand} {one.kind}: {one.left} past their time, by {hours:.1f} h\n")
        late = late or one.overdue > LATE_AFTER
    return LATE if late else 0

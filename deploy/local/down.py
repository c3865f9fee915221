"""`python -m deploy.local.down [--data DIR]` stops the suite that runs on a data folder."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Sequence

from deploy.local import folder

STOP_TIMEOUT_S = 90.0
POLL_S = 0.1


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when the suite has stopped; 1 when it had to be killed, which loses no data."""
    parser = argparse.ArgumentParser(prog="make down")
    parser.add_argument("--data", default=".data")
    where = folder.resolve(parser.parse_args(arguments).data)
    run = where.read()
    if run is None:
        print(f"Nothing runs on {where.root}.")
        return 0
    os.kill(run.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_TIMEOUT_S
    while where.read() is not None:
        if time.monotonic() > deadline:
            os.kill(run.pid, signal.SIGKILL)  # its children die with it (parent_death.py)
            print(
                f"It did not stop in {STOP_TIMEOUT_S:.0f} s and was killed: look at"
                f" {where.log('runner')}.",
                file=sys.stderr,
            )
            return 1
        time.sleep(POLL_S)
    print("Tessera has stopped; its data stays.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

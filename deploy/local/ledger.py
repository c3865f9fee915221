"""`python -m deploy.local.ledger verify|rules ...`: operators' commands of points, on one machine.

It runs `python -m services.points verify` (or `rules`) on the database of the suite that runs on
the data folder, and passes further arguments on.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence

from deploy.local import addresses, folder
from deploy.local.problem import StartProblem

COMMANDS = ("verify", "rules")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command's own exit code; 2 and a sentence on stderr when nothing runs."""
    parser = argparse.ArgumentParser(prog="make verify", add_help=False)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--data", default=".data")
    options, passed_on = parser.parse_known_args(arguments)
    try:
        env = environment(folder.resolve(options.data))
    except StartProblem as problem:
        print(problem, file=sys.stderr)
        return 2
    asked = (sys.executable, "-m", "services.points", options.command, *passed_on)
    return subprocess.run(asked, env=env, check=False).returncode


def environment(where: folder.Folder) -> dict[str, str]:
    """The variables of the points service that runs on `where`. Raises StartProblem."""
    run = where.read()
    if run is None:
        raise StartProblem(f"Nothing runs on {where.root}: start it with `make up` first.")
    return addresses.environment(
        "points",
        addresses.Addresses(run.ports),
        mongo_url=_whole(run.mongo_url, "TESSERA_MONGO_URL"),
        redis_url=_whole(run.redis_url, "TESSERA_REDIS_URL"),
        keys_dir=str(where.keys),
    )


def _whole(url: str, variable: str) -> str:
    """`url` with its password, which only the environment has. Raises StartProblem without it."""
    if f":{folder.HIDDEN}@" not in url:
        return url
    own = os.environ.get(variable, "")
    if folder.without_password(own) != url:
        raise StartProblem(
            f"{variable} is needed here as `make run` has it: its password is written nowhere."
        )
    return own


if __name__ == "__main__":
    raise SystemExit(main())

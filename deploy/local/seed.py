"""`python -m deploy.local.seed [--data DIR]` loads the demo brand into the suite that runs."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence

import grpc

from deploy.local import demo, folder, loading
from deploy.local.problem import StartProblem


def main(arguments: Sequence[str] | None = None) -> int:
    """0, or 1 and a sentence on stderr."""
    parser = argparse.ArgumentParser(prog="make seed")
    parser.add_argument("--data", default=".data")
    where = folder.resolve(parser.parse_args(arguments).data)
    try:
        run = where.read()
        if run is None:
            raise StartProblem(f"Nothing runs on {where.root}: start it with `make up` first.")
        recorded = asyncio.run(loading.load(where, run.ports, again=True))
    except grpc.RpcError as error:
        print(f"The seed stopped: {error}; look at `make logs`.", file=sys.stderr)
        return 1
    except StartProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{demo.MEMBERS} members and {recorded} activities of brand {demo.BRAND} are there.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

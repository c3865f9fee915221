"""`python -m examples.import_points --file opening.csv --kind open --brand tea`

Writes the rows of a CSV or JSON Lines file into the ledger of the suite that runs on `.data` (or at
TESSERA_POINTS_ADDRESS with a token in TESSERA_TOKEN: a channel's or a service's), and the result of
each row into a result file. You can stop it at any
point and run it again: it continues where it stopped, and nothing takes effect twice.

Exit codes: 0 when every row is in the ledger, 1 when some were refused, 2 when it stopped.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import grpc
from tqdm import tqdm

from deploy.local.problem import StartProblem
from examples.connection import connect
from examples.import_points import row_file
from examples.import_points.posting import KINDS, Import, RowProblem
from examples.import_points.results import Result, Results, ResultsProblem, Status, Tally
from examples.import_points.row_file import FileProblem, Row
from examples.import_points.sending import Interrupted, Sender, chunks
from services.common import auth, errors
from tessera.points.v1 import ledger_pb2_grpc


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    options = parse(arguments)
    try:
        return asyncio.run(run(options))
    except (FileProblem, ResultsProblem, StartProblem, OSError) as problem:
        print(problem, file=sys.stderr)
    except (grpc.aio.AioRpcError, Interrupted) as error:
        print(
            f"The ledger answered {_told(error)} Run the import again: it goes on where it"
            " stopped.",
            file=sys.stderr,
        )
    except KeyboardInterrupt:
        print("Stopped. Run it again: it goes on from here.", file=sys.stderr)
    return 2


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m examples.import_points")
    parser.add_argument("--file", type=Path, required=True, help=".csv or .jsonl, or with .gz")
    parser.add_argument("--kind", choices=list(KINDS), required=True, help="what the points are")
    parser.add_argument("--brand", required=True)
    parser.add_argument("--name", help="part of request ids; by default the file's name")
    parser.add_argument("--zone", type=_zone, help="the brand's time zone, for days in the file")
    parser.add_argument("--results", type=Path, help="by default <file>.results.csv")
    parser.add_argument("--again", action="store_true", help="all rows again, from the first")
    parser.add_argument("--data", default=".data", help="the folder of the suite that runs here")
    return parser.parse_args(arguments)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise argparse.ArgumentTypeError(f"{name} is not a time zone") from error


async def run(options: argparse.Namespace) -> int:
    """Read the rows, send them, print the result."""
    started = time.monotonic()
    file: Path = options.file
    what = Import(options.name or file.name, options.kind, options.zone)
    total = row_file.count(file)
    results_path = options.results or file.with_name(f"{file.name}.results.csv")
    channel = connect("points", brand=options.brand, role=auth.Role.CHANNEL, data=options.data)
    async with channel:
        with (
            Results(
                results_path, f"{options.brand}/{options.kind}", again=options.again
            ) as results,
            tqdm(total=total, initial=results.before.rows, desc=file.name, unit=" rows") as bar,
        ):

            def done(some: list[Result]) -> None:
                results.write(some)
                bar.update(len(some))

            rows = _rest(row_file.rows(file), what, results.before)
            ledger: ledger_pb2_grpc.LedgerAsyncStub = ledger_pb2_grpc.LedgerStub(channel)
            await Sender(ledger, chunks(rows, what), done).run()
        seconds = time.monotonic() - started
        print("\n".join(_summary(results, results.tally, seconds)))
    return 1 if results.tally.statuses[Status.REFUSED] else 0


def _rest(rows: Iterator[Row], what: Import, before: Tally) -> Iterator[Row]:
    """The rows after those with a result. Raises ResultsProblem for another file's results."""
    for row in rows:
        if row.number > before.last_row:
            yield row
        elif row.number == before.last_row and not _is_the_same(row, what, before):
            raise ResultsProblem(
                f"line {row.number} is not the one that has a result: was the file changed? Take"
                " all of it again with --again; what is in the ledger is not written twice"
            )


def _is_the_same(row: Row, what: Import, before: Tally) -> bool:
    try:
        request_id = what.posting(row).request_id
    except RowProblem:
        request_id = ""
    return request_id == before.last_request_id


def _summary(results: Results, tally: Tally, seconds: float) -> list[str]:
    new = tally.rows - results.before.rows
    lines = [
        f"{tally.rows:>12,} rows"
        + (f", {results.before.rows:,} of them done before" if results.before.rows else ""),
        f"{tally.statuses[Status.OK]:>12,} written",
        f"{tally.statuses[Status.REPLAYED]:>12,} were in the ledger already",
        f"{tally.statuses[Status.REFUSED]:>12,} refused",
    ]
    lines += [f"{count:>16,} {reason}" for reason, count in tally.reasons.most_common()]
    if tally.statuses[Status.REFUSED]:
        lines.append(
            "Correct the refused rows and run it with --again: the others stay as they are."
        )
    lines.append(f"{results.path} has a line for each row.")
    lines.append(f"{seconds:.1f} s, {new / seconds:,.0f} rows/s")
    return lines


def _told(error: Exception) -> str:
    reason = errors.reason_of(error)
    if reason is None:
        return f"{error}."
    return f"{reason.reason}: {reason.en}" if reason.en else f"{reason.reason}."


if __name__ == "__main__":
    raise SystemExit(main())

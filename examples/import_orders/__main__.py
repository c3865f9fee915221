"""`python -m examples.import_orders --file online_retail.csv.gz --brand retail`

Imports a year of orders into the suite that runs on `.data` (or on TESSERA_MEMBERS_ADDRESS and
TESSERA_POINTS_ADDRESS with a channel's token in TESSERA_TOKEN), waits until points have followed,
and prints the report. Stop it at any point and run it again: nothing takes effect twice.

Exit codes: 0 when every total agrees, 1 when one differs, 2 when it could not be done.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import grpc
from tqdm import tqdm

from deploy.local.problem import StartProblem
from examples.connection import connect
from examples.import_orders import order_file, report
from examples.import_orders.history import history
from examples.import_orders.order_file import FileProblem
from examples.import_orders.suite import Refused, Suite
from services.common import auth, errors

SHOP_ZONE = ZoneInfo("Europe/London")
FOLLOW_POLL_S = 0.5
FOLLOW_QUIET_S_MAX = 20.0


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(prog="python -m examples.import_orders")
    parser.add_argument("--file", type=Path, required=True, help="CSV, gzipped when it ends in .gz")
    parser.add_argument("--brand", default="retail")
    parser.add_argument("--data", default=".data", help="the folder of the suite that runs here")
    options = parser.parse_args(arguments)
    try:
        return asyncio.run(run(options.file, options.brand, options.data))
    except (FileProblem, Refused, StartProblem) as problem:
        print(problem, file=sys.stderr)
    except grpc.aio.AioRpcError as error:
        reason = errors.reason_of(error)
        print(
            f"The suite answered {reason.reason if reason else error.code().name}:"
            f" {reason.en if reason and reason.en else error.details()} Run the import again:"
            " it goes on where it stopped.",
            file=sys.stderr,
        )
    except KeyboardInterrupt:
        print("Stopped. Run it again: nothing takes effect twice.", file=sys.stderr)
    return 2


async def run(file: Path, brand: str, data: str) -> int:
    """Read, enrol, record, wait, report."""
    started = time.monotonic()
    orders = order_file.read(file, SHOP_ZONE)
    told = history(orders)
    expected = report.expected_points(told, orders.customers)
    read_s = time.monotonic() - started
    members, points = (
        connect(service, brand=brand, role=auth.Role.CHANNEL, data=data)
        for service in ("members", "points")
    )
    async with members, points:
        suite = Suite(members, points)
        with tqdm(total=len(orders.customers), desc="customers", unit="") as bar:
            ids = await suite.enrol(orders.customers, bar.update)
        enrolled_s = time.monotonic() - started
        with tqdm(total=len(told.events), desc="orders and refunds", unit="") as bar:
            recorded = await suite.record(told.events, ids, bar.update)
        recorded_s = time.monotonic() - started
        found = await _followed(suite, ids, sum(expected.values()))
        followed_s = time.monotonic() - started
        counted, spent_minor = await suite.facts(list(ids.values()))
    numbers = {member_id: customer for customer, member_id in ids.items()}
    read = report.Read({numbers[i]: p for i, p in found.items()}, counted, spent_minor)
    rows = report.rows(told, expected, read)
    print("\n".join(report.lines(orders, told)))
    print(f"{recorded.recorded:>9,} activities recorded, {recorded.repeated:,} known before")
    print()
    print("\n".join(report.table(rows)))
    print(
        f"\n{followed_s:.1f} s: file {read_s:.1f}, customers {enrolled_s - read_s:.1f},"
        f" orders and refunds {recorded_s - enrolled_s:.1f},"
        f" points following {followed_s - recorded_s:.1f}"
    )
    return 0 if all(row.file == row.suite for row in rows) else 1


async def _followed(suite: Suite, ids: Mapping[str, str], expected: int) -> dict[str, int]:
    """Points by member id, once they equal the file's or have not changed for a while."""
    quiet_since, last = time.monotonic(), -1
    with tqdm(total=expected, desc="points", unit="") as bar:
        while True:
            found = await suite.points(list(ids.values()))
            total = sum(found.values())
            bar.n = total
            bar.refresh()
            if total != last:
                quiet_since, last = time.monotonic(), total
            if total == expected or time.monotonic() - quiet_since > FOLLOW_QUIET_S_MAX:
                return found
            await asyncio.sleep(FOLLOW_POLL_S)


if __name__ == "__main__":
    raise SystemExit(main())

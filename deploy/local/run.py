"""Runs the suite: `python -m deploy.local.run [--data DIR] [--ports auto|name=port,...]`.

It stays in the foreground and shows the warnings of all processes; Ctrl-C stops everything.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

import grpc

from deploy.local import (
    addresses,
    binaries,
    console,
    console_builder,
    demo,
    demo_baskets,
    demo_costs,
    demo_desk,
    demo_experiments,
    demo_fixes,
    demo_ideas,
    demo_offers,
    demo_people,
    demo_permissions,
    demo_surveys,
    demo_topics,
    folder,
    loading,
    loading_play,
    loading_work,
    logs,
    screen,
)
from deploy.local.banner import banner
from deploy.local.problem import StartProblem
from deploy.local.suite import Suite
from services.common.auth import make_keys

REPEATED_S = 30.0  # the same warning is shown again after this long; the log has them all
SHOWN_MAX = 1_000


def main(arguments: Sequence[str] | None = None) -> int:
    """0 after Ctrl-C or SIGTERM; 1 and a sentence on stderr when the suite can't start."""
    parser = argparse.ArgumentParser(prog="make run")
    parser.add_argument("--data", default=".data")
    parser.add_argument("--ports", default="default")
    options = parser.parse_args(arguments)
    where = folder.resolve(options.data)
    os.umask(0o077)  # logs and objects are for their owner; the screen's log has tokens in it
    try:
        binaries.check_directory(where.root)
        with where.held():
            asyncio.run(run(where, options.ports))
    except StartProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


async def run(where: folder.Folder, wanted_ports: str) -> None:
    """Run the suite until a signal. Raises StartProblem."""
    started = time.monotonic()
    work = asyncio.current_task()
    assert work is not None
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, work.cancel)
    with suppress(asyncio.CancelledError):
        make_keys(where.keys)
        chosen = addresses.choose(wanted_ports)
        print(f"Starting on {where.root} ...", flush=True)
        async with Suite(where, chosen) as suite:
            warnings = asyncio.create_task(_show_warnings(where))
            member_id = await _seed(where, chosen.ports)
            telling = asyncio.create_task(suite.keep_published())
            print(banner(where, chosen.ports, member_id))
            print(f"Started in {time.monotonic() - started:.1f} s.", end=" ")
            print("Ctrl-C stops everything." if sys.stdout.isatty() else "", flush=True)
            suite.mark_ready()  # `make up` shows what was printed until now
            await asyncio.gather(warnings, telling, _make_console())  # the first two have no end
    with suppress(OSError):
        print("Tessera has stopped; its data stays.", flush=True)


async def _make_console() -> None:
    """Nothing waits for the console: whoever opens it meanwhile gets a page that loads again."""
    try:
        if console.wanted() and not await asyncio.to_thread(console.is_current):
            await console_builder.build(screen.say)
    except OSError as error:
        screen.say(console_builder.NAME, f"The console could not be built: {error}.")


async def _show_warnings(where: folder.Folder) -> None:
    shown: dict[tuple[str, str], float] = {}

    def show(name: str, line: str) -> None:
        said = (name, logs.readable(line))
        now = time.monotonic()
        if logs.is_loud(line) and now - shown.get(said, -REPEATED_S) >= REPEATED_S:
            if len(shown) >= SHOWN_MAX:
                shown.clear()
            shown[said] = now
            screen.say(*said)

    await logs.follow({name: where.log(name) for name in addresses.PROCESSES}, show)


async def _seed(where: folder.Folder, ports: Mapping[str, int]) -> str:
    try:
        recorded = await loading.load(where, ports)
        member_id = await loading.first_member(where, ports)
        if recorded:
            await loading.until_points_follow(where, ports, member_id)
            await loading.show_vouchers(where, ports)
            await loading.show_coupons(where, ports, member_id, demo.COUPONS)
            await loading_play.show_draws(where, ports, member_id, demo.LOTTERY, demo.DRAWS)
            await loading_play.show_sign_ups(where, ports, demo.EVENT, demo.SIGNED_UP)
            await loading_work.show_work(where, ports)
            await loading.show_benefit(where, ports, member_id, demo.BENEFIT)
            await demo_fixes.show(where, ports)
            # Each waits for what a service hears of another, and none for one of the others.
            rooms = (
                demo_surveys,
                demo_experiments,
                demo_ideas,
                demo_offers,
                demo_topics,
                demo_people,
                demo_permissions,
                demo_costs,
                demo_desk,
                demo_baskets,
            )
            await asyncio.gather(*(room.show(where, ports) for room in rooms))
            print(
                f"Loaded {demo.MEMBERS} demo members of brand {demo.BRAND} ({recorded} activities)."
            )
        return member_id
    except grpc.aio.AioRpcError as error:
        raise StartProblem(
            f"The demo data could not be loaded ({error.code().name}: {error.details()}): look at"
            " `make logs NAME=members`."
        ) from error


if __name__ == "__main__":
    raise SystemExit(main())

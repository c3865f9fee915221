"""`python -m services.points leaderboards rebuild|verify --brand BRAND`."""

from __future__ import annotations

import argparse
import asyncio
from typing import Any, TextIO

from services.points.leaderboards.commands.keeping import Keeper, Lease
from services.points.leaderboards.commands.verifying import Verifying
from services.points.leaderboards.domain.shown import SheetsAway, SheetsLost, SheetsMoved

NAME = "leaderboards"
HELP = """\
rebuild makes a brand's leaderboards again from the ledger: by the service that keeps them, or where
none runs by this command. Until they are whole, the old ones are shown. verify compares every score
with the postings, and says which differ; it keeps all scores of the brand in memory. Exit code: 1
when one differs, 2 for a brand without leaderboards, 3 when Redis does not answer, or shows none.
"""
WRONG, UNKNOWN, AWAY = 1, 2, 3
SHOWN_MAX = 20
LOOKED_EVERY_S = 1.0


def add_to(commands: Any) -> None:
    """The command and its arguments."""
    parser = commands.add_parser(
        NAME,
        help="make the leaderboards again from the ledger, or compare them with it",
        description=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("do", choices=("rebuild", "verify"))
    parser.add_argument("--brand", required=True)


async def run(
    keeper: Keeper, verifying: Verifying, lease: Lease, asked: argparse.Namespace, out: TextIO
) -> int:
    """Do what `asked` says; the exit code."""
    brand = asked.brand
    if not await keeper.wanted(brand):
        out.write(f"{brand} has no leaderboards in its programme\n")
        return UNKNOWN
    try:
        if asked.do == "rebuild":
            return await _rebuild(keeper, lease, brand, out)
        return await _verify(verifying, brand, out)
    except SheetsAway as error:
        out.write(f"Redis does not answer: {error}\n")
        return AWAY


async def _rebuild(keeper: Keeper, lease: Lease, brand: str, out: TextIO) -> int:
    before = (await keeper.sheets.state(brand)).shown
    await keeper.sheets.order(brand)
    while True:
        if await lease.acquire():
            try:
                await _with_lease(keeper, lease, brand)
            except (SheetsLost, SheetsMoved):
                continue
        state = await keeper.sheets.state(brand)
        is_new = state.shown is not None and (
            before is None or state.shown.generation != before.generation
        )
        if is_new and not state.ordered:
            out.write(f"{brand}: the leaderboards are made again\n")
            return 0
        await asyncio.sleep(LOOKED_EVERY_S)


async def _with_lease(keeper: Keeper, lease: Lease, brand: str) -> None:
    async def renew() -> None:
        while await lease.acquire():
            await asyncio.sleep(LOOKED_EVERY_S)

    renewing = asyncio.create_task(renew())
    try:
        await keeper.keep(brand, once=True)
    finally:
        renewing.cancel()


async def _verify(verifying: Verifying, brand: str, out: TextIO) -> int:
    wrong = await verifying.everything(brand)
    if wrong is None:
        out.write(f"{brand}: the leaderboards are being made, or not followed\n")
        return AWAY
    out.writelines(f"{one.sheet}: {one}\n" for one in wrong[:SHOWN_MAX])
    out.write(f"{brand}: {len(wrong)} scores differ from the ledger\n")
    return WRONG if wrong else 0

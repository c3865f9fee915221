"""The points process: `python -m services.points`.

`… migrate` builds indexes; `… verify [--brand BRAND] [--state FILE]` proves the
ledger, and exits with 1 when red; `… audit verify [BRAND …]` proves the log of what
operators did; `… rules --brand BRAND --from MONTH` tells what each rule and campaign
issued, and what became of its points; `… leaderboards rebuild|verify --brand BRAND`
makes them again from the ledger, or compares them with it; `… dead-letters
list|retry|discard` is about events that were set aside.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from services.common import letters_command, mongo, server
from services.common.audit_api import audit_command
from services.common.checked_clock import CheckedClock
from services.common.clock import SystemClock
from services.common.mongo import Database
from services.common.settings import load
from services.points.calendar.domain.month import Month, MonthInvalid, parse_month
from services.points.leaderboards.api import command_line as boards_command
from services.points.ledger.api.verify_report import HELP as VERIFY_HELP
from services.points.ledger.api.verify_report import NOTHING, UNKNOWN_BRAND, verify_brands
from services.points.ledger.commands.brands import check_brand_asset
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.chart_of_accounts import POINTS
from services.points.ledger.domain.validation import AssetUnknown
from services.points.ledger.storage.ledger import MongoLedgerStore
from services.points.play_wiring import boards_keeper, boards_lease, boards_verifier
from services.points.sections import programmes_in
from services.points.statements.api.rule_report import HELP as RULES_HELP
from services.points.statements.api.rule_report import print_rules
from services.points.statements.commands.house_sums import HouseSums
from services.points.statements.commands.statements import Statements
from services.points.wiring import (
    Settings,
    audit_entries,
    connect_members,
    migrate,
    statement_store,
    verifier,
    wire,
)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """What to do: serve unless told otherwise."""
    parser = argparse.ArgumentParser(prog="python -m services.points")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("migrate", help="build the indexes that are missing")
    verify = commands.add_parser(
        "verify",
        help="prove the ledger: red, yellow or green",
        description=VERIFY_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verify.add_argument("--brand", action="append", default=[], help="only this one; repeatable")
    verify.add_argument(
        "--state",
        type=Path,
        help="keep there how far it is; a run that was stopped goes on from it",
    )
    audit = commands.add_parser("audit", help="prove the audit log: audit verify [BRAND …]")
    audit.add_argument("arguments", nargs="*")
    rules = commands.add_parser(
        "rules",
        help="what each rule issued, and what became of its points",
        description=RULES_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    rules.add_argument("--brand", required=True)
    rules.add_argument("--from", dest="first", required=True, type=_month, metavar="YYYY-MM")
    rules.add_argument("--until", dest="last", type=_month, metavar="YYYY-MM", help="default: from")
    rules.add_argument("--asset", default=POINTS)
    letters_command.add_to(commands)
    boards_command.add_to(commands)
    return parser.parse_args(arguments)


def _month(text: str) -> Month:
    try:
        return parse_month(text)
    except MonthInvalid as error:
        raise argparse.ArgumentTypeError(str(error)) from error


async def rules(db: Database, asked: argparse.Namespace) -> int:
    """Print what `rules` asks: 0, or 2 when that is no brand, asset or span of months."""
    programmes = programmes_in(db)
    clock, sums, store = SystemClock(), statement_store(db), MongoLedgerStore(db)
    if not await store.newest_posting(asked.brand):
        sys.stderr.write(f"{NOTHING.format(brand=asked.brand)}\n")
        return UNKNOWN_BRAND
    statements = Statements(
        Ledger(store, clock, HouseSums(sums, programmes)), sums, programmes, clock
    )
    months = asked.first, asked.last or asked.first
    try:
        await check_brand_asset(programmes, asked.brand, asked.asset, "asset")
        await print_rules(statements, asked.brand, asked.asset, months, sys.stdout)
    except (AssetUnknown, MonthInvalid) as error:
        sys.stderr.write(f"{error.field}: {error}\n")
        return server.EXIT_SETTINGS
    return 0


async def main(arguments: Sequence[str]) -> None:
    """Serve until told to stop, or do the command; `verify` exits with 1 when red."""
    asked = parse(arguments)
    settings = load(Settings)
    db = mongo.connect(settings.mongo_url, settings.mongo_db)
    if asked.command == "migrate":
        await migrate(db)
        await mongo.close(db)
        return
    if asked.command == "audit":
        code = await audit_command(audit_entries(db), asked.arguments)
        await mongo.close(db)
        raise SystemExit(code)
    if asked.command == "rules":
        code = await rules(db, asked)
        await mongo.close(db)
        raise SystemExit(code)
    if asked.command == letters_command.NAME:
        code = await letters_command.run(db, asked)
        await mongo.close(db)
        raise SystemExit(code)
    keeper = boards_keeper(settings, db, programmes_in(db), SystemClock())
    if asked.command == boards_command.NAME:
        lease, boards = boards_lease(db), boards_verifier(keeper)
        code = await boards_command.run(keeper, boards, lease, asked, sys.stdout)
        await mongo.close(db)
        raise SystemExit(code)
    if asked.command == "verify":
        proof = verifier(db, SystemClock(), boards_verifier(keeper))
        code = await verify_brands(proof, asked.brand, state=asked.state)
        await mongo.close(db)
        raise SystemExit(code)
    async with connect_members(settings) as members:
        await server.serve(**wire(settings, db, members, CheckedClock(db)))
    await mongo.close(db)


if __name__ == "__main__":
    server.run(main(sys.argv[1:]))

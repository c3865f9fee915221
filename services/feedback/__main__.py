"""The feedback process: `python -m services.feedback`.

`… migrate` builds indexes; `… audit verify [BRAND …]` proves the log of what operators did;
`… dead-letters list|retry|discard` is about events that were set aside; `… reanalyse --brand BRAND`
tells what today's taxonomy and model would change in its history, and with `--write` changes it;
`… insight rebuild|verify --brand BRAND` counts its figures again, or compares them;
`… import FILE --brand BRAND` takes in what members said elsewhere;
`… retention` tells what is past the time for which it may be kept.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta

from services.common import letters_command, mongo, retention_command, server
from services.common.audit_api import audit_command
from services.common.audit_log import AuditLog
from services.common.checked_clock import CheckedClock
from services.common.mongo import Database
from services.common.settings import load
from services.feedback.analysis.adapters.weights import shipped_model
from services.feedback.imports.api import command_line as import_command
from services.feedback.insight.api import command_line as insight_command
from services.feedback.insight.commands.counting import Counting
from services.feedback.insight_wiring import insight_context
from services.feedback.items.commands.reanalyse_feedback import reanalyse_feedback
from services.feedback.items.domain.reanalysis import lines_of
from services.feedback.items.storage.history import MongoHistory
from services.feedback.partners_wiring import connect_points
from services.feedback.programme.commands import Programmes
from services.feedback.programme.storage import MongoProgrammeStore
from services.feedback.sections import SECTIONS
from services.feedback.settings import Settings
from services.feedback.wiring import (
    connect_members,
    feedback_context,
    migrate,
    retention_in,
    wire,
)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """What to do: serve unless told otherwise."""
    parser = argparse.ArgumentParser(prog="python -m services.feedback")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("migrate", help="build the indexes that are missing")
    audit = commands.add_parser("audit", help="prove the audit log: audit verify [BRAND …]")
    audit.add_argument("arguments", nargs="*")
    again = commands.add_parser(
        "reanalyse", help="read a brand's history by today's taxonomy, model and rules"
    )
    again.add_argument("--brand", required=True)
    again.add_argument("--write", action="store_true", help="write it; else only counts are told")
    import_command.add_to(commands)
    insight_command.add_to(commands)
    letters_command.add_to(commands)
    retention_command.add_to(commands)
    return parser.parse_args(arguments)


async def reanalyse(
    db: Database, brand: str, *, write: bool, say: Callable[[str], object] = print
) -> int:
    """Read the history of `brand` again and `say` what changes: the exit code, 2 without a
    programme."""
    programme = await Programmes(MongoProgrammeStore(db), SECTIONS).of(brand)
    if programme is None:
        say(f"{brand} has no programme")
        return 2
    model = shipped_model()
    found = await reanalyse_feedback(
        MongoHistory(db), programme, model.version, model.sentiment_of, write=write
    )
    for line in lines_of(found):
        say(line)
    say("written" if write else "nothing is written: run it again with --write")
    return 0


async def main(arguments: Sequence[str]) -> None:
    """Serve until the process is asked to end, or do the command."""
    asked = parse(arguments)
    settings = load(Settings)
    db = mongo.connect(settings.mongo_url, settings.mongo_db)
    if asked.command == "migrate":
        await migrate(db)
        await mongo.close(db)
        return
    if asked.command == "audit":
        code = await audit_command(AuditLog(db), asked.arguments)
        await mongo.close(db)
        raise SystemExit(code)
    if asked.command == "reanalyse":
        code = await reanalyse(db, asked.brand, write=asked.write)
        await mongo.close(db)
        raise SystemExit(code)
    if asked.command == insight_command.NAME:
        ctx = insight_context(db, Programmes(MongoProgrammeStore(db), SECTIONS), CheckedClock(db))
        counting = Counting(ctx, timedelta())
        code = await insight_command.run(ctx, counting, asked, sys.stdout)
        await mongo.close(db)
        raise SystemExit(code)
    if asked.command == import_command.NAME:
        programmes = Programmes(MongoProgrammeStore(db), SECTIONS)
        code = await import_command.run(feedback_context(db, programmes, CheckedClock(db)), asked)
        await mongo.close(db)
        raise SystemExit(code)
    if asked.command == letters_command.NAME:
        code = await letters_command.run(db, asked)
        await mongo.close(db)
        raise SystemExit(code)
    if asked.command == retention_command.NAME:
        code = await retention_command.run(retention_in(db, CheckedClock(db)).past())
        await mongo.close(db)
        raise SystemExit(code)
    async with connect_members(settings) as members, connect_points(settings) as points:
        await server.serve(**wire(settings, db, members, points, CheckedClock(db)))
    await mongo.close(db)


if __name__ == "__main__":
    server.run(main(sys.argv[1:]))

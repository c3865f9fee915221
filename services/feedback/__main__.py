"""The feedback process: `python -m services.feedback`.

`… migrate` builds indexes; `… audit verify [BRAND …]` proves the log of what operators did;
`… dead-letters list|retry|discard` is about events that were set aside.
"""

import argparse
import sys
from collections.abc import Sequence

from services.common import letters_command, mongo, server
from services.common.audit_api import audit_command
from services.common.audit_log import AuditLog
from services.common.checked_clock import CheckedClock
from services.common.settings import load
from services.feedback.partners_wiring import connect_points
from services.feedback.wiring import Settings, connect_members, migrate, wire


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """What to do: serve unless told otherwise."""
    parser = argparse.ArgumentParser(prog="python -m services.feedback")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("migrate", help="build the indexes that are missing")
    audit = commands.add_parser("audit", help="prove the audit log: audit verify [BRAND …]")
    audit.add_argument("arguments", nargs="*")
    letters_command.add_to(commands)
    return parser.parse_args(arguments)


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
    if asked.command == letters_command.NAME:
        code = await letters_command.run(db, asked)
        await mongo.close(db)
        raise SystemExit(code)
    async with connect_members(settings) as members, connect_points(settings) as points:
        await server.serve(**wire(settings, db, members, points, CheckedClock(db)))
    await mongo.close(db)


if __name__ == "__main__":
    server.run(main(sys.argv[1:]))

"""The members process: `python -m services.members`.

`… migrate` builds indexes; `… audit verify [BRAND …]` proves the log of what operators did;
`… dead-letters list|retry|discard` is about events that were set aside;
`… clients create|rotate|revoke|list` about the programs that get tokens of a brand;
`… stores import FILE` loads the register of a brand's stores;
`… import FILE` enrols the members in a file;
`… clusters --brand BRAND` finds the behavioural clusters of its members;
`… rotate-keys files|run|verify|clean` changes the keys that seal personal data;
`… retention` tells what is past the time for which it may be kept.
"""

import argparse
import sys
from collections.abc import Sequence

from services.common import cache, letters_command, mongo, retention_command, server
from services.common.audit_api import audit_command
from services.common.audit_log import AuditLog
from services.common.checked_clock import CheckedClock
from services.common.settings import load
from services.members.clients.api import command_line
from services.members.imports.api import command_line as import_command
from services.members.privacy.api import rotation_command
from services.members.rights_wiring import KEY_FILES, retention_in, rotation_in
from services.members.segments.api import clusters_command
from services.members.stores.api import command_line as stores_command
from services.members.wiring import (
    Settings,
    clients_in,
    connect_points,
    context_in,
    migrate,
    wire,
)

WITH_STORE = {each.NAME: each for each in (clusters_command, import_command, stores_command)}
"""Commands that work on the storage of members."""


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """What to do: serve unless told otherwise."""
    parser = argparse.ArgumentParser(prog="python -m services.members")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("migrate", help="build the indexes that are missing")
    audit = commands.add_parser("audit", help="prove the audit log: audit verify [BRAND …]")
    audit.add_argument("arguments", nargs="*")
    letters_command.add_to(commands)
    retention_command.add_to(commands)
    command_line.add_to(commands)
    stores_command.add_to(commands)
    import_command.add_to(commands)
    clusters_command.add_to(commands)
    rotation_command.add_to(commands)
    return parser.parse_args(arguments)


async def main(arguments: Sequence[str]) -> None:
    """Serve until the process is asked to end, or do the command."""
    asked = parse(arguments)
    if asked.command == rotation_command.NAME and asked.verb == "files":
        raise SystemExit(rotation_command.run_files(KEY_FILES, asked))
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
    if asked.command == rotation_command.NAME:
        code = await rotation_command.run(rotation_in(settings, db), asked)
        await mongo.close(db)
        raise SystemExit(code)
    if asked.command == command_line.NAME:
        clock = CheckedClock(db)
        await clock.ready()
        code = await command_line.run(clients_in(db, clock), asked)
        await mongo.close(db)
        raise SystemExit(code)
    if asked.command == retention_command.NAME:
        code = await retention_command.run(retention_in(db, CheckedClock(db)).past())
        await mongo.close(db)
        raise SystemExit(code)
    entries = cache.connect(settings.redis_url)
    if asked.command in WITH_STORE:
        checked = CheckedClock(db)
        await checked.ready()
        ctx = context_in(settings, db, entries, checked)
        code = await WITH_STORE[asked.command].run(ctx, asked)
        await mongo.close(db)
        await entries.close()
        raise SystemExit(code)
    async with connect_points(settings) as points:
        await server.serve(**wire(settings, db, entries, points, CheckedClock(db)))
    # Transactions that are still at work invalidate what they wrote.
    await mongo.close(db)
    await entries.close()


if __name__ == "__main__":
    server.run(main(sys.argv[1:]))

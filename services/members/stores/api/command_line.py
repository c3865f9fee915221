"""`python -m services.members stores import FILE`: an operator loads the register from a file."""

from __future__ import annotations

import argparse
import csv
import getpass
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TextIO

from services.common import audit
from services.common.auth import Caller, Role
from services.common.cells import to_cell
from services.common.errors import is_refusal
from services.common.ids import new_id
from services.members.stores.api.file import FileUnreadable, Row, rows_of
from services.members.stores.api.stores import STORES_PER_CALL_MAX, upsert_all
from services.members.stores.commands.upsert import Context
from services.members.stores.domain.store import StoreInvalid
from tessera.members.v1 import stores_pb2 as pb

NAME = "stores"
METHOD = "/tessera.members.v1.Stores/UpsertStores"
SOME_REFUSED = 1
UNREADABLE = 2
HEAD = ("line", "code", "state", "reason", "field", "message")


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of members."""
    stores = commands.add_parser(NAME, help="the register of a brand's stores")
    stores.add_argument("--by", help="the operator, for the audit log; default: the login")
    verbs = stores.add_subparsers(dest="verb", required=True)
    load = verbs.add_parser(
        "import",
        help="create and change stores from a .csv or .jsonl file; prints a CSV of results",
    )
    load.add_argument("file", type=Path)
    load.add_argument("--brand", required=True)


async def run(
    ctx: Context, asked: argparse.Namespace, out: TextIO = sys.stdout, errors: TextIO = sys.stderr
) -> int:
    """0; 1 where lines were refused, the others being stored; 2 for a file that can't be read.

    A file may be loaded again: stores that are so already stay unchanged.
    """
    by = asked.by or getpass.getuser()
    try:
        caller = Caller(asked.brand, by, Role.OPERATOR)
    except ValueError as error:
        errors.write(f"{error}\n")
        return UNREADABLE
    results = csv.writer(out)
    results.writerow(HEAD)
    refused = False
    try:
        with asked.file.open(encoding="utf-8-sig", newline="") as file:
            rows = rows_of(asked.file.name, file)
            while chunk := list(islice(rows, STORES_PER_CALL_MAX)):
                for line in await _load(ctx, caller, chunk):
                    refused = refused or line[2] == "refused"
                    results.writerow([to_cell(str(cell)) for cell in line])
    except (FileUnreadable, OSError) as error:
        errors.write(f"{asked.file}: {error}\n")
        return UNREADABLE
    except Exception as error:
        if not is_refusal(error):
            raise
        errors.write(f"{asked.file}: {error}\n")
        return UNREADABLE
    return SOME_REFUSED if refused else 0


async def _load(ctx: Context, caller: Caller, chunk: Sequence[Row]) -> Iterator[tuple[object, ...]]:
    """Store one chunk; a line of results for each row, in order."""
    stores = [store for _, _, store in chunk if isinstance(store, pb.Store)]
    # An id of its own for each run: a file that is loaded again after another changes things back.
    request = pb.UpsertStoresRequest(request_id=new_id("import"), stores=stores)
    # As for an operator's call, so that the audit log has it.
    audit.begin(METHOD, caller, request)
    done = iter((await upsert_all(ctx, caller.brand, request)).results if stores else ())
    return (_line(row, done) for row in chunk)


def _line(row: Row, done: Iterator[pb.UpsertStoreResult]) -> tuple[object, ...]:
    number, code, store = row
    if isinstance(store, StoreInvalid):
        return number, code, "refused", store.reason, store.field, str(store)
    result = next(done)
    state = pb.UpsertState.Name(result.state).removeprefix("UPSERT_STATE_").lower()
    return number, code, state, result.reason, result.field, result.message

"""`python -m services.members import FILE`: an operator brings a brand's members from a file."""

from __future__ import annotations

import argparse
import csv
import getpass
import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TextIO

from services.common import audit
from services.common.auth import Caller, Role
from services.common.cells import to_cell
from services.members.consent.domain.declaration import Circumstances
from services.members.identities.domain.member import CHANNEL_CHARS_MAX
from services.members.imports.commands.importing import (
    ROWS_AT_ONCE,
    Context,
    carry_out,
)
from services.members.imports.domain.column import ImportFileInvalid
from services.members.imports.domain.member_file import RowResult
from services.members.imports.domain.row_reader import Encoding, Format, Row, RowReader, encoding_of
from tessera.members.v1 import members_pb2 as pb

NAME = "import"
METHOD = "/tessera.members.v1.Members/BatchEnrolMembers"
SOME_REFUSED = 1
UNREADABLE = 2
PART_BYTES = 1024 * 1024
TOLD_EVERY = 20
"""Transactions between two words of progress."""
HEAD = ("line", "state", "member_id", "reason", "column", "message")
_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of members."""
    parser = commands.add_parser(
        NAME,
        help="enrol the members in a .csv or .jsonl file; prints a CSV of results",
        description="Enrol the members in a CSV or JSON Lines file, in UTF-8 or GBK. A file that "
        "was stopped midway is begun again by the same command: rows that are done answer as they "
        "did. Codes: 0, 1 where rows were refused, 2 for a file that cannot be read.",
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--brand", required=True)
    parser.add_argument("--channel", default="import", help="of rows without the column channel")
    parser.add_argument("--id", default="", help="of the import; default: from the file's content")
    parser.add_argument("--encoding", choices=[each.value for each in Encoding])
    parser.add_argument("--format", choices=[each.value for each in Format])
    parser.add_argument("--results", type=Path, help="a file for the results, else printed")
    parser.add_argument("--check", action="store_true", help="say how the file reads, do nothing")
    parser.add_argument("--by", help="the operator, for the audit log; default: the login")


async def run(
    ctx: Context, asked: argparse.Namespace, out: TextIO = sys.stdout, errors: TextIO = sys.stderr
) -> int:
    """0; 1 where rows were refused, the others being enrolled; 2 for a file that can't be read."""
    try:
        caller = Caller(asked.brand, asked.by or getpass.getuser(), Role.OPERATOR)
        if not 1 <= len(asked.channel) <= CHANNEL_CHARS_MAX:
            raise ValueError(f"channel: 1 to {CHANNEL_CHARS_MAX} characters")
        if asked.id and not _ID.fullmatch(asked.id):
            raise ValueError("id: 1 to 64 letters, digits and _ . -")
        encoding, count = _read_once(asked)
        if asked.check:
            errors.write(f"{asked.file}: {count} rows, {encoding.value}\n")
            return 0
        import_id = asked.id or _content_id(asked.file)
        rows = _rows(asked.file, encoding, asked)
        if asked.results is None:
            return await _import(ctx, caller, asked.channel, import_id, rows, count, out, errors)
        with asked.results.open("w", encoding="utf-8-sig", newline="") as results:
            return await _import(
                ctx, caller, asked.channel, import_id, rows, count, results, errors
            )
    except (ImportFileInvalid, OSError, ValueError) as error:
        errors.write(f"{asked.file}: {error}\n")
        return UNREADABLE


async def _import(
    ctx: Context,
    caller: Caller,
    channel: str,
    import_id: str,
    rows: Iterator[Row],
    count: int,
    out: TextIO,
    errors: TextIO,
) -> int:
    written = csv.writer(out)
    written.writerow(HEAD)
    told: Counter[str] = Counter()
    how = Circumstances(caller.role.value, caller.subject, f"import {import_id}")
    transactions = 0
    while chunk := list(islice(rows, ROWS_AT_ONCE)):
        # As for an operator's call, so that the audit log has it.
        asked_as = pb.BatchEnrolMembersRequest()
        audit.begin(METHOD, caller, asked_as)
        audit.changed(after={"import_id": import_id, "from_line": str(chunk[0].line)})
        for result in await carry_out(ctx, caller.brand, import_id, channel, how, chunk):
            told[result.state] += 1
            written.writerow(_line(result))
        transactions += 1
        if transactions % TOLD_EVERY == 0:
            errors.write(f"{told.total()} of {count} rows\n")
    done = ", ".join(f"{told[state]} {state}" for state in ("created", "found", "refused"))
    errors.write(f"import {import_id}: {done}\n")
    return SOME_REFUSED if told["refused"] else 0


def _read_once(asked: argparse.Namespace) -> tuple[Encoding, int]:
    """How the file is written, and its rows, before any row takes effect."""
    encoding = Encoding(asked.encoding) if asked.encoding else encoding_of(_parts(asked.file))
    return encoding, sum(1 for _ in _rows(asked.file, encoding, asked))


def _rows(file: Path, encoding: Encoding, asked: argparse.Namespace) -> Iterator[Row]:
    reader = RowReader(encoding, Format(asked.format) if asked.format else None)
    return chain(chain.from_iterable(map(reader.feed, _parts(file))), _end(reader))


def _end(reader: RowReader) -> Iterator[Row]:
    yield from reader.end()


def _parts(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while part := opened.read(PART_BYTES):
            yield part


def _content_id(file: Path) -> str:
    """32 digits: the same for the same content, whatever the name."""
    digest = hashlib.sha256()
    for part in _parts(file):
        digest.update(part)
    return digest.hexdigest()[:32]


def _line(result: RowResult) -> list[str]:
    texts = (result.state, result.member_id, result.refusal, result.column, result.message)
    return [str(result.line), *map(to_cell, texts)]

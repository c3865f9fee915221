"""`python -m services.feedback import FILE`: an operator takes in what members said elsewhere."""

from __future__ import annotations

import argparse
import csv
import getpass
import sys
from pathlib import Path
from typing import TextIO

from services.common import audit
from services.common.auth import Caller, Role
from services.common.cells import from_cell, to_cell
from services.common.errors import is_refusal
from services.common.idempotency import fingerprint
from services.common.ids import new_id
from services.feedback.imports.domain.row_file import (
    FeedbackFileInvalid,
    Row,
    RowProblem,
    rows_of,
)
from services.feedback.items.api.clocks import timestamp
from services.feedback.items.commands.context import FeedbackContext
from services.feedback.items.commands.store import Request
from services.feedback.items.commands.submit_feedback import submit_feedback
from services.feedback.programme.domain import Programme
from tessera.feedback.v1 import feedback_pb2 as pb

NAME = "import"
METHOD = "/tessera.feedback.v1.FeedbackItems/SubmitFeedback"
CHANNEL = "review"
SOME_REFUSED = 1
UNREADABLE = 2
HEAD = ("line", "event_id", "state", "feedback_id", "reason", "field", "message")


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of feedback."""
    load = commands.add_parser(
        NAME, help="take in reviews or notes from a .csv or .jsonl file; prints a CSV of results"
    )
    load.add_argument("file", type=Path)
    load.add_argument("--brand", required=True)
    load.add_argument("--channel", default=CHANNEL, help="of rows that name none")
    load.add_argument("--by", help="the operator, for the audit log; default: the login")


async def run(
    ctx: FeedbackContext,
    asked: argparse.Namespace,
    out: TextIO = sys.stdout,
    errors: TextIO = sys.stderr,
) -> int:
    """0; 1 where rows were refused, the others being taken in; 2 for a file that can't be read.

    A file may be taken in again, and go on where it ended: a row is known by its channel and event
    id, and one with other content is refused.
    """
    try:
        caller = Caller(asked.brand, asked.by or getpass.getuser(), Role.OPERATOR)
    except ValueError as error:
        errors.write(f"{error}\n")
        return UNREADABLE
    results = csv.writer(out)
    results.writerow(HEAD)
    refused = False
    programme = await ctx.programmes.of(asked.brand) or Programme(asked.brand)
    try:
        with asked.file.open(encoding="utf-8-sig", newline="") as file:
            rows = rows_of(asked.file.name, file, asked.channel, from_cell, programme.zone)
            # One by one: the audit log is one chain, so that two at once would wait for each other.
            for row in rows:
                line = await _take_in(ctx, caller, row)
                refused = refused or line[2] == "refused"
                results.writerow([to_cell(cell) for cell in line])
    except (FeedbackFileInvalid, OSError) as error:
        errors.write(f"{asked.file}: {error}\n")
        return UNREADABLE
    return SOME_REFUSED if refused else 0


async def _take_in(ctx: FeedbackContext, caller: Caller, row: Row) -> tuple[str, ...]:
    """Take in a row: its line of results."""
    line, said = str(row.line), row.submission
    if isinstance(said, RowProblem):
        return line, row.event_id, "refused", "", "INVALID_ARGUMENT", said.field, said.problem
    # An id of its own for each run: a repeat is known by the channel's id, not by the request's.
    request = pb.SubmitFeedbackRequest(
        request_id=new_id("import"),
        member_id=said.member_id,
        channel=said.channel,
        text=said.text,
        order_id=said.order_id,
        store_id=said.store_id,
        channel_event_id=said.channel_event_id,
        stars=said.stars or None,
        said_time=timestamp(said.said_at),
    )
    # As for an operator's call, so that the audit log has it.
    audit.begin(METHOD, caller, request)
    write = Request(caller.brand, request.request_id, fingerprint(request), caller.subject)
    try:
        answer = await submit_feedback(ctx, write, said)
    except Exception as error:
        if not is_refusal(error):
            raise
        reason, field = str(getattr(error, "reason", "")), str(getattr(error, "field", ""))
        return line, row.event_id, "refused", "", reason, field, str(error)
    state = "known" if answer.replayed else "taken_in"
    return line, row.event_id, state, answer.item.id, "", "", ""

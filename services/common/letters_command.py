"""`python -m services.<name> dead-letters list|retry|discard`: what a feed has set aside.

The command asks; the process that follows the feed does it, since it alone keeps the order.
"""

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from typing import TextIO

from services.common.dead_letters import Letter, LetterBox
from services.common.mongo import Database

NAME = "dead-letters"
HELP = """\
list     each event that could not take effect, with its error, and those that wait behind it
retry    send again: all of a brand, or one by its id; those behind it follow by themselves
discard  give one up, by its id and with a note; those behind it follow by themselves

The running service sends them, in order, within a second or two. Exit code: 0 done; 1 for retry,
when something is still set aside, or no process follows the feed; 2 when nothing was found.
"""
WAIT_S = 30.0
POLL_S = 0.2
STILL = 1
NOTHING = 2


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to those of a service."""
    letters = commands.add_parser(
        NAME,
        help="events that were set aside: list them, send them again",
        description=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    letters.add_argument("action", choices=["list", "retry", "discard"])
    letters.add_argument("--brand", default="", help="only of this one")
    letters.add_argument("--id", default="", help="only the letter of the event of this id")
    letters.add_argument("--note", default="", help="why it is given up")
    letters.add_argument("--all", action="store_true", help="retry those of all brands")


async def run(
    db: Database, asked: argparse.Namespace, out: TextIO = sys.stdout, wait_s: float = WAIT_S
) -> int:
    """Do what the command says; its exit code."""
    box = LetterBox(db)
    if asked.action == "list":
        return await _list(box, asked, out)
    if asked.action == "discard":
        if not asked.id or not asked.note:
            sys.stderr.write("discard needs --id and --note\n")
            return NOTHING
        given_up = await box.discard(asked.id, asked.note)
        print(f"{given_up} given up", file=out)
        return 0 if given_up else NOTHING
    if not asked.brand and not asked.id and not asked.all:
        sys.stderr.write("retry needs --brand, --id or --all\n")
        return NOTHING
    return await _retry(box, asked, out, wait_s)


async def _list(box: LetterBox, asked: argparse.Namespace, out: TextIO) -> int:
    count = 0
    async for letter in box.listed(asked.brand, asked.id):
        count += 1
        print(_line(letter, datetime.now(UTC)), file=out)
    if not count:
        print("nothing is set aside", file=out)
    return NOTHING if asked.id and not count else 0


async def _retry(box: LetterBox, asked: argparse.Namespace, out: TextIO, wait_s: float) -> int:
    count = await box.ask(asked.brand, asked.id)
    if not count:
        waits = "one behind another goes after it" if asked.id else "nothing failed"
        print(f"nothing to send again: {waits}", file=out)
        return NOTHING
    print(f"{count} asked for", file=out)
    loop = asyncio.get_running_loop()
    until = loop.time() + wait_s
    while await box.asked(asked.brand, asked.id):
        if loop.time() > until:
            print("not sent yet: does the service run, and what it follows?", file=out)
            return STILL
        await asyncio.sleep(POLL_S)
    left = [letter async for letter in box.failed(asked.brand, asked.id)]
    for letter in left:
        print(_line(letter, datetime.now(UTC)), file=out)
    print(f"{count - len(left)} took effect" if len(left) < count else "none took effect", file=out)
    return STILL if left else 0


def _line(letter: Letter, now: datetime) -> str:
    age = "" if letter.set_aside_at is None else str(now - letter.set_aside_at).split(".")[0]
    # No member's id: it may be printed in a terminal or a ticket.
    parts = [letter.brand, letter.follower, letter.event_id, str(letter.state), f"for {age}"]
    if letter.tries:
        parts.append(f"{letter.tries} tries")
    return "  ".join([*parts, *filter(None, [letter.error, letter.note])])

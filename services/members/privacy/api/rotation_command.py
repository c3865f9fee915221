"""`python -m services.members rotate-keys …`: the keys that seal personal data are changed.

files next|swap|end DIR   the key files in a folder, step by step
run                       renew what is kept, from where the last run stopped
verify                    whether anything needs another key than those that write
clean                     take away what former keys found, once the rotation has ended
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TextIO

from services.members.privacy.commands.rotation import RotationStore, clean, rotate, verify
from services.members.privacy.domain.rotation import KeysNotTogether, Progress, RotationStep

NAME = "rotate-keys"
NOT_YET, REFUSED = 1, 2
Files = Mapping[str, Callable[[Path], None]]
"""What each step does to a folder of keys. Raises KeysNotTogether for one in another state."""


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to those of members."""
    parser = commands.add_parser(NAME, help="change the keys that seal personal data")
    verbs = parser.add_subparsers(dest="verb", required=True)
    files = verbs.add_parser("files", help="change the key files in a folder")
    files.add_argument("step", choices=("next", "swap", "end"))
    files.add_argument("dir", type=Path)
    verbs.add_parser("run", help="renew what is kept, from where the last run stopped")
    verbs.add_parser("verify", help="0 when nothing needs another key, else 1")
    verbs.add_parser("clean", help="take away what former keys found")


def run_files(files: Files, asked: argparse.Namespace, out: TextIO = sys.stdout) -> int:
    """0; 2 for a folder in another state."""
    try:
        files[asked.step](asked.dir)
    except (KeysNotTogether, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED
    out.write(f"{asked.step}: {', '.join(sorted(p.name for p in asked.dir.glob('members.*')))}\n")
    return 0


async def run(store: RotationStore, asked: argparse.Namespace, out: TextIO = sys.stdout) -> int:
    """0; 1 when verify found something; 2 and a sentence on stderr."""
    if asked.verb == "run":
        async for step, progress in rotate(store):
            _tell(step, progress, out)
        return 0
    if asked.verb == "clean":
        try:
            out.write(f"{await clean(store)} indexes by former keys are gone\n")
        except KeysNotTogether as error:
            sys.stderr.write(f"{error}\n")
            return REFUSED
        return 0
    others = 0
    async for step, progress in verify(store):
        _tell(step, progress, out)
        others += progress.others
    out.write(f"{await store.left_over()} indexes of identities are by former keys\n")
    return NOT_YET if others else 0


def _tell(step: RotationStep, progress: Progress, out: TextIO) -> None:
    state = "done" if progress.done else "at work"
    out.write(f"{step.value}: {state}, {progress.seen} seen, {progress.others} under another key\n")
    out.flush()

"""`make check`, or `python -m deploy.local.check types buf` for some of its steps.

Each step passes, fails, or is skipped for a stated reason: a tool that is absent proves nothing,
so it never counts as passed. The exit code is 1 when a step failed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from deploy.local import layout, lock, node, screen

ROOT = Path(__file__).resolve().parents[2]
EXIT_SKIPPED = 77  # as in automake: the check could not be made
STEP_TIMEOUT_S = 600
COLOURS = {"passed": 32, "failed": 31, "skipped": 33}

Outcome = tuple[str, str]  # passed, failed or skipped, and the tool's output


@dataclass(frozen=True)
class Step:
    """One step of the check."""

    name: str
    check: Callable[[], Outcome]


def tool(*command: str) -> Callable[[], Outcome]:
    """A check by a Python tool of the virtual environment: `-m` and its arguments."""
    return lambda: _run([sys.executable, "-m", *command])


def module(name: str, *arguments: str) -> Callable[[], Outcome]:
    """A check by a module of ours; it fails when the module does not exist."""

    def check() -> Outcome:
        if find_spec(name.partition(".")[0]) is None or find_spec(name) is None:
            return "failed", f"there is no module {name}"
        return _run([sys.executable, "-m", name, *arguments])

    return check


def layers() -> Outcome:
    """The import-linter contracts of pyproject.toml."""
    # Its cache does not notice moved files.
    return _run([str(Path(sys.executable).with_name("lint-imports")), "--no-cache"])


def buf(*arguments: str) -> Callable[[], Outcome]:
    """A check of the protos by buf of the PATH or of `make tools`."""

    def check() -> Outcome:
        installed = sorted((ROOT / ".tools").glob("node_modules/@bufbuild/*/bin/buf"))
        binary = shutil.which("buf") or next(map(str, installed), None)
        if binary is None:
            return "skipped", "buf is absent: `make tools` installs it"
        return _run([binary, *arguments])

    return check


def front_end() -> Outcome:
    """The client and the console: generated types are current, and everything fits them."""
    folder = ROOT / "web"
    if reason := node.install(folder):
        return "skipped", reason
    return _run(["npm", "run", "check", "--silent"], folder, node.environment())


def files_in_place() -> Outcome:
    """Import contracts cover every folder, tests are under their rooms, no file is too long."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode:
        return "skipped", "this is not a checkout: git does not list its files"
    present = [file for file in listed.stdout.splitlines() if (ROOT / file).exists()]
    found = layout.problems(ROOT, present)
    return ("failed", "\n".join(found)) if found else ("passed", "")


def locks() -> Outcome:
    """The locks name every dependency, hash every file and no address."""
    problems = lock.problems(ROOT)
    return ("failed", "\n".join(problems)) if problems else ("passed", "")


STEPS = (
    Step("style", tool("ruff", "check", ".")),
    Step("format", tool("ruff", "format", "--check", ".")),
    Step("types", tool("mypy", "--strict")),
    Step("layers", layers),
    Step("layout", files_in_place),
    Step("protos", module("protos.generate", "--check")),
    Step("buf", buf("lint")),
    Step("buf-breaking", buf("breaking", "--against", "protos/baseline.binpb")),
    Step("sdl", module("gateway.tools.export", "--check")),
    Step("sdl-breaking", module("gateway.tools.breaking")),
    Step("front-end", front_end),
    Step("manifests", module("deploy.k8s.check")),
    Step("settings", module("deploy.local.settings_reference", "--check")),
    Step("locks", locks),
)


def main(arguments: Sequence[str]) -> int:
    """Runs all steps, or the named ones; 0 when none failed."""
    steps = [step for step in STEPS if step.name in arguments or not arguments]
    outcomes = {step.name: _timed(step) for step in steps}
    counts = {word: sum(o[0] == word for o in outcomes.values()) for word in COLOURS}
    print("check: " + ", ".join(f"{number} {word}" for word, number in counts.items()))
    for name, (word, said) in outcomes.items():
        if word == "skipped":
            print(f"  not checked: {name} ({said.splitlines()[-1]})")
    return 1 if counts["failed"] or not steps else 0


def _timed(step: Step) -> Outcome:
    started = time.monotonic()
    word, said = step.check()
    took = f"{time.monotonic() - started:.1f} s"
    reason = f" ({said.splitlines()[-1]})" if word == "skipped" else ""
    print(f"{step.name:<12} {screen.paint(word, COLOURS[word])}{reason} in {took}", flush=True)
    if word == "failed":
        print("\n".join(f"    {line}" for line in said.splitlines()), flush=True)
    return word, said


def _run(
    command: Sequence[str], folder: Path | None = None, env: Mapping[str, str] = os.environ
) -> Outcome:
    try:
        done = subprocess.run(
            command,
            check=False,
            cwd=folder or ROOT,
            env={**env, "COLUMNS": "120"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=STEP_TIMEOUT_S,
        )
    except subprocess.TimeoutExpired:
        return "failed", f"took more than {STEP_TIMEOUT_S} s"
    said = done.stdout.strip()
    if done.returncode == EXIT_SKIPPED:
        return "skipped", said or "it gave no reason"
    return ("passed" if done.returncode == 0 else "failed"), said


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

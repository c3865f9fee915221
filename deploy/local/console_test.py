"""`make console-test`: the console's tests, then those in a browser, on a suite of its own.

Without Node.js or its packages it is skipped and says why, as in `make check`: that proves nothing.
"""

from __future__ import annotations

import asyncio
import io
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout

from deploy.local import console, demo, down, folder, loading, node, ports, tokens, up

DATA = console.ROOT / ".data" / "console-test"
"""The folder of the suite and of its logs; each run begins with an empty one."""
UNIT_TIMEOUT_S = 180
BROWSER_TIMEOUT_S = 600


def main(arguments: Sequence[str]) -> int:
    """0 when all passed or all was skipped; `arguments` go to Playwright."""
    if not console.has_sources():
        return _skipped("there is no folder web/console")
    if reason := node.install(console.WEB):
        return _skipped(reason)
    started = time.monotonic()
    failed = _run(["npm", "test"], {}, UNIT_TIMEOUT_S)
    if failed == 0:
        if reason := console.build():
            print(f"console-test: failed ({reason})")
            return 1
        with _suite() as variables:
            command = ["npm", "run", "e2e", *(["--", *arguments] if arguments else [])]
            failed = _run(command, variables, BROWSER_TIMEOUT_S)
    word = "passed" if failed == 0 else "failed"
    print(f"console-test: {word} in {time.monotonic() - started:.0f} s", flush=True)
    return 1 if failed else 0


@contextmanager
def _suite() -> Iterator[Mapping[str, str]]:
    """The address and the tokens of a suite that is stopped afterwards, as variables."""
    shutil.rmtree(DATA, ignore_errors=True)
    DATA.mkdir(parents=True)
    where = ["--data", str(DATA)]
    with redirect_stdout(io.StringIO()):  # its tokens are nothing for a log
        started = up.main([*where, "--ports", "auto"])
    if started != 0:
        raise SystemExit("console-test: failed (its suite did not start)")
    try:
        yield _variables()
    finally:
        down.main(where)


def _variables() -> dict[str, str]:
    data = folder.resolve(str(DATA))
    run = data.read()
    assert run is not None, "the suite has just started"
    ids = asyncio.run(loading.ids_of(data, run.ports, (1, 2)))

    def of_member(number: int) -> str:
        return tokens.mint(data, role="member", brand=demo.BRAND, member_id=ids[number])

    return {
        "CONSOLE_URL": f"http://{ports.HOST}:{run.ports['gateway']}/console/",
        "OPERATOR_TOKEN": tokens.mint(data, role="operator", brand=demo.BRAND),
        "COLLEAGUE_TOKEN": tokens.mint(
            data, role="operator", brand=demo.BRAND, subject="dev-colleague"
        ),
        "MANAGER_TOKEN": tokens.mint(
            data, role="operator", brand=demo.BRAND, subject="dev-manager", stores=["store-01"]
        ),
        "MEMBER_TOKEN": of_member(1),
        # Walks through all screens at once cost more than a member may ask in a minute.
        "OTHER_MEMBER_TOKEN": of_member(2),
    }


def _run(command: Sequence[str], variables: Mapping[str, str], timeout_s: float) -> int:
    """The exit code; the output goes to ours."""
    env = {**node.environment(), "CI": "true", **variables}
    running = subprocess.Popen(
        command, cwd=console.WEB, env=env, stdin=subprocess.DEVNULL, start_new_session=True
    )
    try:
        return running.wait(timeout_s)
    except subprocess.TimeoutExpired:
        print(f"`{' '.join(command)}` took more than {timeout_s:.0f} s")
        return 1
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)  # with its browsers
            running.wait()


def _skipped(reason: str) -> int:
    print(f"console-test: skipped ({reason})")
    return 0


if __name__ == "__main__":
    os.environ["CONSOLE"] = "on"
    # One member opens all pages of the H5 within a minute, which no phone does.
    os.environ.setdefault("TESSERA_POINTS_PER_MINUTE", "60000")
    sys.exit(main(sys.argv[1:]))

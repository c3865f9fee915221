"""Writes schema.graphql (`python -m gateway.tools.export`); --check fails when it is stale."""

import sys
from pathlib import Path

from strawberry import Schema

from gateway.schema import build

PATH = Path(__file__).parents[1] / "schema.graphql"


def sdl() -> str:
    """The schema as text."""
    return build(Schema).as_str() + "\n"


def main(arguments: list[str]) -> int:
    """0 when written, or current; 1 when a check finds a difference."""
    if "--check" not in arguments:
        PATH.write_text(sdl(), "utf-8")
        return 0
    if PATH.exists() and PATH.read_text("utf-8") == sdl():
        return 0
    sys.stderr.write(f"{PATH.name} is not current: run `python -m gateway.tools.export`\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

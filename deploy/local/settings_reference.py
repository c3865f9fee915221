"""`python -m deploy.local.settings_reference` writes deploy/SETTINGS.md: every setting of every
process, from the dataclasses that read them. With `--check` it says whether the file is current.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import sys
import textwrap
import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from deploy.local import issuer, objects, providers
from gateway.core.settings import GatewaySettings
from services.common.settings import PREFIX, ServerSettings
from services.feedback.settings import Settings as FeedbackSettings
from services.members.wiring import Settings as MembersSettings
from services.points.wiring import Settings as PointsSettings

FILE = Path(__file__).resolve().parents[1] / "SETTINGS.md"
PROCESSES: dict[str, type] = {
    "gateway": GatewaySettings,
    "members": MembersSettings,
    "points": PointsSettings,
    "feedback": FeedbackSettings,
    "objects": objects.Settings,
    "issuer": issuer.Settings,
    "providers": providers.Settings,
}
"""`objects`, `issuer` and `providers` are the object store, the sign-in and the providers of
messages of `make run`; clusters have none."""

_HEAD = """# Settings

Made by `python -m deploy.local.settings_reference` from the settings of each process; `make check`
fails when it is not current.

A setting is an environment variable. The same name with `_FILE` behind it names a file with the
value instead, for secrets that a cluster mounts. A list is separated by commas; true is 1, true,
yes or on. A wrong value ends the process at its start with a sentence that names the variable. The
defaults are those of production.
"""


@dataclass(frozen=True)
class Setting:
    """One variable of a process."""

    variable: str
    kind: str
    default: str
    description: str


def settings_of(process: type) -> list[Setting]:
    """The settings of a process, in the order in which they are declared."""
    hints = get_type_hints(process)
    described = _descriptions(process)
    return [
        Setting(
            PREFIX + field.name.upper(),
            _kind(hints[field.name]),
            _default(field),
            described.get(field.name, ""),
        )
        for field in dataclasses.fields(process)
        if field.init
    ]


def _descriptions(process: type) -> dict[str, str]:
    """The text under each field, also of the classes that it inherits from."""
    found: dict[str, str] = {}
    for cls in reversed(process.__mro__):
        if not dataclasses.is_dataclass(cls):
            continue
        (tree,) = ast.parse(textwrap.dedent(inspect.getsource(cls))).body
        assert isinstance(tree, ast.ClassDef)
        for declared, under in zip(tree.body, tree.body[1:], strict=False):
            if isinstance(declared, ast.AnnAssign) and isinstance(declared.target, ast.Name):
                value = under.value if isinstance(under, ast.Expr) else None
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    found[declared.target.id] = " ".join(value.value.split())
    return found


def _kind(hint: Any) -> str:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _kind(next(each for each in get_args(hint) if each is not type(None)))
    if origin is Literal:
        return " or ".join(str(each) for each in get_args(hint))
    if origin is tuple:
        return "list"
    return {int: "number", float: "number", bool: "true or false", Path: "path"}.get(hint, "text")


def _default(field: dataclasses.Field[Any]) -> str:
    if field.default is dataclasses.MISSING:
        return "required"
    if field.default is None or field.default in ("", ()):
        return "none"
    if isinstance(field.default, bool):
        return "on" if field.default else "off"
    if isinstance(field.default, tuple):
        return f"`{','.join(map(str, field.default))}`"
    return f"`{field.default}`"


def _lines() -> Iterator[str]:
    yield _HEAD
    usual = settings_of(ServerSettings)
    yield "## The services members, points and feedback\n"
    yield from _table(usual)
    for name, process in PROCESSES.items():
        settings = settings_of(process)
        if issubclass(process, ServerSettings):
            settings = [each for each in settings if each not in usual]
        yield f"\n## {name}\n"
        yield from _table(settings)


def _table(settings: Sequence[Setting]) -> Iterator[str]:
    yield "| variable | value | default | meaning |"
    yield "|---|---|---|---|"
    for each in settings:
        yield f"| `{each.variable}` | {each.kind} | {each.default} | {each.description} |"


def reference() -> str:
    """The text of deploy/SETTINGS.md."""
    return "\n".join(_lines()) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the file, or with `--check` return 1 when it is not current."""
    text = reference()
    if "--check" not in arguments:
        FILE.write_text(text, "utf-8")
        return 0
    if FILE.exists() and FILE.read_text("utf-8") == text:
        return 0
    print("deploy/SETTINGS.md is not current: python -m deploy.local.settings_reference")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A programme file: YAML read with its lines, judged by the schema, defaults filled in.

YAML is read as version 1.2 does: only true and false are booleans (the key
`on` stays a word) and dates stay text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path as FilePath
from typing import Any
from zoneinfo import available_timezones

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError, best_match

from services.common.cel import check_condition
from services.members.programme.domain.programme import (
    SOURCE_BYTES_MAX,
    Path,
    Problem,
    contradictions,
)

PROBLEMS_MAX = 100
SCHEMA = FilePath(__file__).parents[4] / "protos/tessera/programme/v1/programme.schema.json"

# A sample of what conditions may name; the parts of the file see what concerns them.
CONDITION_FACTS: Mapping[str, Any] = {
    "activity": {
        "type": "order",
        "channel": "pos",
        "store_id": "",
        "amount_minor": 100,
        "currency": "CNY",
        "labels": {},
        "month": 1,
        "day": 1,
        "weekday": 1,
        "hour": 0,
    },
    "line": {"line_id": "1", "sku": "", "series": "", "quantity": 1, "amount_minor": 100},
    "member": {"tier": "", "tier_rank": 0, "multiplier_percent": 100},
    "feedback": {
        "channel": "app",
        "text": "",
        "topics": [],
        "store_id": "",
        "order_id": "",
        "anonymous": False,
    },
}


@dataclass(frozen=True, slots=True)
class ProgrammeFile:
    """A file as it was read. `document` has its defaults, and is whole only without problems."""

    document: Mapping[str, Any]
    problems: tuple[Problem, ...]


def read(source: str) -> ProgrammeFile:
    """Read and judge a file; problems are in the order of their lines."""
    if len(source.encode()) > SOURCE_BYTES_MAX:
        return _refused(Problem(1, "", f"more than {SOURCE_BYTES_MAX // 1024} KiB"))
    try:
        loader = _Loader(source)
        root = loader.get_single_node()
        document = loader.construct_document(root) if root else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return _refused(Problem(mark.line + 1 if mark else 1, "", error.problem or "not YAML"))
    except (yaml.YAMLError, RecursionError) as error:
        return _refused(Problem(1, "", f"not YAML: {type(error).__name__}"))
    if not isinstance(document, dict):
        return _refused(Problem(1, "", "the file is a mapping of keys: programme, name, ..."))
    found = [fault for error in _validator().iter_errors(document) for fault in _faults(error)]
    if not found:
        document = _with_defaults(document, schema())
        found = list(contradictions(document))
    lines = _lines(root)
    problems = sorted(
        (Problem(_line(lines, path), _key(path), message) for path, message in found),
        key=lambda problem: problem.line,
    )
    return ProgrammeFile(document, tuple(problems[:PROBLEMS_MAX]))


def _refused(problem: Problem) -> ProgrammeFile:
    return ProgrammeFile({}, (problem,))


@cache
def schema() -> Mapping[str, Any]:
    """The contract of the file, from beside the protos."""
    loaded: Mapping[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return loaded


@cache
def _validator() -> Draft202012Validator:
    formats = FormatChecker(["date"])
    formats.checks("timezone")(lambda value: value in available_timezones())
    formats.checks("cel", raises=ValueError)(_is_condition)
    return Draft202012Validator(schema(), format_checker=formats)


def _is_condition(text: object) -> bool:
    check_condition(str(text), CONDITION_FACTS)
    return True


class _Loader(yaml.SafeLoader):
    """SafeLoader with the plain words of YAML 1.2, which refuses a key that stands twice."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        # An alias could stand for itself, or make a small file a huge one.
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="aliases (*name) are not taken", problem_mark=mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise yaml.MarkedYAMLError(
                    problem=f"the key {key!r} is not a word", problem_mark=key_node.start_mark
                )
            if key in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"{key} stands here twice", problem_mark=key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


_KEPT_TAGS = {"tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:null"}
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag in _KEPT_TAGS]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def _faults(error: ValidationError) -> Iterator[tuple[Path, str]]:
    """Where the error stands and what it says; an unknown key is named itself."""
    path: Path = tuple(error.absolute_path)
    instance: Any = error.instance
    if error.validator == "additionalProperties" and isinstance(error.schema, dict):
        known = error.schema.get("properties", {})
        for key in instance:
            if key not in known:
                yield (*path, key), f"unknown key; known: {', '.join(known)}"
    elif "propertyNames" in error.absolute_schema_path:
        yield (*path, instance), "no name for this place: " + _message(error)
    else:
        yield path, _message(error)


def _message(error: ValidationError) -> str:
    """The reason in the words of a file's author, not of the schema."""
    if error.validator == "oneOf":
        nearer = best_match([error])
        return nearer.message if nearer is not error else "fits none of the forms allowed here"
    if error.validator == "format" and error.validator_value == "cel":
        cause = str(error.cause or "not a condition").strip().splitlines()[0]
        return f"not a CEL condition: {cause}"
    if error.validator == "format":
        return f"{error.instance!r} is not a {error.validator_value}"
    if error.validator == "enum":
        allowed: Any = error.validator_value
        return f"{error.instance!r} is not one of {', '.join(map(str, allowed))}"
    return error.message


def _with_defaults(value: Any, form: Mapping[str, Any]) -> Any:
    """The value with every absent key that has a default in the schema."""
    if "$ref" in form:
        form = {**schema()["$defs"][form["$ref"].rsplit("/", 1)[1]], **form}
    if isinstance(value, list):
        return [_with_defaults(item, form.get("items", {})) for item in value]
    if not isinstance(value, dict):
        return value
    properties: dict[str, Any] = dict(form.get("properties", {}))
    for choice in form.get("oneOf", []):
        if _fits(value, choice):
            properties |= choice.get("properties", {})
    other = form.get("additionalProperties") or {}
    filled = {key: _with_defaults(item, properties.get(key, other)) for key, item in value.items()}
    for key, part in properties.items():
        if key not in filled and "default" in part:
            filled[key] = _with_defaults(part["default"], part)
    return filled


def _fits(value: Mapping[str, Any], choice: Mapping[str, Any]) -> bool:
    return all(
        value.get(key) == part["const"]
        for key, part in choice.get("properties", {}).items()
        if "const" in part
    )


def _lines(root: yaml.Node | None) -> dict[Path, int]:
    """The line of every key and item of the file, by its path."""
    return dict(_walk(root, ())) if root else {}


def _walk(node: yaml.Node, path: Path) -> Iterator[tuple[Path, int]]:
    yield path, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _walk(value, (*path, key.value))
            yield (*path, key.value), key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for i, item in enumerate(node.value):
            yield from _walk(item, (*path, i))


def _line(lines: Mapping[Path, int], path: Path) -> int:
    """Where the path stands, or the nearest thing around it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _key(path: Path) -> str:
    """ladders[0].tiers[2].reach"""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")

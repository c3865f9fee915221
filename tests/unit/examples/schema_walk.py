"""What a schema lets a programme say, and what the documents that are shown to it do say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

BRANCHES = ("allOf", "anyOf", "oneOf")
ONE = ("then", "else", "if", "not")


class SchemaWalk:
    """The places of a schema in many files, each named by its file and path there.

    A place is a property, such as `rewards/$defs/reward:immediate`, or a value of an enumeration,
    such as `rewards/$defs/reward:kind=status`.
    """

    def __init__(self, folder: Path) -> None:
        files = folder.glob("*.schema.json")
        self._files = {file.name: json.loads(file.read_text(encoding="utf-8")) for file in files}

    def places(self, root: str) -> set[str]:
        """All places that can be reached from a file."""
        seen: set[str] = set()
        found: set[str] = set()
        self._all(root, self._files[root], _stem(root), seen, found)
        return found

    def used(self, root: str, document: Any) -> set[str]:
        """The places of which `document` makes use."""
        found: set[str] = set()
        self._use(root, self._files[root], _stem(root), document, found)
        return found

    def _all(self, file: str, schema: Any, at: str, seen: set[str], found: set[str]) -> None:
        if not isinstance(schema, Mapping):
            return
        if "$ref" in schema:
            where, target, name = self._resolve(file, schema["$ref"])
            if name not in seen:
                seen.add(name)
                self._all(where, target, name, seen, found)
        found.update(f"{at}={value}" for value in schema.get("enum", ()))
        for name, inner in schema.get("properties", {}).items():
            found.add(f"{at}:{name}")
            self._all(file, inner, f"{at}:{name}", seen, found)
        for inner, place in _inner(schema, at):
            self._all(file, inner, place, seen, found)

    def _use(self, file: str, schema: Any, at: str, value: Any, found: set[str]) -> None:
        if not isinstance(schema, Mapping):
            return
        if "$ref" in schema:
            where, target, name = self._resolve(file, schema["$ref"])
            self._use(where, target, name, value, found)
        if value in schema.get("enum", ()):
            found.add(f"{at}={value}")
        if isinstance(value, Mapping):
            named = schema.get("properties", {})
            for name, content in value.items():
                if name in named:
                    found.add(f"{at}:{name}")
                    self._use(file, named[name], f"{at}:{name}", content, found)
                else:
                    rest = schema.get("additionalProperties")
                    self._use(file, rest, f"{at}:*", content, found)
        if isinstance(value, list):
            for content in value:
                self._use(file, schema.get("items"), at, content, found)
        for key in (*BRANCHES, *ONE):
            branches = schema.get(key, ())
            for inner in branches if isinstance(branches, list) else [branches]:
                self._use(file, inner, at, value, found)

    def _resolve(self, file: str, ref: str) -> tuple[str, Any, str]:
        name, _, path = ref.partition("#")
        where = name or file
        target = self._files[where]
        for part in path.strip("/").split("/") if path.strip("/") else ():
            target = target[part]
        return where, target, f"{_stem(where)}{path}" if path else _stem(where)


def _inner(schema: Mapping[str, Any], at: str) -> Iterator[tuple[Any, str]]:
    for key in (*BRANCHES, *ONE, "items"):
        inner = schema.get(key, ())
        for each in inner if isinstance(inner, list) else [inner]:
            yield each, at
    yield schema.get("additionalProperties"), f"{at}:*"


def _stem(file: str) -> str:
    return file.removesuffix(".schema.json")

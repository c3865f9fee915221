"""YAML as version 1.2 reads it, with the place of every key, item and character.

Only true and false are booleans (the key `on` stays a word) and dates stay text.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml

from services.members.programme.domain.programme import Path


class Place(NamedTuple):
    """A line and a column of the file, from 1."""

    line: int
    column: int


class NotYaml(Exception):
    """The text is no YAML that we take."""

    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.place = place
        self.message = message


@dataclass(frozen=True, slots=True)
class YamlSource:
    """A text with what it says, and where each path of it stands."""

    text: str
    document: Any
    _places: dict[Path, Place]
    _scalars: dict[Path, yaml.ScalarNode]

    def place(self, path: Path) -> Place:
        """Where the path stands, or the nearest thing around it."""
        while path and path not in self._places:
            path = path[:-1]
        return self._places.get(path, Place(1, 1))

    def place_in(self, path: Path, at: int) -> Place:
        """Where the character `at` (from 0) of the text at the path stands."""
        node = self._scalars.get(path)
        if node is None:
            return self.place(path)
        written = self.text[node.start_mark.index : node.end_mark.index]
        index = node.start_mark.index + _written_at(node, written, at)
        line_start = self.text.rfind("\n", 0, index) + 1
        return Place(self.text.count("\n", 0, index) + 1, index - line_start + 1)


def read_yaml(text: str) -> YamlSource:
    """Read a text. Raises NotYaml."""
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        document = loader.construct_document(root) if root else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = _place(mark) if mark else Place(1, 1)
        raise NotYaml(place, error.problem or "not YAML") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise NotYaml(Place(1, 1), f"not YAML: {type(error).__name__}") from error
    places: dict[Path, Place] = {}
    scalars: dict[Path, yaml.ScalarNode] = {}
    for path, node, place in _walk(root, ()) if root else ():
        places[path] = place
        if isinstance(node, yaml.ScalarNode):
            scalars[path] = node
    return YamlSource(text, document, places, scalars)


def _place(mark: yaml.Mark) -> Place:
    return Place(mark.line + 1, mark.column + 1)


def _walk(node: yaml.Node, path: Path) -> Iterator[tuple[Path, yaml.Node, Place]]:
    """Every value with its path; what stands under a key has the key's place."""
    yield path, node, _place(node.start_mark)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _walk(value, (*path, key.value))
            yield (*path, key.value), value, _place(key.start_mark)
    elif isinstance(node, yaml.SequenceNode):
        for i, item in enumerate(node.value):
            yield from _walk(item, (*path, i))


_ESCAPE_LENGTHS = {"x": 4, "u": 6, "U": 10}


def _written_at(node: yaml.ScalarNode, written: str, at: int) -> int:
    """Where the character `at` of the node's value stands in what is `written` in the file.

    What YAML takes away (quotes, indentation, the newlines that it folds) is passed over.
    """
    index = written.find("\n") + 1 if node.style in ("|", ">") else 0
    for position, character in enumerate(node.value):
        while index < len(written) and not _stands_for(written, index, character, node.style):
            index += 1
        if position == at:
            break
        escaped = node.style == '"' and written[index : index + 1] == "\\"
        index += _ESCAPE_LENGTHS.get(written[index + 1 : index + 2], 2) if escaped else 1
    return min(index, len(written))


def _stands_for(written: str, index: int, character: str, style: str | None) -> bool:
    found = written[index]
    if style == '"' and found == "\\":
        # A newline after it is taken away with the indentation that follows.
        return written[index + 1 : index + 2] != "\n"
    return found == character or (character == " " and found == "\n")


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

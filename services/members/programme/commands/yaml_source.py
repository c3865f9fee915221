"""YAML by the core schema of version 1.2, with the place of every key, item and character.

0200 is 200 and 0o17 is 15; 1_000, 12:30:45, yes and dates are texts, and the key `on` is a word.
A whole number is an integer however it is written: 5.0 is 5. Size, depth and number of parts are
bounded while the text is read, so a small text never costs much.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import yaml
from yaml._yaml import CParser
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

from services.members.programme.domain.declared import Path

NODES_MAX = 50_000
"""Keys, values and items: several times those of any programme that the schema lets through."""
DEPTH_MAX = 24
DIGITS_MAX = 30
TOLD_MAX = 100
"""Characters of a file's own text in a message."""


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
        return _place_of(self.text, index)


def read_yaml(text: str) -> YamlSource:
    """Read a text. Raises NotYaml."""
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        document = loader.construct_document(root) if root else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = _place_of(text, mark.index) if mark else Place(1, 1)
        raise NotYaml(place, error.problem or "not YAML") from error
    except yaml.reader.ReaderError as error:
        raise NotYaml(_place_of(text, error.position), f"{error.reason}") from error
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
        raise NotYaml(Place(1, 1), f"not YAML: {type(error).__name__}") from error
    places: dict[Path, Place] = {}
    scalars: dict[Path, yaml.ScalarNode] = {}
    for path, node, place in _walk(root, ()) if root else ():
        places[path] = place
        if isinstance(node, yaml.ScalarNode):
            scalars[path] = node
    return YamlSource(text, document, places, scalars)


def _place_of(text: str, index: int) -> Place:
    line_start = text.rfind("\n", 0, index) + 1
    return Place(text.count("\n", 0, index) + 1, index - line_start + 1)


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


_CORE = "tag:yaml.org,2002:"
_INT, _FLOAT, _BOOL, _NULL = (_CORE + name for name in ("int", "float", "bool", "null"))
_TAKEN = frozenset({_INT, _FLOAT, _BOOL, _NULL, *(_CORE + name for name in ("str", "map", "seq"))})
_PATTERNS = {
    _INT: re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"),
    _FLOAT: re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"),
    _BOOL: re.compile(r"true|True|TRUE|false|False|FALSE"),
    _NULL: re.compile(r"null|Null|NULL|~|"),
}
"""The core schema of YAML 1.2.2, section 10.3.2, without infinities and what is no number."""
_FIRST = frozenset(["", *"-+.0123456789tTfFnN~"])
"""What those begin with; most words begin with something else."""


def _refusal(node: yaml.Node, problem: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)


class _Loader(Composer, CParser, SafeConstructor, Resolver):
    """SafeLoader with the plain words of YAML 1.2, which refuses a key that stands twice.

    libyaml reads the text, five times faster than Python; the nodes are put together here, so that
    their bounds hold while it is read.
    """

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        Composer.__init__(self)
        SafeConstructor.__init__(self)
        Resolver.__init__(self)
        self._depth = 0
        self._nodes = 0

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        """The tag of a node that names none."""
        if kind is yaml.ScalarNode and implicit[0]:
            if value[:1] not in _FIRST:
                return self.DEFAULT_SCALAR_TAG
            return next(
                (tag for tag, pattern in _PATTERNS.items() if pattern.fullmatch(value)),
                self.DEFAULT_SCALAR_TAG,
            )
        return super().resolve(kind, value, implicit)  # type: ignore[no-untyped-call]

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event: Any = self.peek_event()
        mark = event.start_mark
        # An alias could stand for itself, or make a small file a huge one.
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="aliases (*name) are not taken", problem_mark=mark)
        self._nodes += 1
        if self._depth >= DEPTH_MAX or self._nodes > NODES_MAX:
            limit = f"{NODES_MAX} parts" if self._nodes > NODES_MAX else f"{DEPTH_MAX} levels"
            raise yaml.MarkedYAMLError(problem=f"more than {limit}", problem_mark=mark)
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        if node.tag not in _TAKEN:
            raise _refusal(node, f"the tag {node.tag[:TOLD_MAX]} is not taken")
        return super().construct_object(node, deep)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise _refusal(key_node, f"the key {str(key)[:TOLD_MAX]} is not a word")
            if key in seen:
                raise _refusal(key_node, f"{key[:TOLD_MAX]} stands here twice")
            seen.add(key)
        return super().construct_mapping(node, deep)

    def number(self, node: yaml.ScalarNode) -> int | float:
        self._of_its_tag(node)
        value: str = node.value
        if len(value) > DIGITS_MAX:
            raise _refusal(node, f"a number of more than {DIGITS_MAX} characters")
        if node.tag == _INT:
            base = {"0o": 8, "0x": 16}.get(value[:2], 10)
            return int(value, base)
        exponent = re.split("[eE]", value)[1:]
        if exponent and abs(int(exponent[0])) > DIGITS_MAX:
            raise _refusal(node, "a number beyond all limits")
        exact = Decimal(value)
        return int(exact) if exact == exact.to_integral_value() else float(exact)

    def truth(self, node: yaml.ScalarNode) -> bool:
        self._of_its_tag(node)
        return bool(node.value.lower() == "true")

    def nothing(self, node: yaml.ScalarNode) -> None:
        self._of_its_tag(node)

    def _of_its_tag(self, node: yaml.ScalarNode) -> None:
        if not _PATTERNS[node.tag].fullmatch(node.value):
            raise _refusal(node, f"no {node.tag.removeprefix(_CORE)}")


for _tag, _made in (
    (_INT, _Loader.number),
    (_FLOAT, _Loader.number),
    (_BOOL, _Loader.truth),
    (_NULL, _Loader.nothing),
):
    # The stubs know no loaders but their own.
    _Loader.add_constructor(_tag, _made)  # type: ignore[type-var]

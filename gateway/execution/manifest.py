"""The manifest of trusted documents: `python -m gateway.execution.manifest FOLDER`.

Every operation in the folder's .graphql files becomes one document: the operation, then the
fragments that it needs, from any of the files, in the order of their names, as graphql-js prints
them. Its id is the SHA-256 of that text, which is also the hash that Apollo's clients send of it.

    {"documents": [{"id": "9f86d0…", "name": "Card", "body": "query Card {…}"}]}

Front ends in the field are older than the one that is built: `--keep OLD.json` takes over the
documents that were trusted before.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    Node,
    OperationDefinitionNode,
    Visitor,
    parse,
    print_ast,
    visit,
)

from gateway.execution.query_limits import CHARACTERS_MAX

DOCUMENTS_MAX = 5_000

N = TypeVar("N", bound=Node)


class ManifestError(Exception):
    """A manifest or its sources are invalid; the message names the file and the fault."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document."""

    id: str
    name: str
    body: str


def identify(text: str) -> str:
    """The id of a document: SHA-256 of its text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def load(path: Path) -> list[Entry]:
    """The documents of a manifest or of a folder of .graphql files. Raises ManifestError."""
    try:
        entries = build(path) if path.is_dir() else _read(path)
    except OSError as error:
        raise ManifestError(f"{path}: {error.strerror}") from error
    if len(entries) > DOCUMENTS_MAX:
        raise ManifestError(f"{path}: at most {DOCUMENTS_MAX} documents")
    return entries


def build(folder: Path) -> list[Entry]:
    """The documents of the .graphql files in `folder`, sorted by name. Raises ManifestError."""
    operations: dict[str, OperationDefinitionNode] = {}
    fragments: dict[str, FragmentDefinitionNode] = {}
    for path in sorted(folder.rglob("*.graphql")):
        for node in _parse(path).definitions:
            if isinstance(node, OperationDefinitionNode):
                if node.name is None:
                    raise ManifestError(f"{path}: every operation needs a name")
                _add(operations, node.name.value, node, path)
            elif isinstance(node, FragmentDefinitionNode):
                _add(fragments, node.name.value, node, path)
            else:
                raise ManifestError(f"{path}: only operations and fragments belong here")
    return [_entry(name, operations[name], fragments) for name in sorted(operations)]


def _parse(path: Path) -> DocumentNode:
    try:
        return parse(path.read_text("utf-8"), no_location=True)
    except (GraphQLError, UnicodeDecodeError) as error:
        raise ManifestError(f"{path}: {error}") from error


def _add(known: dict[str, N], name: str, node: N, path: Path) -> None:
    if name in known and print_ast(known[name]) != print_ast(node):
        raise ManifestError(f"{path}: {name} is there twice, and not the same")
    known[name] = node


def _entry(
    name: str, operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]
) -> Entry:
    needed: set[str] = set()
    todo = list(_spreads(operation))
    while todo:
        spread = todo.pop()
        if spread not in needed:
            if spread not in fragments:
                raise ManifestError(f"{name}: there is no fragment {spread}")
            needed.add(spread)
            todo += _spreads(fragments[spread])
    nodes = (operation, *(fragments[each] for each in sorted(needed)))
    body = print_ast(DocumentNode(definitions=nodes))
    if len(body) > CHARACTERS_MAX:
        raise ManifestError(f"{name}: at most {CHARACTERS_MAX} characters")
    return Entry(identify(body), name, body)


def _spreads(node: Node) -> Iterable[str]:
    found: list[str] = []

    class Spreads(Visitor):
        def enter_fragment_spread(self, spread: FragmentSpreadNode, *_: object) -> None:
            found.append(spread.name.value)

    visit(node, Spreads())
    return found


def _read(path: Path) -> list[Entry]:
    try:
        rows = json.loads(path.read_text("utf-8"))["documents"]
        entries = [Entry(row["id"], row["name"], row["body"]) for row in rows]
    except (ValueError, KeyError, TypeError) as error:
        raise ManifestError(f"{path}: not a manifest ({type(error).__name__})") from error
    for entry in entries:
        if not isinstance(entry.body, str) or identify(entry.body) != entry.id:
            raise ManifestError(f"{path}: {entry.name} has not the id of its body")
    return entries


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the manifest, or exit with a sentence that names the fault."""
    parser = argparse.ArgumentParser(prog="python -m gateway.execution.manifest")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", type=Path, help="a manifest whose documents stay trusted")
    options = parser.parse_args(arguments)
    try:
        if not options.folder.is_dir():
            raise ManifestError(f"{options.folder}: not a folder")
        kept = load(options.keep) if options.keep else []
        entries = {entry.id: entry for entry in (*kept, *load(options.folder))}
    except ManifestError as error:
        sys.exit(str(error))
    rows = [asdict(entry) for entry in sorted(entries.values(), key=lambda e: (e.name, e.id))]
    sys.stdout.write(json.dumps({"documents": rows}, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()

"""A condition is checked when it is published: names, types, functions, and what it can cost.

The library parses it and checks its types against the declared facts. Here its complaints become
refusals with a place, a stable reason and the nearest known name; what the library lets through
and we don't is refused too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from cel_expr_python import cel
from google.protobuf import descriptor_pb2, descriptor_pool

from services.common.cel import CHARACTERS_MAX
from services.common.cel_cost import cost_of
from services.common.cel_tree import (
    Call,
    Comprehension,
    Constant,
    Ident,
    ListLiteral,
    MapLiteral,
    Node,
    Select,
    TooDeep,
    TooLarge,
    tree_of,
    walk,
)
from services.common.condition_facts import HOLD_ITEMS, ConditionKind, Fact, FactType

COST_MAX = 50_000
"""Units of `cel_cost` that one evaluation takes at most: about a millisecond.

A unit of a loop is 15 ns, and each turn of a loop has five, so that no condition that is let
through meets the library's own bound, 10,000 turns in one evaluation.
"""

FUNCTIONS = ("contains", "double", "endsWith", "int", "matches", "size", "startsWith", "string")
MACROS = ("all", "exists", "exists_one", "filter", "has", "map")

_LOGIC = {"_&&_", "_||_", "!_", "_?_:_", "@not_strictly_false"}
_COMPARISONS = {"_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "@in"}
_ARITHMETIC = {"_+_", "_-_", "_*_", "_/_", "_%_", "-_", "_[_]"}
_ALLOWED = frozenset({*_LOGIC, *_COMPARISONS, *_ARITHMETIC, *FUNCTIONS})
_PACKAGE = "facts"
_COMPLAINT = re.compile(r"ERROR: <input>:(-?\d+):(-?\d+): (.*)")
# A list of all tokens that could stand here helps nobody.
_EXPECTED = re.compile(r" expecting \{.*\}$")
_NO_FIELD = re.compile(rf"undefined field '(\w+)' not found in struct '{_PACKAGE}\.(\w+)'")
_NO_NAME = re.compile(r"undeclared reference to '([^']+)'")
_NO_OVERLOAD = re.compile(r"found no matching overload for '([^']+)' applied to '\((.*)\)'")


class Reason(StrEnum):
    """Why a condition is refused; the words stay as they are."""

    NOT_CEL = "CONDITION_NOT_CEL"
    UNKNOWN_FACT = "CONDITION_UNKNOWN_FACT"
    UNKNOWN_FUNCTION = "CONDITION_UNKNOWN_FUNCTION"
    WRONG_TYPE = "CONDITION_WRONG_TYPE"
    NOT_BOOLEAN = "CONDITION_NOT_BOOLEAN"
    TOO_LONG = "CONDITION_TOO_LONG"
    TOO_LARGE = "CONDITION_TOO_LARGE"
    TOO_DEEP = "CONDITION_TOO_DEEP"
    TOO_COSTLY = "CONDITION_TOO_COSTLY"


class ConditionRefused(ValueError):
    """A condition that must not be published. `at` is the character of the text, from 0."""

    def __init__(self, reason: Reason, at: int, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.at = at


class ConditionChecker:
    """Checks conditions of one kind; `kinds` are all, to say which of them sees a fact."""

    def __init__(self, kind: ConditionKind, kinds: Iterable[ConditionKind] = ()) -> None:
        self._kind = kind
        self._kinds = tuple(kinds)
        variables = {root: cel.Type(f"{_PACKAGE}.{root}") for root in kind.facts}
        self._environment = cel.NewEnv(_messages(kind), variables=variables)

    def check(self, text: str) -> int:
        """The most that one evaluation costs. Raises ConditionRefused."""
        if len(text) > CHARACTERS_MAX:
            words = f"{len(text)} characters; a condition has {CHARACTERS_MAX} at most"
            raise ConditionRefused(Reason.TOO_LONG, 0, words)
        try:
            text.encode()
        except UnicodeEncodeError as error:
            words = "half of a surrogate pair is no character"
            raise ConditionRefused(Reason.NOT_CEL, error.start, words) from error
        try:
            expression = self._environment.compile(text)
        except RuntimeError as error:
            raise self._refusal(text, str(error)) from error
        try:
            tree = tree_of(expression.serialize())
        except TooDeep as error:
            raise ConditionRefused(Reason.TOO_DEEP, 0, str(error)) from error
        except TooLarge as error:
            raise ConditionRefused(Reason.TOO_LARGE, 0, str(error)) from error
        for node in walk(tree):
            self._check_node(node)
        self._check_roots(tree, frozenset())
        answer = expression.return_type()
        if answer != cel.Type.BOOL:
            words = f"gives {_article(answer.name().lower())}, not true or false"
            raise ConditionRefused(Reason.NOT_BOOLEAN, 0, words)
        cost = cost_of(tree, self._kind.facts)
        if cost > COST_MAX:
            words = f"may take {_rounded(cost)} steps; a condition takes {COST_MAX} at most"
            raise ConditionRefused(Reason.TOO_COSTLY, _dearest(tree), words)
        return cost

    def _refusal(self, text: str, error: str) -> ConditionRefused:
        if "recursion" in error:
            return ConditionRefused(Reason.TOO_DEEP, 0, str(TooDeep()))
        found = _COMPLAINT.search(error)
        if found is None:
            return ConditionRefused(Reason.NOT_CEL, 0, error.splitlines()[0])
        at = _offset(text, int(found[1]), int(found[2]))
        words = _EXPECTED.sub("", found[3].removesuffix(" [INVALID_ARGUMENT]"))
        if missing := _NO_FIELD.match(words):
            name = f"{missing[2]}.{missing[1]}"
            return self._unknown_fact(name, max(text.rfind(missing[2], 0, at + 1), 0))
        if missing := _NO_NAME.match(words):
            name = missing[1]
            if text[at : at + 1] == "(":
                return _unknown_function(name, max(text.rfind(name, 0, at), 0))
            first = name.split(".")[0]
            return self._unknown_fact(name, max(text.rfind(first, 0, at + 1), 0))
        if wrong := _NO_OVERLOAD.match(words):
            operator = wrong[1].strip("_@")
            types = wrong[2].replace(f"{_PACKAGE}.", "")
            words = f"{operator} is not defined for {types}"
            return ConditionRefused(Reason.WRONG_TYPE, at, words)
        if words.startswith("expression of type"):
            return ConditionRefused(Reason.WRONG_TYPE, at, words)
        return ConditionRefused(Reason.NOT_CEL, at, words)

    def _unknown_fact(self, name: str, at: int) -> ConditionRefused:
        facts = self._kind.facts
        root, _, rest = name.partition(".")
        if root in facts and not rest:
            words = f"{root} is no fact by itself; known: {', '.join(self._names(root))}"
            return ConditionRefused(Reason.UNKNOWN_FACT, at, words)
        if root in facts:
            near = [f"{root}.{each}" for each in get_close_matches(rest, facts[root], n=1)]
            known = list(self._names(root))
        else:
            near = get_close_matches(name, [*facts, *self._names(*facts)], n=1)
            known = list(facts)
        hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(known)}"
        elsewhere = [kind.name for kind in self._kinds if rest in kind.facts.get(root, ())]
        if elsewhere:
            hint = f"only {', '.join(elsewhere)} sees it"
        return ConditionRefused(Reason.UNKNOWN_FACT, at, f"{name}: no such fact; {hint}")

    def _names(self, *roots: str) -> Iterator[str]:
        return (f"{root}.{name}" for root in roots for name in self._kind.facts[root])

    def _check_node(self, node: Node) -> None:
        if isinstance(node, Call):
            if node.function not in _ALLOWED:
                raise _unknown_function(node.function, node.at)
            if node.function == "matches":
                _check_pattern(node.args[-1])
        if isinstance(node, MapLiteral) and node.message_name:
            raise ConditionRefused(Reason.NOT_CEL, node.at, "a condition makes no records")
        if isinstance(node, ListLiteral):
            _check_alike(node.elements)
        if isinstance(node, MapLiteral):
            _check_alike(node.entries[::2])
            _check_alike(node.entries[1::2])

    def _check_roots(self, node: Node, variables: frozenset[str]) -> None:
        """Refuse a root by itself; the library would compare all its facts with null."""
        if isinstance(node, Ident) and node.name in self._kind.facts.keys() - variables:
            raise self._unknown_fact(node.name, node.at)
        if isinstance(node, Select) and isinstance(node.operand, Ident):
            return
        if isinstance(node, Comprehension):
            for outside in (node.iter_range, node.accu_init):
                self._check_roots(outside, variables)
            variables |= {node.iter_var, node.accu_var}
            for inside in (node.loop_condition, node.loop_step, node.result):
                self._check_roots(inside, variables)
            return
        for part in node.parts():
            self._check_roots(part, variables)


def _messages(kind: ConditionKind) -> descriptor_pool.DescriptorPool:
    """The facts as protobuf messages, since that is how the library knows types of fields."""
    file = descriptor_pb2.FileDescriptorProto(
        name="condition_facts.proto", package=_PACKAGE, syntax="proto3"
    )
    for root, facts in kind.facts.items():
        message = file.message_type.add(name=root)
        for number, (name, fact) in enumerate(facts.items(), start=1):
            _add_field(message, number, name, fact)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return pool


def _add_field(message: Any, number: int, name: str, fact: Fact) -> None:
    field = message.field.add(name=name, number=number)
    repeated = fact.type in HOLD_ITEMS
    field.label = field.LABEL_REPEATED if repeated else field.LABEL_OPTIONAL
    scalars = {
        FactType.STRING: field.TYPE_STRING,
        FactType.STRINGS: field.TYPE_STRING,
        FactType.INT: field.TYPE_INT64,
        FactType.DOUBLE: field.TYPE_DOUBLE,
        FactType.BOOL: field.TYPE_BOOL,
    }
    if fact.type in scalars:
        field.type = scalars[fact.type]
        return
    # A map is a list of entries, whose message protobuf names after the field.
    camel = "".join(word.capitalize() for word in name.split("_"))
    entry = message.nested_type.add(name=f"{camel}Entry")
    entry.options.map_entry = True
    value = field.TYPE_INT64 if fact.type is FactType.INT_MAP else field.TYPE_STRING
    for key_number, (key, type_) in enumerate((("key", field.TYPE_STRING), ("value", value)), 1):
        entry.field.add(name=key, number=key_number, type=type_, label=field.LABEL_OPTIONAL)
    field.type = field.TYPE_MESSAGE
    field.type_name = f".{_PACKAGE}.{message.name}.{entry.name}"


def _unknown_function(name: str, at: int) -> ConditionRefused:
    near = get_close_matches(name, [*FUNCTIONS, *MACROS], n=1)
    hint = f"did you mean {near[0]}?" if near else f"known: {', '.join((*FUNCTIONS, *MACROS))}"
    return ConditionRefused(Reason.UNKNOWN_FUNCTION, at, f"{name}: no such function; {hint}")


def _check_pattern(pattern: Node) -> None:
    """Refuse a pattern that is no literal or no regular expression: it would fail each time."""
    if not isinstance(pattern, Constant) or not isinstance(pattern.value, str):
        raise ConditionRefused(Reason.NOT_CEL, pattern.at, "a pattern is written as a text")
    tried = _bare.compile("''.matches(p)", disable_check=True).eval(data={"p": pattern.value})
    if tried.type() == cel.Type.ERROR:
        words = tried.value().removeprefix("INVALID_ARGUMENT: ")
        raise ConditionRefused(Reason.NOT_CEL, pattern.at, words)


def _check_alike(elements: tuple[Node, ...]) -> None:
    """Refuse literals of several types in one list: the library then checks no type of it."""
    kinds: dict[type, Constant] = {}
    for element in elements:
        if isinstance(element, Constant):
            kinds.setdefault(type(element.value), element)
    if len(kinds) > 1:
        odd = list(kinds.values())[1]
        raise ConditionRefused(Reason.WRONG_TYPE, odd.at, "a list or map has values of one type")


def _dearest(tree: Node) -> int:
    """Where the outermost loop stands, which is what makes a condition dear."""
    return next((node.at for node in walk(tree) if isinstance(node, Comprehension)), tree.at)


def _offset(text: str, line: int, column: int) -> int:
    """The character at a line and column from 1; the first where the library knows no place."""
    lines = text.split("\n")
    if not 1 <= line <= len(lines) or column < 1:
        return 0
    return sum(len(each) + 1 for each in lines[: line - 1]) + column - 1


def _article(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def _rounded(cost: int) -> str:
    return str(cost) if cost < 10**9 else f"more than {10**9}"


_bare = cel.NewEnv()

"""The syntax tree of a condition, from the message in which the library hands it over.

The messages are cel.expr.ParsedExpr and CheckedExpr, of which the fields read here have the same
numbers: https://github.com/google/cel-spec/blob/master/proto/cel/expr/syntax.proto
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from google.protobuf import any_pb2, descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.message import DecodeError

NODES_MAX = 500
"""As many values as fit into a list of a condition's greatest length, with some room."""

_NUMBERS = {"int64": 3, "uint64": 4, "int32": 5, "bool": 8, "string": 9, "bytes": 12, "double": 1}
_REPEATED = "*"

# Of each message: name:number:type, where a star marks what is repeated.
_MESSAGES = {
    "Root": "expr_parsed:2:Expr expr:4:Expr source_parsed:3:Source source:5:Source",
    "Source": "positions:4:Position*",
    "Position": "key:1:int64 value:2:int32",
    "Expr": "id:2:int64 constant:3:Constant ident:4:Ident select:5:Select call:6:Call "
    "list:7:List struct:8:Struct comprehension:9:Comprehension",
    "Constant": "null:1:int64 bool:2:bool int:3:int64 uint:4:uint64 double:5:double "
    "string:6:string bytes:7:bytes",
    "Ident": "name:1:string",
    "Select": "operand:1:Expr field:2:string test_only:3:bool",
    "Call": "target:1:Expr function:2:string args:3:Expr*",
    "List": "elements:1:Expr*",
    "Struct": "message_name:1:string entries:2:Entry*",
    "Entry": "map_key:3:Expr value:4:Expr",
    "Comprehension": "iter_var:1:string iter_range:2:Expr accu_var:3:string accu_init:4:Expr "
    "loop_condition:5:Expr loop_step:6:Expr result:7:Expr",
}


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a condition; `at` is the character of the text where it stands, from 0."""

    at: int

    def parts(self) -> tuple[Node, ...]:
        """What it is made of, one level down."""
        return ()


@dataclass(frozen=True, slots=True)
class Constant(Node):
    value: str | bytes | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Ident(Node):
    name: str


@dataclass(frozen=True, slots=True)
class Select(Node):
    """operand.field, or has(operand.field) where `test_only`."""

    operand: Node
    field: str
    test_only: bool

    def parts(self) -> tuple[Node, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function or an operator such as _&&_; what it is called on is its first argument."""

    function: str
    args: tuple[Node, ...]

    def parts(self) -> tuple[Node, ...]:
        return self.args


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    elements: tuple[Node, ...]

    def parts(self) -> tuple[Node, ...]:
        return self.elements


@dataclass(frozen=True, slots=True)
class MapLiteral(Node):
    """Keys and values in turn; `message_name` where it makes a protobuf message."""

    message_name: str
    entries: tuple[Node, ...]

    def parts(self) -> tuple[Node, ...]:
        return self.entries


@dataclass(frozen=True, slots=True)
class Comprehension(Node):
    """What the macros all, exists, exists_one, map and filter come to: a loop over a range."""

    iter_var: str
    iter_range: Node
    accu_var: str
    accu_init: Node
    loop_condition: Node
    loop_step: Node
    result: Node

    def parts(self) -> tuple[Node, ...]:
        loop = (self.loop_condition, self.loop_step)
        return (self.iter_range, self.accu_init, *loop, self.result)


class TooDeep(ValueError):
    """Parts stand within parts further than anybody reads."""

    def __init__(self) -> None:
        super().__init__("it is nested too deep")


class TooLarge(ValueError):
    """More parts than `NODES_MAX`."""

    def __init__(self) -> None:
        super().__init__(f"it has more than {NODES_MAX} parts")


def tree_of(serialized: bytes) -> Node:
    """The tree in what `Expression.serialize` gives. Raises TooDeep or TooLarge."""
    wrapped = any_pb2.Any.FromString(serialized)
    try:
        root = _Root.FromString(wrapped.value)
    except DecodeError as error:
        # protobuf takes 100 messages in one another, which is also the bound of our recursion.
        raise TooDeep from error
    if wrapped.type_url.endswith("ParsedExpr"):
        return _tree(root.expr_parsed, root.source_parsed)
    return _tree(root.expr, root.source)


def walk(node: Node) -> Iterator[Node]:
    """The node and all that it is made of."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.parts()))


def _tree(expr: Any, source: Any) -> Node:
    # The library gives each part a position.
    if len(source.positions) > NODES_MAX:
        raise TooLarge
    return _node(expr, {position.key: position.value for position in source.positions})


def _node(expr: Any, at: Mapping[int, int]) -> Node:
    here = at.get(expr.id, 0)

    def nodes(exprs: Any) -> tuple[Node, ...]:
        return tuple(_node(each, at) for each in exprs)

    if expr.HasField("ident"):
        return Ident(here, expr.ident.name)
    if expr.HasField("select"):
        select = expr.select
        return Select(here, _node(select.operand, at), select.field, select.test_only)
    if expr.HasField("call"):
        target = nodes([expr.call.target] if expr.call.HasField("target") else [])
        return Call(here, expr.call.function, target + nodes(expr.call.args))
    if expr.HasField("list"):
        return ListLiteral(here, nodes(expr.list.elements))
    if expr.HasField("struct"):
        entries = [side for each in expr.struct.entries for side in (each.map_key, each.value)]
        return MapLiteral(here, expr.struct.message_name, nodes(entries))
    if expr.HasField("comprehension"):
        loop = expr.comprehension
        parts = (loop.accu_init, loop.loop_condition, loop.loop_step, loop.result)
        init, condition, step, result = nodes(parts)
        iter_range = _node(loop.iter_range, at)
        return Comprehension(
            here, loop.iter_var, iter_range, loop.accu_var, init, condition, step, result
        )
    set_fields = expr.constant.ListFields()
    return Constant(here, set_fields[0][1] if set_fields else None)


def _root_class() -> Any:
    file = descriptor_pb2.FileDescriptorProto(name="cel_tree.proto", package="cel_tree")
    for name, fields in _MESSAGES.items():
        message = file.message_type.add(name=name)
        for field in fields.split():
            key, number, kind = field.split(":")
            repeated = kind.endswith(_REPEATED)
            kind = kind.removesuffix(_REPEATED)
            described = message.field.add(name=key, number=int(number))
            described.label = described.LABEL_REPEATED if repeated else described.LABEL_OPTIONAL
            if kind in _NUMBERS:
                described.type = descriptor_pb2.FieldDescriptorProto.Type.ValueType(_NUMBERS[kind])
            else:
                described.type, described.type_name = described.TYPE_MESSAGE, f".cel_tree.{kind}"
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("cel_tree.Root"))


_Root = _root_class()

"""Makes plans: collects fields as graphql-core would, and writes a function for each root field.

Such a function is one expression, in which `s…` are sources, `f…` the functions of reads, `e…` the
names of an enumeration, `a[…]` arguments that depend on variables and `j…` the results of joins:

    {"code": s1.code, "name": f0(s1, c), "kind": e0[s1.kind], "points": (None if … else {…})}

Sources and functions come from the schema, names from the document's grammar (letters, digits and
underscores), and every text is written by `repr`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLScalarType,
    GraphQLUnionType,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
)
from graphql.execution.values import VariableValues, get_argument_values
from strawberry import Schema
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from gateway.execution.plan import (
    Arguments,
    CallStep,
    JoinStep,
    LookupStep,
    Plan,
    Unplanned,
    Variables,
)
from gateway.execution.variables import variables_in
from gateway.schema.core.fields import Call, Column, Join, Lookup, Read, spec_of
from gateway.schema.core.scalars import LONG_MAX
from gateway.schema.core.selections import Args, Inner, is_wanted

Fields = dict[str, list[FieldNode]]
NO_VARIABLES = VariableValues({}, {})


def compile_plan(
    schema: Schema, document: DocumentNode, operation: OperationDefinitionNode, variables: Variables
) -> Plan:
    """The plan for a valid query, where @skip and @include are as `variables` say.

    Raises Unplanned for what is not in the grammar.
    """
    return _Compiler(schema, document, variables).plan(operation)


class _Compiler:
    def __init__(self, schema: Schema, document: DocumentNode, variables: Variables) -> None:
        self._strawberry = schema
        self._schema = schema._schema
        self._fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self._conditions = VariableValues({}, dict(variables))

    def plan(self, operation: OperationDefinitionNode) -> Plan:
        root = self._schema.query_type
        assert root is not None
        steps: list[LookupStep | CallStep] = []
        typenames = {}
        fields = self._collect(root, [operation.selection_set])
        for name, nodes in fields.items():
            if nodes[0].name.value == "__typename":
                typenames[name] = root.name
            else:
                steps.append(self._step(root, name, nodes))
        return Plan(steps, list(fields), typenames)

    def _step(
        self, root: GraphQLObjectType, name: str, nodes: list[FieldNode]
    ) -> LookupStep | CallStep:
        definition = _definition(root, nodes[0])
        spec = spec_of(_declared(definition))
        arguments = self._arguments(definition, nodes[0])
        kind = definition.type
        if isinstance(kind, GraphQLNonNull):
            raise Unplanned("a root field that may not be null")
        writer = _Writer(self)
        if isinstance(spec, Call):
            expression = writer.value(kind, "s", nodes)
            write = writer.function("s, c, a", f"return {expression}")
            return CallStep(name, nodes, spec, arguments, writer.arguments, write)
        if not isinstance(spec, Lookup):
            raise Unplanned(f"a root field of kind {type(spec).__name__}")
        of = kind.of_type if isinstance(kind, GraphQLList) else kind
        if not isinstance(of, GraphQLObjectType):
            raise Unplanned("a lookup of something else than objects that may be null")
        expression = writer.object(of, "s", nodes, joins=True)
        body = "return [None if (s := o.get(k)) is None else " + expression + " for k in ks]"
        write = writer.function("o, ks, c, a, j", body)
        return LookupStep(name, nodes, spec, arguments, writer.joins, writer.arguments, write)

    def fields_of(self, kind: GraphQLObjectType, nodes: Sequence[FieldNode]) -> Fields:
        """The fields selected on the object under `nodes`, by their names in the answer."""
        return self._collect(kind, [node.selection_set for node in nodes if node.selection_set])

    def _collect(self, kind: GraphQLObjectType, selected: Sequence[SelectionSetNode]) -> Fields:
        fields: Fields = {}
        visited: set[str] = set()
        for each in selected:
            self._add(fields, kind, each, visited)
        return fields

    def _add(
        self, fields: Fields, kind: GraphQLObjectType, selected: SelectionSetNode, visited: set[str]
    ) -> None:
        for node in selected.selections:
            if not is_wanted(node, self._conditions):
                continue
            if isinstance(node, FieldNode):
                name = node.alias.value if node.alias else node.name.value
                fields.setdefault(name, []).append(node)
            elif isinstance(node, InlineFragmentNode):
                if self._applies(node, kind):
                    self._add(fields, kind, node.selection_set, visited)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in visited:
                visited.add(node.name.value)
                fragment = self._fragments[node.name.value]
                if self._applies(fragment, kind):
                    self._add(fields, kind, fragment.selection_set, visited)

    def _applies(
        self, fragment: InlineFragmentNode | FragmentDefinitionNode, kind: GraphQLObjectType
    ) -> bool:
        if fragment.type_condition is None:
            return True
        condition = self._schema.get_type(fragment.type_condition.name.value)
        if isinstance(condition, GraphQLInterfaceType | GraphQLUnionType):
            return self._schema.is_sub_type(condition, kind)
        return condition is kind

    def _arguments(self, definition: GraphQLField, node: FieldNode) -> Arguments:
        """A function that gives the arguments of a field, in Python's names and types."""
        if not variables_in(node):
            constant = self.convert(definition, node, NO_VARIABLES)
            return lambda variables: constant
        return lambda variables: self.convert(definition, node, VariableValues({}, dict(variables)))

    def convert(self, definition: GraphQLField, node: FieldNode, variables: VariableValues) -> Args:
        """The arguments of a field as its resolver takes them."""
        return convert_arguments(
            get_argument_values(definition, node, variables),
            _declared(definition).arguments,
            self._strawberry.schema_converter.scalar_registry,
            self._strawberry.config,
        )

    def join_step(self, name: str, nodes: list[FieldNode], definition: GraphQLField) -> JoinStep:
        """The step for a join, whose need may depend on what is selected below it."""
        spec = spec_of(_declared(definition))
        assert isinstance(spec, Join)
        kind = get_named_type(definition.type)
        if not isinstance(kind, GraphQLObjectType):
            raise Unplanned(f"the join {name} is of no object")
        below: dict[str, list[Arguments]] = {}
        for inner in self.fields_of(kind, nodes).values():
            if inner[0].name.value != "__typename":
                read = self._arguments(_definition(kind, inner[0]), inner[0])
                below.setdefault(inner[0].name.value, []).append(read)

        def inner_of(variables: Variables) -> Inner:
            def arguments(field: str) -> Iterator[Args]:
                for read in below.get(field, ()):
                    yield read(variables)

            return arguments

        return JoinStep(name, nodes, spec, self._arguments(definition, nodes[0]), inner_of)

    def arguments(self, definition: GraphQLField, node: FieldNode) -> Arguments:
        """See `_arguments`."""
        return self._arguments(definition, node)


@dataclass
class _Writer:
    """Writes the expressions of one root field, and keeps what they refer to."""

    compiler: _Compiler
    joins: list[JoinStep] = field(default_factory=list)
    arguments: list[Arguments] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=dict)
    counted: int = 0

    def function(self, parameters: str, body: str) -> Any:
        """The function, compiled."""
        source = f"def write({parameters}):\n    {body}\n"
        namespace: dict[str, Any] = {**self.names, "missing": _missing, "beyond": _beyond}
        # The top of this file says which parts the source is made of.
        exec(compile(source, "<plan>", "exec"), namespace)  # noqa: S102
        return namespace["write"]

    def bind(self, prefix: str, value: Any) -> str:
        """A name for `value` in the function."""
        name = self.fresh(prefix)
        self.names[name] = value
        return name

    def fresh(self, prefix: str) -> str:
        """A name that is not used yet."""
        self.counted += 1
        return f"{prefix}{self.counted}"

    def object(
        self,
        kind: GraphQLObjectType,
        source: str,
        nodes: Sequence[FieldNode],
        *,
        joins: bool = False,
    ) -> str:
        """An expression for an object of which `source` is the source, never null."""
        written = []
        for name, below in self.compiler.fields_of(kind, nodes).items():
            if below[0].name.value == "__typename":
                written.append(f"{name!r}: {kind.name!r}")
                continue
            definition = _definition(kind, below[0])
            spec = spec_of(_declared(definition))
            if isinstance(spec, Join) and joins:
                written.append(f"{name!r}: {self._join(name, below, definition, spec)}")
            elif isinstance(spec, Column | Read):
                value = self._read(definition, below[0], spec, source)
                written.append(f"{name!r}: {self.value(definition.type, value, below)}")
            else:
                raise Unplanned(f"{kind.name}.{below[0].name.value} in this place")
        return "{" + ", ".join(written) + "}"

    def value(self, kind: GraphQLOutputType, value: str, nodes: Sequence[FieldNode]) -> str:
        """An expression for `value` completed as `kind`."""
        if isinstance(kind, GraphQLNonNull):
            of = kind.of_type
            if value.startswith("s") and value.isidentifier():
                return self._present(of, value, nodes)
            name = self.fresh("s")
            present = self._present(of, name, nodes)
            return f"({present} if ({name} := {value}) is not None else missing())"
        name = self.fresh("s")
        present = self._present(kind, name, nodes)
        if present == name:
            return value
        return f"(None if ({name} := {value}) is None else {present})"

    def _present(self, kind: GraphQLOutputType, source: str, nodes: Sequence[FieldNode]) -> str:
        """An expression for a value that is not null, of which `source` is the name."""
        if isinstance(kind, GraphQLScalarType):
            if kind.name == "Long":
                return f"({source} if -{LONG_MAX} <= {source} <= {LONG_MAX} else beyond())"
            return source
        if isinstance(kind, GraphQLEnumType):
            known = {
                getattr(each.value, "value", each.value): name for name, each in kind.values.items()
            }
            return f"{self.bind('e', known)}[{source}]"
        if isinstance(kind, GraphQLObjectType):
            return self.object(kind, source, nodes)
        if isinstance(kind, GraphQLList):
            item = self.fresh("s")
            return f"[{self.value(kind.of_type, item, nodes)} for {item} in {source}]"
        raise Unplanned(f"{kind} is abstract")

    def _read(
        self, definition: GraphQLField, node: FieldNode, spec: Column | Read, source: str
    ) -> str:
        if isinstance(spec, Column):
            return f"{source}.{_declared(definition).python_name}"
        context = ", c" if spec.wants_context else ""
        return f"{self.bind('f', spec.fn)}({source}{context}{self._given(definition, node)})"

    def _join(self, name: str, nodes: list[FieldNode], definition: GraphQLField, spec: Join) -> str:
        if isinstance(definition.type, GraphQLNonNull):
            raise Unplanned(f"the join {name} may not be null")
        index = len(self.joins)
        self.joins.append(self.compiler.join_step(name, nodes, definition))
        joined = self.fresh("s")
        context = ", c" if spec.wants_context else ""
        pick = f"{self.bind('f', spec.pick)}({joined}{context}{self._given(definition, nodes[0])})"
        completed = self.value(definition.type, pick, nodes)
        return f"(None if ({joined} := j[{index}].get(k)) is None else {completed})"

    def _given(self, definition: GraphQLField, node: FieldNode) -> str:
        """The arguments in a call: written out where they are constant."""
        if not definition.args:
            return ""
        if variables_in(node):
            self.arguments.append(self.compiler.arguments(definition, node))
            return f", **a[{len(self.arguments) - 1}]"
        constant = self.compiler.convert(definition, node, NO_VARIABLES)
        return "".join(f", {key}={self.bind('v', value)}" for key, value in constant.items())


def _beyond() -> Any:
    raise Unplanned("a number that JavaScript has not")


def _missing() -> Any:
    raise Unplanned("null where none may be")


def _definition(kind: GraphQLObjectType, node: FieldNode) -> GraphQLField:
    fields: dict[str, GraphQLField] = kind.fields
    if node.name.value not in fields:
        raise Unplanned(node.name.value)
    return fields[node.name.value]


def _declared(definition: GraphQLField) -> StrawberryField:
    declared: StrawberryField = definition.extensions["strawberry-definition"]
    return declared

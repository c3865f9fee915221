"""Documents, parsed and checked once, in a bounded cache of those used last."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    OperationType,
    parse,
    specified_rules,
    validate,
)

from gateway.core.errors import Code
from gateway.execution import query_limits as limits
from gateway.execution import token_scan as scan
from gateway.execution.cache_policy import max_age_of
from gateway.execution.plan import Plan, Variables
from gateway.execution.query_cost import Cost, cost_of
from gateway.execution.variables import coercer, conditions

DOCUMENTS_MAX = 1_000
ERRORS_MAX = 5
"""The most errors that production looks for in a document; each takes a third of a ms."""
ERRORS_MAX_DEVELOPMENT = 100
CHARACTERS_MAX = 1_000_000
"""The most characters of all cached documents: a tree takes some forty times its text."""


@dataclass(slots=True)
class Operation:
    """One operation of a valid document, and its plans as the executor makes them."""

    document: DocumentNode
    node: OperationDefinitionNode
    cost: Cost
    coerce: Callable[[Variables], Variables]
    """Gives the variables their types; raises Unplanned where they don't fit."""
    conditions: Sequence[str]
    """Its variables that decide what is skipped and included; true or false, or null."""
    max_age_s: int | None
    """The time for which everyone may cache the answer; None: it is private."""
    plans: dict[tuple[Any, ...], Plan | None] = field(default_factory=dict)

    @property
    def is_query(self) -> bool:
        return self.node.operation is OperationType.QUERY

    @property
    def is_subscription(self) -> bool:
        return self.node.operation is OperationType.SUBSCRIPTION


@dataclass(slots=True)
class Document:
    """A document with its operations, or with `errors` alone."""

    tree: DocumentNode | None = None
    errors: Sequence[GraphQLError] = ()
    operations: dict[str, Operation] = field(default_factory=dict)

    def operation(self, name: str | None) -> Operation | None:
        """The operation of that name, or the only one; None when there is no such one."""
        if name:
            return self.operations.get(name)
        if len(self.operations) == 1:
            return next(iter(self.operations.values()))
        return None


class Documents:
    """The cache of documents; it parses and validates those that it does not have."""

    def __init__(self, schema: GraphQLSchema, *, development: bool) -> None:
        self._schema = schema
        self._development = development
        self._rules = list(specified_rules)
        if not development:
            self._rules.append(NoSchemaIntrospectionCustomRule)
        self._known: OrderedDict[str, Document] = OrderedDict()
        self._characters = 0

    def get(self, query: str) -> Document:
        """The document of that text; a document that is refused has `errors`."""
        known = self._known.get(query)
        if known is not None:
            self._known.move_to_end(query)
            return known
        document = self._check(query)
        self._known[query] = document
        self._characters += len(query)
        while len(self._known) > DOCUMENTS_MAX or self._characters > CHARACTERS_MAX:
            text, _ = self._known.popitem(last=False)
            self._characters -= len(text)
        return document

    def _check(self, query: str) -> Document:
        try:
            tree = self._parse(query)
            limits.check_shape(tree, introspection=self._development)
            errors = validate(
                self._schema,
                tree,
                self._rules,
                max_errors=ERRORS_MAX_DEVELOPMENT if self._development else ERRORS_MAX,
                hide_suggestions=not self._development,
            )
            if errors:
                return Document(errors=errors)
            operations = {
                node.name.value if node.name else "": Operation(
                    tree,
                    node,
                    cost_of(self._schema, tree, node),
                    coercer(self._schema, node),
                    conditions(tree, node),
                    max_age_of(self._schema, tree, node),
                )
                for node in tree.definitions
                if isinstance(node, OperationDefinitionNode)
            }
        except GraphQLError as error:
            return Document(errors=[error])
        return Document(tree, (), operations)

    def _parse(self, query: str) -> DocumentNode:
        if len(query) > limits.CHARACTERS_MAX:
            raise limits.too_many(Code.QUERY_TOO_LONG, "characters", limits.CHARACTERS_MAX)
        scan.check(query, tokens_max=limits.TOKENS_MAX, repeats_max=limits.REPEATS_MAX)
        try:
            return parse(query, max_tokens=limits.TOKENS_MAX)
        except GraphQLSyntaxError as error:
            # graphql-core marks these two errors by nothing but their messages.
            if "Parsing aborted" not in error.message:
                raise
            if "nested" in error.message:
                raise limits.too_many(Code.QUERY_TOO_DEEP, "levels", limits.DEPTH_MAX) from error
            what = limits.TOKENS_MAX
            raise limits.too_many(Code.QUERY_TOO_MANY_TOKENS, "tokens", what) from error

"""Compares schema.graphql with baseline.graphql, the schema that was released last.

    python -m gateway.tools.breaking              names each breaking change; 1 if there is any
    python -m gateway.tools.breaking --release    makes schema.graphql the baseline

A field, argument, input field or enum value goes in two steps (CONTRIBUTING.md, "What is
released"). First it is `@deprecated(reason: "Use balance. Until 2027-06-30.")`, named in
CHANGELOG.md as `Member.points`, and released so, at least SUNSET_DAYS_MIN before that day. After
that day it may go.
"""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from graphql import (
    REMOVE,
    DirectiveNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    Node,
    StringValueNode,
    Visitor,
    VisitorAction,
    build_ast_schema,
    build_schema,
    find_breaking_changes,
    parse,
    visit,
)

from gateway.tools.export import PATH as SCHEMA

BASELINE = SCHEMA.with_name("baseline.graphql")
CHANGELOG = SCHEMA.parents[1] / "CHANGELOG.md"
SUNSET_DAYS_MIN = 180
"""A front end that was built the day before the deprecation may be in use for as long."""
_UNTIL = re.compile(r"\bUntil (\d{4}-\d{2}-\d{2})\.$")


def problems(baseline: str, schema: str, changelog: str, today: date) -> list[str]:
    """A sentence for each change that breaks a released front end or is not announced."""
    released, now = build_schema(baseline), build_schema(schema)
    left = _without_ended(baseline, today)
    found = [change.description for change in find_breaking_changes(left, now)]
    earliest = today + timedelta(days=SUNSET_DAYS_MIN)
    known = dict(deprecated(released))
    for coordinate, reason in deprecated(now):
        sunset, promised = sunset_of(reason), sunset_of(known.get(coordinate, ""))
        if sunset is not None and promised is not None and sunset >= promised:
            continue
        if sunset is None:
            found.append(f"{coordinate}: its reason does not end with `Until YYYY-MM-DD.`")
        elif sunset < earliest:
            found.append(f"{coordinate}: may go on {earliest} at the earliest, not on {sunset}.")
        if f"`{coordinate}`" not in changelog:
            found.append(f"{coordinate}: is deprecated, and CHANGELOG.md does not say so.")
    return found


def deprecated(schema: GraphQLSchema) -> Iterator[tuple[str, str]]:
    """The coordinate, such as Member.entries(first:), and the reason of each deprecation."""
    for name, kind in schema.type_map.items():
        if isinstance(kind, GraphQLEnumType):
            parts = {f"{name}.{value}": given for value, given in kind.values.items()}
        elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            parts = {f"{name}.{field}": given for field, given in kind.fields.items()}
            for field, given in kind.fields.items():
                for argument, of in given.args.items():
                    if of.deprecation_reason is not None:
                        yield f"{name}.{field}({argument}:)", of.deprecation_reason
        elif isinstance(kind, GraphQLInputObjectType):
            parts = {f"{name}.{field}": given for field, given in kind.fields.items()}
        else:
            continue
        for coordinate, part in parts.items():
            if part.deprecation_reason is not None:
                yield coordinate, part.deprecation_reason


def sunset_of(reason: str) -> date | None:
    """The last day that a reason of deprecation names."""
    found = _UNTIL.search(reason)
    return date.fromisoformat(found[1]) if found else None


class _Ended(Visitor):
    """Removes each part that was deprecated until a day that is past."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today

    def enter(self, node: Node, *_: object) -> VisitorAction:
        for directive in getattr(node, "directives", None) or ():
            sunset = sunset_of(_reason(directive))
            if sunset is not None and sunset < self._today:
                return REMOVE
        return None


def _reason(directive: DirectiveNode) -> str:
    if directive.name.value == "deprecated":
        for argument in directive.arguments or ():
            if isinstance(argument.value, StringValueNode):
                return argument.value.value
    return ""


def _without_ended(baseline: str, today: date) -> GraphQLSchema:
    """The baseline without the parts that have ended, and types that only they used."""
    left = build_ast_schema(visit(parse(baseline), _Ended(today)))
    nodes = [
        kind
        for kind in left.type_map.values()
        if isinstance(kind, GraphQLObjectType) and kind.interfaces
    ]
    return GraphQLSchema(left.query_type, left.mutation_type, left.subscription_type, nodes)


def main(arguments: list[str]) -> int:
    """0 when nothing breaks, or after a release; 1 with a line on stderr for each that does."""
    schema = SCHEMA.read_text("utf-8")
    if "--release" in arguments:
        BASELINE.write_text(schema, "utf-8")
        return 0
    changelog = CHANGELOG.read_text("utf-8") if CHANGELOG.exists() else ""
    found = problems(BASELINE.read_text("utf-8"), schema, changelog, datetime.now(UTC).date())
    sys.stderr.writelines(f"{each}\n" for each in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

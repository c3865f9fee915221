"""Plans: valid queries, compiled once.

The grammar of a plan (its terminals are the kinds of `schema.core.fields`):

    query   :=  { root … }                     with fragments, @skip and @include resolved
    root    :=  lookup { field … join … }      an object, or a list, by keys in the arguments
             |  call   { field … }             one RPC of its own
             |  __typename
    join    :=  join { field … }               an object, or a list, kept under the lookup's own key
    field   :=  column | read                  a leaf, an object { field … }, or a list of either
             |  __typename

Everything else (mutations, abstract types, introspection, joins in other places, root fields and
joins that may not be null) is left to graphql-core, and so is a run in which a resolver raises, a
null stands where none may be, or a variable has the wrong type. Only two failures are answered
here, because they are frequent: a refused root field, and a service that failed. Both are null with
an error at their path, as every such field may be null.

A run asks all services at once: a join has the key that its lookup had, so it need not wait for the
object. Then one generated function for each root field reads the messages and writes the answer.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from graphql import FieldNode, GraphQLError, located_error

from gateway.guards.rate_limit import FREE, Charge
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Call, Join, Lookup, check
from gateway.schema.core.selections import Args, Inner
from gateway.upstream.batching import Need

Variables: TypeAlias = Mapping[str, Any]
Arguments: TypeAlias = Callable[[Variables], Args]
"""The arguments of a field, from the variables."""
Found: TypeAlias = Mapping[str, Any]
Path: TypeAlias = list[str | int]

NOTHING: Found = {}


class Unplanned(Exception):
    """The query, or this run of it, is left to graphql-core."""


@dataclass(frozen=True, slots=True)
class JoinStep:
    """A join of a lookup, under `name` in the answer."""

    name: str
    nodes: list[FieldNode]
    spec: Join
    arguments: Arguments
    inner: Callable[[Variables], Inner]

    def begin(self, context: RequestContext, variables: Variables, keys: Sequence[str]) -> Any:
        """The load, under way, or the exception that it raised at once."""
        try:
            need = self.spec.need(self.arguments(variables), self.inner(variables))
        except Exception as error:
            return error
        return getattr(context.loaders, self.spec.loader).load(context.caller, keys, need)


@dataclass(frozen=True, slots=True)
class LookupStep:
    """A root field that is looked up.

    `write(found, keys, context, arguments, joined)` gives the answer's objects, one for each key.
    """

    name: str
    nodes: list[FieldNode]
    spec: Lookup
    arguments: Arguments
    joins: Sequence[JoinStep]
    reads: Sequence[Arguments]
    write: Callable[..., list[Any]]

    def begin(self, context: RequestContext, variables: Variables) -> Any:
        """The keys, and the loads under way: of the objects first, then of the joins."""
        check(self.spec.rule, context)
        keys = self.spec.keys(context, **self.arguments(variables))
        load = getattr(context.loaders, self.spec.loader).load
        out = [load(context.caller, keys, _NO_NEED)]
        out += [join.begin(context, variables, keys) for join in self.joins]
        return keys, out

    async def finish(
        self, begun: Any, context: RequestContext, variables: Variables, errors: list[GraphQLError]
    ) -> Any:
        """The value of the field."""
        keys, out = begun
        settled = [await _settle(each) for each in out]
        found = settled[0]
        if isinstance(found, Exception):
            errors.append(located_error(found, self.nodes, [self.name]))
            return None
        joined = [NOTHING if isinstance(each, Exception) else each for each in settled[1:]]
        arguments = [read(variables) for read in self.reads]
        written = self.write(found, keys, context, arguments, joined)
        for join, failed in zip(self.joins, settled[1:], strict=True):
            if isinstance(failed, Exception):
                for index, key in enumerate(keys):
                    if key in found:
                        path = [self.name, index] if self.spec.many else [self.name]
                        errors.append(located_error(failed, join.nodes, [*path, join.name]))
        return written if self.spec.many else written[0]


@dataclass(frozen=True, slots=True)
class CallStep:
    """A root field that is called. `write(source, context, arguments)` gives its value."""

    name: str
    nodes: list[FieldNode]
    spec: Call
    arguments: Arguments
    reads: Sequence[Arguments]
    write: Callable[..., Any]

    def begin(self, context: RequestContext, variables: Variables) -> Any:
        """The call, under way."""
        check(self.spec.rule, context)
        arguments = self.arguments(variables)
        return (), [asyncio.ensure_future(self.spec.fn(context, **arguments))]

    async def finish(
        self, begun: Any, context: RequestContext, variables: Variables, errors: list[GraphQLError]
    ) -> Any:
        """The value of the field."""
        source = await _settle(begun[1][0])
        if isinstance(source, Exception):
            errors.append(located_error(source, self.nodes, [self.name]))
            return None
        return self.write(source, context, [read(variables) for read in self.reads])


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of a query. `names` has the fields in the order of the answer, `typenames` those
    that ask for the type of the query itself."""

    steps: Sequence[LookupStep | CallStep]
    names: Sequence[str]
    typenames: Mapping[str, str]

    async def run(
        self, context: RequestContext, variables: Variables, charge: Charge = FREE
    ) -> tuple[dict[str, Any], list[GraphQLError]]:
        """Data and errors, once `charge` is paid; the services are asked meanwhile.

        Raises Unplanned when graphql-core has to answer, and RateLimited.
        """
        begun = [_begin(step, context, variables) for step in self.steps]
        try:
            await charge.paid()
            return await self._finished(begun, context, variables)
        finally:
            _abandon(begun)

    async def _finished(
        self, begun: Sequence[Any], context: RequestContext, variables: Variables
    ) -> tuple[dict[str, Any], list[GraphQLError]]:
        errors: list[GraphQLError] = []
        data: dict[str, Any] = dict.fromkeys(self.names)
        data.update(self.typenames)
        try:
            for step, out in zip(self.steps, begun, strict=True):
                if isinstance(out, Exception):
                    errors.append(located_error(out, step.nodes, [step.name]))
                else:
                    data[step.name] = await step.finish(out, context, variables, errors)
        except Exception as error:
            raise Unplanned from error
        return data, errors


_NO_NEED = Need()


def _begin(step: LookupStep | CallStep, context: RequestContext, variables: Variables) -> Any:
    try:
        return step.begin(context, variables)
    except Exception as error:
        return error


async def _settle(out: Any) -> Any:
    """The result of a load, or its exception."""
    if isinstance(out, Exception):
        return out
    try:
        return await out
    except Exception as error:
        return error


def _abandon(begun: Sequence[Any]) -> None:
    """Cancel the loads that are still out, and read the exceptions of the others."""
    for each in begun:
        if not isinstance(each, Exception):
            for future in each[1]:
                if isinstance(future, Exception):
                    continue
                if not future.cancel() and not future.cancelled():
                    # The event loop reports an exception that nobody has read.
                    future.exception()

"""A valid query, compiled once into what it takes to answer it.

What is compiled (terminals are the kinds of `gateway.fields`):

    query   :=  { root … }                     of which fragments, @skip and @include are resolved
    root    :=  lookup { field … join … }      an object, or a list, by keys in the arguments
             |  call   { field … }             one RPC of its own
             |  __typename
    join    :=  join { field … }               kept by another service under the lookup's own key
    field   :=  column | read                  a leaf, an object { field … }, or a list of either
             |  __typename

Everything else (mutations, abstract types, introspection, joins in other places, root fields and
joins that may not be null) is left to graphql-core, and so is a run in which anything
happens that is not in this grammar of success: a resolver that raises, a null where none may be, a
variable of the wrong type. graphql-core says what the answer is then. Only two things that go wrong
are answered here, because they go wrong often: a root field that is refused, and a service that
failed. Both are null with an error at their path, as every such field may be null.

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
    """Left to graphql-core."""


@dataclass(frozen=True, slots=True)
class JoinStep:
    """A join of a lookup, under `name` in the answer."""

    name: str
    nodes: list[FieldNode]
    spec: Join
    arguments: Arguments
    inner: Callable[[Variables], Inner]

    def begin(self, context: RequestContext, variables: Variables, keys: Sequence[str]) -> Any:
        """What is being loaded, or what went wrong at once."""
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
        """The keys, and what is being loaded: the objects, then the joins."""
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
    """What to do for a query. `names` are in the order of the answer, `typenames` those under which
    the query's own type is asked for."""

    steps: Sequence[LookupStep | CallStep]
    names: Sequence[str]
    typenames: Mapping[str, str]

    async def run(
        self, context: RequestContext, variables: Variables, charge: Charge = FREE
    ) -> tuple[dict[str, Any], list[GraphQLError]]:
        """Data and errors, once `charge` is paid; what they need is asked for meanwhile.

        Raises Unplanned when graphql-core has to say what they are, and RateLimited.
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
    """What was loaded, or the exception."""
    if isinstance(out, Exception):
        return out
    try:
        return await out
    except Exception as error:
        return error


def _abandon(begun: Sequence[Any]) -> None:
    """Nobody waits any more for what is still out, nor asks what became of the rest."""
    for each in begun:
        if not isinstance(each, Exception):
            for future in each[1]:
                if isinstance(future, Exception):
                    continue
                if not future.cancel() and not future.cancelled():
                    # Looked at, or the loop would report it as forgotten.
                    future.exception()

"""The declaration of a field: the source of its value, its cost, and the roles that may see it.

    column   an attribute of the source: a field of a gRPC message, or of a small object of ours
    read     a pure function of the source
    join     a record of another service under the source's key, loaded in batches
    lookup   a root field whose arguments are keys: the objects found under them
    call     any other function that waits: one RPC, a write
    stream   a subscription

The source of an object is the gRPC message itself; nothing is copied. Strawberry resolves these
like any other field, and `execution.compiler` compiles them, from the same declaration (`spec_of`).
"""

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

import strawberry
from strawberry.types.field import StrawberryField

from gateway.schema.core.context import RequestContext
from gateway.schema.core.selections import Args, Inner, inner_of
from gateway.upstream.batching import Need
from services.common.auth import Role
from services.common.errors import Refusal

SPEC = "tessera"
FIRST_DEFAULT = 20
CALL_COST = 5
LIST_SIZE_ASSUMED = 5
"""The size of a list without a size of its own, for its cost before it is known."""

NeedOf: TypeAlias = Callable[[Args, Inner], Need]


class Rule(Enum):
    """The roles that may see a field."""

    INHERITED = "whoever may see the object that it is on"
    SIGNED_IN = "members and operators of the brand; which member is checked by id"
    MEMBERS = "members, about themselves"
    OPERATORS = "operators of the brand"
    PUBLIC = "anybody; it tells of the brand alone"
    UNNAMED = "members and operators of the brand; visitors as well, in nobody's name"
    HIDDEN_FROM_MEMBERS = "operators; members get null"


_MAY_ASK = {
    Rule.SIGNED_IN: frozenset({Role.MEMBER, Role.OPERATOR}),
    Rule.MEMBERS: frozenset({Role.MEMBER}),
    Rule.OPERATORS: frozenset({Role.OPERATOR}),
    Rule.PUBLIC: frozenset({Role.MEMBER, Role.OPERATOR, Role.PUBLIC}),
    Rule.UNNAMED: frozenset({Role.MEMBER, Role.OPERATOR, Role.PUBLIC}),
}


def check(rule: Rule, context: RequestContext) -> None:
    """Raises PERMISSION_DENIED when the caller's role may not see a root field, and Unauthenticated
    without a caller."""
    allowed = _MAY_ASK.get(rule)
    if allowed is not None and context.caller.role not in allowed:
        raise Refusal("PERMISSION_DENIED", f"for {rule.value}")


@dataclass(frozen=True, kw_only=True)
class Spec:
    """The declaration of any field.

    `size` is the number of objects under the field, or the argument that has it: the field's own,
    or else that of the field above. `cost` is the cost
    of the field alone. `max_age_s` is the time for which everyone may cache it, where that does not
    follow from its kind (`execution.cache_policy`).
    """

    rule: Rule = Rule.INHERITED
    size: str | int = 1
    cost: int = 1
    max_age_s: int | None = None


@dataclass(frozen=True, kw_only=True)
class Column(Spec):
    """An attribute of the source, by the field's own name in Python."""


@dataclass(frozen=True, kw_only=True)
class Read(Spec):
    """`fn(source, [context], **args)`, which is pure and quick."""

    fn: Callable[..., Any]

    @property
    def wants_context(self) -> bool:
        """True when `fn` takes the context."""
        return _wants_context(self.fn)


@dataclass(frozen=True, kw_only=True)
class Join(Spec):
    """`pick(value, [context], **args)` of the value that `loader` has under `key(source)`.

    On an object of a lookup, `key` is the key of that lookup: both are loaded at once.
    """

    loader: str
    key: Callable[[Any], str]
    need: NeedOf
    pick: Callable[..., Any]

    @property
    def wants_context(self) -> bool:
        """True when `pick` takes the context."""
        return _wants_context(self.pick)


@dataclass(frozen=True, kw_only=True)
class Lookup(Spec):
    """The objects that `loader` has under `keys(context, **args)`; only the first unless `many`."""

    loader: str
    keys: Callable[..., Sequence[str]]
    many: bool


@dataclass(frozen=True, kw_only=True)
class Call(Spec):
    """`await fn(context, **args)`."""

    fn: Callable[..., Awaitable[Any]]


@dataclass(frozen=True, kw_only=True)
class Stream(Spec):
    """`fn(context, **args)` gives the events of a subscription."""

    fn: Callable[..., AsyncIterator[Any]]


def spec_of(field: StrawberryField) -> Spec:
    """The declaration of a field. Raises TypeError for one that was not made here."""
    spec = field.metadata.get(SPEC)
    if not isinstance(spec, Spec):
        raise TypeError(f"{field.name} has no rule: declare it with gateway.schema.core.fields")
    return spec


def column(description: str, *, size: str | int = 1, default: Any = ...) -> Any:
    """Declare a column."""
    more = {} if default is ... else {"default": default}
    return strawberry.field(description=description, metadata={SPEC: Column(size=size)}, **more)


def read(
    fn: Callable[..., Any],
    description: str,
    *,
    rule: Rule = Rule.INHERITED,
    size: str | int = 1,
    max_age_s: int | None = None,
) -> Any:
    """Declare a read."""
    if rule is Rule.HIDDEN_FROM_MEMBERS:
        fn = _hidden(fn)
    wants_context = _wants_context(fn)

    def resolve(root: Any, info: strawberry.Info, **args: Any) -> Any:
        return fn(root, info.context, **args) if wants_context else fn(root, **args)

    spec = Read(fn=fn, rule=rule, size=size, max_age_s=max_age_s)
    return _field(resolve, fn, 1, description, spec)


def join(
    pick: Callable[..., Any],
    description: str,
    *,
    loader: str,
    key: Callable[[Any], str],
    need: NeedOf,
    size: str | int = 1,
    cost: int = 1,
) -> Any:
    """Declare a join. One that is a call of its own for each key has a higher `cost`."""
    spec = Join(loader=loader, key=key, need=need, pick=pick, size=size, cost=cost)
    wants_context = spec.wants_context

    async def resolve(root: Any, info: strawberry.Info, **args: Any) -> Any:
        context: RequestContext = info.context
        identifier = key(root)
        if not identifier:
            return None
        wanted = need(args, inner_of(info))
        found = await getattr(context.loaders, loader).load(context.caller, [identifier], wanted)
        value = found.get(identifier)
        if value is None:
            return None
        return pick(value, context, **args) if wants_context else pick(value, **args)

    return _field(resolve, pick, 1, description, spec)


def lookup(
    keys: Callable[..., Sequence[str]],
    description: str,
    *,
    loader: str,
    many: bool,
    rule: Rule,
    size: str | int = 1,
) -> Any:
    """Declare a lookup."""

    async def resolve(root: Any, info: strawberry.Info, **args: Any) -> Any:
        context: RequestContext = info.context
        check(rule, context)
        wanted = keys(context, **args)
        found = await getattr(context.loaders, loader).load(context.caller, wanted, Need())
        return [found.get(each) for each in wanted] if many else found.get(wanted[0])

    spec = Lookup(loader=loader, keys=keys, many=many, rule=rule, size=size)
    return _field(resolve, keys, 0, description, spec)


def call(
    fn: Callable[..., Awaitable[Any]],
    description: str,
    *,
    rule: Rule,
    size: str | int = 1,
    cost: int = CALL_COST,
    max_age_s: int | None = None,
) -> Any:
    """Declare a call. A call that reads more than a page has a higher `cost`."""

    async def resolve(root: Any, info: strawberry.Info, **args: Any) -> Any:
        check(rule, info.context)
        return await fn(info.context, **args)

    spec = Call(fn=fn, rule=rule, size=size, cost=cost, max_age_s=max_age_s)
    return _field(resolve, fn, 0, description, spec)


def stream(
    fn: Callable[..., AsyncIterator[Any]], description: str, *, rule: Rule, cost: int = CALL_COST
) -> Any:
    """Declare a subscription."""

    async def resolve(root: Any, info: strawberry.Info, **args: Any) -> AsyncIterator[Any]:
        check(rule, info.context)
        async for event in fn(info.context, **args):
            yield event

    spec = Stream(fn=fn, rule=rule, cost=cost)
    return _field(resolve, fn, 0, description, spec, is_subscription=True)


def _field(
    resolve: Callable[..., Any],
    declared: Callable[..., Any],
    skip: int,
    description: str,
    spec: Spec,
    *,
    is_subscription: bool = False,
) -> Any:
    """A Strawberry field with the arguments of `declared`, less the first `skip` and `context`."""
    parameters = list(inspect.signature(declared).parameters.values())[skip:]
    arguments = [p.replace(kind=p.KEYWORD_ONLY) for p in parameters if p.name != "context"]
    own = list(inspect.signature(resolve).parameters.values())[:2]
    resolve.__signature__ = inspect.Signature([*own, *arguments])  # type: ignore[attr-defined]
    resolve.__module__ = declared.__module__
    return strawberry.field(
        resolver=resolve,
        description=description,
        metadata={SPEC: spec},
        is_subscription=is_subscription,
    )


def _wants_context(fn: Callable[..., Any]) -> bool:
    return "context" in inspect.signature(fn).parameters


def _hidden(fn: Callable[[Any], Any]) -> Callable[[Any, RequestContext], Any]:
    def visible(source: Any, context: RequestContext) -> Any:
        return fn(source) if context.by_staff else None

    return visible

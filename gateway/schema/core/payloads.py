"""The payload of a mutation: its result, or the reasons why it was refused."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from gateway.core.errors import attempt
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import column
from gateway.schema.core.refusals import REFUSALS
from services.common.auth import Caller
from services.common.errors import Reason


@dataclass(slots=True)
class Outcome:
    """The source of a payload. `result` is the service's message; None when refused."""

    result: Any = None
    replayed: bool = False
    user_errors: list[Reason] = field(default_factory=list)


def replayed() -> Any:
    """The field `replayed` of a payload."""
    return column("True when this answer was given before, to the same `requestId`.")


def user_errors() -> Any:
    """The field `userErrors` of a payload."""
    return column("The reasons for the refusal; empty when it was done.")


async def perform(
    context: RequestContext,
    mutation: str,
    method: Callable[..., Awaitable[Any]],
    request: Callable[[], Any],
    answer: str | None,
    *,
    caller: Caller | None = None,
) -> Outcome:
    """Call `method` with `request()` in the name of `caller`, by default the context's; `answer` is
    the response's field, None for all of it.

    A refusal with a code of `mutation`, by the service or by `request`, becomes a user error.
    """

    done = await performed(context, mutation, method, request, caller=caller)
    if done.result is None:
        return done
    response = done.result
    result = response if answer is None else getattr(response, answer)
    return Outcome(result, response.replayed)


async def performed(
    context: RequestContext,
    mutation: str,
    method: Callable[..., Awaitable[Any]],
    request: Callable[[], Any],
    *,
    caller: Caller | None = None,
) -> Outcome:
    """As `perform`, where the response has no `replayed`; it is the result."""

    async def call() -> Any:
        return await context.services.write(method, request(), caller or context.caller)

    response, refusals = await attempt(call(), REFUSALS[mutation])
    return Outcome(user_errors=refusals) if response is None else Outcome(response)

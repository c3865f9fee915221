"""The answer of a mutation: the thing, whether it was done before, or why it was refused."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from gateway.core.errors import attempt
from gateway.schema.core.context import Context
from gateway.schema.core.fields import column
from gateway.schema.core.refusals import REFUSALS
from services.common.errors import Reason


@dataclass(slots=True)
class Outcome:
    """The source of a payload. `thing` is the message answered, None when refused."""

    thing: Any = None
    replayed: bool = False
    user_errors: list[Reason] = field(default_factory=list)


def replayed() -> Any:
    """The field `replayed` of a payload."""
    return column("True when this answer was given before, to the same `requestId`.")


def user_errors() -> Any:
    """The field `userErrors` of a payload."""
    return column("The reasons for the refusal; empty when it was done.")


async def perform(
    context: Context,
    mutation: str,
    method: Callable[..., Awaitable[Any]],
    request: Callable[[], Any],
    answer: str,
) -> Outcome:
    """Call `method` with `request()` in the caller's name; `answer` is the response's field.

    A refusal of `mutation`, by the service or while the request is made, becomes a user error.
    """

    async def call() -> Any:
        return await context.services.write(method, request(), context.caller)

    response, refusals = await attempt(call(), REFUSALS[mutation])
    if response is None:
        return Outcome(user_errors=refusals)
    return Outcome(getattr(response, answer), response.replayed)

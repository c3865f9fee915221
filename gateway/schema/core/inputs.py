"""Arguments and input fields that many operations share, each described once."""

from typing import Annotated, Any

import strawberry

from services.common.idempotency import REQUEST_ID_CHARS_MAX

_MEMBER_ID = (
    "The member, by global id or bare id. Members leave it out: they mean themselves, and may name"
    " nobody else."
)

MemberId = Annotated[
    strawberry.ID | None,
    strawberry.argument(description=f"{_MEMBER_ID} Operators name the member."),
]
"""The argument `memberId` where an operator has to name the member."""
ResumeAfter = Annotated[
    str | None,
    strawberry.argument(
        description="The `id` of the last message that arrived: the changes since then come first."
        " When left out, the subscription begins with the present. An event stream may name it in"
        " the header Last-Event-ID instead."
    ),
]
"""The argument `resumeAfter` of every subscription."""


INPUT = strawberry.argument(
    description="The wish, and the `requestId` by which a repeat of it is recognised."
)
"""The description of the argument `input` of every mutation."""


def request_id() -> Any:
    """The field `requestId` of an input."""
    return strawberry.field(
        description=f"An id that the front end makes for this wish, 1 to {REQUEST_ID_CHARS_MAX}"
        " characters, such as a UUID. Send a request that got no answer again with the same id: it"
        " takes effect once. Another wish needs another id."
    )


def member_id(operators: str = "Operators name the member.") -> Any:
    """The field `memberId` of an input; `operators` says how operators use it."""
    return strawberry.field(default=None, description=f"{_MEMBER_ID} {operators}")


def required(description: str) -> Any:
    """A field of an input that has to be given."""
    return strawberry.field(description=description)


def optional(description: str, default: object = None) -> Any:
    """A field of an input that may be left out, and its value then."""
    return strawberry.field(default=default, description=description)

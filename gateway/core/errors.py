"""Errors as front ends see them: a stable code, and texts in two languages.

    a refusal of the catalogue      its reason, with messages, field and metadata
    a limit of the gateway          its own code (`codes`)
    a service away or too slow      UNAVAILABLE, DEADLINE_EXCEEDED, OVERLOADED …
    an invalid document             GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED
    any other failure               INTERNAL and an error id; only the log has the text

A mutation puts a refusal that the caller can act on into `userErrors` instead.
"""

import re
from collections.abc import Awaitable, Collection, Mapping
from typing import Any, TypeVar

import grpc
from graphql import GraphQLError, GraphQLSyntaxError

from gateway.core.codes import Code as Code
from services.common import telemetry
from services.common.errors import Reason, catalogue, is_refusal, reason_of
from services.common.ids import new_id

A = TypeVar("A")
_log = telemetry.log("gateway")


_STATUS = {
    Code.RATE_LIMITED: 429,
    Code.GET_MUTATION: 405,
    Code.GET_NOT_PERSISTED: 405,
    Code.BODY_TOO_LARGE: 413,
    Code.CONTENT_TYPE_INVALID: 415,
}
# The reason of a failed call that brings none of the catalogue; None: the service is away.
_TRANSPORT: Mapping[grpc.StatusCode, str | None] = {
    grpc.StatusCode.UNAVAILABLE: None,
    grpc.StatusCode.DEADLINE_EXCEEDED: "DEADLINE_EXCEEDED",
    # Where a server's clock runs out a moment before ours, gRPC reports CANCELLED.
    grpc.StatusCode.CANCELLED: "DEADLINE_EXCEEDED",
    grpc.StatusCode.RESOURCE_EXHAUSTED: "OVERLOADED",
}
_OURS = {
    grpc.StatusCode.INTERNAL,
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.UNKNOWN,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.UNAUTHENTICATED,
}
_SUGGESTION = re.compile(r"\s*Did you mean .*?\?(?=\s|$)", re.DOTALL)
_WORD = re.compile(r"_([a-z])")


class Refused(GraphQLError):
    """A refusal of the gateway itself, with one of its codes.

    `message` tells developers the exact fault. Users get the texts of the code.
    """

    def __init__(self, code: Code, message: str, **details: object) -> None:
        self.details: dict[str, Any] = {**_extensions(code, code.en, code.zh), **details}
        self.code = code
        super().__init__(message, extensions=self.details)


def http_status(code: object) -> int:
    """The HTTP status of a response whose only content is a refusal with this code."""
    return _STATUS.get(code, 400)  # type: ignore[call-overload, no-any-return]


def path_of(field: str) -> str:
    """The path of a field in GraphQL's spelling: request_id → requestId."""
    return _WORD.sub(lambda match: match[1].upper(), field)


def refusal_of(error: BaseException) -> Reason | None:
    """The refusal that the caller can act on; None when the fault is in our own house."""
    if isinstance(error, grpc.aio.AioRpcError):
        reason = reason_of(error)
        known = reason is not None and reason.reason in catalogue() and reason.status not in _OURS
        return reason if known else None
    if is_refusal(error):
        entry = catalogue()[error.reason]  # type: ignore[attr-defined]
        if entry.status in _OURS:
            return None
        metadata: Mapping[str, str] = getattr(error, "metadata", {})
        field: str = getattr(error, "field", "")
        return Reason(entry.reason, entry.status, field, metadata, entry.en, entry.zh)
    return None


async def attempt(call: Awaitable[A], codes: Collection[str]) -> tuple[A | None, list[Reason]]:
    """The answer, or the refusals with one of `codes`: a mutation has them in `userErrors`, and a
    field that may find nothing is null.

    Raises every other failure.
    """
    try:
        return await call, []
    except Exception as error:
        refusal = refusal_of(error)
        if refusal is None or refusal.reason not in codes:
            raise
        return None, [refusal]


def present(error: GraphQLError, *, language: str, suggestions: bool) -> GraphQLError:
    """`error` as the front end may see it: located as before, with `extensions.code`."""
    message, extensions = _explain(error, language)
    if not suggestions:
        message = _SUGGESTION.sub("", message)
    return GraphQLError(
        message, error.nodes, error.source, error.positions, error.path, extensions=extensions
    )


def _explain(error: GraphQLError, language: str) -> tuple[str, dict[str, Any]]:
    original = error.original_error
    while isinstance(original, GraphQLError):
        error, original = original, original.original_error
    if original is None:
        if "code" in (error.extensions or {}):
            return error.message, dict(error.extensions or {})
        parsed = not isinstance(error, GraphQLSyntaxError)
        code = Code.GRAPHQL_VALIDATION_FAILED if parsed else Code.GRAPHQL_PARSE_FAILED
        return error.message, _extensions(code, code.en, code.zh)
    return explain(original, language, error.path)


def explain(error: BaseException, language: str, path: object = None) -> tuple[str, dict[str, Any]]:
    """Message and extensions of any failure. An internal error is logged with its id."""
    if is_refusal(error) and error.reason == "UNAUTHENTICATED":  # type: ignore[attr-defined]
        entry = catalogue()["UNAUTHENTICATED"]
        return _in(language, entry.en, entry.zh), _extensions(entry.reason, entry.en, entry.zh)
    refusal = refusal_of(error)
    if refusal is not None:
        extensions = _extensions(refusal.reason, refusal.en, refusal.zh)
        if refusal.field:
            extensions["field"] = path_of(refusal.field)
        if refusal.metadata:
            extensions["details"] = dict(refusal.metadata)
        return _in(language, refusal.en, refusal.zh), extensions
    passing = _transient(error)
    if passing is not None:
        return passing["messages"]["zh" if language == "zh" else "en"], passing
    error_id = new_id("err")
    _log.error("internal_error", error_id=error_id, path=path, exc_info=error)
    return "Internal error", {"code": "INTERNAL", "errorId": error_id}


def _transient(error: BaseException) -> dict[str, Any] | None:
    """The extensions of a failure that may pass soon: a service is away, or time ran out."""
    if isinstance(error, TimeoutError):
        entry = catalogue()["DEADLINE_EXCEEDED"]
        return _extensions(entry.reason, entry.en, entry.zh)
    reason = reason_of(error)
    if reason is None or reason.status not in _TRANSPORT:
        return None
    found = catalogue().get(reason.reason) or catalogue().get(_TRANSPORT[reason.status] or "")
    if found is not None:
        return _extensions(found.reason, found.en, found.zh)
    away = Code.UNAVAILABLE
    return _extensions(away, away.en, away.zh)


def _extensions(code: str, en: str, zh: str) -> dict[str, Any]:
    return {"code": str(code), "messages": {"zh": zh, "en": en}}


def _in(language: str, en: str, zh: str) -> str:
    return (zh or en) if language == "zh" else (en or zh)

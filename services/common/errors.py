"""Refusals: errors with a stable reason, which the caller can act on.

    Exception
    ├── an exception with a `reason` of the catalogue   a refusal, mapped to its gRPC status
    │   └── Refusal                                     the same, without a class of its own
    └── any other exception                             INTERNAL, with an id that is in the log

The catalogue is the enum `tessera.errors.v1.ErrorReason`; its value options hold the gRPC status
and the messages in English and Chinese. On the wire a refusal is a google.rpc.Status with
ErrorInfo, LocalizedMessage (en, zh-CN) and, when a field is known, BadRequest.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import grpc
from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2

from tessera.errors.v1 import errors_pb2

DOMAIN = "tessera"
DETAILS_KEY = "grpc-status-details-bin"
_ENUM_PREFIX = "ERROR_REASON_"
_METADATA_VALUE_CHARS_MAX = 256

_STATUS_BY_NUMBER = {status.value[0]: status for status in grpc.StatusCode}


class Refusal(Exception):
    """A refusal with a reason of the catalogue.

    `field` is a path in the request, such as `legs[2].amount`. The message is for developers: it is
    logged, and sent only together with a field. It must not hold personal data. Callers get the
    catalogue's text.
    """

    def __init__(
        self,
        reason: str,
        message: str = "",
        *,
        field: str = "",
        metadata: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message or reason)
        self.reason = reason
        self.field = field
        self.metadata = dict(metadata or {})


@dataclass(frozen=True)
class Entry:
    """One entry of the catalogue."""

    reason: str
    status: grpc.StatusCode
    en: str
    zh: str


@dataclass(frozen=True)
class Reason:
    """A refusal as the client reads it from a failed call."""

    reason: str
    status: grpc.StatusCode
    field: str = ""
    metadata: Mapping[str, str] = dataclasses.field(default_factory=dict)
    en: str = ""
    zh: str = ""


@cache
def catalogue() -> Mapping[str, Entry]:
    """Every reason, by its name without the enum's prefix."""
    entries = {}
    for value in errors_pb2.ErrorReason.DESCRIPTOR.values:
        options = value.GetOptions()
        if options.HasExtension(errors_pb2.refusal):
            refusal = options.Extensions[errors_pb2.refusal]
            name = value.name.removeprefix(_ENUM_PREFIX)
            entries[name] = Entry(name, _STATUS_BY_NUMBER[refusal.code], refusal.en, refusal.zh)
    return entries


def invalid(field: str, message: str) -> Refusal:
    """A refusal of the argument `field`."""
    return Refusal("INVALID_ARGUMENT", message, field=field)


def not_found(what: str, identifier: str) -> Refusal:
    """A refusal because the caller's brand has no `what` (such as "member") with that id."""
    return Refusal(
        "NOT_FOUND", f"no {what} {identifier}", metadata={"what": what, "id": identifier}
    )


def is_refusal(error: BaseException) -> bool:
    """True if `error` has a reason of the catalogue."""
    return getattr(error, "reason", None) in catalogue()


def to_status(error: BaseException) -> status_pb2.Status:
    """The wire form of a refusal. Raises KeyError when its reason is not in the catalogue."""
    entry = catalogue()[error.reason]  # type: ignore[attr-defined]
    path: str = getattr(error, "field", "") or ""
    metadata: Mapping[str, str] = getattr(error, "metadata", None) or {}
    info = error_details_pb2.ErrorInfo(reason=entry.reason, domain=DOMAIN)
    for key, value in metadata.items():
        info.metadata[key] = str(value)[:_METADATA_VALUE_CHARS_MAX]
    if path:
        info.metadata["field"] = path
    details = [
        info,
        error_details_pb2.LocalizedMessage(locale="en", message=entry.en),
        error_details_pb2.LocalizedMessage(locale="zh-CN", message=entry.zh),
    ]
    if path:
        violation = error_details_pb2.BadRequest.FieldViolation(
            field=path, description=str(error)[:_METADATA_VALUE_CHARS_MAX]
        )
        details.append(error_details_pb2.BadRequest(field_violations=[violation]))
    status = status_pb2.Status(code=entry.status.value[0], message=entry.en)
    for detail in details:
        packed = any_pb2.Any()
        packed.Pack(detail)
        status.details.append(packed)
    return status


def to_reason(status: status_pb2.Status) -> Reason:
    """Read the wire form; without an ErrorInfo of ours, `reason` is the name of the status."""
    code = _STATUS_BY_NUMBER.get(status.code, grpc.StatusCode.UNKNOWN)
    reason, path, metadata, texts = code.name, "", {}, {}
    for detail in status.details:
        if detail.Is(error_details_pb2.ErrorInfo.DESCRIPTOR):
            info = error_details_pb2.ErrorInfo.FromString(detail.value)
            if info.domain == DOMAIN:
                reason, metadata = info.reason, dict(info.metadata)
        elif detail.Is(error_details_pb2.LocalizedMessage.DESCRIPTOR):
            text = error_details_pb2.LocalizedMessage.FromString(detail.value)
            texts[text.locale] = text.message
    path = metadata.pop("field", "")
    return Reason(reason, code, path, metadata, texts.get("en", ""), texts.get("zh-CN", ""))


def reason_of(error: BaseException) -> Reason | None:
    """The refusal in an error of a gRPC call; None when `error` is no gRPC error.

    When the transport itself refused (server away, deadline, overload), the reason is the name of
    the gRPC status, and there are no texts.
    """
    if not isinstance(error, grpc.aio.AioRpcError):
        return None
    for key, value in error.trailing_metadata() or ():
        if key == DETAILS_KEY:
            raw = value if isinstance(value, bytes) else value.encode("latin-1")
            return to_reason(status_pb2.Status.FromString(raw))
    return Reason(error.code().name, error.code())

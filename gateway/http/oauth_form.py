"""The form of a request of OAuth, the credentials in it, and the answers to errors (RFC 6749)."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import parse_qsl, unquote_plus

import orjson
from starlette.requests import Request
from starlette.responses import Response

BODY_BYTES_MAX = 16_384
FIELDS_MAX = 20
TEXT_CHARS_MAX = 200
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Credentials:
    """The client as it names itself."""

    client_id: str
    secret: str = field(repr=False)
    by_header: bool


class OAuthError(Exception):
    """An error as RFC 6749, 5.2, and RFC 8707 name it."""

    def __init__(
        self, code: str, message: str, status: int = 400, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.status = code, message, status
        self.headers = dict(headers or {})

    @classmethod
    def client(cls, by_header: bool) -> Self:
        """The client is unknown, was revoked, or has another secret."""
        headers = {"www-authenticate": 'Basic realm="tessera"'} if by_header else {}
        message = "The client is unknown, was revoked, or has another secret."
        return cls("invalid_client", message, 401, headers)

    @classmethod
    def too_many(cls, retry_after_s: int) -> Self:
        """Too many requests, or too many failures."""
        message = f"Too many failures or requests: try again in {retry_after_s} s."
        headers = {"retry-after": str(retry_after_s)}
        return cls("temporarily_unavailable", message, 429, headers)

    @classmethod
    def away(cls) -> Self:
        """The members service does not answer, or the form did not come in time."""
        message = "Try again in a few seconds."
        return cls("temporarily_unavailable", message, 503, {"retry-after": "2"})

    def response(self, headers: Mapping[str, str]) -> Response:
        """The answer to the client."""
        body = {"error": self.code, "error_description": self.message}
        return Response(
            orjson.dumps(body),
            self.status,
            {**headers, **self.headers},
            media_type="application/json",
        )


async def form_of(request: Request) -> Mapping[str, str]:
    """The form's fields. Raises OAuthError; a field that comes twice is an error."""
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != _FORM:
        raise OAuthError("invalid_request", f"Send {_FORM}.")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > BODY_BYTES_MAX:
            raise OAuthError("invalid_request", f"At most {BODY_BYTES_MAX} bytes.", 413)
    try:
        text = body.decode("utf-8")
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS_MAX, errors="strict")
    except ValueError as error:
        raise OAuthError("invalid_request", "The body is no form.") from error
    form = dict(pairs)
    if len(form) != len(pairs):
        raise OAuthError("invalid_request", "A parameter comes twice.")
    return form


def credentials_of(authorization: str, form: Mapping[str, str]) -> Credentials:
    """The client and its secret, by HTTP Basic or in the form. Raises OAuthError."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() == "basic":
        if "client_secret" in form:
            raise OAuthError("invalid_request", "The client shows its secret twice.")
        shown = _basic(encoded)
        if form.get("client_id", shown.client_id) != shown.client_id:
            raise OAuthError("invalid_request", "The client names itself twice.")
    else:
        shown = Credentials(form.get("client_id", ""), form.get("client_secret", ""), False)
    longest = max(len(shown.client_id), len(shown.secret))
    if not shown.client_id or not shown.secret or longest > TEXT_CHARS_MAX:
        raise OAuthError.client(shown.by_header)
    return shown


def _basic(encoded: str) -> Credentials:
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, ValueError) as error:
        raise OAuthError.client(by_header=True) from error
    client_id, _, secret = text.partition(":")
    return Credentials(unquote_plus(client_id), unquote_plus(secret), by_header=True)

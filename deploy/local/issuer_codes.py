"""Authorization codes of the local issuer: each for one request, with its proof key, once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.common.clock import Clock

LIFE = timedelta(minutes=1)
CODES_MAX = 1_000
STATE_CHARS_MAX = 512
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


@dataclass(frozen=True)
class Asked:
    """A request for a code that may be answered."""

    redirect_uri: str
    state: str
    challenge: str
    nonce: str
    fields: Mapping[str, str]
    """The request as it came, for the form of the page."""


@dataclass(frozen=True)
class Grant:
    """The person who was picked, and the request for which."""

    subject: str
    nonce: str


class Refused(Exception):
    """A request that is refused, with the error's name of RFC 6749.

    `asked` is set when the error may go back to the client's own page.
    """

    def __init__(self, error: str, message: str, asked: Asked | None = None) -> None:
        super().__init__(message)
        self.error = error
        self.asked = asked


class Codes:
    """Issues codes and takes them back. A restart forgets them: they live a minute."""

    def __init__(self, clock: Clock, client_id: str, redirect: str) -> None:
        """`redirect` is a pattern of the addresses to which a code may go."""
        self._clock = clock
        self._client_id = client_id
        self._redirect = re.compile(redirect)
        self._codes: OrderedDict[str, tuple[datetime, Asked, str]] = OrderedDict()

    def check(self, fields: Mapping[str, str]) -> Asked:
        """The request in `fields`. Raises Refused."""
        redirect_uri = fields.get("redirect_uri", "")
        # Before both are right the error may go nowhere: the address may be a stranger's.
        if fields.get("client_id") != self._client_id:
            raise Refused("unauthorized_client", f"the only client is {self._client_id}")
        if not self._redirect.fullmatch(redirect_uri):
            raise Refused("invalid_request", "redirect_uri is no console of this machine")
        asked = Asked(
            redirect_uri,
            fields.get("state", ""),
            fields.get("code_challenge", ""),
            fields.get("nonce", ""),
            {name: fields[name] for name in _FIELDS if name in fields},
        )
        if max(len(asked.state), len(asked.nonce)) > STATE_CHARS_MAX:
            raise Refused("invalid_request", f"state has at most {STATE_CHARS_MAX} characters")
        if fields.get("response_type") != "code":
            raise Refused("unsupported_response_type", "only the flow with a code", asked)
        if fields.get("code_challenge_method") != "S256" or not _CHALLENGE.fullmatch(
            asked.challenge
        ):
            raise Refused("invalid_request", "a code_challenge by S256 is needed", asked)
        if "openid" not in fields.get("scope", "").split():
            raise Refused("invalid_scope", "the scope is openid", asked)
        return asked

    def issue(self, asked: Asked, subject: str) -> str:
        """A code for the request and the person, good for LIFE."""
        code = secrets.token_urlsafe(32)
        self._codes[code] = (self._clock.now() + LIFE, asked, subject)
        if len(self._codes) > CODES_MAX:
            self._codes.popitem(last=False)
        return code

    def redeem(self, fields: Mapping[str, str]) -> Grant:
        """The grant of a code, which is spent by that, also when something else is wrong. Raises
        Refused."""
        if fields.get("grant_type") != "authorization_code":
            raise Refused("unsupported_grant_type", "only authorization_code")
        if fields.get("client_id") != self._client_id:
            raise Refused("invalid_client", f"the only client is {self._client_id}")
        ends, asked, subject = self._codes.pop(fields.get("code", ""), (None, None, ""))
        if ends is None or asked is None or ends <= self._clock.now():
            raise Refused("invalid_grant", "the code is unknown, spent, or older than a minute")
        if fields.get("redirect_uri") != asked.redirect_uri:
            raise Refused("invalid_grant", "the code was given for another redirect_uri")
        verifier = fields.get("code_verifier", "")
        if not _VERIFIER.fullmatch(verifier) or not hmac.compare_digest(
            challenge_of(verifier), asked.challenge
        ):
            raise Refused("invalid_grant", "code_verifier does not fit")
        return Grant(subject, asked.nonce)


_FIELDS = (
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
)


def challenge_of(verifier: str) -> str:
    """The challenge of a verifier by S256 (RFC 7636, 4.2)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

"""Addresses of the web that somebody sends and somebody else opens: pictures, attachments."""

import ipaddress
import re
from urllib.parse import urlsplit

from services.common.errors import invalid

ADDRESS_CHARS_MAX = 500
# RFC 3986: whatever else stands in an address is written as %XX.
_CHARACTERS = re.compile(r"[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]+")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
# A host whose last label is a number is an IPv4 address to browsers: 2130706433, 0x7f.1
_NUMBER = re.compile(r"0[xX][0-9A-Fa-f]*|[0-9]+")
_INSIDE = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "svc", "arpa")
"""Last labels of names that lead into somebody's own network."""


def problem_of(address: str) -> str:
    """The reason why nobody should be sent to `address`; empty when there is none.

    Good is `https://host/…` with a public host, without a user, in the characters of RFC 3986.
    """
    if len(address) > ADDRESS_CHARS_MAX:
        return f"at most {ADDRESS_CHARS_MAX} characters"
    if not address.startswith("https://"):
        return "an address that begins with https://"
    if not _CHARACTERS.fullmatch(address):
        return "an address without blanks, line breaks or invisible characters; others as %XX"
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return "an address with a host, and a port that is a number"
    if "@" in parts.netloc:
        return "an address without a user and a password"
    return _host_problem(host.removesuffix("."))


def check_web_address(address: str, field: str) -> None:
    """Refuse INVALID_ARGUMENT for what nobody should be sent to."""
    if problem := problem_of(address):
        raise invalid(field, problem)


def _host_problem(host: str) -> str:
    labels = host.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels):
        return "an address with a host"
    if _NUMBER.fullmatch(labels[-1]):
        try:
            public = ipaddress.IPv4Address(host).is_global
        except ValueError:
            public = False
        return "" if public else "an address of a public host"
    if len(labels) == 1 or labels[-1].lower() in _INSIDE:
        return "an address of a public host"
    return ""

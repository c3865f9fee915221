"""A write that takes effect once."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """Takes effect once for its id; `content` is a digest of what is compared."""

    brand: str
    id: str
    content: bytes

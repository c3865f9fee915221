"""Repeats: a request id belongs to the content that came with it first."""

from __future__ import annotations

from typing import NamedTuple

from services.points.ledger.domain import request_ids
from services.points.ledger.domain.posting import Posting


class RequestIdReused(Exception):
    """The request id was used before, with other content."""

    reason = "REQUEST_ID_REUSED"
    field = "request_id"

    def __init__(self, request_id: str) -> None:
        super().__init__("this request id was used with other content")
        self.metadata = {"request_id": request_ids.as_sent(request_id)}


class Asked(NamedTuple):
    """A request before it is decided: the id of its posting, and what its content is known by."""

    brand: str
    request_id: str
    fingerprint: str


def check_same(request_id: str, fingerprint: str, known: Posting) -> None:
    """Raises RequestIdReused when `known` was made of other content."""
    if fingerprint != known.fingerprint:
        raise RequestIdReused(request_id)

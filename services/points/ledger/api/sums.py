"""Sums over all of a brand, which are exact here and have 64 bits in a message."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from services.common.errors import Refusal


@contextmanager
def fitting_sums() -> Iterator[None]:
    """Messages made within are refused as SUM_TOO_LARGE where a sum does not fit."""
    try:
        yield
    except ValueError as error:
        # All that a message refuses of a whole number, and it says which one it was.
        raise Refusal("SUM_TOO_LARGE", str(error)) from error

"""Permissions that a member gave."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Granting:
    """Permissions of one pop-up: one of each of `assets`, once for `request_id`."""

    brand: str
    request_id: str
    member_id: str
    assets: Sequence[str]

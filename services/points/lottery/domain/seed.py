"""Seeds: what is secret for a day and told after it, and the rolls that follow from it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.points.calendar.domain.local_time import end_of_day
from services.points.lottery.domain.section import MILLION

SEED_BYTES = 32
TOLD_AFTER = timedelta(minutes=10)
"""The clocks of processes differ: none may still draw with a seed that another has told."""


class SeedUnavailable(Exception):
    """The key that seals the seeds is missing, or is not the one that sealed this seed."""

    reason = "LOTTERY_SEED_UNAVAILABLE"


@dataclass(frozen=True, slots=True)
class SealedSeed:
    """The seed of a lottery for a day, as it is kept: 64 hexadecimal digits of commitment, and the
    sealed seed.

    `ends_at` is the end of the day in the brand's zone as it was when the seed was made: were it
    asked again, a zone that moved west would begin anew a day whose seed everybody knows. None of
    one that an earlier release made.
    """

    lottery: str
    day: date
    commitment: str
    sealed: bytes
    ends_at: datetime | None = None

    def end(self, zone: ZoneInfo) -> datetime:
        """When its last draw is over; `zone` is the brand's now."""
        return self.ends_at or end_of_day(self.day, zone)


def seed_id(lottery: str, day: date) -> str:
    """Names the seed of a lottery for a day."""
    return f"{lottery}/{day.isoformat()}"


def commitment_of(seed: bytes) -> str:
    """The SHA-256 of a seed, in hexadecimal digits."""
    return hashlib.sha256(seed).hexdigest()


def is_told(seed: SealedSeed, now: datetime, zone: ZoneInfo) -> bool:
    """Whether the seed may be told at `now`."""
    return now >= seed.end(zone) + TOLD_AFTER


def member_hash(member_id: str) -> str:
    """What stands for the member in a roll: the SHA-256 of the id, in hexadecimal digits."""
    return hashlib.sha256(member_id.encode()).hexdigest()


def roll(seed: bytes, lottery: str, number: int, hashed_member: str, request_id: str) -> int:
    """The roll of a draw, 0 to 999,999: HMAC-SHA256 as the proto says."""
    message = f"{lottery}|{number}|{hashed_member}|{request_id}".encode()
    digest = hmac.new(seed, message, hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") * MILLION >> 64


def to_body(seed: SealedSeed) -> dict[str, Any]:
    """As it is kept."""
    return {
        "lottery": seed.lottery,
        "day": seed.day.isoformat(),
        "commitment": seed.commitment,
        "sealed": seed.sealed.hex(),
        "ends_at": seed.ends_at,
    }


def from_body(body: Mapping[str, Any]) -> SealedSeed:
    """The seed that `to_body` wrote."""
    return SealedSeed(
        body["lottery"],
        date.fromisoformat(body["day"]),
        body["commitment"],
        bytes.fromhex(body["sealed"]),
        body.get("ends_at"),
    )

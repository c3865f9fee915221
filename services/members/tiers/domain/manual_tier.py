"""A tier that an operator gave until a day: it lifts what was earned, and is no floor later."""

from dataclasses import dataclass
from datetime import date, datetime

NOTE_CHARS_MAX = 500


@dataclass(frozen=True, slots=True)
class ManualTier:
    """`tier` is held from `since` to the end of the local day `until`, unless more was earned.

    `note` is the operator's reason.
    """

    tier: str
    since: datetime
    until: date
    note: str


class LadderNotFound(Exception):
    """The programme in force has no such ladder."""

    reason = "LADDER_NOT_FOUND"
    field = "ladder"


class TierNotFound(Exception):
    """The ladder has no such tier."""

    reason = "TIER_NOT_FOUND"
    field = "tier"


class TierNotAbove(Exception):
    """The member holds the tier or a higher one by what they earned."""

    reason = "TIER_NOT_ABOVE"
    field = "tier"

    def __init__(self, earned: str) -> None:
        super().__init__(f"{earned} is earned already")
        self.metadata = {"earned_tier": earned}


class ManualTierNotFound(Exception):
    """The member holds no manual tier on the ladder."""

    reason = "MANUAL_TIER_NOT_FOUND"
    field = "ladder"

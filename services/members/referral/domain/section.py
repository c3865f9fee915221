"""The section `referral` of a programme: when an invite counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from services.members.programme.domain.rules import Rules


@dataclass(frozen=True, slots=True)
class Terms:
    """When a referral counts: kept with it as they are on the day of the invite."""

    settle_days: int
    order_minor: int
    monthly_cap: int

    @property
    def settling(self) -> timedelta:
        return timedelta(days=self.settle_days)


@dataclass(frozen=True, slots=True)
class ReferralSection:
    """`link` has {code} in the place of the code; "" without one."""

    terms: Terms
    claim: timedelta
    link: str

    def link_of(self, code: str) -> str:
        """The link of one code; "" where the programme has none."""
        return self.link.replace("{code}", code)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A section that may be missing: a parser never gives None."""

    section: ReferralSection | None


def referral_section(rules: Rules) -> ReferralSection | None:
    """The section of a programme; None where it has none, and nobody is invited."""
    return rules.section(parse_referral).section


def parse_referral(rules: Rules) -> Parsed:
    """The section `referral`. Raises KeyError or ValueError where it can't be read."""
    written: Mapping[str, Any] | None = rules.document.get("referral")
    if written is None:
        return Parsed(None)
    return Parsed(
        ReferralSection(
            terms=Terms(written["settle_days"], written["order_minor"], written["monthly_cap"]),
            claim=timedelta(days=written["claim_days"]),
            link=written.get("link", ""),
        )
    )

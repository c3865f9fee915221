"""The section `occasions` of a programme: what is kept, and when it is announced."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.members.occasions.domain.days import LeapDay
from services.members.occasions.domain.occasion import OccasionKind
from services.members.programme.domain.rules import Rules


@dataclass(frozen=True, slots=True)
class OccasionsSection:
    """The kinds that are kept, each with its leads in days: the day itself, 0, comes first. A tier
    that ends has none of its own, since then it has changed."""

    leads: Mapping[OccasionKind, tuple[int, ...]] = field(default_factory=dict)
    leap_day: LeapDay = LeapDay.FEB_28


def occasions_section(rules: Rules) -> OccasionsSection:
    """The section, parsed once a version."""
    return rules.section(parse_occasions)


def parse_occasions(rules: Rules) -> OccasionsSection:
    """The section. Raises KeyError, TypeError or ValueError where it breaks the schema."""
    written = rules.document.get("occasions", {})
    leads = {
        kind: (
            *(() if kind is OccasionKind.TIER_ENDS else (0,)),
            *sorted({int(days) for days in written[kind.value].get("lead_days", ())}),
        )
        for kind in OccasionKind
        if kind.value in written
    }
    return OccasionsSection(leads, LeapDay(written.get("leap_day", LeapDay.FEB_28)))

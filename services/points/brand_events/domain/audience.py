"""The facts that the condition of an event sees of a member.

Names and types are declared in protos/tessera/programme/v1/condition_facts.json.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.points.activities.domain.member_facts import NO_FACTS
from services.points.activities.domain.standing import Standing
from services.points.programme.domain.programme import Programme


def audience_facts(
    programme: Programme, standing: Standing | None, now: datetime
) -> Mapping[str, Any]:
    """`member` and `stats` at `now`; windows of `stats` end with the local day."""
    tier = programme.tier_of(standing)
    known = (standing.facts if standing else NO_FACTS).at(now, programme.zone)
    return {
        "member": {
            "tier": tier.code,
            "tier_rank": tier.rank,
            "multiplier_percent": tier.multiplier_percent,
            **known["member"],
        },
        "stats": known["stats"],
    }

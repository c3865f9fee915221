"""Points ahead of the enrolment: a till may award a member whom nobody enrolled, or not."""

from __future__ import annotations

from services.points.programme.domain.programme import Programme


def takes_unknown_members(programme: Programme) -> bool:
    """`earning.unknown_members`. A programme from before this section could say so takes them."""
    return programme.section(_parse)


def _parse(programme: Programme) -> bool:
    said: str = programme.document.get("earning", {}).get("unknown_members", "accept")
    return said == "accept"

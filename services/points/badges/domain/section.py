"""The section badges of a programme: what each badge is for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.points.activities.domain.activity_type import ActivityType
from services.points.programme.domain.document import Text, text_of
from services.points.programme.domain.programme import Condition, Programme


@dataclass(frozen=True, slots=True)
class Badge:
    """Had after `times` activities of the type `on` for which `when` holds, at `min_rank` or above.

    Without `on` the tier alone gives it; with neither it comes as the reward of another room. Held
    for `term_days` days, the first included; None for ever.
    """

    code: str
    name: Text
    description: Text | None
    image_url: str
    on: ActivityType | None
    when: Condition
    times: int
    min_rank: int | None
    term_days: int | None

    def meets(self, facts: Mapping[str, Any]) -> bool:
        """True where an activity with these facts counts."""
        rank: int = facts["member"]["tier_rank"]
        if self.min_rank is not None and rank < self.min_rank:
            return False
        return self.when(facts)


@dataclass(frozen=True, slots=True)
class BadgeSection:
    """The badges in the programme's order. `offered` is False where it has no such section."""

    offered: bool
    badges: tuple[Badge, ...] = ()

    def on(self, type_: ActivityType) -> tuple[Badge, ...]:
        """Those that an activity of the type may bring."""
        return tuple(badge for badge in self.badges if badge.on is type_)

    def at_rank(self, rank: int) -> tuple[Badge, ...]:
        """Those that the tier of this rank brings by itself."""
        return tuple(
            badge
            for badge in self.badges
            if badge.on is None and badge.min_rank is not None and badge.min_rank <= rank
        )

    def badge(self, code: str) -> Badge | None:
        return next((badge for badge in self.badges if badge.code == code), None)


def badge_section(programme: Programme) -> BadgeSection:
    """The programme's section, parsed once a version.

    Raises KeyError, TypeError or ValueError where it breaks the schema or names a tier that the
    main ladder has not.
    """
    return programme.section(_parse)


def _parse(programme: Programme) -> BadgeSection:
    body: Iterable[Mapping[str, Any]] | None = programme.document.get("badges")
    if body is None:
        return BadgeSection(offered=False)
    return BadgeSection(offered=True, badges=tuple(_badge(item, programme) for item in body))


def _badge(item: Mapping[str, Any], programme: Programme) -> Badge:
    described = item.get("description")
    return Badge(
        code=item["code"],
        name=text_of(item["name"]),
        description=text_of(described) if described else None,
        image_url=item.get("image_url", ""),
        on=ActivityType(item["on"]) if "on" in item else None,
        when=programme.condition(item),
        times=item.get("times", 1),
        min_rank=_rank(item["min_tier"], programme) if "min_tier" in item else None,
        term_days=item.get("term_days"),
    )


def _rank(code: str, programme: Programme) -> int:
    tier = programme.tier(code)
    if tier is None:
        raise ValueError(f"badges: {code} is no tier of the main ladder")
    return tier.rank

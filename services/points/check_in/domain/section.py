"""The section check_in of a programme: the bonus of days running, and make-up cards."""

from __future__ import annotations

from dataclasses import dataclass

from services.points.programme.domain.programme import Programme

LAST_DAYS_DEFAULT = 7


@dataclass(frozen=True, slots=True)
class StreakBonus:
    """`points` of `asset`, once for each `every` days running."""

    every: int
    asset: str
    points: int


@dataclass(frozen=True, slots=True)
class MakeUpCards:
    """One unit of `asset` fills one of the `last_days` days before today."""

    asset: str
    last_days: int


@dataclass(frozen=True, slots=True)
class CheckInSection:
    """Either part may be absent. `offered` is False where the programme has no such section."""

    offered: bool
    streak: StreakBonus | None = None
    make_up: MakeUpCards | None = None

    @property
    def every(self) -> int | None:
        """The days running that bring the bonus; None for no bonus."""
        return self.streak.every if self.streak else None

    @property
    def shown_days(self) -> int:
        """The days before today that a member sees: those that a card may fill."""
        return self.make_up.last_days if self.make_up else LAST_DAYS_DEFAULT


def check_in_section(programme: Programme) -> CheckInSection:
    """The programme's section, parsed once a version.

    Raises KeyError, TypeError or ValueError where it breaks the schema or names an asset that the
    programme does not declare.
    """
    return programme.section(_parse)


def _parse(programme: Programme) -> CheckInSection:
    body = programme.document.get("check_in")
    if body is None:
        return CheckInSection(offered=False)
    streak, make_up = body.get("streak"), body.get("make_up")
    section = CheckInSection(
        offered=True,
        streak=streak and StreakBonus(streak["every"], streak["asset"], streak["points"]),
        make_up=make_up
        and MakeUpCards(make_up["asset"], make_up.get("last_days", LAST_DAYS_DEFAULT)),
    )
    for part in (section.streak, section.make_up):
        if part is not None and part.asset not in programme.assets:
            raise ValueError(f"check_in: {part.asset} is not declared")
    return section

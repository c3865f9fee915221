"""What is kept of a brand's sheets, what a sheet shows, and why it may not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from services.points.leaderboards.domain.position import Position
from services.points.leaderboards.domain.sheet import Place, Sheet


class SheetsAway(Exception):
    """What keeps the sheets does not answer."""


class SheetsMoved(Exception):
    """Another worker has written meanwhile, or what was kept is gone: read the state again."""


class SheetsLost(Exception):
    """A sheet is gone that should be there: the generation must be made again."""


class State(NamedTuple):
    """The generation that is shown, the one that is being made, and whether one was ordered."""

    shown: Position | None = None
    building: Position | None = None
    ordered: bool = False


class Shown(NamedTuple):
    """What a sheet shows. `position` is None where nothing is kept; `building` while it is made."""

    position: Position | None = None
    building: bool = False
    places: Sequence[Place] = ()
    members: int = 0
    me: Place | None = None
    around: Sequence[Place] = ()


class Asked(NamedTuple):
    """The first `top` places of a sheet, and those around a member ("" for nobody). `among`: only
    these members have places; None for all."""

    sheet: Sheet
    top: int
    member_id: str = ""
    around: int = 0
    among: tuple[str, ...] | None = None


def among(asked: Asked, position: Position | None, building: bool, found: Sequence[Place]) -> Shown:
    """What a sheet shows of the members `found`, who stand in its order: their ranks are counted
    anew, from 1."""
    places = [each._replace(rank=rank) for rank, each in enumerate(found, start=1)]
    me = next((each for each in places if each.member_id == asked.member_id), None)
    around: Sequence[Place] = ()
    if me is not None and asked.around:
        around = places[max(0, me.rank - 1 - asked.around) : me.rank + asked.around]
    return Shown(position, building, places[: asked.top], len(places), me, around)

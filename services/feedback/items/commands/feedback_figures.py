"""The figures of teams and people."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from services.common.clock import Clock
from services.common.errors import invalid
from services.feedback.items.domain.figures import (
    DAYS_MAX,
    DAYS_USUAL,
    Answered,
    Figure,
    Figures,
    OpenNow,
    figures_of,
)
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Text
from services.feedback.routing.domain.teams import teams


class FigureStore(Protocol):
    """Counts of a brand's items; with `stores`, of those that are about these stores."""

    async def answered(
        self,
        brand: str,
        since: datetime,
        until: datetime,
        now: datetime,
        stores: Collection[str] = (),
    ) -> list[Answered]:
        """The items taken in from `since` until before `until`."""
        ...

    async def open_now(self, brand: str, stores: Collection[str] = ()) -> list[OpenNow]: ...


@dataclass(frozen=True)
class NamedFigures:
    """Figures with the names of teams; every person of the programme is there, also one who has
    nothing to do."""

    figures: Figures
    names: Mapping[str, Text]


async def feedback_figures(
    store: FigureStore,
    programmes: Programmes,
    clock: Clock,
    brand: str,
    since: datetime | None,
    until: datetime | None,
    stores: Collection[str] = (),
) -> NamedFigures:
    """The figures of items taken in from `since` until before `until`: by default of the last 30
    days. With `stores`, of items about these; teams and people without any are left out then.

    Raises an INVALID_ARGUMENT refusal for no time, or more than 92 days.
    """
    now = clock.now()
    until = until or now
    since = since or until - timedelta(days=DAYS_USUAL)
    if not since < until:
        raise invalid("until", "must be after the beginning")
    if until - since > timedelta(days=DAYS_MAX):
        raise invalid("from", f"at most {DAYS_MAX} days before the end")
    answered = await store.answered(brand, since, until, now, stores)
    found = figures_of(since, until, answered, await store.open_now(brand, stores))
    programme = await programmes.of(brand)
    known = {} if programme is None else programme.section(teams)
    if stores:
        # The teams of the whole brand are not all at work for these stores.
        return NamedFigures(found, {code: team.name for code, team in known.items()})
    by_team = {**{code: Figure() for code in known}, **found.teams}
    people = {(team.code, each): Figure() for team in known.values() for each in team.people}
    whole = Figures(
        since,
        until,
        found.total,
        dict(sorted(by_team.items())),
        dict(sorted({**people, **found.people}.items())),
    )
    return NamedFigures(whole, {code: team.name for code, team in known.items()})

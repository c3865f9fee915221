"""What operators see of journeys, and how they pause them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.feedback.journeys.commands.context import (
    JourneysContext,
    journey_not_found,
    journey_rules,
)
from services.feedback.journeys.domain.deed import Deed
from services.feedback.journeys.domain.entry import Entry
from services.feedback.journeys.domain.keeping import EntryFilter, Figures, Write
from services.feedback.journeys.domain.section import Journey, Journeys
from services.feedback.programme.domain import Text


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry with the name of its journey, None where the programme has it no more, and what its
    steps did for the member, by id."""

    entry: Entry
    name: Text | None
    deeds: Mapping[str, Deed]


@dataclass(frozen=True, slots=True)
class Shown:
    """A journey with its figures; `figures` is None where nobody asked for them."""

    journey: Journey
    paused_since: datetime | None
    figures: Figures | None = None


async def list_journeys(
    ctx: JourneysContext, brand: str, only: str, start: int, size: int
) -> tuple[Sequence[Shown], bool]:
    """A page of the journeys in force, from the index `start` on, and whether there are more.

    `only` is the code of the one that is wanted; "" for all.
    """
    journeys = (await journey_rules(ctx, brand)).journeys
    wanted = [code for code in journeys if only in ("", code)]
    codes = wanted[start : start + size]
    paused = await ctx.entries.paused(brand)
    figures = await ctx.entries.figures(brand, codes)
    shown = [Shown(journeys[code], paused.get(code), figures[code]) for code in codes]
    return shown, start + size < len(wanted)


async def list_entries(
    ctx: JourneysContext, brand: str, only: EntryFilter, before: str, size: int
) -> tuple[Sequence[Listed], str]:
    """A page of the latest entries, and the place of the next page, or ""."""
    found = await ctx.entries.page(brand, only, before, size + 1)
    journeys: Journeys = (await journey_rules(ctx, brand)).journeys
    shown = found[:size]
    names = {code: journey.name for code, journey in journeys.items()}
    ids = {line.deed_id for _, entry in shown for line in entry.lines if line.deed_id}
    deeds = await ctx.entries.deeds(brand, ids)
    listed = [Listed(entry, names.get(entry.journey), deeds) for _, entry in shown]
    return listed, shown[-1][0] if len(found) > size else ""


async def set_paused(
    ctx: JourneysContext, write: Write, code: str, *, pause: bool
) -> tuple[Shown, bool]:
    """Pause a journey, or let it go on; True for a repeat of the request.

    Raises JOURNEY_NOT_FOUND and REQUEST_ID_REUSED.
    """
    journeys = (await journey_rules(ctx, write.brand)).journeys
    if code not in journeys:
        raise journey_not_found(code, journeys)
    paused, replayed = await ctx.entries.pause(write, code, pause=pause)
    return Shown(journeys[code], paused.since), replayed

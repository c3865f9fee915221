"""What the commands of experiments need of storage, of other rooms, and of points."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from services.feedback.audience.domain import Reached
from services.feedback.experiments.domain.keeping import Done, Due, Span, Write
from services.feedback.experiments.domain.running import Ending, Exposure, Running
from services.feedback.experiments.domain.verdict import Look

Change = Callable[[Running | None], Running]
"""What becomes of an experiment, None before its first write; it may run again after a lost
race."""


class Store(Protocol):
    """Experiments that were started, their exposures and looks; of all brands, each call names
    one."""

    async def known(self, brand: str, codes: Collection[str] | None = None) -> Sequence[Running]:
        """Those that were asked for or started, in the order of their codes; None: all."""
        ...

    async def change(self, write: Write, code: str, change: Change) -> tuple[Running, bool]:
        """Change an experiment once for this request; True for a repeat. Raises what `change`
        raises."""
        ...

    async def expose(self, brand: str, exposures: Sequence[Exposure]) -> None:
        """Keep the first exposure of each member; one to another arm says that they crossed."""
        ...

    def exposures(self, brand: str, code: str) -> AsyncIterator[Sequence[Exposure]]:
        """The exposures of an experiment in slices, without members who crossed."""
        ...

    async def crossed(self, brand: str, code: str) -> int:
        """How many members crossed."""
        ...

    async def due(self, before: datetime, limit: int) -> Sequence[Due]:
        """Running experiments of all brands, whose last look was before; the oldest first."""
        ...

    async def looking(self, due: Due, now: datetime) -> None:
        """A look begins: one that fails comes again when its time has."""
        ...

    async def keep_look(self, due: Due, look: Look, ending: Ending | None) -> None:
        """Keep a look, the final one beside the experiment, and stop it where it ends; nothing
        changes for one that is stopped by now."""
        ...

    async def looks(self, brand: str, code: str, limit: int) -> Sequence[Look]:
        """The latest looks, the latest first."""
        ...

    async def merge(self, brand: str, loser: str, survivor: str) -> None:
        """Let the exposures of one member be another's; who was in two arms crossed."""
        ...

    async def last_looks(self, brand: str, codes: Collection[str]) -> Mapping[str, Look]:
        """The last look of each."""
        ...


class Audience(Protocol):
    """The members whom messages may reach."""

    async def of(self, brand: str, member_id: str) -> Reached | None: ...


class Outcomes(Protocol):
    """What members did, as rooms above know it; `wiring.py` fills it in."""

    async def as_of(self) -> datetime | None:
        """Everything that was told before is known; None before the first time."""
        ...

    async def done(
        self, brand: str, kinds: Collection[str], members: Collection[str], span: Span
    ) -> Sequence[Done]:
        """What the members did of these kinds."""
        ...

    async def opted_out(self, brand: str, members: Mapping[str, datetime]) -> Collection[str]:
        """Those who withdrew their consent to marketing since their instant."""
        ...

    async def complained(self, brand: str, members: Mapping[str, datetime]) -> Collection[str]:
        """Those who complained since their instant."""
        ...


class Points(Protocol):
    """The ledger of points."""

    async def held(self, brand: str, members: Sequence[str]) -> Mapping[str, int]:
        """The POINTS that members hold; at most 100 members. Raises PointsAway."""
        ...

"""A trial: activities in books that are thrown away, by the production path itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from services.common.clock import ManualClock
from services.points.context import PointsContext
from services.points.dry_run.commands.history import Told
from services.points.dry_run.domain.tally import Tally
from services.points.intake.commands import follow_members
from services.points.ledger.domain.posting import Posting
from services.points.programme.domain.published import ProgrammePublished

STEP_S = 600
"""Activities that were recorded within it happen at one time of the trial's clock."""


@dataclass(slots=True)
class Trial:
    """One programme over pieces of history. `journal` has the postings of `ctx`'s ledger."""

    ctx: PointsContext
    clock: ManualClock
    journal: Sequence[Posting]
    tally: Tally = field(default_factory=Tally)
    _counted: int = 0

    async def begin(self, published: ProgrammePublished) -> None:
        """Put the programme into force. Raises PublicationUnreadable."""
        await follow_members(self.ctx, [published])

    async def take(self, told: Sequence[Told]) -> None:
        """Award and refund the activities, and count what that gave."""
        for _, step in groupby(told, key=lambda one: one.at.timestamp() // STEP_S):
            some = list(step)
            self.clock.set(max(self.clock.now(), some[0].at))
            await follow_members(self.ctx, [one.activity for one in some])
        for posting in self.journal[self._counted :]:
            self.tally.add(posting)
        self._counted = len(self.journal)

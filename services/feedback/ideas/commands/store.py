"""The storage and the neighbours that the commands need. Each call names one brand and never shows
another's."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from services.feedback.ideas.domain.idea import Idea, StepKind
from services.feedback.ideas.domain.idea_filter import IdeaFilter
from services.feedback.ideas.domain.notice import Adoption, Notice
from services.feedback.ideas.domain.request import Request
from services.feedback.ideas.domain.trial import Answer, Trial
from services.feedback.ideas.domain.vote import Vote


class Changing(Protocol):
    """Ideas, votes and trials of a brand within one transaction."""

    async def idea(self, idea_id: str) -> Idea | None: ...

    async def meet(self, member_id: str) -> None:
        """Of two writes of a member, one runs behind the other from here on. Raises a MEMBER_ERASED
        refusal."""
        ...

    async def proposals(self, member_id: str, month: str) -> int:
        """How many ideas the member proposed in the month, YYYY-MM."""
        ...

    async def votes_on(self, member_id: str, day: str) -> int:
        """How many of the member's votes are of the day, YYYY-MM-DD."""
        ...

    async def votes(self, member_id: str, idea_ids: Sequence[str]) -> Sequence[Vote]: ...

    async def add_vote(self, vote: Vote, at: datetime, day: str) -> None: ...

    async def take_back(self, votes: Sequence[Vote]) -> None: ...

    async def add(self, idea: Idea, month: str) -> None:
        """Keep a new idea and publish that it is there."""
        ...

    async def put(self, idea: Idea, kind: StepKind, other: str = "") -> None:
        """Keep all of the idea but its votes, and publish what happened."""
        ...

    async def lead_on(self, source: Idea, target: Idea) -> None:
        """Let the votes of the source, and what was merged into it, go on for the target."""
        ...

    async def notify(self, notice: Notice) -> None: ...

    async def trial(self, trial_id: str) -> Trial | None: ...

    async def open_trial(self, trial: Trial, member_ids: Sequence[str]) -> None: ...

    async def answer_of(self, trial_id: str, member_id: str) -> Answer | None:
        """None for a member who was not invited."""
        ...

    async def answer(self, trial: Trial, member_id: str, answer: Answer, taken: int) -> None: ...


class IdeaStore(Protocol):
    """Ideas, votes, trials and notices of all brands."""

    async def once(
        self, request: Request, change: Callable[[Changing], Awaitable[str]]
    ) -> tuple[str, bool]:
        """Do `change` once for this request id: the id that it gave, and whether that is a
        replay."""
        ...

    async def find(self, brand: str, idea_id: str) -> Idea | None: ...

    async def page(
        self, brand: str, only: IdeaFilter, before: str, limit: int
    ) -> Sequence[tuple[str, Idea]]:
        """Ideas behind the place `before`, or the first for "", each with its place."""
        ...

    async def voted(self, brand: str, member_id: str, idea_ids: Collection[str]) -> set[str]:
        """Those of the ideas for which the member has a vote."""
        ...

    async def used(self, brand: str, member_id: str, month: str, day: str) -> tuple[int, int]:
        """How many ideas the member proposed in the month, and votes of the day."""
        ...

    async def trials(
        self, brand: str, idea_id: str, before: str, limit: int
    ) -> Sequence[tuple[Trial, Sequence[str]]]:
        """Trials older than the id `before`, the newest first, with the members who take part."""
        ...

    async def trial(self, brand: str, trial_id: str) -> Trial | None: ...

    async def invitations(
        self, brand: str, member_id: str, limit: int
    ) -> Sequence[tuple[Trial, Answer]]:
        """The trials that the member is invited to, the newest first."""
        ...

    async def move_votes(self, limit: int) -> bool:
        """Move a slice of the votes of an idea that was merged: whether there may be more."""
        ...

    async def notices(self, now: datetime, limit: int) -> Sequence[Notice]:
        """News that are due, of all brands."""
        ...

    async def proposers(self, notice: Notice) -> Sequence[Adoption]:
        """Members who proposed the idea or one that was merged into it, each once."""
        ...

    async def heard(self, notice: Notice, limit: int) -> Sequence[tuple[str, str]]:
        """The next votes or places of the notice with their members, in order."""
        ...

    async def keep(self, notice: Notice) -> None:
        """Keep how far the notice has come."""
        ...

    async def later(self, notice: Notice, at: datetime) -> None: ...

    async def done(self, notice: Notice) -> None: ...


class Activities(Protocol):
    """The members service, as far as it takes activities."""

    async def record(
        self, brand: str, adopted: Sequence[Adoption], labels: Mapping[str, str]
    ) -> None:
        """Record that these were adopted; a repeat changes nothing. Raises what a call raises."""
        ...

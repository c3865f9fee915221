"""An idea, and the steps that it may take."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.feedback.programme.domain import Text

HISTORY_MAX = 100
SOURCES_MAX = 50


class State(StrEnum):
    """What became of an idea as a text; members see OPEN ones."""

    PENDING = "pending"
    OPEN = "open"
    REFUSED = "refused"
    MERGED = "merged"


class Shelf(StrEnum):
    """How far an idea has come."""

    IDEA = "idea"
    INCUBATING = "incubating"
    IMPLEMENTED = "implemented"


class StepKind(StrEnum):
    """What happened to an idea."""

    PROPOSED = "proposed"
    OPENED = "opened"
    REFUSED = "refused"
    MOVED = "moved"
    MERGED = "merged"
    ABSORBED = "absorbed"
    ANSWERED = "answered"


SHELF_MOVES = frozenset(
    {
        (Shelf.IDEA, Shelf.INCUBATING),
        (Shelf.INCUBATING, Shelf.IDEA),
        (Shelf.INCUBATING, Shelf.IMPLEMENTED),
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """`operator` is "" where a member did it; `other` is the other idea of a merge."""

    kind: StepKind
    at: datetime
    shelf: Shelf
    reason: str = ""
    operator: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class By:
    """An operator who acts, at an instant and for a reason."""

    operator: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Idea:
    """`sources` are the ideas merged into this one, also by way of others; `into` is where a merged
    one went. `found_words` are forbidden ones. `moves` counts the changes of shelf. `adopted`: the
    reward of it is given."""

    id: str
    member_id: str
    title: str
    text: str
    proposed_at: datetime
    state: State = State.OPEN
    shelf: Shelf = Shelf.IDEA
    votes: int = 0
    project: Text | None = None
    answer: Text | None = None
    into: str = ""
    sources: tuple[str, ...] = ()
    found_words: tuple[str, ...] = ()
    moves: int = 0
    adopted: bool = False
    history: tuple[Step, ...] = ()

    @property
    def takes_votes(self) -> bool:
        return self.state is State.OPEN and self.shelf is not Shelf.IMPLEMENTED

    @property
    def all_ids(self) -> tuple[str, ...]:
        """The ids whose votes are for this idea."""
        return (self.id, *self.sources)


class IdeaNotFound(Exception):
    """There is no such idea, or it is not shown to this member. `field` names it in the request."""

    reason = "IDEA_NOT_FOUND"

    def __init__(self, idea_id: str, field: str = "idea_id") -> None:
        super().__init__(idea_id)
        self.field = field


class IdeaMoveNotAllowed(Exception):
    """The idea's state or shelf does not allow the move."""

    reason = "IDEA_MOVE_NOT_ALLOWED"

    def __init__(self, idea: Idea, move: str, field: str = "idea_id") -> None:
        super().__init__(f"{move} of {idea.id}, which is {idea.state} on {idea.shelf}")
        self.field = field
        self.metadata = {"state": idea.state.value, "shelf": idea.shelf.value, "move": move}


def proposed(
    idea_id: str, member_id: str, words: tuple[str, str], found: Sequence[str], waits: bool, by: By
) -> Idea:
    """A new idea of title and text; it waits for a moderator where it `waits`, or words were
    found."""
    return Idea(
        id=idea_id,
        member_id=member_id,
        title=words[0],
        text=words[1],
        proposed_at=by.at,
        state=State.PENDING if waits or found else State.OPEN,
        found_words=tuple(found),
        history=(Step(StepKind.PROPOSED, by.at, Shelf.IDEA),),
    )


def opened(idea: Idea, by: By) -> Idea:
    """The idea as members see it. Raises IdeaMoveNotAllowed for one that neither waits nor was
    refused, or whose words are gone."""
    if idea.state not in (State.PENDING, State.REFUSED) or not idea.title:
        raise IdeaMoveNotAllowed(idea, "open")
    return _stepped(replace(idea, state=State.OPEN), StepKind.OPENED, by)


def refused(idea: Idea, by: By) -> Idea:
    """The idea as nobody but its member sees it. Raises IdeaMoveNotAllowed for one that was refused
    or merged, or is a project."""
    if idea.state not in (State.PENDING, State.OPEN) or idea.shelf is not Shelf.IDEA:
        raise IdeaMoveNotAllowed(idea, "refuse")
    return _stepped(replace(idea, state=State.REFUSED), StepKind.REFUSED, by)


def moved(idea: Idea, shelf: Shelf, project: Text | None, by: By) -> Idea:
    """The idea on another shelf. `project` names it, and may be None where it has a name.

    Raises IdeaMoveNotAllowed.
    """
    if idea.state is not State.OPEN or (idea.shelf, shelf) not in SHELF_MOVES:
        raise IdeaMoveNotAllowed(idea, shelf.value)
    named = project or idea.project
    after = replace(idea, shelf=shelf, project=named, moves=idea.moves + 1)
    return _stepped(after, StepKind.MOVED, by)


def is_forward(before: Idea, after: Idea) -> bool:
    """Whether all who wanted the idea hear of the move."""
    order = list(Shelf)
    return order.index(after.shelf) > order.index(before.shelf)


def merged(source: Idea, target: Idea, by: By) -> tuple[Idea, Idea]:
    """The idea that goes and the one that stays.

    Raises IdeaMoveNotAllowed, which names the field of the one that is not fit.
    """
    if source.state is not State.OPEN or source.shelf is not Shelf.IDEA or source.id == target.id:
        raise IdeaMoveNotAllowed(source, "merge")
    sources = (*target.sources, *source.all_ids)
    if not target.takes_votes or len(sources) > SOURCES_MAX:
        raise IdeaMoveNotAllowed(target, "absorb", "into_idea_id")
    gone = replace(source, state=State.MERGED, into=target.id)
    stays = replace(target, sources=sources)
    return (
        _stepped(gone, StepKind.MERGED, by, target.id),
        _stepped(stays, StepKind.ABSORBED, by, source.id),
    )


def answered(idea: Idea, answer: Text, by: By) -> Idea:
    """The idea with the brand's answer. Raises IdeaMoveNotAllowed for one that is not open."""
    if idea.state is not State.OPEN:
        raise IdeaMoveNotAllowed(idea, "answer")
    return _stepped(replace(idea, answer=answer), StepKind.ANSWERED, by)


def _stepped(idea: Idea, kind: StepKind, by: By, other: str = "") -> Idea:
    step = Step(kind, by.at, idea.shelf, by.reason, by.operator, other)
    return replace(idea, history=(*idea.history, step)[-HISTORY_MAX:])

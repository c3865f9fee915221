"""A post of a member, and the steps that it may take."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

HISTORY_MAX = 50
_SIGNS = re.compile(r"[\W_]+")


class State(StrEnum):
    """What became of a post; everybody sees OPEN ones."""

    PENDING = "pending"
    OPEN = "open"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class StepKind(StrEnum):
    """What happened to a post."""

    SUBMITTED = "submitted"
    OPENED = "opened"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    PRAISED = "praised"


@dataclass(frozen=True, slots=True)
class Step:
    """`operator` is "" where a member did it."""

    kind: StepKind
    at: datetime
    reason: str = ""
    operator: str = ""


@dataclass(frozen=True, slots=True)
class By:
    """Somebody who acts, at an instant and for a reason; an operator, or "" for a member."""

    operator: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a text: `urgent` words are for a person to look at first, `alike` is an
    earlier post with the same words."""

    forbidden: tuple[str, ...] = ()
    urgent: tuple[str, ...] = ()
    alike: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """`edition` is the planned day of the slot that opened the topic, as `slot/YYYY-MM-DD`, or "".
    `rewarded` and `praised`: members hear of it, once."""

    id: str
    member_id: str
    topic: str
    edition: str
    text: str
    submitted_at: datetime
    state: State = State.OPEN
    likes: int = 0
    found: Found = Found()
    rewarded: bool = False
    praised: bool = False
    history: tuple[Step, ...] = ()


class PostNotFound(Exception):
    """There is no such post, or it is not shown to this member."""

    reason = "POST_NOT_FOUND"
    field = "post_id"


class PostMoveNotAllowed(Exception):
    """The post's state does not allow the move."""

    reason = "POST_MOVE_NOT_ALLOWED"
    field = "post_id"

    def __init__(self, post: Post, move: str) -> None:
        super().__init__(f"{move} of {post.id}, which is {post.state}")
        self.metadata = {"state": post.state.value, "move": move}


def submitted(post: Post, *, waits: bool) -> Post:
    """The new post; it waits for a moderator where it `waits`, or something was found."""
    found = post.found
    is_held = waits or bool(found.forbidden or found.urgent or found.alike)
    after = replace(post, state=State.PENDING if is_held else State.OPEN, rewarded=not is_held)
    return _stepped(after, StepKind.SUBMITTED, By("", post.submitted_at))


def opened(post: Post, by: By) -> Post:
    """The post as everybody sees it. Raises PostMoveNotAllowed for one that neither waits nor was
    refused, or whose words are gone."""
    if post.state not in (State.PENDING, State.REFUSED) or not post.text:
        raise PostMoveNotAllowed(post, "open")
    return _stepped(replace(post, state=State.OPEN, rewarded=True), StepKind.OPENED, by)


def refused(post: Post, by: By) -> Post:
    """The post as its member alone sees it. Raises PostMoveNotAllowed for one that is neither open
    nor waits."""
    if post.state not in (State.PENDING, State.OPEN):
        raise PostMoveNotAllowed(post, "refuse")
    return _stepped(replace(post, state=State.REFUSED), StepKind.REFUSED, by)


def withdrawn(post: Post, by: By) -> Post:
    """The post as nobody else sees it. Raises PostMoveNotAllowed for one that is withdrawn."""
    if post.state is State.WITHDRAWN:
        raise PostMoveNotAllowed(post, "withdraw")
    return _stepped(replace(post, state=State.WITHDRAWN), StepKind.WITHDRAWN, by)


def praised(post: Post, by: By) -> Post:
    """The post with the brand's praise. Raises PostMoveNotAllowed for one that is not open, or is
    praised."""
    if post.state is not State.OPEN or post.praised:
        raise PostMoveNotAllowed(post, "praise")
    return _stepped(replace(post, praised=True), StepKind.PRAISED, by)


def sameness(text: str) -> str:
    """A digest that two texts share which differ in blanks, signs and case alone."""
    squeezed = _SIGNS.sub("", text.casefold())
    return hashlib.sha256(squeezed.encode()).hexdigest()[:32] if squeezed else ""


def _stepped(post: Post, kind: StepKind, by: By) -> Post:
    history: Sequence[Step] = (*post.history, Step(kind, by.at, by.reason, by.operator))
    return replace(post, history=tuple(history[-HISTORY_MAX:]))

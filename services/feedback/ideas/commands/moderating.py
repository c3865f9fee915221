"""What operators do with ideas: open, refuse, move, merge and answer them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from services.common.errors import invalid
from services.common.text import checked, line, prose
from services.feedback.ideas.commands.context import IdeasContext
from services.feedback.ideas.commands.store import Changing
from services.feedback.ideas.domain.idea import (
    By,
    Idea,
    IdeaNotFound,
    Shelf,
    StepKind,
    answered,
    is_forward,
    merged,
    moved,
    opened,
    refused,
)
from services.feedback.ideas.domain.notice import Notice
from services.feedback.ideas.domain.request import Request
from services.feedback.programme.domain import Text

REASON_CHARS_MAX = 500
NAME_CHARS_MAX = 80
ANSWER_CHARS_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Moderation:
    """A moderator's word about an idea."""

    operator: str
    idea_id: str
    opens: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Move:
    """`project` is None where the name stays."""

    operator: str
    idea_id: str
    shelf: Shelf
    reason: str
    project: Text | None


@dataclass(frozen=True, slots=True)
class Merge:
    """The idea that goes, and the one that stays."""

    operator: str
    idea_id: str
    into: str
    reason: str


async def moderate(ctx: IdeasContext, request: Request, wanted: Moderation) -> tuple[str, bool]:
    """Open or refuse an idea: its id, and whether the request is a repeat.

    Raises IdeaNotFound, IdeaMoveNotAllowed, and INVALID_ARGUMENT and REQUEST_ID_REUSED refusals.
    """
    least = 0 if wanted.opens else 1
    reason = checked("reason", wanted.reason, REASON_CHARS_MAX, least=least, form=line)

    async def change(changing: Changing) -> str:
        idea, by = await _found(changing, wanted.idea_id), _by(ctx, wanted.operator, reason)
        if wanted.opens:
            await changing.put(opened(idea, by), StepKind.OPENED)
        else:
            await changing.put(refused(idea, by), StepKind.REFUSED)
        return idea.id

    return await ctx.store.once(request, change)


async def move(ctx: IdeasContext, request: Request, wanted: Move) -> tuple[str, bool]:
    """Move an idea to another shelf, and let all who wanted it hear of a move forward.

    Raises as `moderate`, and IdeasNotOffered.
    """
    _, plan = await ctx.plan_of(request.brand)
    reason = checked("reason", wanted.reason, REASON_CHARS_MAX, least=1, form=line)
    project = None if wanted.project is None else two("project", wanted.project, NAME_CHARS_MAX)

    async def change(changing: Changing) -> str:
        idea = await _found(changing, wanted.idea_id)
        if wanted.shelf is Shelf.INCUBATING and project is None and idea.project is None:
            raise invalid("project", "name the project in both languages")
        after = moved(idea, wanted.shelf, project, _by(ctx, wanted.operator, reason))
        is_adopted = plan.reward_on is after.shelf and not idea.adopted
        after = replace(after, adopted=idea.adopted or is_adopted)
        await changing.put(after, StepKind.MOVED)
        if is_forward(idea, after) and after.project is not None:
            notice = Notice(
                id=f"{after.id}/{after.moves}",
                brand=request.brand,
                use=after.shelf.value,
                name=after.project,
                at=ctx.clock.now(),
                idea_ids=after.all_ids,
                rewards=is_adopted,
            )
            await changing.notify(notice)
        return idea.id

    return await ctx.store.once(request, change)


async def merge(ctx: IdeasContext, request: Request, wanted: Merge) -> tuple[str, bool]:
    """Merge an idea into another: the id of that one, and whether the request is a repeat.

    Raises as `moderate`.
    """
    reason = checked("reason", wanted.reason, REASON_CHARS_MAX, least=0, form=line)

    async def change(changing: Changing) -> str:
        source = await _found(changing, wanted.idea_id)
        target = await _found(changing, wanted.into, "into_idea_id")
        gone, stays = merged(source, target, _by(ctx, wanted.operator, reason))
        await changing.put(gone, StepKind.MERGED, stays.id)
        await changing.put(stays, StepKind.ABSORBED, gone.id)
        await changing.lead_on(gone, stays)
        return stays.id

    return await ctx.store.once(request, change)


async def answer(
    ctx: IdeasContext, request: Request, operator: str, idea_id: str, text: Text
) -> tuple[str, bool]:
    """Set the brand's answer. Raises as `moderate`."""
    said = two("answer", text, ANSWER_CHARS_MAX, prose)

    async def change(changing: Changing) -> str:
        idea = await _found(changing, idea_id)
        await changing.put(answered(idea, said, _by(ctx, operator, "")), StepKind.ANSWERED)
        return idea.id

    return await ctx.store.once(request, change)


async def _found(changing: Changing, idea_id: str, field: str = "idea_id") -> Idea:
    idea = await changing.idea(idea_id)
    if idea is None:
        raise IdeaNotFound(idea_id, field)
    return idea


def _by(ctx: IdeasContext, operator: str, reason: str) -> By:
    return By(operator, ctx.clock.now(), reason)


def two(field: str, text: Text, chars_max: int, form: Callable[[str], str] = line) -> Text:
    """The text in its form in both languages. Raises INVALID_ARGUMENT."""
    return Text(
        checked(f"{field}.zh", text.zh, chars_max, least=1, form=form),
        checked(f"{field}.en", text.en, chars_max, least=1, form=form),
    )

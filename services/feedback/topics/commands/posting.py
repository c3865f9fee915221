"""Take a member's post, its end, and a member's like."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.common.ids import new_id
from services.common.text import checked, prose
from services.feedback.analysis.domain.published_words import found_words, hidden
from services.feedback.topics.commands.context import TopicsContext, local_day, may_post
from services.feedback.topics.commands.reading import edition_of
from services.feedback.topics.commands.store import Changing
from services.feedback.topics.domain.asked import Request
from services.feedback.topics.domain.letter import Letter, LetterKind
from services.feedback.topics.domain.post import (
    By,
    Found,
    Post,
    PostMoveNotAllowed,
    PostNotFound,
    State,
    StepKind,
    sameness,
    submitted,
    withdrawn,
)
from services.feedback.topics.domain.section import (
    TopicLimitReached,
    TopicNotAllowed,
    TopicNotFound,
    TopicNotOpen,
)

TEXT_CHARS_MAX = 2_000
CODE_CHARS_MAX = 48
ID_CHARS_MAX = 64
ALIKE_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Writing:
    """What a member sends."""

    member_id: str
    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class Liking:
    """`liked` is False to take the like back."""

    member_id: str
    post_id: str
    liked: bool


async def submit(ctx: TopicsContext, request: Request, writing: Writing) -> tuple[str, bool]:
    """Keep the post: its id, and whether the request is a repeat.

    Raises TopicsNotOffered, TopicNotFound, TopicNotOpen, TopicNotAllowed, TopicLimitReached, and
    INVALID_ARGUMENT, REQUEST_ID_REUSED and MEMBER_ERASED refusals.
    """
    programme, plan = await ctx.plan_of(request.brand)
    code = checked("topic", writing.topic, CODE_CHARS_MAX, least=1, form=str)
    topic = plan.topics.get(code)
    if topic is None:
        raise TopicNotFound(code)
    limit = min(TEXT_CHARS_MAX, topic.text_characters_max)
    text = hidden(checked("text", writing.text, limit, least=1, form=prose))
    allowed = await may_post(ctx, programme, writing.member_id)
    standing = await edition_of(ctx, programme, plan, topic)
    words = (found_words(text, plan.forbidden_words), found_words(text, plan.urgent_words))
    same = sameness(text)

    async def change(changing: Changing) -> str:
        now = ctx.clock.now()
        day = local_day(programme, now).isoformat()
        await changing.meet(writing.member_id)
        if not standing.is_open:
            raise TopicNotOpen(code)
        if not allowed[code]:
            raise TopicNotAllowed(code)
        if await changing.posts_on(writing.member_id, day) >= plan.posts_per_day:
            raise TopicLimitReached(plan.posts_per_day)
        alike = await changing.alike(same, now - ALIKE_WITHIN) if same else ""
        new = Post(
            id=new_id("pst"),
            member_id=writing.member_id,
            topic=code,
            edition=standing.edition,
            text=text,
            submitted_at=now,
            found=Found(*words, alike),
        )
        post = submitted(new, waits=plan.moderates_all)
        await changing.add(post, day, same)
        if post.state is State.OPEN:
            await changing.send(letter_of(LetterKind.OPENED, request.brand, post, now))
        if post.found.urgent:
            await changing.send(letter_of(LetterKind.URGENT, request.brand, post, now))
        return post.id

    return await ctx.store.once(request, change)


async def withdraw(
    ctx: TopicsContext, request: Request, member_id: str, post_id: str
) -> tuple[str, bool]:
    """Take the member's own post back. Raises PostNotFound, PostMoveNotAllowed, and
    INVALID_ARGUMENT, REQUEST_ID_REUSED and MEMBER_ERASED refusals."""
    checked("post_id", post_id, ID_CHARS_MAX, least=1, form=str)

    async def change(changing: Changing) -> str:
        await changing.meet(member_id)
        post = await changing.post(post_id)
        if post is None or post.member_id != member_id:
            raise PostNotFound(post_id)
        by = By("", ctx.clock.now())
        await changing.put(withdrawn(post, by), StepKind.WITHDRAWN)
        return post.id

    return await ctx.store.once(request, change)


async def like(ctx: TopicsContext, request: Request, liking: Liking) -> tuple[str, bool]:
    """Give the like or take it back. Raises PostNotFound, PostMoveNotAllowed for the member's own,
    and INVALID_ARGUMENT, REQUEST_ID_REUSED and MEMBER_ERASED refusals."""
    checked("post_id", liking.post_id, ID_CHARS_MAX, least=1, form=str)

    async def change(changing: Changing) -> str:
        await changing.meet(liking.member_id)
        post = await changing.post(liking.post_id)
        if post is None or post.state is not State.OPEN:
            raise PostNotFound(liking.post_id)
        if post.member_id == liking.member_id:
            raise PostMoveNotAllowed(post, "like")
        now = ctx.clock.now()
        await changing.like(post, liking.member_id, liked=liking.liked, at=now)
        return post.id

    return await ctx.store.once(request, change)


def letter_of(kind: LetterKind, brand: str, post: Post, at: datetime) -> Letter:
    """What is to be told of the post."""
    return Letter(kind, brand, post.id, post.member_id, post.topic, at)

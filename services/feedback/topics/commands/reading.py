"""Read topics, posts and the content calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import islice

from services.feedback.programme.domain import Programme
from services.feedback.topics.commands.context import (
    TopicsContext,
    local_day,
    may_post,
    sort_of_days,
)
from services.feedback.topics.domain.asked import PostFilter
from services.feedback.topics.domain.calendar import Planned, days_from, planned
from services.feedback.topics.domain.edition import Edition, SlotState, topic_of
from services.feedback.topics.domain.post import Post, PostNotFound, State
from services.feedback.topics.domain.section import Slot, Topic, TopicPlan

COMING, LATEST = 4, 6


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether posts are taken, until when, and in which edition."""

    is_open: bool
    closes_at: datetime | None = None
    edition: str = ""


@dataclass(frozen=True, slots=True)
class SeenTopic:
    """A topic as one member sees it."""

    topic: Topic
    standing: Standing
    may_post: bool
    posts: int


@dataclass(frozen=True, slots=True)
class SeenTopics:
    """The brand's topics, and how many posts the member may still write today."""

    plan: TopicPlan
    topics: Sequence[SeenTopic]
    posts_left: int


@dataclass(frozen=True, slots=True)
class SeenPost:
    """A post as one member sees it."""

    post: Post
    liked: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class SeenSlot:
    """A slot with its coming days and latest editions."""

    slot: Slot
    topic: Topic
    state: SlotState
    coming: Sequence[Planned]
    latest: Sequence[Edition]


async def edition_of(
    ctx: TopicsContext, programme: Programme, plan: TopicPlan, topic: Topic
) -> Standing:
    """Whether the topic takes posts now."""
    now = ctx.clock.now()
    if topic.code not in plan.slotted:
        return _by_days(topic, programme, now)
    return _by_editions(topic, await ctx.store.editions_at(programme.brand, now))


async def list_topics(ctx: TopicsContext, brand: str, member_id: str) -> SeenTopics:
    """The topics, those that are open first. `member_id` is "" for nobody's eyes. Raises
    TopicsNotOffered."""
    programme, plan = await ctx.plan_of(brand)
    now = ctx.clock.now()
    editions = await ctx.store.editions_at(brand, now) if plan.slots else ()
    counts = await ctx.store.open_posts(brand, list(plan.topics))
    allowed: Mapping[str, bool] = {}
    left = 0
    if member_id:
        allowed = await may_post(ctx, programme, member_id)
        day = local_day(programme, now).isoformat()
        left = max(0, plan.posts_per_day - await ctx.store.posts_on(brand, member_id, day))
    seen = []
    for code, topic in plan.topics.items():
        slotted = code in plan.slotted
        standing = _by_editions(topic, editions) if slotted else _by_days(topic, programme, now)
        may = standing.is_open and left > 0 and allowed.get(code, False)
        seen.append(SeenTopic(topic, standing, may, counts.get(code, 0)))
    return SeenTopics(plan, sorted(seen, key=lambda each: not each.standing.is_open), left)


async def list_posts(
    ctx: TopicsContext, brand: str, member_id: str, only: PostFilter, before: str, limit: int
) -> list[tuple[str, SeenPost]]:
    """A page of posts, each with its place, as `member_id` sees them ("" for nobody's eyes)."""
    found = await ctx.store.page(brand, only, before, limit)
    seen = await _seen(ctx, brand, member_id, [post for _, post in found])
    return list(zip((place for place, _ in found), seen, strict=True))


async def find_post(ctx: TopicsContext, brand: str, member_id: str, post_id: str) -> SeenPost:
    """The post as the member sees it, whatever became of it. Raises PostNotFound."""
    post = await ctx.store.find(brand, post_id)
    if post is None:
        raise PostNotFound(post_id)
    [seen] = await _seen(ctx, brand, member_id, [post])
    return seen


async def list_slots(ctx: TopicsContext, brand: str) -> list[SeenSlot]:
    """The content calendar. Raises TopicsNotOffered."""
    programme, plan = await ctx.plan_of(brand)
    states = await ctx.store.slot_states(brand)
    editions = await ctx.store.latest(brand, list(plan.slots), LATEST)
    today, sort = local_day(programme, ctx.clock.now()), sort_of_days(plan)
    seen = []
    for code, slot in plan.slots.items():
        state = states.get(code, SlotState())
        days = islice(days_from(slot, today), COMING)
        seen.append(
            SeenSlot(
                slot,
                plan.topics[topic_of(slot, state)],
                state,
                [planned(slot, day, sort, programme.zone) for day in days],
                [each for each in editions if each.slot == code],
            )
        )
    return seen


async def _seen(
    ctx: TopicsContext, brand: str, member_id: str, posts: Sequence[Post]
) -> list[SeenPost]:
    liked: set[str] = set()
    if member_id and posts:
        liked = await ctx.store.liked(brand, member_id, [each.id for each in posts])
    return [
        SeenPost(post, post.id in liked, bool(member_id) and post.member_id == member_id)
        for post in posts
    ]


def _by_editions(topic: Topic, editions: Sequence[Edition]) -> Standing:
    own = [each for each in editions if each.topic == topic.code]
    return Standing(True, own[0].closes_at, own[0].key) if own else Standing(False)


def _by_days(topic: Topic, programme: Programme, now: datetime) -> Standing:
    today = local_day(programme, now)
    if (topic.opens and today < topic.opens) or (topic.closes and today > topic.closes):
        return Standing(False)
    if topic.closes is None:
        return Standing(True)
    end = datetime.combine(topic.closes + timedelta(days=1), time(), programme.zone)
    return Standing(True, end.astimezone(UTC))


def is_shown(post: Post, *, mine: bool) -> bool:
    """Whether others than operators see the post."""
    return mine or post.state is State.OPEN

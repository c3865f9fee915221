"""Topics that a brand opens, and what members post under them."""

from enum import Enum
from typing import Annotated, Any

import strawberry

from gateway.core.ids import to_global
from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    first_of,
    page_info,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, member_id, request_id, required
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, Lang, Long, enum_value, instant, moment, text
from gateway.schema.core.user_errors import UserError
from gateway.upstream.clients import for_nobody
from tessera.feedback.v1 import topics_pb2 as pb

_KIND, _PUBLIC = "post", "public_post"
MAX_AGE_S = 60
TOPICS_MAX = 30


@strawberry.enum(description="The state of a post.")
class PostState(Enum):
    """As tessera.feedback.v1.PostState."""

    PENDING = enum_value(
        pb.POST_STATE_PENDING,
        "It waits for a moderator, and only its member and operators see it.",
    )
    OPEN = enum_value(pb.POST_STATE_OPEN, "Everybody sees it.")
    REFUSED = enum_value(
        pb.POST_STATE_REFUSED, "A moderator refused it; only its member and operators see it."
    )
    WITHDRAWN = enum_value(pb.POST_STATE_WITHDRAWN, "Its member took it back, or was erased.")


@strawberry.enum(description="The order of a list of posts.")
class PostOrder(Enum):
    """As tessera.feedback.v1.PostOrder."""

    NEWEST = enum_value(pb.POST_ORDER_NEWEST, "The newest first.")
    LIKES = enum_value(pb.POST_ORDER_LIKES, "Those with most likes first.")
    QUEUE = enum_value(
        pb.POST_ORDER_QUEUE,
        "Those with words for a person first, then the oldest. For operators.",
    )


@strawberry.enum(description="Something that happened to a post.")
class PostStepKind(Enum):
    """As tessera.feedback.v1.PostStepKind."""

    SUBMITTED = enum_value(pb.POST_STEP_KIND_SUBMITTED, "A member wrote it.")
    OPENED = enum_value(pb.POST_STEP_KIND_OPENED, "A moderator opened it.")
    REFUSED = enum_value(pb.POST_STEP_KIND_REFUSED, "A moderator refused it.")
    WITHDRAWN = enum_value(pb.POST_STEP_KIND_WITHDRAWN, "Its member took it back.")
    PRAISED = enum_value(pb.POST_STEP_KIND_PRAISED, "The brand praised it.")


@strawberry.type(description="A step in the history of a post.")
class PostStep:
    """Source: tessera.feedback.v1.PostStep."""

    kind: PostStepKind = column("The thing that happened.")
    at: DateTime = read(lambda step: moment(step.time), "The time of it.")
    reason: str | None = read(
        lambda step: step.reason or None, "The reason, in the operator's words; null for none."
    )
    operator: str | None = read(
        lambda step: step.operator or None,
        "The operator; null where a member did it, and for members.",
    )


@strawberry.type(description="A post of a member under a topic.")
class Post:
    """Source: tessera.feedback.v1.Post."""

    id: strawberry.ID = column("The id.")
    member_id: strawberry.ID | None = read(
        lambda post: to_global("Member", post.member_id) if post.member_id else None,
        "The global id of its member; null for other members.",
    )
    topic: str = column("The topic, by `Topic.code`.")
    text: str = column(
        "The text, with phone numbers and e-mail addresses hidden; empty once its member was"
        " erased."
    )
    state: PostState = column("The state.")
    likes: Long = column("How many members like it, each once.")
    liked: bool = column("True when the member likes it.")
    mine: bool = column("True when the member wrote it.")
    praised: bool = column("True when the brand praised it for its quality.")
    urgent: bool = column("True when a person has to look at it first; for operators.")
    found_words: list[str] = column(
        "The urgent and forbidden words that were found in it; for operators."
    )
    alike_post_id: strawberry.ID | None = read(
        lambda post: post.alike_post_id or None,
        "An earlier post of the last 30 days with the same words; for operators, null for none.",
    )
    submitted_at: DateTime = read(
        lambda post: moment(post.submit_time), "The time at which it was written."
    )
    history: list[PostStep] = column(
        "Its steps, the oldest first; for operators and its member.", size=3
    )


@strawberry.type(description="A post, with its place in the list.")
class PostEdge:
    """Source: a pair of cursor and post."""

    cursor: str = edge_cursor(first_of)
    node: Post = edge_node(second_of)


@strawberry.type(description="A page of posts.")
class PostConnection:
    """Source: Page."""

    edges: list[PostEdge] = edges()
    page_info: PageInfo = page_info()


@strawberry.type(description="A post as everybody reads it.")
class PublicPost:
    """Source: tessera.feedback.v1.Post."""

    id: strawberry.ID = column("The id.")
    topic: str = column("The topic, by `Topic.code`.")
    text: str = column("The text, with phone numbers and e-mail addresses hidden.")
    likes: Long = column("How many members like it, each once.")
    praised: bool = column("True when the brand praised it for its quality.")
    submitted_at: DateTime = read(
        lambda post: moment(post.submit_time), "The time at which it was written."
    )


@strawberry.type(description="A public post, with its place in the list.")
class PublicPostEdge:
    """Source: a pair of cursor and post."""

    cursor: str = edge_cursor(first_of)
    node: PublicPost = edge_node(second_of)


@strawberry.type(description="A page of public posts.")
class PublicPostConnection:
    """Source: Page."""

    edges: list[PublicPostEdge] = edges()
    page_info: PageInfo = page_info()


def _name(topic: Any, context: RequestContext, lang: Lang = None) -> str:
    return text(topic.name, context, lang)


def _invitation(topic: Any, context: RequestContext, lang: Lang = None) -> str | None:
    return text(topic.invitation, context, lang) if topic.HasField("invitation") else None


@strawberry.type(description="A topic under which members post, as it stands now.")
class Topic:
    """Source: tessera.feedback.v1.Topic."""

    code: str = column("The code.")
    name: str = read(_name, "The name.")
    invitation: str | None = read(
        _invitation, "The words that invite members to post; null for none."
    )
    open: bool = column("True when posts are taken now.")
    closes_at: DateTime | None = read(
        lambda topic: instant(topic, "close_time"),
        "The time at which it closes; null while it is closed, and for one without an end.",
    )
    text_characters_max: int = column("How many characters a post has at most.")
    may_post: bool = column("True when the member may post now.")
    posts: Long = column("The number of its open posts.")


@strawberry.type(description="The topics of the brand, and what a member may do in them now.")
class Topics:
    """Source: tessera.feedback.v1.ListTopicsResponse."""

    name: str = read(_name, "The brand's name for its topics.")
    topics: list[Topic] = column(
        f"The topics, those that are open first; at most {TOPICS_MAX}.", size=TOPICS_MAX
    )
    posts_left: int = column("How many posts the member may still write today.")


UnderTopic = Annotated[
    str | None,
    strawberry.argument(
        description="Only posts under this topic, by `Topic.code`; all when left out."
    ),
]
Order = Annotated[
    PostOrder, strawberry.argument(description="The order; the newest first when left out.")
]
State = Annotated[
    PostState | None,
    strawberry.argument(
        description="Only posts in this state: OPEN when left out, and of own posts all. Members"
        " see open posts, and their own."
    ),
]
Own = Annotated[bool, strawberry.argument(description="True for the posts of the member alone.")]
Whom = Annotated[
    strawberry.ID | None,
    strawberry.argument(
        description="The member whose likes and posts are marked. Members leave it out: they mean"
        " themselves; operators may name one."
    ),
]


def _whom(context: RequestContext, named: str | None) -> str:
    """The member who is meant; "" for an operator who names none."""
    if named is None and context.caller.member_id is None:
        return ""
    return context.member_id(named)


async def _topics(context: RequestContext, of_member: Whom = None) -> pb.ListTopicsResponse:
    request = pb.ListTopicsRequest(member_id=_whom(context, of_member))
    services = context.services
    return await services.read(services.topics.ListTopics, request, context.caller)


async def _posts(
    context: RequestContext,
    first: First = 20,
    after: After = None,
    under_topic: UnderTopic = None,
    post_order: Order = PostOrder.NEWEST,
    post_state: State = None,
    own: Own = False,
    of_member: Whom = None,
) -> Page:
    request = pb.ListPostsRequest(
        member_id=_whom(context, of_member),
        topic=under_topic or "",
        order=post_order.value,
        state=pb.POST_STATE_UNSPECIFIED if post_state is None else post_state.value,
        own=own,
    )
    method = context.services.topics.ListPosts
    return await page_of(context, _KIND, method, request, "posts", first, after)


async def _public_posts(
    context: RequestContext, first: First = 20, after: After = None, under_topic: UnderTopic = None
) -> Page:
    request = pb.ListPostsRequest(topic=under_topic or "", order=pb.POST_ORDER_LIKES)
    method, caller = context.services.topics.ListPosts, for_nobody(context.caller)
    return await page_of(context, _PUBLIC, method, request, "posts", first, after, caller=caller)


@strawberry.type
class TopicQueries:
    """The fields of Query."""

    topics: Topics | None = call(
        _topics,
        "The brand's topics, and what the member may do in them now; null, with an error, where"
        " there are none.",
        rule=Rule.SIGNED_IN,
    )
    topic_posts: PostConnection | None = call(
        _posts, "Posts of members.", rule=Rule.SIGNED_IN, size="first"
    )
    public_posts: PublicPostConnection | None = call(
        _public_posts,
        "Open posts as everybody reads them, those with most likes first. The answer may be cached"
        " for a minute.",
        rule=Rule.PUBLIC,
        size="first",
        max_age_s=MAX_AGE_S,
    )


@strawberry.input(description="A post that a member writes.")
class SubmitPostInput:
    """Members post for themselves; operators name the member."""

    request_id: strawberry.ID = request_id()
    topic: str = required("The topic, by `Topic.code`.")
    text: str = required("The text, 1 to `Topic.textCharactersMax` characters.")
    member_id: strawberry.ID | None = member_id()


@strawberry.input(description="A post that its member takes back.")
class WithdrawPostInput:
    """Members take back their own; operators name the member."""

    request_id: strawberry.ID = request_id()
    post_id: strawberry.ID = required("The post, by `Post.id`.")
    member_id: strawberry.ID | None = member_id()


@strawberry.input(description="A like of a post, or its end.")
class LikePostInput:
    """Members like for themselves; operators name the member."""

    request_id: strawberry.ID = request_id()
    post_id: strawberry.ID = required("The post, by `Post.id`.")
    liked: bool = required("True to like it, false to take that back.")
    member_id: strawberry.ID | None = member_id()


@strawberry.type(description="The post after the write, or the reasons for the refusal.")
class PostPayload:
    """Source: Outcome of a post."""

    post: Post | None = read(
        lambda outcome: outcome.result, "The post as it stands now; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _submit(context: RequestContext, input: Annotated[SubmitPostInput, INPUT]) -> Outcome:
    def request() -> pb.SubmitPostRequest:
        return pb.SubmitPostRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            topic=input.topic,
            text=input.text,
        )

    method = context.services.topics.SubmitPost
    return await perform(context, "submitPost", method, request, "post")


async def _withdraw(context: RequestContext, input: Annotated[WithdrawPostInput, INPUT]) -> Outcome:
    def request() -> pb.WithdrawPostRequest:
        return pb.WithdrawPostRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            post_id=input.post_id,
        )

    method = context.services.topics.WithdrawPost
    return await perform(context, "withdrawPost", method, request, "post")


async def _like(context: RequestContext, input: Annotated[LikePostInput, INPUT]) -> Outcome:
    def request() -> pb.LikePostRequest:
        return pb.LikePostRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            post_id=input.post_id,
            liked=input.liked,
        )

    method = context.services.topics.LikePost
    return await perform(context, "likePost", method, request, "post")


@strawberry.type
class TopicMutations:
    """The fields of Mutation."""

    submit_post: PostPayload | None = mutation(
        "submitPost",
        _submit,
        "Writes a post under a topic that is open. It is read at once, or waits for a moderator.",
        rule=Rule.SIGNED_IN,
    )
    withdraw_post: PostPayload | None = mutation(
        "withdrawPost",
        _withdraw,
        "Takes the member's own post back: nobody else reads it any more.",
        rule=Rule.SIGNED_IN,
    )
    like_post: PostPayload | None = mutation(
        "likePost",
        _like,
        "Gives the member's like to a post, or takes it back. It is one like, however often it is"
        " given.",
        rule=Rule.SIGNED_IN,
    )

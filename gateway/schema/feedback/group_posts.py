"""Posts to groups, and their share of all that is said. For operators."""

from enum import Enum
from typing import Annotated

import strawberry

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
from gateway.schema.core.inputs import INPUT, request_id, required
from gateway.schema.core.named import Named, named
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, Lang, enum_value, moment, text
from gateway.schema.core.user_errors import UserError
from gateway.schema.feedback.touches import TouchCheck
from tessera.feedback.v1 import group_posts_pb2 as pb

_KIND = "group_post"
CHECKS = 8
SHARES = 2


def _text(post: pb.GroupPost, context: RequestContext, lang: Lang = None) -> str | None:
    return text(post.text, context, lang) if post.HasField("text") else None


@strawberry.type(
    description="A decision on a post to a group. Staff post by hand what is allowed, since a group"
    " of WeChat takes no message from a program."
)
class GroupPost:
    """Source: tessera.feedback.v1.GroupPost."""

    id: strawberry.ID | None = read(lambda post: post.id or None, "The id; null for a preview.")
    group_id: strawberry.ID = column("The group, by `Group.id`.")
    message: Named = read(lambda post: named(post.message, post.message_name), "The message.")
    text: str | None = read(_text, "The text to post; null where a check stopped it.")
    members: int = column("How many members the group had: an allowed post counts so many touches.")
    allowed: bool = column("True when it may be posted.")
    checks: list[TouchCheck] = column(
        "The checks in order; the last one stopped it where it is not allowed.", size=CHECKS
    )
    programme_revision: str = column("The revision of the programme that decided.")
    posted_by: str | None = read(
        lambda post: post.posted_by or None, "The operator; null for a preview."
    )
    posted_at: DateTime = read(lambda post: moment(post.post_time), "The time of the decision.")


@strawberry.type(description="A post to a group, with its place in the list.")
class GroupPostEdge:
    """Source: a pair of cursor and post."""

    cursor: str = edge_cursor(first_of)
    node: GroupPost = edge_node(second_of)


@strawberry.type(description="A page of posts to groups, the latest first.")
class GroupPostConnection:
    """Source: Page."""

    edges: list[GroupPostEdge] = edges()
    page_info: PageInfo = page_info()


@strawberry.enum(description="The touches that a share limits.")
class SharedTouches(Enum):
    """As the programme writes it."""

    GROUP = enum_value("group", "Posts to groups, of all touches.")
    PROMOTION = enum_value("promotion", "Promotions, of the posts to groups.")


@strawberry.type(
    description="A share of the touches of some days that the programme limits, as it is now."
)
class MessageShare:
    """Source: tessera.feedback.v1.MessageShare."""

    of: SharedTouches = column("The touches that it limits.")
    max_percent: int = column("They may be so much of the whole, in percent.")
    days: int = column("Over so many days of the brand's zone, today the last.")
    whole: int = column("The touches that it is a share of.")
    part: int = column("Those of them that it limits.")
    enforced_from: int = column("From so many touches on it is enforced.")


GroupId = Annotated[strawberry.ID, strawberry.argument(description="The group, by `Group.id`.")]
MessageCode = Annotated[
    str, strawberry.argument(description="The code of a message of the programme.")
]
OfGroup = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="The group, by `Group.id`; null for all of them."),
]


async def _posts(
    context: RequestContext, first: First = 20, after: After = None, of_group: OfGroup = None
) -> Page:
    request = pb.ListGroupPostsRequest(group_id=of_group or "")
    method = context.services.group_posts.ListGroupPosts
    return await page_of(context, _KIND, method, request, "posts", first, after)


async def _preview(
    context: RequestContext, group_id: GroupId, message_code: MessageCode
) -> pb.GroupPost:
    request = pb.PreviewGroupPostRequest(group_id=group_id, message=message_code)
    method = context.services.group_posts.PreviewGroupPost
    answer: pb.PreviewGroupPostResponse = await context.services.read(
        method, request, context.caller
    )
    return answer.post


async def _shares(context: RequestContext) -> list[pb.MessageShare]:
    method = context.services.group_posts.GetMessageShares
    answer: pb.GetMessageSharesResponse = await context.services.read(
        method, pb.GetMessageSharesRequest(), context.caller
    )
    return list(answer.shares)


@strawberry.type
class GroupPostQueries:
    """The fields of Query."""

    group_posts: GroupPostConnection | None = call(
        _posts,
        "The decisions on posts to groups, the latest first. For operators.",
        rule=Rule.OPERATORS,
        size="first",
    )
    preview_group_post: GroupPost | None = call(
        _preview,
        "The decision on a post to a group as of now: the same one, without its effect. For"
        " operators.",
        rule=Rule.OPERATORS,
    )
    message_shares: list[MessageShare] | None = call(
        _shares,
        "The shares that the programme in force limits, as they are now. For operators.",
        rule=Rule.OPERATORS,
        size=SHARES,
    )


@strawberry.input(description="A post to a group.")
class PostToGroupInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    group_id: strawberry.ID = required("The group, by `Group.id`.")
    message: str = required("The code of a message of the programme.")


@strawberry.type(description="The decision on a post, or the reasons for the refusal.")
class PostToGroupPayload:
    """Source: Outcome of a post."""

    post: GroupPost | None = read(
        lambda outcome: outcome.result,
        "The decision, which may be that it is not allowed; null when the request is refused.",
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _post(context: RequestContext, input: Annotated[PostToGroupInput, INPUT]) -> Outcome:
    def request() -> pb.PostToGroupRequest:
        return pb.PostToGroupRequest(
            request_id=input.request_id, group_id=input.group_id, message=input.message
        )

    method = context.services.group_posts.PostToGroup
    return await perform(context, "postToGroup", method, request, "post")


@strawberry.type
class GroupPostMutations:
    """The fields of Mutation."""

    post_to_group: PostToGroupPayload | None = mutation(
        "postToGroup",
        _post,
        "Decides on a post to a group, and counts it where it is allowed; staff then post its text."
        " For operators.",
        rule=Rule.OPERATORS,
    )

"""What many reported is fixed: all who reported it are told, and public notices say so."""

from typing import Annotated, Any

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
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, Lang, Long, instant, moment, text
from gateway.schema.core.user_errors import UserError
from gateway.upstream.clients import for_nobody
from tessera.feedback.v1 import follow_up_pb2 as pb

_FIXES, _NOTICES = "fix", "notice"
MAX_AGE_S = 60


def _title(one: pb.Fix | pb.Notice, context: RequestContext, lang: Lang = None) -> str:
    return text(one.title, context, lang)


def _text(one: pb.Fix | pb.Notice, context: RequestContext, lang: Lang = None) -> str:
    return text(one.text, context, lang)


def _millionths(name: str, description: str) -> Any:
    return read(lambda figure: getattr(figure, f"{name}_millionths") / 1e6, description)


@strawberry.type(
    description="Means before and after a fix, and the difference between the change of those who"
    " reported and that of the others, with a 95 % interval."
)
class EffectFigure:
    """Source: tessera.feedback.v1.EffectFigure."""

    reported_before: float = _millionths("reported_before", "Of those who reported, before.")
    reported_after: float = _millionths("reported_after", "Of those who reported, after.")
    others_before: float = _millionths("others_before", "Of the others, before.")
    others_after: float = _millionths("others_after", "Of the others, after.")
    difference: float = _millionths("difference", "The difference of the two changes.")
    low: float = _millionths("low", "The lower end of the interval.")
    high: float = _millionths("high", "The upper end of the interval.")


@strawberry.type(
    description="The effect of a fix on those who reported the problem, against members of the same"
    " tier with as many days with an order before, who did not."
)
class FixEffect:
    """Source: tessera.feedback.v1.FixEffect."""

    as_of: DateTime = read(
        lambda effect: moment(effect.as_of_time), "The end of the last day that counts."
    )
    days: int = column("So many days before are compared with as many after.")
    complete: bool = column("True when it will not change any more: after 30 days.")
    matched: Long = column("How many members who reported are compared.")
    compared: Long = column("How many members who did not report they are compared with.")
    unmatched: Long = column("How many members who reported have no like, and are left out.")
    repurchase: EffectFigure | None = read(
        lambda effect: effect.repurchase if effect.HasField("repurchase") else None,
        "The share of members with an order; null below 30 matched members.",
    )
    activity: EffectFigure | None = read(
        lambda effect: effect.activity if effect.HasField("activity") else None,
        "The days on which a member did something; null below 30 matched members.",
    )


@strawberry.type(description="A fix of what a group of alike feedback reported.")
class FeedbackFix:
    """Source: tessera.feedback.v1.Fix."""

    id: strawberry.ID = column("The id.")
    group: str = column("The group, as `Feedback.group` names it.")
    title: str = read(_title, "The title of the message and of the notice.")
    text: str = read(_text, "The words to members and to the public.")
    is_public: bool = column("True when a public notice was made of it.")
    announced_at: DateTime = read(
        lambda fix: moment(fix.announce_time), "The time of the announcement."
    )
    announced_by: str = column("The operator who announced it.")
    told: Long = column("How many members were told so far.")
    completed_at: DateTime | None = read(
        lambda fix: instant(fix, "complete_time"),
        "The time at which the last one was told; null while some are still to be.",
    )
    withdrawn_at: DateTime | None = read(
        lambda fix: instant(fix, "withdraw_time"),
        "The time at which the notice was withdrawn; null before that.",
    )
    effect: FixEffect | None = read(
        lambda fix: fix.effect if fix.HasField("effect") else None,
        "The effect as it was measured last, 7, 14, 21 and 30 days after the announcement; null"
        " before that.",
    )


@strawberry.type(description="The reach of a fix: how many would be told of it.")
class FeedbackFixPreview:
    """Source: tessera.feedback.v1.PreviewFixResponse."""

    reports: Long = column("How many items the group has, counted up to 100,000.")
    reporters: Long = column("How many members wrote them: so many are told.")
    anonymous: Long = column("How many of the items are anonymous: nobody is told of them.")
    fix: FeedbackFix | None = read(
        lambda preview: preview.fix if preview.HasField("fix") else None,
        "The fix of the group; null before it is announced.",
    )


@strawberry.type(description="A fix, with its place in the list.")
class FeedbackFixEdge:
    """Source: a pair of cursor and fix."""

    cursor: str = edge_cursor(first_of)
    node: FeedbackFix = edge_node(second_of)


@strawberry.type(description="A page of fixes, the latest first.")
class FeedbackFixConnection:
    """Source: Page."""

    edges: list[FeedbackFixEdge] = edges()
    page_info: PageInfo = page_info()


@strawberry.type(description="A public notice of a problem that is fixed.")
class PublicNotice:
    """Source: tessera.feedback.v1.Notice."""

    id: strawberry.ID = column("The id.")
    title: str = read(_title, "The title.")
    text: str = read(_text, "The words.")
    announced_at: DateTime = read(
        lambda notice: moment(notice.announce_time), "The time of the announcement."
    )


@strawberry.type(description="A notice, with its place in the list.")
class PublicNoticeEdge:
    """Source: a pair of cursor and notice."""

    cursor: str = edge_cursor(first_of)
    node: PublicNotice = edge_node(second_of)


@strawberry.type(description="A page of notices, the latest first.")
class PublicNoticeConnection:
    """Source: Page."""

    edges: list[PublicNoticeEdge] = edges()
    page_info: PageInfo = page_info()


AlikeGroup = Annotated[
    str, strawberry.argument(description="The group of alike feedback, by `Feedback.group`.")
]


async def _preview(context: RequestContext, alike: AlikeGroup) -> pb.PreviewFixResponse:
    request = pb.PreviewFixRequest(group=alike)
    services = context.services
    answer: pb.PreviewFixResponse = await services.read(
        services.follow_up.PreviewFix, request, context.caller
    )
    return answer


async def _fixes(context: RequestContext, first: First = 20, after: After = None) -> Page:
    method = context.services.follow_up.ListFixes
    return await page_of(context, _FIXES, method, pb.ListFixesRequest(), "fixes", first, after)


async def _notices(context: RequestContext, first: First = 20, after: After = None) -> Page:
    request, method = pb.ListNoticesRequest(), context.services.follow_up.ListNotices
    return await page_of(
        context,
        _NOTICES,
        method,
        request,
        "notices",
        first,
        after,
        caller=for_nobody(context.caller),
    )


@strawberry.type
class FixQueries:
    """The fields of Query."""

    feedback_fix_preview: FeedbackFixPreview | None = call(
        _preview,
        "How many members are told when a group of alike feedback is announced as fixed. Nothing is"
        " sent. For operators.",
        rule=Rule.OPERATORS,
    )
    feedback_fixes: FeedbackFixConnection | None = call(
        _fixes,
        "The fixes that were announced, the latest first. For operators.",
        rule=Rule.OPERATORS,
        size="first",
    )
    public_notices: PublicNoticeConnection | None = call(
        _notices,
        "The problems that were fixed in the last 90 days, the latest first, as everyone reads"
        " them. The answer may be cached for a minute.",
        rule=Rule.PUBLIC,
        size="first",
        max_age_s=MAX_AGE_S,
    )


@strawberry.input(description="Words in both languages.")
class WordsInput:
    """As tessera.types.v1.LocalizedText."""

    zh: str = required("In Chinese.")
    en: str = required("In English.")


@strawberry.input(description="A fix that is announced to everyone who reported the problem.")
class AnnounceFixInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    group: str = required("The group of alike feedback, by `Feedback.group`.")
    title: WordsInput = required("The title, 1-60 characters in each language.")
    text: WordsInput = required("The words, 1-500 characters in each language.")
    is_public: bool = optional("True for a public notice as well.", False)


@strawberry.input(description="A public notice that is taken back.")
class WithdrawNoticeInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    fix_id: strawberry.ID = required("The fix, by `FeedbackFix.id`.")


@strawberry.type(description="The fix after the write, or the reasons of the refusal.")
class FeedbackFixPayload:
    """Source: Outcome of a fix."""

    fix: FeedbackFix | None = read(lambda outcome: outcome.result, "The fix; null when refused.")
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _announce(context: RequestContext, input: Annotated[AnnounceFixInput, INPUT]) -> Outcome:
    def request() -> pb.AnnounceFixRequest:
        asked = pb.AnnounceFixRequest(
            request_id=input.request_id, group=input.group, is_public=input.is_public
        )
        asked.title.zh, asked.title.en = input.title.zh, input.title.en
        asked.text.zh, asked.text.en = input.text.zh, input.text.en
        return asked

    method = context.services.follow_up.AnnounceFix
    return await perform(context, "announceFix", method, request, "fix")


async def _withdraw(
    context: RequestContext, input: Annotated[WithdrawNoticeInput, INPUT]
) -> Outcome:
    def request() -> pb.WithdrawNoticeRequest:
        return pb.WithdrawNoticeRequest(request_id=input.request_id, fix_id=input.fix_id)

    method = context.services.follow_up.WithdrawNotice
    return await perform(context, "withdrawNotice", method, request, "fix")


@strawberry.type
class FixMutations:
    """The fields of Mutation."""

    announce_fix: FeedbackFixPayload | None = mutation(
        "announceFix",
        _announce,
        "Announces that what a group of alike feedback reported is fixed: each member who reported"
        " it gets one message. A group is announced once. For operators with the scope"
        " `feedback:write`.",
        rule=Rule.OPERATORS,
    )
    withdraw_notice: FeedbackFixPayload | None = mutation(
        "withdrawNotice",
        _withdraw,
        "Takes the public notice of a fix back, for good; the messages to members stay. For"
        " operators with the scope `feedback:write`.",
        rule=Rule.OPERATORS,
    )

"""The search of members by operators."""

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

from gateway.core.ids import plain_id
from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    first_of,
    itself,
    page_info,
    page_size,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, join, read
from gateway.schema.core.page_cursor import PageCursor
from gateway.schema.core.scalars import enum_value
from gateway.schema.members.identities import IdentityKind
from gateway.upstream.batching import Need
from services.common.errors import Refusal
from tessera.members.v1 import search_pb2 as pb

if TYPE_CHECKING:
    from gateway.schema.members.members import Member

_KIND = "foundMember"
SEARCH_COST = 20

Text = Annotated[
    str,
    strawberry.argument(
        description="An identity of any kind in full, a member's id, or a name or a part of one:"
        " one Chinese character, or the first three letters of a word. Up to 128 characters."
    ),
]
Tag = Annotated[
    str, strawberry.argument(description="The code of a tag that they have; any when left out.")
]
Segment = Annotated[
    str,
    strawberry.argument(description="The code of a segment that they are in; any when left out."),
]


@strawberry.enum(description="How far names can be searched.")
class NameSearch(Enum):
    """As tessera.members.v1.NameSearch."""

    OFF = enum_value(pb.NAME_SEARCH_OFF, "The programme does not allow it.")
    BUILDING = enum_value(
        pb.NAME_SEARCH_BUILDING,
        "The programme has allowed it for a short while: some are not found by their name yet.",
    )
    ON = enum_value(pb.NAME_SEARCH_ON, "Every member is found by their name.")


@strawberry.enum(description="A kind of reason why a member was found.")
class SearchHitKind(Enum):
    """As tessera.members.v1.Hit.Kind."""

    MEMBER_ID = enum_value(
        pb.Hit.KIND_MEMBER_ID,
        "The text is the member's id, or that of one who was merged into the member.",
    )
    IDENTITY = enum_value(pb.Hit.KIND_IDENTITY, "The text is an identity of the member.")
    NAME = enum_value(pb.Hit.KIND_NAME, "The text is in the member's name.")
    TAG = enum_value(pb.Hit.KIND_TAG, "The member has the tag.")
    SEGMENT = enum_value(pb.Hit.KIND_SEGMENT, "The member is in the segment.")


@strawberry.type(description="A reason why a member was found.")
class SearchHit:
    """Source: tessera.members.v1.Hit."""

    kind: SearchHitKind = column("The kind of the reason.")
    identity_kind: IdentityKind | None = read(
        lambda hit: hit.identity_kind or None, "The kind of the identity; null for another reason."
    )


@strawberry.type(description="A member who was found, and why.")
class FoundMember:
    """Source: tessera.members.v1.FoundMember."""

    hits: list[SearchHit] = column("The reasons, at least one.", size=2)
    member: Annotated["Member", strawberry.lazy("gateway.schema.members.members")] | None = join(
        itself,
        "The member, masked; null for one who was erased meanwhile.",
        loader="members",
        key=lambda found: found.member_id,
        need=lambda args, inner: Need(),
    )


@strawberry.type(description="A member who was found, with the place in the list.")
class FoundMemberEdge:
    """Source: a pair of cursor and member."""

    cursor: str = edge_cursor(first_of)
    node: FoundMember = edge_node(second_of)


@strawberry.type(description="A page of the members who were found.")
class FoundMemberConnection:
    """Source: FoundPage."""

    edges: list[FoundMemberEdge] = edges()
    page_info: PageInfo = page_info()
    names: NameSearch = column("How far names were searched.")


@dataclass(slots=True)
class FoundPage(Page):
    """A page, and how far names were searched."""

    names: int = pb.NAME_SEARCH_OFF


def _bare(text: str) -> str:
    """The bare id where the text is a global id of a member, else the text."""
    try:
        return plain_id("Member", text)
    except Refusal:
        return text


async def _search(
    context: RequestContext,
    text: Text = "",
    tag: Tag = "",
    segment: Segment = "",
    first: First = 20,
    after: After = None,
) -> FoundPage:
    place = PageCursor.read(_KIND, after)
    request = pb.SearchMembersRequest(
        text=_bare(text),
        tag=tag,
        segment=segment,
        page_size=place.size(page_size(first)),
        page_token=place.token,
    )
    services = context.services
    answer = await services.read(services.search.SearchMembers, request, context.caller)
    page = place.page(_KIND, list(answer.members), answer.next_page_token)
    return FoundPage(
        page.edges, page.cursor_of, page.has_next, page.has_previous, names=answer.names
    )


@strawberry.type
class SearchQueries:
    """The fields of Query."""

    search_members: FoundMemberConnection | None = call(
        _search,
        "The members of whom text, tag and segment hold, as far as they are given; one of them is"
        " needed. Whoever has the text as an identity comes first. Each search is in the audit log,"
        " without the text.",
        rule=Rule.OPERATORS,
        size="first",
        cost=SEARCH_COST,
    )

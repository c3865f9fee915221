"""Leaderboards: the first places of a period, and the places around a member."""

from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any

import strawberry

from gateway.core.ids import to_global
from gateway.schema.core.connections import (
    PAGE_SIZE_MAX,
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    first_of,
    page_info,
    page_size,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import CALL_COST, Rule, call, column, join, read
from gateway.schema.core.inputs import MemberId
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.scalars import (
    AssetCode,
    Date,
    DateTime,
    Lang,
    Long,
    enum_value,
    instant,
    text,
)
from gateway.upstream.batching import Need
from gateway.upstream.clients import for_nobody
from services.common.auth import Role, require_whole_brand
from services.common.errors import Refusal
from tessera.members.v1 import groups_pb2, members_pb2
from tessera.points.v1 import leaderboards_pb2 as pb

_KIND = "leaderboard"
_GROUP_MAX = 200
"""The most members of a group, by the schema of programmes."""

Code = Annotated[str, strawberry.argument(description="The code of the leaderboard.")]
PeriodCode = Annotated[
    str | None,
    strawberry.argument(
        description="The period: 2026-03-04, 2026-W10, 2026-03 or the code of a season. The one"
        " that lasts now when left out."
    ),
]
OfStore = Annotated[
    str | None,
    strawberry.argument(description="The store, for a leaderboard of stores; else left out."),
]
GroupId = Annotated[strawberry.ID, strawberry.argument(description="The group, by `Group.id`.")]
Around = Annotated[
    int, strawberry.argument(description="The places before and behind the member, 0 to 10.")
]


@strawberry.enum(description="The length of a leaderboard's periods.")
class LeaderboardPer(Enum):
    """As tessera.points.v1.LeaderboardPer."""

    DAY = enum_value(pb.LEADERBOARD_PER_DAY, "A day in the brand's time zone.")
    WEEK = enum_value(pb.LEADERBOARD_PER_WEEK, "A week from Monday to Sunday.")
    MONTH = enum_value(pb.LEADERBOARD_PER_MONTH, "A calendar month.")
    SEASON = enum_value(pb.LEADERBOARD_PER_SEASON, "A season that the programme names.")


def _name(named: Any, context: RequestContext, lang: Lang = None) -> str | None:
    return text(named.name, context, lang) if named.HasField("name") else None


@strawberry.type(description="A period of a leaderboard.")
class LeaderboardPeriod:
    """Source: tessera.points.v1.LeaderboardPeriod."""

    code: str = column("The code: 2026-03-04, 2026-W10, 2026-03, or that of a season.")
    name: str | None = read(_name, "The name of a season; null for others.")
    first_day: Date = column("The first day.")
    last_day: Date = column("The last day.")
    over: bool = column("True when it is over. Late orders and refunds may still change it.")


@strawberry.type(description="A leaderboard of the programme.")
class Leaderboard:
    """Source: tessera.points.v1.Leaderboard."""

    code: str = column("The code.")
    name: str | None = read(_name, "The name.")
    asset: AssetCode = column("The asset that is counted.")
    rules: list[str] = column("The codes of the rules whose points count.", size=5)
    per: LeaderboardPer = column("The length of its periods.")
    by_store: bool = column("True when each store has a board of its own.")
    top: int = column("The most places that it shows.")
    current: LeaderboardPeriod | None = read(
        lambda board: board.current if board.HasField("current") else None,
        "The period that lasts now; null between seasons.",
    )


@strawberry.type(description="A member as others see them on a leaderboard.")
class LeaderboardMember:
    """Source: tessera.members.v1.Member as it is shown to everybody."""

    masked_name: str | None = read(
        lambda member: member.name or None, "The masked name, such as 李**; null for no name."
    )


@dataclass(slots=True)
class Placed:
    """A place, and whether it is the one of the member who was asked about."""

    entry: Any
    mine: bool


def _score(placed: Placed) -> int:
    score: int = placed.entry.points
    return score


def _shown_to_all(member: members_pb2.Member) -> members_pb2.Member:
    return member


def _bare_need(args: Any, inner: Any) -> Need:
    return Need()


@strawberry.type(description="A place on a leaderboard.")
class LeaderboardEntry:
    """Source: Placed."""

    rank: Long = read(lambda placed: placed.entry.rank, "The place, from 1. No two share one.")
    score: Long = read(_score, "The points of the period.")
    mine: bool = read(lambda placed: placed.mine, "True for the member who was asked about.")
    member_id: strawberry.ID | None = read(
        lambda placed: to_global("Member", placed.entry.member_id),
        "The global id of the member. Members get null.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )
    member: LeaderboardMember | None = join(
        _shown_to_all,
        "The member as others see them; null when they are no longer known, and with an error while"
        " members is away.",
        loader="masked_members",
        key=lambda placed: placed.entry.member_id,
        need=_bare_need,
    )


@strawberry.type(description="The place of the member, and those around it.")
class LeaderboardStanding:
    """Source: tessera.points.v1.GetLeaderboardResponse that has a place for the member."""

    rank: Long = read(lambda told: told.me.rank, "The place, from 1.")
    score: Long = read(lambda told: told.me.points, "The points of the period.")
    around: list[LeaderboardEntry] = read(
        lambda told: _placed(told, told.around),
        "The places around it, its own among them.",
        size=5,
    )


@strawberry.type(description="A leaderboard in one period.")
class LeaderboardView:
    """Source: tessera.points.v1.GetLeaderboardResponse."""

    leaderboard: Leaderboard = column("The leaderboard.")
    period: LeaderboardPeriod = column("The period.")
    entries: list[LeaderboardEntry] = read(
        lambda told: _placed(told, told.entries), "The first places.", size="first"
    )
    members: Long = column("The number of members who have a place.")
    me: LeaderboardStanding | None = read(
        lambda told: told if told.HasField("me") else None,
        "The place of the member; null without points in the period, and where an operator names"
        " none.",
    )
    as_of: DateTime | None = read(
        lambda told: instant(told, "as_of_time"),
        "The time up to which postings are counted; null while nothing is known.",
    )
    complete: bool = column(
        "False while the leaderboard is made again or is more than a minute behind: places may be"
        " missing or wrong."
    )


@strawberry.type(description="A leaderboard, with its place in the list.")
class LeaderboardEdge:
    """Source: a pair of cursor and leaderboard."""

    cursor: str = edge_cursor(first_of)
    node: Leaderboard = edge_node(second_of)


@strawberry.type(description="A page of leaderboards, in the programme's order.")
class LeaderboardConnection:
    """Source: Page."""

    edges: list[LeaderboardEdge] = edges()
    page_info: PageInfo = page_info()


def _placed(told: pb.GetLeaderboardResponse, entries: Any) -> list[Placed]:
    mine = told.me.member_id
    return [Placed(entry, bool(mine) and entry.member_id == mine) for entry in entries]


async def _leaderboard(
    context: RequestContext,
    code: Code,
    period: PeriodCode = None,
    store_id: OfStore = None,
    first: First = 10,
    member_id: MemberId = None,
    around: Around = 2,
) -> pb.GetLeaderboardResponse:
    asks_of_member = member_id is not None or context.caller.role is Role.MEMBER
    request = pb.GetLeaderboardRequest(
        code=code,
        period=period or "",
        store_id=store_id or "",
        top=page_size(first),
        member_id=context.member_id(member_id) if asks_of_member else "",
        around=around,
    )
    services = context.services
    told: pb.GetLeaderboardResponse = await services.read(
        services.leaderboards.GetLeaderboard, request, context.caller
    )
    return told


async def _members_of(context: RequestContext, group_id: str, own: str) -> list[str]:
    """The members of a group, of which a member must be one."""
    services, nobody = context.services, for_nobody(context.caller)
    if context.caller.role is Role.MEMBER:
        mine = groups_pb2.ListMemberGroupsRequest(member_id=own)
        told = await services.read(services.groups.ListMemberGroups, mine, context.caller)
        if all(each.group_id != group_id for each in told.memberships):
            raise Refusal("GROUP_NOT_JOINED", "not a group of the member", field="group_id")
    ids: list[str] = []
    request = groups_pb2.ListGroupMembersRequest(group_id=group_id, page_size=PAGE_SIZE_MAX)
    while len(ids) < _GROUP_MAX:
        page = await services.read(services.groups.ListGroupMembers, request, nobody)
        ids += [each.member_id for each in page.members]
        if not page.next_page_token:
            break
        request.page_token = page.next_page_token
    return ids[:_GROUP_MAX]


async def _group_leaderboard(
    context: RequestContext,
    code: Code,
    group_id: GroupId,
    period: PeriodCode = None,
    store_id: OfStore = None,
    first: First = 10,
    around: Around = 2,
) -> pb.GetLeaderboardResponse:
    own = require_whole_brand(context.caller).member_id or ""
    among = await _members_of(context, group_id, own)
    request = pb.GetLeaderboardRequest(
        code=code,
        period=period or "",
        store_id=store_id or "",
        top=page_size(first),
        member_id=own,
        around=around,
        among=pb.LeaderboardAmong(member_ids=among),
    )
    services = context.services
    told: pb.GetLeaderboardResponse = await services.read(
        services.leaderboards.GetLeaderboard, request, for_nobody(context.caller)
    )
    return told


async def _leaderboards(context: RequestContext, first: First = 20, after: After = None) -> Page:
    request = pb.ListLeaderboardsRequest()
    method = context.services.leaderboards.ListLeaderboards
    return await page_of(context, _KIND, method, request, "leaderboards", first, after)


@strawberry.type
class LeaderboardQueries:
    """The fields of Query."""

    leaderboard: LeaderboardView | None = call(
        _leaderboard,
        "The first places of a leaderboard in a period, and the place of the member with those"
        " around it. Names of others are masked.",
        rule=Rule.SIGNED_IN,
    )
    group_leaderboard: LeaderboardView | None = call(
        _group_leaderboard,
        "A leaderboard of the members of one group, among each other: of those who are in it now,"
        " with all points of the period. Members ask for a group that they are in; names of others"
        " are masked.",
        rule=Rule.SIGNED_IN,
        cost=4 * CALL_COST,
    )
    leaderboards: LeaderboardConnection | None = call(
        _leaderboards,
        "The leaderboards of the programme.",
        rule=Rule.SIGNED_IN,
        size="first",
    )

"""tessera.points.v1.Leaderboards: protos to commands and back."""

from __future__ import annotations

from datetime import UTC, date, datetime

from services.common.auth import Caller, Role, current_caller, require_member, require_store
from services.common.errors import Refusal, invalid
from services.common.interceptors import ServicerContext
from services.common.pagination import PlaceTokens, page_size
from services.common.text import checked, compared
from services.points.activities.domain.validation import is_member_id
from services.points.calendar.domain.local_time import local_day
from services.points.leaderboards.commands.reading import BoardAsked, Reading
from services.points.leaderboards.domain.period import Period
from services.points.leaderboards.domain.section import Board, leaderboards
from services.points.leaderboards.domain.sheet import Place
from services.points.ledger.api.access import of_one_brand
from services.points.ledger.api.messages import to_timestamp
from tessera.points.v1 import leaderboards_pb2 as pb
from tessera.points.v1 import leaderboards_pb2_grpc

CODE_CHARS_MAX = 48
STORE_CHARS_MAX = 64
TOP_MAX, AROUND_MAX = 100, 10
AMONG_MAX = 200


class LeaderboardsApi(leaderboards_pb2_grpc.LeaderboardsServicer):
    """Leaderboards. Members name themselves or nobody, others any member of the brand."""

    def __init__(self, reading: Reading, page_secret: bytes) -> None:
        self._reading = reading
        self._page_secret = page_secret

    async def GetLeaderboard(
        self, request: pb.GetLeaderboardRequest, context: ServicerContext
    ) -> pb.GetLeaderboardResponse:
        """The first places, and those around the member."""
        caller = of_one_brand(current_caller())
        store_id = checked("store_id", request.store_id, STORE_CHARS_MAX, least=0, form=compared)
        require_store(store_id)
        if request.member_id:
            require_member(caller, request.member_id)
            if not is_member_id(request.member_id):
                raise invalid("member_id", "1 to 64 letters, digits and _ . -")
        asked = BoardAsked(
            code=checked("code", request.code, CODE_CHARS_MAX, least=1, form=compared),
            period=checked("period", request.period, CODE_CHARS_MAX, least=0, form=compared),
            store_id=store_id,
            top=_within("top", request.top, TOP_MAX),
            member_id=request.member_id,
            around=_within("around", request.around, AROUND_MAX),
            among=_among(request, caller),
        )
        found = await self._reading.board(caller.brand, asked)
        shown, today = found.shown, found.today
        response = pb.GetLeaderboardResponse(
            leaderboard=_board(found.board, today),
            period=_period(found.period, today),
            entries=map(_entry, shown.places),
            members=shown.members,
            me=_entry(shown.me) if shown.me else None,
            around=map(_entry, shown.around),
            complete=found.complete,
        )
        if shown.position is not None:
            as_of = datetime.fromtimestamp(shown.position.as_of_ms / 1000, UTC)
            response.as_of_time.CopyFrom(to_timestamp(as_of))
        return response

    async def ListLeaderboards(
        self, request: pb.ListLeaderboardsRequest, context: ServicerContext
    ) -> pb.ListLeaderboardsResponse:
        """A page of the programme's leaderboards."""
        caller = of_one_brand(current_caller())
        tokens = PlaceTokens(self._page_secret, {"list": "leaderboards", "brand": caller.brand})
        first = tokens.place(request.page_token, 0)
        size = page_size(request.page_size)
        programme = await self._reading.programmes.get(caller.brand)
        today = local_day(self._reading.clock.now(), programme.zone)
        every = leaderboards(programme).boards
        page = every[first : first + size]
        response = pb.ListLeaderboardsResponse(leaderboards=[_board(each, today) for each in page])
        if first + size < len(every):
            response.next_page_token = tokens.token(first + size)
        return response


def _among(request: pb.GetLeaderboardRequest, caller: Caller) -> tuple[str, ...] | None:
    if not request.HasField("among"):
        return None
    if caller.role is Role.MEMBER:
        raise Refusal("PERMISSION_DENIED", "members name no others")
    ids = tuple(request.among.member_ids)
    if len(ids) > AMONG_MAX:
        raise invalid("among.member_ids", f"at most {AMONG_MAX}")
    for index, each in enumerate(ids):
        if not is_member_id(each):
            raise invalid(f"among.member_ids[{index}]", "1 to 64 letters, digits and _ . -")
    return ids


def _within(field: str, number: int, most: int) -> int:
    if not 0 <= number <= most:
        raise invalid(field, f"0 to {most}")
    return number


def _board(board: Board, today: date) -> pb.Leaderboard:
    current = board.period_of(today)
    message = pb.Leaderboard(
        code=board.code,
        asset=board.asset,
        rules=board.rules,
        per=pb.LeaderboardPer.Value(f"LEADERBOARD_PER_{board.per.upper()}"),
        by_store=board.by_store,
        top=board.top,
        current=_period(current, today) if current else None,
    )
    message.name.zh, message.name.en = board.name
    return message


def _period(period: Period, today: date) -> pb.LeaderboardPeriod:
    message = pb.LeaderboardPeriod(
        code=period.code,
        first_day=period.first.isoformat(),
        last_day=period.last.isoformat(),
        over=period.last < today,
    )
    if period.name:
        message.name.zh, message.name.en = period.name
    return message


def _entry(place: Place) -> pb.LeaderboardEntry:
    return pb.LeaderboardEntry(rank=place.rank, member_id=place.member_id, points=place.points)

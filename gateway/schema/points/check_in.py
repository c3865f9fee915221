"""The check-in of the day: members records the activity, points awards it and counts the day.

A check-in is an activity of the channel mini_program, named by member and request id. A channel
must send an activity with the same content each time, so the time of a check-in is its quarter of
an hour, which lies in one local day in every zone. When the name is taken, members answers the time
of that check-in, and the gateway sends it again with that time: the same content is a repeat.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import strawberry
from google.protobuf.timestamp_pb2 import Timestamp

from gateway.core.errors import attempt
from gateway.schema.core.connections import itself
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, column, join, read
from gateway.schema.core.inputs import INPUT, member_id, optional, request_id
from gateway.schema.core.named import Named, NamedCode
from gateway.schema.core.payloads import replayed, user_errors
from gateway.schema.core.refusals import REFUSALS, mutation
from gateway.schema.core.scalars import AssetCode, DateTime, Long
from gateway.schema.core.user_errors import UserError
from gateway.schema.points.check_in_status import CheckInBonus
from gateway.schema.points.make_up_check_in import recorded_bonus
from gateway.schema.points.points import Points, pick_points, points_need
from gateway.upstream.batching import Need
from gateway.upstream.clients import CHANNEL, as_channel
from services.common.errors import Reason, Refusal, catalogue
from services.common.idempotency import check_request_id
from tessera.members.v1 import activities_pb2
from tessera.points.v1 import check_ins_pb2, earning_pb2
from tessera.types.v1 import types_pb2

if TYPE_CHECKING:
    from gateway.schema.members.members import Member

QUARTER = timedelta(minutes=15)


@strawberry.input(description="A check-in for today, in the brand's time zone.")
class CheckInInput:
    """Members check in themselves; operators name the member."""

    request_id: strawberry.ID = request_id()
    member_id: strawberry.ID | None = member_id()
    store_id: str | None = optional(
        "The store in which the member checks in, at most 64 characters; left out elsewhere."
    )


@strawberry.type(description="An award: the amount of one asset that one rule gave.")
class Award:
    """Source: tessera.points.v1.Award."""

    rule: Named = read(
        lambda award: NamedCode(award.rule, award.rule_name), "The rule that gave it."
    )
    asset: AssetCode = column("The asset.")
    amount: Long = column("The amount that the rule gave, in units of the asset.")
    multiplier: float = read(
        lambda award: award.multiplier_percent / 100,
        "The product of all multipliers in the amount: 1.3 is 30 % more.",
    )


@dataclass(slots=True)
class CheckInOutcome:
    """The source of CheckIn and its payload: the activity, its awards, and the recorded day."""

    member_id: str
    at: datetime
    awards: Sequence[earning_pb2.Award] | None = None
    recorded: check_ins_pb2.RecordedCheckIn | None = None
    failure: Exception | None = None
    replayed: bool = False
    user_errors: list[Reason] = field(default_factory=list)


def _awards(done: CheckInOutcome) -> Sequence[earning_pb2.Award] | None:
    if done.failure is not None:
        raise done.failure
    return done.awards


def _recorded(done: CheckInOutcome) -> check_ins_pb2.RecordedCheckIn | None:
    if done.failure is not None:
        raise done.failure
    return done.recorded


def _streak(done: CheckInOutcome) -> int | None:
    recorded = _recorded(done)
    return None if recorded is None else recorded.streak


def _already_checked_in(done: CheckInOutcome) -> bool | None:
    recorded = _recorded(done)
    return None if recorded is None else recorded.already_checked_in


@strawberry.type(description="A check-in that was recorded.")
class CheckIn:
    """Source: CheckInOutcome."""

    at: DateTime = column("The time of the check-in, to the quarter of an hour.")
    awards: list[Award] | None = read(
        _awards,
        "The awards for it; null with an error while points is away, which awards it later.",
        size=3,
    )
    points: Points | None = join(
        pick_points,
        "The member's balance after it; null with an error while points is away.",
        loader="wallets",
        key=lambda done: done.member_id,
        need=points_need,
    )
    member: Annotated["Member", strawberry.lazy("gateway.schema.members.members")] | None = join(
        itself,
        "The member who checked in.",
        loader="members",
        key=lambda done: done.member_id,
        need=lambda args, inner: Need(),
    )


@strawberry.type(
    description="The answer to `checkIn`: the check-in, or the reasons why it was refused."
)
class CheckInPayload:
    """Source: CheckInOutcome."""

    check_in: CheckIn | None = read(
        lambda done: None if done.user_errors else done, "The check-in; null when refused."
    )
    streak: int | None = read(
        _streak,
        "The days running with a check-in, after it; null when refused or where the programme does"
        " not count them, and with an error while points is away.",
    )
    bonus: CheckInBonus | None = read(
        lambda done: recorded_bonus(_recorded(done)),
        "The bonus for days running that it brought; null when it brought none.",
    )
    already_checked_in: bool | None = read(
        _already_checked_in,
        "True when the day was checked in before, so that this check-in changed nothing; null as"
        " `streak` is.",
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def check_in(
    context: RequestContext, input: Annotated[CheckInInput, INPUT]
) -> CheckInOutcome:
    """Have members record the check-in, then have points award it and count the day."""
    done = CheckInOutcome("", _quarter(context.now))
    refused = await _prepare(context, input, done)
    if refused is None:
        refused = await _record(context, input, done)
    if refused is None:
        await _award(context, input, done)
    else:
        done.user_errors = refused
    return done


async def _prepare(
    context: RequestContext, input: CheckInInput, done: CheckInOutcome
) -> list[Reason] | None:
    async def member() -> str:
        check_request_id(input.request_id)
        return context.member_id(input.member_id)

    member_id, refusals = await attempt(member(), REFUSALS["checkIn"])
    done.member_id = member_id or ""
    return refusals or None


async def _record(
    context: RequestContext, input: CheckInInput, done: CheckInOutcome
) -> list[Reason] | None:
    result = await _send(context, _activity(input, done.member_id, done.at))
    if result.reason == "ACTIVITY_CONFLICT":
        done.at = result.recorded_occur_time.ToDatetime(UTC)
        result = await _send(context, _activity(input, done.member_id, done.at))
        if result.reason == "ACTIVITY_CONFLICT":
            return [_reason("REQUEST_ID_REUSED", "request_id")]
    done.replayed = result.state == activities_pb2.RECORD_STATE_REPEATED
    if result.reason and result.reason not in REFUSALS["checkIn"]:
        raise Refusal(result.reason, result.message, field=result.field)
    return [_reason(result.reason, result.field)] if result.reason else None


async def _send(
    context: RequestContext, activity: types_pb2.Activity
) -> activities_pb2.RecordActivityResult:
    services = context.services
    request = activities_pb2.RecordActivitiesRequest(activities=[activity])
    method = services.activities.RecordActivities
    return (await services.write(method, request, as_channel(context.caller))).results[0]


async def _award(context: RequestContext, input: CheckInInput, done: CheckInOutcome) -> None:
    """Have points award it. Where that fails, points does so later, by the activity's event."""
    services = context.services
    activity = _activity(input, done.member_id, done.at)
    request = check_ins_pb2.CheckInRequest(activity=activity)
    try:
        method = services.check_ins.CheckIn
        response = await services.write(method, request, as_channel(context.caller))
    except Exception as error:
        done.failure = error
        return
    done.awards = response.awards
    done.recorded = response.check_in if response.HasField("check_in") else None


def _activity(input: CheckInInput, member_id: str, at: datetime) -> types_pb2.Activity:
    digest = hashlib.sha256(input.request_id.encode()).hexdigest()[:32]
    occur_time = Timestamp()
    occur_time.FromDatetime(at)
    return types_pb2.Activity(
        channel=CHANNEL,
        event_id=f"check-in/{member_id}/{digest}",
        member_id=member_id,
        type=types_pb2.ACTIVITY_TYPE_CHECK_IN,
        occur_time=occur_time,
        store_id=input.store_id or "",
    )


def _quarter(now: datetime) -> datetime:
    seconds = int(now.timestamp())
    return datetime.fromtimestamp(seconds - seconds % int(QUARTER.total_seconds()), UTC)


def _reason(name: str, path: str = "") -> Reason:
    entry = catalogue()[name]
    return Reason(entry.reason, entry.status, path, {}, entry.en, entry.zh)


@strawberry.type
class CheckInMutations:
    """The field of Mutation."""

    check_in: CheckInPayload | None = mutation(
        "checkIn",
        check_in,
        "Records that a member checks in for the day, and awards it. Operators name the member.",
        rule=Rule.SIGNED_IN,
    )

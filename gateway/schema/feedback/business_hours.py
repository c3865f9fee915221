"""Business hours: when the brand's team works, for members and operators."""

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.scalars import Date, DateTime, instant
from tessera.feedback.v1 import business_hours_pb2

DAYS = 14


@strawberry.type(description="A stretch of a day at which the team works, by the brand's clock.")
class BusinessOpening:
    """Source: tessera.feedback.v1.BusinessOpening."""

    opens: str = read(lambda each: _clock(each.start_minute), "The time of opening, as 09:00.")
    closes: str = read(
        lambda each: _clock(each.end_minute), "The time of closing, as 18:00; 24:00 is midnight."
    )


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@strawberry.type(description="A day, with the times at which the team works.")
class BusinessDay:
    """Source: tessera.feedback.v1.BusinessDay."""

    day: Date = column("The day, in the brand's time zone.")
    openings: list[BusinessOpening] = column(
        "The openings, in order; none on a closed day.", size=2
    )
    calendar_unknown: bool = column(
        "True when nobody knows yet whether the day is a public holiday."
    )


@strawberry.type(description="The times at which the brand's team works, as of now.")
class BusinessHours:
    """Source: tessera.feedback.v1.Hours."""

    zone: str = column("The brand's time zone, as Asia/Shanghai.")
    is_open: bool = column("True when the team works now.")
    next_change_at: DateTime | None = read(
        lambda hours: instant(hours, "next_change_time"),
        "The time of the next opening or closing; null when there is none within three years.",
    )
    days: list[BusinessDay] = column("Today and the 13 days after it, in order.", size=DAYS)
    unknown_years: list[int] | None = read(
        lambda hours: list(hours.unknown_years),
        "The years, from this one on, whose public holidays are not known yet: their days are"
        " judged by weekday and by the brand's own days. The next year is told from 1 November on."
        " Null to members.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )


async def _hours(context: RequestContext) -> business_hours_pb2.Hours | None:
    request = business_hours_pb2.GetBusinessHoursRequest()
    method = context.services.business_hours.GetBusinessHours
    answer = await context.services.read(method, request, context.caller)
    return answer.hours if answer.HasField("hours") else None


@strawberry.type
class BusinessHoursQueries:
    """The fields of Query."""

    business_hours: BusinessHours | None = call(
        _hours,
        "The times at which the brand's team works; null where its programme names none.",
        rule=Rule.SIGNED_IN,
        size=1,
    )

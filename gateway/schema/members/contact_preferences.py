"""How a member wishes to be reached."""

from typing import Annotated

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, column, read
from gateway.schema.core.inputs import INPUT, member_id, optional, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, Language, moment
from gateway.schema.core.selections import Args, Inner
from gateway.schema.core.user_errors import UserError
from gateway.schema.members.consents import ContactChannel
from gateway.upstream.batching import Need
from gateway.upstream.loaders import member_need
from tessera.members.v1 import contacts_pb2 as pb
from tessera.members.v1 import members_pb2


@strawberry.type(
    description="Hours of each day in which a member wants no message. They may pass over midnight."
)
class QuietHours:
    """Source: tessera.members.v1.QuietHours."""

    from_time: str = read(
        lambda hours: getattr(hours, "from"), "The local time at which they begin, HH:MM."
    )
    until_time: str = read(lambda hours: hours.until, "The local time at which they end, HH:MM.")
    time_zone: str | None = read(
        lambda hours: hours.time_zone or None,
        "The IANA name of the time zone; null for the brand's.",
    )


@strawberry.type(description="How a member wishes to be reached. It is no consent.")
class ContactPreferences:
    """Source: tessera.members.v1.ContactPreferences."""

    channels: list[ContactChannel] = column(
        "The contact channels in the member's order; a channel that is missing comes after these.",
        size=5,
    )
    quiet_hours: QuietHours | None = read(
        lambda wishes: wishes.quiet_hours if wishes.HasField("quiet_hours") else None,
        "The hours in which the member wants no message; null when they named none.",
    )
    language: Language | None = read(
        lambda wishes: wishes.language or None,
        "The language of messages; null for that of the profile.",
    )
    updated_at: DateTime = read(
        lambda wishes: moment(wishes.update_time), "The time of the last change."
    )


def preferences_need(args: Args, inner: Inner) -> Need:
    """The need of a member with the contact preferences."""
    return member_need(preferences=True)


def pick_preferences(member: members_pb2.Member) -> pb.ContactPreferences | None:
    """The preferences of a member; None when they said nothing."""
    return member.contact_preferences if member.HasField("contact_preferences") else None


@strawberry.input(description="Hours of each day in which a member wants no message.")
class QuietHoursInput:
    """Local times."""

    from_time: str = required("The local time at which they begin, HH:MM.")
    until_time: str = required("The local time at which they end, HH:MM; another than `fromTime`.")
    time_zone: str | None = optional("The IANA name of the time zone; the brand's when left out.")


@strawberry.input(description="The preferences of a member, in place of all that were there.")
class SetContactPreferencesInput:
    """Members set their own; operators name the member and write a reason."""

    request_id: strawberry.ID = request_id()
    channels: list[ContactChannel] = required(
        "The contact channels in the member's order, each once and never ALL; none for no order."
    )
    quiet_hours: QuietHoursInput | None = optional(
        "The hours in which the member wants no message; none when left out."
    )
    language: Language | None = optional(
        "The language of messages; that of the profile when left out."
    )
    member_id: strawberry.ID | None = member_id()
    reason: str | None = optional("The reason, up to 500 characters; operators write 4 or more.")


@strawberry.type(description="The preferences after it, or the reasons why it was refused.")
class SetContactPreferencesPayload:
    """Source: Outcome of ContactPreferences."""

    contact_preferences: ContactPreferences | None = read(
        lambda outcome: outcome.result, "The preferences; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _set(
    context: RequestContext, input: Annotated[SetContactPreferencesInput, INPUT]
) -> Outcome:
    services = context.services

    def request() -> pb.SetContactPreferencesRequest:
        wished = pb.ContactPreferences(
            channels=[channel.value for channel in input.channels],
            language=input.language.value if input.language else "",
        )
        if input.quiet_hours is not None:
            setattr(wished.quiet_hours, "from", input.quiet_hours.from_time)
            wished.quiet_hours.until = input.quiet_hours.until_time
            wished.quiet_hours.time_zone = input.quiet_hours.time_zone or ""
        return pb.SetContactPreferencesRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            preferences=wished,
            reason=input.reason or "",
        )

    method = services.contacts.SetContactPreferences
    return await perform(context, "setContactPreferences", method, request, "preferences")


@strawberry.type
class ContactPreferenceMutations:
    """The field of Mutation."""

    set_contact_preferences: SetContactPreferencesPayload | None = mutation(
        "setContactPreferences",
        _set,
        "Replaces how a member wishes to be reached.",
        rule=Rule.SIGNED_IN,
    )

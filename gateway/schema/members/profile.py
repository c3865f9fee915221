"""The profile of a member: shown on the card, changed by `updateProfile`."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import strawberry

from gateway.schema.core.connections import itself
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, column, join, read
from gateway.schema.core.inputs import INPUT, member_id, optional, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import enum_value
from gateway.schema.core.user_errors import UserError
from gateway.upstream.batching import Need
from services.common.errors import invalid
from tessera.members.v1 import members_pb2

if TYPE_CHECKING:
    from gateway.schema.members.members import Member

LEFT_OUT = strawberry.UNSET
MASKED = "****"


@strawberry.enum(description="The gender, as a member tells it.")
class Gender(Enum):
    """As tessera.members.v1.Gender."""

    FEMALE = enum_value(members_pb2.GENDER_FEMALE, "Female.")
    MALE = enum_value(members_pb2.GENDER_MALE, "Male.")
    OTHER = enum_value(members_pb2.GENDER_OTHER, "Another one.")


@strawberry.enum(description="A calendar in which a birthday is told.")
class BirthdayCalendar(Enum):
    """The calendars of a birthday's text."""

    SOLAR = enum_value(1, "The solar calendar: 29 February is 02-29.")
    LUNAR = enum_value(2, "The Chinese lunar calendar: 八月十五 is month 8, day 15.")


class BirthdayParts(NamedTuple):
    """The source of Birthday. `month` and `day` are None where it is masked."""

    text: str
    calendar: int | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    leap_month: bool = False


@strawberry.type(description="A birthday. Where it is masked, only `text` is told.")
class Birthday:
    """Source: BirthdayParts."""

    text: str = column(
        "MM-DD or YYYY-MM-DD, in the lunar calendar LMM-DD, and LMML-DD in a leap month; **** where"
        " it is masked."
    )
    calendar: BirthdayCalendar | None = column("The calendar in which it is told.")
    year: int | None = column("The year of that calendar; null where the member does not tell it.")
    month: int | None = column("The month, 1 to 12.")
    day: int | None = column("The day of the month.")
    leap_month: bool = column("True in a leap month of the lunar calendar.")


@strawberry.type(
    description="A postal address. District, street and postal code are **** where they are masked."
)
class Address:
    """Source: tessera.members.v1.Address."""

    country: str = column("The country, two letters of ISO 3166; empty when it is not known.")
    province: str = column("The province or state; empty when it is not known.")
    city: str = column("The city; empty when it is not known.")
    district: str = column("The district; empty when it is not known.")
    street: str = column("Street, house and flat; empty when they are not known.")
    postal_code: str = column("The postal code; empty when it is not known.")


class Told(NamedTuple):
    """The source of ProfilePreference."""

    code: str
    value: str


@strawberry.type(description="A preference that the member has told.")
class ProfilePreference:
    """Source: Told."""

    code: str = column("The code of `programme.preferences`.")
    value: str = column("The value: one of the declared codes, or a text; **** where it is masked.")


def birthday_of(text: str) -> BirthdayParts | None:
    """The parts of a birthday's text; None for an empty one."""
    if not text or text == MASKED:
        return BirthdayParts(text) if text else None
    month, _, day = text.removeprefix(text[:5] if _has_year(text) else "").partition("-")
    calendar = BirthdayCalendar.LUNAR if month.startswith("L") else BirthdayCalendar.SOLAR
    return BirthdayParts(
        text=text,
        calendar=calendar.value,
        year=int(text[:4]) if _has_year(text) else None,
        month=int(month.strip("L")),
        day=int(day),
        leap_month=month.endswith("L"),
    )


def _has_year(text: str) -> bool:
    return text[:4].isdigit()


@strawberry.type(
    description="The profile: the member's own statements about themselves. Operators see it"
    " masked."
)
class Profile:
    """Source: tessera.members.v1.Member."""

    name: str = read(lambda member: member.profile.name, "The name; empty when it is not known.")
    birthday: Birthday | None = read(
        lambda member: birthday_of(member.profile.birthday),
        "The birthday; null when it is not known.",
    )
    birthday_changes_left: int | None = read(
        lambda member: (
            member.birthday_changes_left if member.HasField("birthday_changes_left") else None
        ),
        "How often the birthday may change yet in this year; null before the first one, which is no"
        " change.",
    )
    gender: Gender | None = read(
        lambda member: member.profile.gender or None,
        "The gender; null when it is not known or masked.",
    )
    language: str | None = read(
        lambda member: member.profile.language or None,
        "The language that the member prefers, zh or en; null when it is not known.",
    )
    address: Address | None = read(
        lambda member: member.profile.address if member.profile.HasField("address") else None,
        "The address; null when it is not known.",
    )
    preferences: list[ProfilePreference] = read(
        lambda member: [Told(*each) for each in sorted(member.profile.preferences.items())],
        "The preferences that the member has told, by the codes of `programme.preferences`.",
        size=5,
    )
    etag: str = column(
        "A value that changes with every change of the member: `updateProfile` takes it, so that"
        " nobody overwrites what they have not seen."
    )


@strawberry.input(description="A birthday.")
class BirthdayInput:
    """The parts of it."""

    month: int = required("The month, 1 to 12.")
    day: int = required("The day of the month.")
    year: int | None = optional("The year of the calendar; left out where it is not told.")
    calendar: BirthdayCalendar | None = optional("The calendar; SOLAR when left out.")
    leap_month: bool | None = optional("True for a leap month of the lunar calendar.")


@strawberry.input(description="A postal address. What is left out is not known.")
class AddressInput:
    """The parts of it."""

    country: str | None = optional("The country, two letters of ISO 3166 such as CN.")
    province: str | None = optional("The province or state, at most 64 characters.")
    city: str | None = optional("The city, at most 64 characters.")
    district: str | None = optional("The district, at most 64 characters.")
    street: str | None = optional("Street, house and flat, at most 200 characters.")
    postal_code: str | None = optional("The postal code, at most 16 characters.")


@strawberry.input(description="A preference.")
class PreferenceInput:
    """A code and its value."""

    code: str = required("A code of `programme.preferences`.")
    value: str = required("One of its values, or a text of 1 to 64 characters where it has none.")


@strawberry.input(
    description="A change of a profile: what is left out stays, and null makes it unknown."
)
class UpdateProfileInput:
    """Members change their own; operators name the member."""

    request_id: strawberry.ID = request_id()
    member_id: strawberry.ID | None = member_id()
    name: str | None = optional("The name, at most 64 characters.", LEFT_OUT)
    birthday: BirthdayInput | None = optional(
        "The birthday. It changes only so often in a year: `Profile.birthdayChangesLeft`.", LEFT_OUT
    )
    gender: Gender | None = optional("The gender.", LEFT_OUT)
    language: str | None = optional("The language that the member prefers, zh or en.", LEFT_OUT)
    address: AddressInput | None = optional("The address, which is replaced as a whole.", LEFT_OUT)
    preferences: list[PreferenceInput] | None = optional(
        "All preferences, which are replaced as a whole; each code once.", LEFT_OUT
    )
    etag: str | None = optional("`Profile.etag` as it was read; no check of it when left out.")


@strawberry.type(
    description="The answer to `updateProfile`: the member, or the reasons for the refusal."
)
class UpdateProfilePayload:
    """Source: Outcome of a Member."""

    member: Annotated["Member", strawberry.lazy("gateway.schema.members.members")] | None = join(
        itself,
        "The member after the change; null when refused.",
        loader="members",
        key=lambda outcome: outcome.result.id if outcome.result else "",
        need=lambda args, inner: Need(),
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


def _birthday_text(sent: BirthdayInput) -> str:
    if not (0 <= sent.month <= 99 and 0 <= sent.day <= 99 and 0 <= (sent.year or 0) <= 9999):
        raise invalid("birthday", "a year, month and day of the calendar")
    lunar = sent.calendar is BirthdayCalendar.LUNAR
    month = f"{'L' if lunar else ''}{sent.month:02d}{'L' if sent.leap_month else ''}"
    return f"{sent.year:04d}-{month}-{sent.day:02d}" if sent.year else f"{month}-{sent.day:02d}"


def _address(sent: AddressInput) -> members_pb2.Address:
    return members_pb2.Address(
        country=sent.country or "",
        province=sent.province or "",
        city=sent.city or "",
        district=sent.district or "",
        street=sent.street or "",
        postal_code=sent.postal_code or "",
    )


def _preferences(sent: list[PreferenceInput]) -> dict[str, str]:
    preferences = {each.code: each.value for each in sent}
    if len(preferences) < len(sent):
        raise invalid("preferences", "each code once")
    return preferences


def profile_of(sent: UpdateProfileInput) -> members_pb2.Profile:
    """The values of the fields that were sent. Raises INVALID_ARGUMENT refusals."""
    values: dict[str, Any] = {
        "name": sent.name or "",
        "language": sent.language or "",
        "gender": sent.gender.value if sent.gender else members_pb2.GENDER_UNSPECIFIED,
    }
    if sent.birthday:
        values["birthday"] = _birthday_text(sent.birthday)
    if sent.address:
        values["address"] = _address(sent.address)
    if sent.preferences:
        values["preferences"] = _preferences(sent.preferences)
    return members_pb2.Profile(**values)


FIELDS = ("name", "birthday", "gender", "language", "address", "preferences")


async def _update(context: RequestContext, input: Annotated[UpdateProfileInput, INPUT]) -> Outcome:
    services = context.services

    def request() -> members_pb2.UpdateMemberRequest:
        wish = members_pb2.UpdateMemberRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            profile=profile_of(input),
            etag=input.etag or "",
        )
        wish.update_mask.paths.extend(
            name for name in FIELDS if getattr(input, name) is not LEFT_OUT
        )
        return wish

    method = services.members.UpdateMember
    return await perform(context, "updateProfile", method, request, "member")


@strawberry.type
class ProfileMutations:
    """The field of Mutation."""

    update_profile: UpdateProfilePayload | None = mutation(
        "updateProfile",
        _update,
        "Changes what a member says of themselves. Operators name the member.",
        rule=Rule.SIGNED_IN,
    )

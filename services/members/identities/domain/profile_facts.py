"""Facts that follow from a member's own statements, without the statements: no day of birth."""

from collections.abc import Collection
from datetime import date

from services.members.events.domain import ProfileFacts
from services.members.identities.domain.birthday import Birthday, parse
from services.members.identities.domain.member import Member


def profile_facts(
    member: Member, names: Collection[str], today: date, programme_version: int
) -> ProfileFacts:
    """Those of `names`, on the brand's local day `today`.

    A later version of the member stands, then a later day, on which the member is older, then what
    a later programme names.
    """
    birthday = member.profile.birthday
    return ProfileFacts(
        version=(member.version, today.toordinal(), programme_version),
        names=tuple(names),
        age=age_of(birthday, today) if "age" in names else None,
        birthday_month=month_of(birthday) if "birthday_month" in names else None,
        language=member.profile.language if "language" in names else "",
        enrolled_at=member.created_at if "enrolled_days" in names else None,
    )


def age_of(text: str, today: date) -> int | None:
    """Whole years; None where the year is not known, or the birthday is lunar.

    29 February counts from 1 March in a common year.
    """
    birthday = _solar(text)
    if birthday is None or not birthday.year:
        return None
    return today.year - birthday.year - ((today.month, today.day) < (birthday.month, birthday.day))


def month_of(text: str) -> int | None:
    """1 to 12; None where the birthday is not known, or lunar: its month differs by year."""
    birthday = _solar(text)
    return None if birthday is None else birthday.month


def _solar(text: str) -> Birthday | None:
    try:
        birthday = parse(text) if text else None
    except ValueError:
        return None
    return None if birthday is None or birthday.lunar else birthday

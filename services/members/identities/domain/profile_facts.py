"""Facts that follow from a member's own statements, without the statements: no day of birth."""

from collections.abc import Collection
from datetime import date

from services.members.events.domain import ProfileFacts
from services.members.identities.domain.birthday import Birthday, SolarOf, parse
from services.members.identities.domain.member import Member


def profile_facts(
    member: Member,
    names: Collection[str],
    today: date,
    programme_version: int,
    solar_of: SolarOf,
) -> ProfileFacts:
    """Those of `names`, on the brand's local day `today`.

    A later version of the member stands, then a later day, on which the member is older and a lunar
    birthday may be in another month, then what
    a later programme names.
    """
    birthday = member.profile.birthday
    return ProfileFacts(
        version=(member.version, today.toordinal(), programme_version),
        names=tuple(names),
        age=age_of(birthday, today, solar_of) if "age" in names else None,
        birthday_month=month_of(birthday, today, solar_of) if "birthday_month" in names else None,
        language=member.profile.language if "language" in names else "",
        enrolled_at=member.created_at if "enrolled_days" in names else None,
    )


def age_of(text: str, today: date, solar_of: SolarOf) -> int | None:
    """Whole years since the day of birth; None where its year is not known.

    29 February counts from 1 March in a common year.
    """
    birthday = _birthday(text)
    born = None if birthday is None else birthday.born_on(solar_of)
    if born is None:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def month_of(text: str, today: date, solar_of: SolarOf) -> int | None:
    """1 to 12; None where the birthday is not known.

    A lunar one is in another month each year: that in which it is kept nearest to this month, so
    that it is this month just where it is kept in it.
    """
    birthday = _birthday(text)
    if birthday is None or not birthday.lunar:
        return None if birthday is None else birthday.month
    middle = today.replace(day=15)
    years = (today.year - 1, today.year, today.year + 1)
    kept = [day for year in years if (day := birthday.lunar_kept_on(year, solar_of)) is not None]
    return min(kept, key=lambda day: abs(day - middle)).month if kept else None


def is_lunar(text: str) -> bool:
    """True for a birthday whose month changes with the year."""
    birthday = _birthday(text)
    return birthday is not None and birthday.lunar


def _birthday(text: str) -> Birthday | None:
    try:
        return parse(text) if text else None
    except ValueError:
        return None

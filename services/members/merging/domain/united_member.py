"""The survivor with what only the other member had: identities and words about themselves."""

from dataclasses import fields, replace
from typing import NamedTuple

from services.members.identities.domain.identity import (
    IDENTITIES_PER_MEMBER_MAX,
    PAST_IDENTITIES_MAX,
)
from services.members.identities.domain.member import Member
from services.members.identities.domain.profile import Address, Profile
from services.members.merging.domain.merge import MergeTooLarge


class UnitedMember(NamedTuple):
    """The survivor, and the fields of the profile that were empty and are filled now."""

    member: Member
    filled: tuple[str, ...]


def united_member(survivor: Member, other: Member) -> UnitedMember:
    """The survivor's own words stay. Raises MergeTooLarge."""
    identities = tuple(dict.fromkeys(survivor.identities + other.identities))
    if len(identities) > IDENTITIES_PER_MEMBER_MAX:
        raise MergeTooLarge("identities", IDENTITIES_PER_MEMBER_MAX)
    since = {i: other.since.get(i, other.created_at) for i in other.identities}
    past = sorted((*survivor.past, *other.past), key=lambda one: one.until)
    profile, filled = _united_profile(survivor.profile, other.profile)
    member = replace(
        survivor,
        identities=identities,
        since={**since, **survivor.since},
        past=tuple(past[-PAST_IDENTITIES_MAX:]),
        profile=profile,
        birthdays=other.birthdays if "birthday" in filled else survivor.birthdays,
        # Neither member's etag was ever this one.
        version=max(survivor.version, other.version) + 1,
    )
    return UnitedMember(member, filled)


def _united_profile(own: Profile, other: Profile) -> tuple[Profile, tuple[str, ...]]:
    nothing = Profile()
    filled = {
        field.name: getattr(other, field.name)
        for field in fields(Profile)
        if field.name not in ("preferences", "address")
        and getattr(own, field.name) == getattr(nothing, field.name)
        and getattr(other, field.name) != getattr(nothing, field.name)
    }
    if own.address == Address() and other.address != Address():
        filled["address"] = other.address
    preferences = {**other.preferences, **own.preferences}
    if preferences != dict(own.preferences):
        filled["preferences"] = preferences
    return replace(own, **filled), tuple(sorted(filled))

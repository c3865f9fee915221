"""A member: identities, profile, and the time of enrolment."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from services.members.events.domain import NO_ORIGIN, Origin
from services.members.identities.domain.birthday import key_of
from services.members.identities.domain.identity import (
    PAST_IDENTITIES_MAX,
    Identity,
    IdentityKind,
    LastIdentity,
    PastIdentity,
    joined,
    without,
)
from services.members.identities.domain.profile import (
    BirthdayHistory,
    Profile,
    ProfileRules,
    checked,
)

CHANNEL_CHARS_MAX = 32


class MemberNotFound(Exception):
    """No member of this brand has that id or identity."""

    reason = "MEMBER_NOT_FOUND"


class EtagMismatch(Exception):
    """The record was changed since the caller read it."""

    reason = "ETAG_MISMATCH"
    field = "etag"

    def __init__(self, current: str) -> None:
        super().__init__(f"the record is at {current}")
        self.metadata = {"etag": current}


@dataclass(frozen=True, slots=True)
class Member:
    """A member with their personal data in clear, as only this service holds it.

    `since`: from when the member has an identity, of those that came after the enrolment. `past`:
    identities that the member had, the oldest first.
    `origin` is that of the enrolment, for ever.
    """

    id: str
    brand: str
    identities: tuple[Identity, ...]
    profile: Profile
    channel: str
    created_at: datetime
    version: int = 1
    birthdays: BirthdayHistory = field(default_factory=BirthdayHistory)
    since: Mapping[Identity, datetime] = field(default_factory=dict)
    past: tuple[PastIdentity, ...] = ()
    origin: Origin = NO_ORIGIN

    @property
    def etag(self) -> str:
        """Changes with the profile and the identities."""
        return str(self.version)

    @property
    def phone(self) -> str:
        """The first phone in E.164; empty when there is none."""
        phones = (i.value for i in self.identities if i.kind is IdentityKind.PHONE)
        return next(phones, "")

    @property
    def birthday_key(self) -> str:
        """The birthday without its year; "" without one. It is personal data as the whole is."""
        return key_of(self.profile.birthday)

    def changed(
        self, profile: Profile, fields: tuple[str, ...], etag: str, rules: ProfileRules
    ) -> "Member":
        """This member with `fields` taken from `profile`.

        An empty `etag` asks for no check of it. What does not change is not judged again. Raises
        EtagMismatch, ProfileInvalid, PreferenceUnknown, BirthdayChangedTooOften.
        """
        if etag and etag != self.etag:
            raise EtagMismatch(self.etag)
        values = {name: getattr(profile, name) for name in fields}
        checked(replace(Profile(), **values), rules)
        new = replace(self.profile, **values)
        history = self.birthdays.after(self.profile.birthday, new.birthday, rules)
        return replace(self, profile=new, birthdays=history, version=self.version + 1)

    def with_identities(self, identities: tuple[Identity, ...]) -> "Member":
        """This member with these identities."""
        return replace(self, identities=identities, version=self.version + 1)

    def relinked(
        self, link: Identity | None, unlink: Identity | None, etag: str, now: datetime
    ) -> "Member":
        """This member with `link`, and without `unlink`: both at once change a phone.

        An identity that the member has already changes nothing. Raises EtagMismatch,
        IdentityNotHeld, LastIdentity, TooManyIdentities.
        """
        if etag and etag != self.etag:
            raise EtagMismatch(self.etag)
        identities, since, past = self.identities, dict(self.since), self.past
        if unlink is not None:
            held, identities = without(identities, unlink)
            ended = PastIdentity(held, since.pop(held, self.created_at), now)
            past = (*past, ended)[-PAST_IDENTITIES_MAX:]
        if link is not None and link not in identities:
            identities = joined(identities, (Identity(link.kind, link.value),))
            since[Identity(link.kind, link.value)] = now
        if not identities:
            raise LastIdentity("a member keeps at least one identity")
        return replace(
            self, identities=identities, since=since, past=past, version=self.version + 1
        )

"""Enrolling members: an identity that is known finds its member, unknown ones make a new member."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from services.common.errors import Refusal
from services.common.ids import new_id
from services.members.consent.commands import ConsentingUnit, record
from services.members.consent.domain.declaration import Circumstances, Declaration, Said
from services.members.consent.domain.section import ConsentSection, consents_of
from services.members.context import MembersContext
from services.members.events.domain import (
    NO_ORIGIN,
    MemberEnrolled,
    MemberEvent,
    MemberUpdated,
    Origin,
)
from services.members.identities.commands.telling_facts import facts_of_new
from services.members.identities.commands.unit import IdentitiesUnit
from services.members.identities.domain.identity import Identity, joined, one_owner
from services.members.identities.domain.member import Member
from services.members.identities.domain.profile import BirthdayHistory, Profile
from services.members.programme.domain.rules import Rules
from services.members.tiers.commands.unit import DecisionsUnit
from services.members.tiers.domain.ladder import Ladder, ladders_of
from services.members.tiers.domain.standing import Judged, tier_changed
from services.members.tiers.domain.tiers import Decision, Reason
from services.members.transactions import Answered, AnsweringUnit, Asked, Transactions

CHUNK = 500
"""Enrolments in one transaction."""
SAME_MULTIPLIER_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A valid wish to enrol: identities in their one form, profile and origin were checked.

    `consents`: what the person agreed to, and `how` that came here. `invite_code`: as it was typed;
    whether the invite counts is no matter of the enrolment. `enrolled_at`: when the person became a
    member, where that was earlier, as it was told: ahead of the clock it counts as now.
    """

    request_id: str
    identities: tuple[Identity, ...]
    profile: Profile
    channel: str
    consents: tuple[Declaration, ...] = ()
    how: Circumstances | None = None
    origin: Origin = NO_ORIGIN
    invite_code: str = ""
    enrolled_at: datetime | None = None

    def asked(self) -> Asked:
        identities = sorted(f"{i.kind}:{i.value}" for i in self.identities)
        # Requests from before consents and origins have the same content as ever.
        given = sorted(f"consent:{c.purpose}:{c.channel}:{c.version}" for c in self.consents)
        came = self.origin
        origin = () if came == NO_ORIGIN else ("origin", came.source, *came.utm, came.store_code)
        invited = ("invited", self.invite_code) if self.invite_code else ()
        content = ("enrol", self.channel, *self.profile.content(), *identities, *given, *origin)
        earlier = ("at", self.enrolled_at.isoformat()) if self.enrolled_at else ()
        content += invited + earlier
        return Asked(self.request_id, content)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The member, whether newly enrolled, and whether this answer was given before."""

    member_id: str
    created: bool
    replayed: bool = False


class EnrolmentUnit(AnsweringUnit, ConsentingUnit, Protocol):
    """A transaction that enrols."""

    @property
    def identities(self) -> IdentitiesUnit: ...
    @property
    def tiers(self) -> DecisionsUnit: ...


@dataclass(slots=True)
class EnrolmentBatch:
    """Takes wishes one after the other, each as if it came alone, on what the unit read."""

    brand: str
    now: datetime
    known: dict[str, Answered | Exception]
    owners: dict[Identity, str]
    members: dict[str, Member]
    section: ConsentSection
    taken: dict[str, Asked] = field(default_factory=dict)
    new: dict[str, MemberEnrolled] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    answers: list[tuple[Asked, Answered]] = field(default_factory=list)
    results: list[Enrolled | Exception] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)

    def take(self, wish: Enrolment) -> None:
        asked = wish.asked()
        known = self.known.get(wish.request_id)
        if wish.request_id in self.taken and self.taken[wish.request_id] != asked:
            known = Refusal("REQUEST_ID_REUSED", "twice in this call", field="request_id")
        if isinstance(known, Exception):
            self.results.append(known)
            return
        if known is not None:
            self.results.append(Enrolled(known.member_id, known.created, replayed=True))
            return
        try:
            for each in wish.consents:
                self.section.check(each.purpose, each.version, "consents.")
            answer = self._place(wish)
        except Exception as refusal:
            if not hasattr(refusal, "reason"):
                raise
            self.results.append(refusal)
            return
        self.taken[wish.request_id] = asked
        self.known[wish.request_id] = answer
        self.answers.append((asked, answer))
        if wish.how is not None:
            self.said += [Said(answer.member_id, each, wish.how) for each in wish.consents]
        self.results.append(Enrolled(answer.member_id, answer.created))

    def _place(self, wish: Enrolment) -> Answered:
        found = one_owner({self.owners[i] for i in wish.identities if i in self.owners})
        if found is None:
            member_id = self._new(wish)
        else:
            member_id = found
            self._join(found, wish.identities)
        self.owners.update(dict.fromkeys(wish.identities, member_id))
        return Answered(member_id, created=found is None)

    def _new(self, wish: Enrolment) -> str:
        enrolled_at = min(wish.enrolled_at, self.now) if wish.enrolled_at else None
        member = Member(
            id=new_id("mem"),
            brand=self.brand,
            identities=tuple(dict.fromkeys(wish.identities)),
            profile=wish.profile,
            channel=wish.channel,
            created_at=enrolled_at or self.now,
            birthdays=BirthdayHistory(self.now if wish.profile.birthday else None),
            origin=wish.origin,
        )
        self.members[member.id] = member
        self.new[member.id] = MemberEnrolled(member.id, wish.channel, wish.origin, enrolled_at)
        return member.id

    def _join(self, member_id: str, identities: tuple[Identity, ...]) -> None:
        member = self.members[member_id]
        together = joined(member.identities, identities)
        if together == member.identities:
            return
        self.members[member_id] = member.with_identities(together)
        if member_id not in self.new:
            self.changed.add(member_id)


async def enrol(
    ctx: MembersContext[Transactions[EnrolmentUnit]], brand: str, wishes: Sequence[Enrolment]
) -> list[Enrolled | Exception]:
    """The result of each wish, in order: the member, or the refusal. One does not hinder another.

    Refuses IDENTITY_TAKEN, REQUEST_ID_REUSED, CONSENT_NOT_ASKED and CONSENT_VERSION_UNKNOWN.
    """
    rules = await ctx.rulebook.of(brand)
    results: list[Enrolled | Exception] = []
    for start in range(0, len(wishes), CHUNK):
        chunk = wishes[start : start + CHUNK]

        async def work(
            unit: EnrolmentUnit, chunk: Sequence[Enrolment] = chunk
        ) -> list[Enrolled | Exception]:
            return await enrol_in(unit, rules, ctx.clock.now(), brand, chunk)

        results += await ctx.store.transact(work)
    return results


async def enrol_in(
    unit: EnrolmentUnit, rules: Rules, now: datetime, brand: str, wishes: Sequence[Enrolment]
) -> list[Enrolled | Exception]:
    """As `enrol`, for CHUNK wishes at most, within a transaction that has more to write."""
    known = await unit.answers.recall(brand, [wish.asked() for wish in wishes])
    new = [wish for wish in wishes if wish.request_id not in known]
    owners = await unit.identities.owners(brand, {i for wish in new for i in wish.identities})
    members = await unit.identities.members(brand, set(owners.values()))
    section = consents_of(rules)
    batch = EnrolmentBatch(brand, now, dict(known), dict(owners), dict(members), section)
    for wish in wishes:
        batch.take(wish)
    await unit.identities.add([batch.members[member_id] for member_id in batch.new])
    await unit.identities.change([batch.members[member_id] for member_id in batch.changed])
    await unit.answers.remember(brand, batch.answers)
    await unit.tiers.keep_decisions(brand, _first_tiers(rules, batch))
    await unit.events.publish(brand, _events(rules, batch), now)
    await record(unit, brand, batch.said, rules, now)
    return batch.results


def _first_tiers(rules: Rules, batch: EnrolmentBatch) -> list[Judged]:
    return [
        Judged(member_id, rules.version, _first_decision(ladder, batch, member_id))
        for member_id in batch.new
        for ladder in ladders_of(rules)
    ]


def _first_decision(ladder: Ladder, batch: EnrolmentBatch, member_id: str) -> Decision:
    since = batch.members[member_id].created_at
    return Decision(ladder.code, "", ladder.lowest.code, Reason.ENROLLED, 0, batch.now, since)


def _events(rules: Rules, batch: EnrolmentBatch) -> list[MemberEvent]:
    events: list[MemberEvent] = []
    for member_id, enrolled in batch.new.items():
        events.append(enrolled)
        for ladder in ladders_of(rules):
            # A follower lets a member without a tier earn at 100 %, so it needs no event of that.
            percent = ladder.lowest.multiplier_percent
            if ladder.main and percent != SAME_MULTIPLIER_PERCENT:
                decision = _first_decision(ladder, batch, member_id)
                events.append(tier_changed(member_id, ladder, decision))
    new = [batch.members[member_id] for member_id in batch.new]
    events += facts_of_new(rules, new, batch.now)
    events += [MemberUpdated(member_id, ("identities",)) for member_id in batch.changed]
    return events

"""Where a transaction on members is opened, and each room is given its part of it."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from google.protobuf import wrappers_pb2
from google.protobuf.message import Message

from services.common import audit, audit_log, idempotency, mongo, redirects
from services.common.cache import CacheLike
from services.common.clock import Clock, SystemClock
from services.common.mongo import Database, Indexes, Session, joined
from services.common.watch import Feed
from services.members.activities.storage import activities, data_quality, facts, orders
from services.members.activities.storage.unit import MongoActivities, MongoActivitiesUnit
from services.members.advisers import storage as advisers
from services.members.advisers.storage import MongoAdvisers, MongoAdvisersUnit
from services.members.cards.storage import CachedCards
from services.members.consent import storage as consent
from services.members.consent.storage import MongoConsents, MongoConsentsUnit
from services.members.contacts.storage import MongoPreferences, MongoPreferencesUnit
from services.members.events.storage import MongoEventsUnit
from services.members.groups import storage as groups
from services.members.groups.storage import MongoGroups, MongoGroupsUnit
from services.members.identities import storage as identities
from services.members.identities.storage import MongoIdentities, MongoIdentitiesUnit
from services.members.imports import storage as imports
from services.members.imports.storage import MongoMemberFiles, MongoMemberFilesUnit
from services.members.lifecycle import storage as lifecycle
from services.members.lifecycle.storage import MongoLifecycles, MongoLifecyclesUnit
from services.members.merge_requests import storage as merge_requests
from services.members.merge_requests.storage import (
    MongoMergeRequests,
    MongoMergeRequestsUnit,
)
from services.members.merging import storage as merging
from services.members.merging.storage import MongoMerges, MongoMergesUnit
from services.members.occasions import storage as occasions
from services.members.occasions.storage import MongoOccasions, MongoOccasionsUnit
from services.members.phones import storage as phones
from services.members.phones.storage import MongoPhoneCodes, MongoPhoneCodesUnit
from services.members.privacy.storage import disclosures, reveals
from services.members.privacy.storage import erasures as privacy
from services.members.privacy.storage.disclosures import MongoDisclosures
from services.members.privacy.storage.erasures import MongoErasures, MongoErasuresUnit
from services.members.privacy.storage.reveals import MongoReveals, MongoRevealsUnit
from services.members.programme import storage as programmes
from services.members.referral import storage as referral
from services.members.referral.storage import MongoReferrals, MongoReferralsUnit
from services.members.search import storage as search
from services.members.search.storage import MongoNames, MongoNamesUnit
from services.members.segments import storage as segments
from services.members.segments.storage import MongoSegments, MongoSegmentsUnit
from services.members.sessions import storage as sessions
from services.members.sessions.storage import MongoSessionsUnit
from services.members.stores import storage as stores
from services.members.stores.storage import MongoStoresUnit
from services.members.tags import storage as tags
from services.members.tags.storage import MongoTags, MongoTagsUnit
from services.members.tiers.storage import backtests, decisions, standing_documents
from services.members.tiers.storage.unit import APPROVAL_INDEXES, MongoTiers, MongoTiersUnit
from services.members.transactions import Answered, Asked
from services.members.vault.storage.member_keys import MemberKeys
from services.members.vault.storage.vault import Vault
from tessera.members.v1 import members_pb2

T = TypeVar("T")

RACES_MAX = 5


def indexes(feed: Feed) -> Indexes:
    """For `mongo.ensure_indexes`."""
    return joined(
        *(identities.INDEXES, activities.INDEXES, orders.INDEXES, data_quality.INDEXES),
        *(standing_documents.INDEXES, facts.INDEXES, occasions.INDEXES, decisions.INDEXES),
        *(APPROVAL_INDEXES, backtests.INDEXES, programmes.INDEXES, audit_log.indexes()),
        *(disclosures.INDEXES, sessions.INDEXES, advisers.INDEXES, consent.INDEXES),
        *(stores.INDEXES, tags.INDEXES, imports.INDEXES, lifecycle.INDEXES, phones.INDEXES),
        *(privacy.INDEXES, reveals.INDEXES, groups.INDEXES, referral.INDEXES),
        *(segments.INDEXES, search.INDEXES, merging.INDEXES, merge_requests.INDEXES),
        *(redirects.INDEXES, feed.indexes()),
    )


class MembersStore:
    """Each room's reads outside of a transaction, and `transact`."""

    def __init__(
        self,
        db: Database,
        feed: Feed,
        vault: Vault,
        cache: CacheLike,
        clock: Clock | None = None,
    ) -> None:
        self._db = db
        self._feed = feed
        self._vault = vault
        self._clock = clock or SystemClock()
        self._keys = MemberKeys(db, vault)
        self.identities = MongoIdentities(db, vault, self._keys)
        self.tiers = MongoTiers(db)
        self.activities = MongoActivities(db)
        self.occasions = MongoOccasions(db, vault)
        self.consents = MongoConsents(db)
        self.contact_preferences = MongoPreferences(db)
        self.tags = MongoTags(db)
        self.member_files = MongoMemberFiles(db, vault, self._keys)
        self.lifecycles = MongoLifecycles(db)
        self.advisers = MongoAdvisers(db)
        self.phone_codes = MongoPhoneCodes(db, vault)
        self.erasures = MongoErasures(db)
        self.reveals = MongoReveals(db)
        self.disclosures = MongoDisclosures(db)
        self.groups = MongoGroups(db)
        self.referrals = MongoReferrals(db)
        self.segments = MongoSegments(db)
        self.names = MongoNames(db, vault)
        self.merges = MongoMerges(db)
        self.merge_requests = MongoMergeRequests(db)
        self.cards = CachedCards(db, self.identities, cache)

    async def transact(self, work: "Callable[[Unit], Awaitable[T]]") -> T:
        """Do `work` in one transaction, again after a lost race.

        An operator's action goes to the audit log with it. The cards of members that it wrote are
        invalidated once it has ended, in whatever way: a commit may have taken effect when its
        answer is lost, or when its caller is cancelled.
        """
        touched: set[tuple[str, str]] = set()
        return await mongo.to_its_end(self._transact_and_invalidate(work, touched))

    async def _transact_and_invalidate(
        self, work: "Callable[[Unit], Awaitable[T]]", touched: set[tuple[str, str]]
    ) -> T:
        try:
            return await self._transact(work, touched)
        finally:
            await self.cards.invalidate(touched)

    async def _transact(
        self, work: "Callable[[Unit], Awaitable[T]]", touched: set[tuple[str, str]]
    ) -> T:
        async def attempt(session: Session) -> T:
            unit = self._unit(session, touched)
            result = await work(unit)
            brand = (
                unit.answers.answered
                or unit.stores.answered
                or unit.events.published
                or unit.erasures.decided
                or unit.reveals.decided
                or unit.tiers.decided
            )
            if brand:
                await audit_log.record(self._db, session, brand, self._clock)
            return result

        for race in range(RACES_MAX):
            try:
                return await audit_log.transact(self._db, attempt)
            except mongo.PyMongoError as error:
                # Two that insert the same key at once: the second now finds the first's.
                if not mongo.is_duplicate(error) or race == RACES_MAX - 1:
                    raise
        raise AssertionError("unreachable")

    def _unit(self, session: Session, touched: set[tuple[str, str]]) -> "Unit":
        def touch(brand: str, ids: Collection[str]) -> None:
            touched.update((brand, member_id) for member_id in ids)

        identities = MongoIdentitiesUnit(self._db, self._vault, self._keys, session, touch)
        return Unit(
            answers=MongoAnswers(self._db, self._vault, session),
            identities=identities,
            tiers=MongoTiersUnit(self._db, session, touch),
            activities=MongoActivitiesUnit(self._db, session, touch),
            occasions=MongoOccasionsUnit(self._db, session),
            consents=MongoConsentsUnit(self._db, session),
            contact_preferences=MongoPreferencesUnit(self._db, session),
            stores=MongoStoresUnit(self._db, session),
            tags=MongoTagsUnit(self._db, session),
            member_files=MongoMemberFilesUnit(
                self._db, self._vault, self._keys, identities, session
            ),
            lifecycles=MongoLifecyclesUnit(self._db, session),
            sessions=MongoSessionsUnit(self._db, session),
            advisers=MongoAdvisersUnit(self._db, session),
            phone_codes=MongoPhoneCodesUnit(self._db, self._vault, session),
            erasures=MongoErasuresUnit(self._db, session),
            reveals=MongoRevealsUnit(self._db, session, self._clock),
            groups=MongoGroupsUnit(self._db, session),
            referrals=MongoReferralsUnit(self._db, session),
            segments=MongoSegmentsUnit(self._db, session),
            names=MongoNamesUnit(self._db, self._vault, session),
            merges=MongoMergesUnit(self._db, session),
            merge_requests=MongoMergeRequestsUnit(self._db, session),
            events=MongoEventsUnit(self._feed, session),
        )


class MongoAnswers:
    """Requests and their answers, for ever, as `services.common.idempotency` keeps them."""

    def __init__(self, db: Database, vault: Vault, session: Session) -> None:
        self._db = db
        self._vault = vault
        self._session = session
        self.answered = ""
        """The brand whose requests were answered here for the first time."""

    async def recall(
        self, brand: str, asked: Sequence[Asked]
    ) -> Mapping[str, Answered | Exception]:
        """By request id, of those known: the first answer, or the refusal of other content."""
        found: dict[str, Message | Exception] = {}
        for number in range(self._vault.digests_kept):
            # What was kept before keys were rotated was kept by a key before.
            sought = [
                a for a in asked if number == 0 or isinstance(found.get(a.request_id), Exception)
            ]
            if not sought:
                break
            found |= await idempotency.recall_many(
                self._db,
                self._session,
                caller_brand=brand,
                requests={each.request_id: self._request(brand, each, number) for each in sought},
            )
            # What was kept before keys were rotated was kept by another key.
            sought = [a for a in asked if isinstance(found.get(a.request_id), Exception)]
            if not sought:
                break
        return {request_id: _answered(message) for request_id, message in found.items()}

    async def remember(self, brand: str, answers: Sequence[tuple[Asked, Answered]]) -> None:
        """Keep the answers with the effect."""
        if answers:
            self.answered = brand
            told = sorted({answered.member_id for _, answered in answers} - {""})
            if told:
                audit.changed(after={"member_ids": ",".join(told)})
        await idempotency.remember_many(
            self._db,
            self._session,
            caller_brand=brand,
            answers=[
                (
                    asked.request_id,
                    self._request(brand, asked),
                    members_pb2.EnrolMemberResult(
                        member_id=answered.member_id, created=answered.created
                    ),
                )
                for asked, answered in answers
            ],
        )

    def _request(self, brand: str, asked: Asked, key: int = 0) -> Message:
        # A request holds personal data, and answers are kept for ever: only its digest is kept.
        digest = self._vault.digest("asked", brand, *asked.content, key=key)
        return wrappers_pb2.BytesValue(value=digest)


def _answered(message: Message | Exception) -> Answered | Exception:
    if isinstance(message, Exception):
        return message
    assert isinstance(message, members_pb2.EnrolMemberResult), "the only answer that is kept"
    return Answered(message.member_id, message.created)


@dataclass(frozen=True, slots=True)
class Unit:
    """One transaction: each room's part of it, under the room's name."""

    answers: MongoAnswers
    identities: MongoIdentitiesUnit
    tiers: MongoTiersUnit
    activities: MongoActivitiesUnit
    occasions: MongoOccasionsUnit
    consents: MongoConsentsUnit
    contact_preferences: MongoPreferencesUnit
    stores: MongoStoresUnit
    tags: MongoTagsUnit
    member_files: MongoMemberFilesUnit
    lifecycles: MongoLifecyclesUnit
    sessions: MongoSessionsUnit
    advisers: MongoAdvisersUnit
    phone_codes: MongoPhoneCodesUnit
    erasures: MongoErasuresUnit
    reveals: MongoRevealsUnit
    groups: MongoGroupsUnit
    referrals: MongoReferralsUnit
    segments: MongoSegmentsUnit
    names: MongoNamesUnit
    merges: MongoMergesUnit
    merge_requests: MongoMergeRequestsUnit
    events: MongoEventsUnit

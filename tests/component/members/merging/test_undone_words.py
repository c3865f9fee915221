"""An undo of a merge: what both said counts for who said it, and what stays is told."""

from datetime import timedelta
from typing import Any

from services.common.cache import NoCache
from services.common.clock import ManualClock
from services.common.mongo import Database
from services.common.watch import Feed
from services.members.consent.commands import ConsentChange, change_consent
from services.members.consent.domain.declaration import (
    Circumstances,
    ContactChannel,
    Declaration,
    Purpose,
)
from services.members.contacts.domain.preferences import Preferences
from services.members.context import MembersContext
from services.members.identities.commands.enrolment import Enrolled
from services.members.identities.domain.identity import Identity, IdentityKind
from services.members.merging.commands.merging import MergeWish, merge_members
from services.members.merging.commands.undoing import UndoWish, undo_merge
from services.members.programme.commands.rulebook import RuleBook
from services.members.unit_of_work import MembersStore
from services.members.vault.storage.vault import Vault
from tessera.members.v1 import events_pb2
from tests.activities import document
from tests.contract.members.member_stores import NOON, enrolled, wish
from tests.fakes_members import FakeProgrammes

TEXT = {"version": "2", "text": {"zh": "同意", "en": "Agree"}}
ASKED = {"purposes": [{"purpose": each, "texts": [TEXT]} for each in ("marketing", "survey")]}
HOURS = timedelta(hours=1)


async def test_an_undo_revives_no_consent_that_was_withdrawn_and_leaves_nobody_the_others(
    db: Database,
) -> None:
    store, clock = (
        MembersStore(db, Feed(db), Vault(b"k" * 32, b"i" * 32), NoCache()),
        ManualClock(NOON),
    )
    programmes = FakeProgrammes(tea=document("tea") | {"consents": ASKED})
    ctx: Any = MembersContext(store, RuleBook(programmes), clock)
    wishes = [wish(n, Identity(IdentityKind.POS_CARD, str(n))) for n in range(2)]
    people = await enrolled(store, "tea", *wishes)
    old, survivor = [each.member_id for each in people if isinstance(each, Enrolled)]

    async def says(member_id: str, purpose: Purpose, granted: bool) -> None:
        version = "2" if granted else ""
        said = Declaration(purpose, ContactChannel.ALL, granted, version, "app", clock.now())
        how = Circumstances("operator", "ann", "at the till")
        request = f"{member_id}/{purpose}/{granted}"
        await change_consent(ctx, "tea", ConsentChange(request, member_id, (said,), "", how))

    await says(old, Purpose.MARKETING, True)
    await says(old, Purpose.SURVEY, True)
    wished = Preferences((ContactChannel.SMS,), None, "en", NOON)
    await store.transact(lambda unit: unit.contact_preferences.keep("tea", old, wished))
    asked = MergeWish("tea", "m1", old, survivor, "the same phone", "ann", "operator")
    made, _ = await merge_members(ctx, asked)
    brought = await store.consents.declarations("tea", survivor, before="", size=9)
    assert {each.said.circumstances.proof for each in brought} == {made.id}
    clock.advance(HOURS)
    # The person replies TD to an SMS, which is recorded of who has the number now.
    await says(survivor, Purpose.MARKETING, False)
    clock.advance(HOURS)
    undo = UndoWish("tea", "u1", made.id, "two people", "ann", "operator")
    undone, _ = await undo_merge(ctx, undo)

    held = {
        member_id: {purpose.value: each.granted for (purpose, _), each in known.held.items()}
        for member_id, known in (await store.consents.consents("tea", [old, survivor])).items()
    }
    assert held == {old: {"marketing": False, "survey": True}, survivor: {"marketing": False}}
    [latest, *_] = await store.consents.declarations("tea", old, before="", size=9)
    assert (latest.said.declaration.granted, latest.said.circumstances.proof) == (False, made.id)
    found = db["events"].find({"type": "consent_changed"}, sort=[("_id", 1)])
    events = [events_pb2.Event.FromString(each["payload"]) async for each in found]
    told = [(each.member_id, each.consent_changed.granted) for each in events]
    assert told[-2:] == [(old, False), (survivor, False)]
    known = await store.contact_preferences.preferences("tea", [old, survivor])
    assert known == {old: wished}
    returned = {part.what: (part.moved, part.kept) for part in undone.returned}
    assert (returned["consents"], returned["preferences"]) == ((2, 0), (1, 0))

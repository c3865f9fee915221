"""Recording what a member says: one effect, one event, and the whole history."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.common.clock import ManualClock
from services.common.errors import Refusal
from services.members.consent.commands import ConsentChange, change_consent
from services.members.consent.domain.consents import NO_CONSENTS
from services.members.consent.domain.declaration import (
    Circumstances,
    ContactChannel,
    Declaration,
    Purpose,
)
from services.members.consent.domain.section import ConsentVersionUnknown, consents_of
from services.members.context import MembersContext
from services.members.events.domain import ConsentChanged, MemberEnrolled
from services.members.identities.commands.enrolment import Enrolled, Enrolment, enrol
from services.members.identities.domain.identity import Identity, IdentityKind
from services.members.identities.domain.profile import Profile
from services.members.programme.commands.rulebook import RuleBook
from tests.fakes_members import FakeMembersStore, FakeProgrammes
from tests.unit.members.consent.declarations import NOON, declaration, rules

SMS = ContactChannel.SMS
HOW = Circumstances("member", "user:1")
Context = MembersContext[FakeMembersStore]


def context() -> Context:
    document = {**rules().document, "ladders": []}
    programmes = RuleBook(FakeProgrammes(tea=document))
    return MembersContext(FakeMembersStore(), programmes, ManualClock(NOON))


async def enrolled(ctx: Context, *consents: Declaration, request_id: str = "e1") -> str:
    identity = Identity(IdentityKind.PHONE, "+8613800000000")
    wish = Enrolment(request_id, (identity,), Profile(), "app", consents, HOW)
    [result] = await enrol(ctx, "tea", [wish])
    if isinstance(result, Exception):
        raise result
    return result.member_id


def change(member_id: str, request_id: str, *declarations: Declaration) -> ConsentChange:
    return ConsentChange(request_id, member_id, declarations, "", HOW)


async def granted(ctx: Context, member_id: str) -> bool:
    found = await ctx.store.consents.consents("tea", [member_id])
    section = consents_of(rules())
    return found.get(member_id, NO_CONSENTS).granted(Purpose.MARKETING, SMS, section)


async def history(ctx: Context, member_id: str) -> list[tuple[bool, str]]:
    found = await ctx.store.consents.declarations("tea", member_id, before="", size=100)
    return [(each.said.declaration.granted, each.said.declaration.version) for each in found]


async def test_a_consent_is_written_with_its_event_and_its_history() -> None:
    ctx = context()
    member_id = await enrolled(ctx)
    assert not await change_consent(ctx, "tea", change(member_id, "r1", declaration(True)))
    assert await granted(ctx, member_id)
    assert await history(ctx, member_id) == [(True, "2")]
    assert ctx.store.events[-1] == (
        "tea",
        ConsentChanged(member_id, "marketing", "*", True, "2", NOON),
    )
    [kept] = await ctx.store.consents.declarations("tea", member_id, before="", size=10)
    assert (kept.programme_version, kept.said.circumstances) == (1, HOW)


async def test_a_repeat_takes_effect_once_and_other_content_is_refused() -> None:
    ctx = context()
    member_id = await enrolled(ctx)
    await change_consent(ctx, "tea", change(member_id, "r1", declaration(True)))
    events = len(ctx.store.events)
    # A member's request carries no time, so a repeat of it comes at a later one.
    assert await change_consent(ctx, "tea", change(member_id, "r1", declaration(True, 3)))
    assert (len(ctx.store.events), len(await history(ctx, member_id))) == (events, 1)
    with pytest.raises(Refusal, match="REQUEST_ID_REUSED"):
        await change_consent(ctx, "tea", change(member_id, "r1", declaration(False)))
    assert await granted(ctx, member_id)


async def test_an_older_declaration_that_comes_late_is_kept_and_changes_nothing() -> None:
    ctx = context()
    member_id = await enrolled(ctx)
    await change_consent(ctx, "tea", change(member_id, "r1", declaration(False, 5)))
    events = len(ctx.store.events)
    await change_consent(ctx, "tea", change(member_id, "r2", declaration(True, 4, version="1")))
    assert not await granted(ctx, member_id)
    assert await history(ctx, member_id) == [(True, "1"), (False, "")]
    assert len(ctx.store.events) == events


async def test_a_withdrawal_needs_no_text_and_a_consent_does() -> None:
    ctx = context()
    member_id = await enrolled(ctx)
    survey = declaration(False, purpose=Purpose.SURVEY)
    await change_consent(ctx, "tea", change(member_id, "r1", survey))
    with pytest.raises(ConsentVersionUnknown):
        await change_consent(ctx, "tea", change(member_id, "r2", declaration(True, version="9")))
    assert await history(ctx, member_id) == [(False, "")]


async def test_a_repeat_after_its_text_went_gets_its_first_answer() -> None:
    ctx = context()
    member_id = await enrolled(ctx)
    wish = change(member_id, "r1", declaration(True))
    await change_consent(ctx, "tea", wish)
    bare = {**rules().document, "consents": {}, "ladders": []}
    later = MembersContext(ctx.store, RuleBook(FakeProgrammes(tea=bare)), ctx.clock)
    assert await change_consent(later, "tea", wish)


async def test_nobody_consents_for_a_member_of_another_brand() -> None:
    ctx = context()
    member_id = await enrolled(ctx)
    with pytest.raises(Refusal, match="no member"):
        await change_consent(ctx, "retail", change(member_id, "r1", declaration(False)))


async def test_a_consent_at_enrolment_commits_with_it() -> None:
    ctx = context()
    member_id = await enrolled(ctx, declaration(True))
    assert await granted(ctx, member_id)
    kinds = [type(event) for _, event in ctx.store.events]
    assert kinds == [MemberEnrolled, ConsentChanged]
    assert await enrolled(ctx, declaration(True, 1)) == member_id
    assert len(await history(ctx, member_id)) == 1


async def test_who_is_found_by_an_enrolment_consents_too() -> None:
    ctx = context()
    member_id = await enrolled(ctx)
    await enrolled(ctx, declaration(True), request_id="e2")
    assert await granted(ctx, member_id)


async def test_an_unknown_text_refuses_its_enrolment_and_no_other() -> None:
    ctx = context()
    wishes = [
        Enrolment(
            f"e{n}",
            (Identity(IdentityKind.POS_CARD, f"card-{n}"),),
            Profile(),
            "app",
            (declaration(True, version=version),),
            HOW,
        )
        for n, version in enumerate(["9", "2"])
    ]
    refused, done = await enrol(ctx, "tea", wishes)
    assert isinstance(refused, ConsentVersionUnknown)
    assert isinstance(done, Enrolled)
    assert len([e for _, e in ctx.store.events if isinstance(e, MemberEnrolled)]) == 1


@settings(max_examples=30, deadline=None)
@given(st.permutations([(True, 0), (False, 1), (True, 2), (False, 2), (True, 1)]))
async def test_requests_in_any_order_leave_the_same_consent(
    order: list[tuple[bool, int]],
) -> None:
    ctx = context()
    member_id = await enrolled(ctx)
    for yes, minute in order:
        said = change(member_id, f"{yes}{minute}", declaration(yes, minute))
        for _ in range(2):
            await change_consent(ctx, "tea", said)
    found = await ctx.store.consents.consents("tea", [member_id])
    assert list(found[member_id].held.values()) == [declaration(False, 2)]
    assert len(await history(ctx, member_id)) == len(order)
    assert (
        NOON + timedelta(minutes=2)
        == found[member_id].held[Purpose.MARKETING, ContactChannel.ALL].at
    )

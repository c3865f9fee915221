"""After an undo a withdrawal counts for both, and a consent for who gave it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from services.members.consent.domain.consents import NO_CONSENTS
from services.members.consent.domain.declaration import ContactChannel, Declaration, Purpose
from services.members.merging.domain.parted_consents import parted_consents
from tests.unit.members.consent.declarations import declaration

MERGED = 100
GIVEN, GONE = declaration(True, 10), declaration(False, MERGED + 5)


@st.composite
def declarations(draw: st.DrawFn, first: int, last: int) -> list[Declaration]:
    one = st.builds(
        declaration,
        st.booleans(),
        st.integers(first, last),
        purpose=st.sampled_from([Purpose.MARKETING, Purpose.SURVEY]),
        channel=st.sampled_from([ContactChannel.ALL, ContactChannel.SMS]),
    )
    return draw(st.lists(one, max_size=5))


def test_a_withdrawal_since_the_merge_ends_the_consents_of_both() -> None:
    theirs, own = NO_CONSENTS.after([GIVEN]), NO_CONSENTS.after([declaration(True, 20)])
    now = own.after(theirs.held.values()).after([GONE])
    old, survivor = parted_consents(now, theirs, own, [GONE])
    assert set(old.held.values()) == set(survivor.held.values()) == {GONE}


def test_a_consent_that_the_merge_brought_leaves_the_survivor() -> None:
    theirs, refused = NO_CONSENTS.after([GIVEN]), NO_CONSENTS.after([declaration(False, 5)])
    for own in (NO_CONSENTS, refused):
        old, survivor = parted_consents(own.after([GIVEN]), theirs, own, [])
        assert (old, survivor) == (theirs, own)


def test_a_consent_since_the_merge_is_the_survivors_and_undoes_no_refusal_of_the_other() -> None:
    theirs, since = NO_CONSENTS.after([declaration(False, 10)]), declaration(True, MERGED + 5)
    old, survivor = parted_consents(theirs.after([since]), theirs, NO_CONSENTS, [since])
    assert old == theirs
    assert set(survivor.held.values()) == {since}


def test_a_withdrawal_followed_by_a_consent_still_ends_the_others() -> None:
    theirs, again = NO_CONSENTS.after([GIVEN]), declaration(True, MERGED + 9)
    now = theirs.after([GONE, again])
    old, survivor = parted_consents(now, theirs, NO_CONSENTS, [again, GONE])
    assert set(old.held.values()) == {GONE}
    assert set(survivor.held.values()) == {again}


@settings(max_examples=60)
@given(declarations(0, 50), declarations(0, 50), declarations(60, 90), st.randoms())
def test_nobody_is_left_with_a_consent_of_the_other_or_without_a_withdrawal(
    said: list[Declaration], own_said: list[Declaration], since: list[Declaration], chance: object
) -> None:
    theirs, own = NO_CONSENTS.after(said), NO_CONSENTS.after(own_said)
    now = own.after(theirs.held.values()).after(since)
    old, survivor = parted_consents(now, theirs, own, since)
    shuffled = sorted(since, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert parted_consents(now, theirs, own, shuffled) == (old, survivor)
    for each in old.held.values():
        assert each in said or not each.granted
    for each in survivor.held.values():
        assert each in own_said or each in since or not each.granted
    for each in since:
        subject = each.purpose, each.channel
        if not each.granted:
            assert old.held[subject].rank >= each.rank
            assert survivor.held[subject].rank >= each.rank
    # The survivor loses nothing of their own.
    assert survivor == survivor.after([*own_said, *since])

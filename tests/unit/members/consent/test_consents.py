"""Of all that a member said about a purpose and contact channel, the latest counts."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.members.consent.domain.consents import NO_CONSENTS, Consents
from services.members.consent.domain.declaration import ContactChannel, Declaration, Purpose
from services.members.consent.domain.occurrence import OccurrenceInvalid, occurred
from services.members.consent.domain.section import (
    ConsentNotAsked,
    ConsentVersionUnknown,
    consents_of,
)
from tests.unit.members.consent.declarations import NOON, declaration, rules

ALL, SMS, EMAIL = ContactChannel.ALL, ContactChannel.SMS, ContactChannel.EMAIL
SECTION = consents_of(rules())
STATEMENTS = st.builds(
    declaration,
    st.booleans(),
    st.integers(0, 3),
    purpose=st.sampled_from([Purpose.SERVICE, Purpose.MARKETING]),
    channel=st.sampled_from([ALL, SMS, EMAIL]),
    version=st.sampled_from(["1", "2"]),
)


def granted(consents: Consents, channel: ContactChannel = SMS) -> bool:
    return consents.granted(Purpose.MARKETING, channel, SECTION)


def said(*declarations: Declaration) -> Consents:
    return NO_CONSENTS.after(declarations)


@given(st.data(), st.lists(STATEMENTS, max_size=8))
def test_any_order_and_any_repetition_of_the_same_declarations_is_the_same_consent(
    data: st.DataObject, declarations: list[Declaration]
) -> None:
    again = data.draw(st.permutations(declarations + declarations))
    cut = data.draw(st.integers(0, len(again)))
    assert said(*again[:cut]).after(again[cut:]) == said(*declarations)


@given(st.lists(STATEMENTS, max_size=8))
def test_what_counts_is_the_latest_about_the_channel_or_about_all_and_of_two_at_once_the_withdrawal(
    declarations: list[Declaration],
) -> None:
    consents = said(*declarations)
    for purpose in (Purpose.SERVICE, Purpose.MARKETING):
        for channel in (ALL, SMS, EMAIL):
            about = [
                s for s in declarations if s.purpose is purpose and s.channel in {channel, ALL}
            ]
            latest = max((s.at for s in about), default=None)
            by_rule = all(s.granted for s in about if s.at == latest)
            if not about:
                by_rule = purpose is Purpose.SERVICE
            assert consents.granted(purpose, channel, SECTION) is by_rule


def test_nobody_has_agreed_who_was_never_asked_but_to_the_service_of_the_contract() -> None:
    for purpose in Purpose:
        assert NO_CONSENTS.granted(purpose, SMS, SECTION) is (purpose is Purpose.SERVICE)
    strict = consents_of(rules(service_default="not_granted"))
    assert not NO_CONSENTS.granted(Purpose.SERVICE, SMS, strict)


def test_a_withdrawal_of_all_ends_every_channel_and_a_later_word_of_one_opens_that_one() -> None:
    consents = said(declaration(True, 0, channel=SMS), declaration(False, 1))
    assert not granted(consents, SMS)
    again = consents.after([declaration(True, 2, channel=SMS)])
    assert (granted(again, SMS), granted(again, EMAIL), granted(again, ALL)) == (True, False, False)


def test_a_withdrawn_channel_leaves_the_others() -> None:
    consents = said(declaration(True, 0), declaration(False, 1, channel=SMS))
    assert (granted(consents, SMS), granted(consents, EMAIL)) == (False, True)


def test_a_withdrawn_service_is_not_granted_by_the_contract() -> None:
    consents = said(declaration(False, purpose=Purpose.SERVICE))
    assert not consents.granted(Purpose.SERVICE, SMS, SECTION)


def test_a_new_text_that_was_not_answered_withdraws_nothing() -> None:
    consents = said(declaration(True, version="1"))
    assert granted(consents)
    [_, marketing] = consents.shown(SECTION)
    assert (marketing.granted, marketing.by and marketing.by.version) == (True, "1")


def test_a_card_shows_all_of_each_purpose_and_channels_with_a_later_word_of_their_own() -> None:
    consents = said(
        declaration(True, 0, channel=EMAIL),
        declaration(True, 1),
        declaration(False, 2, channel=SMS),
        declaration(True, 3, purpose=Purpose.SHARING, channel=SMS),
    )
    shown = [(each.purpose, each.channel, each.granted) for each in consents.shown(SECTION)]
    assert shown == [
        (Purpose.SERVICE, ALL, True),
        (Purpose.MARKETING, ALL, True),
        (Purpose.MARKETING, SMS, False),
        (Purpose.SHARING, ALL, False),
        (Purpose.SHARING, SMS, True),
    ]


def test_what_is_new_is_what_counts_and_did_not() -> None:
    before = said(declaration(True, 5))
    after = before.after([declaration(False, 4), declaration(False, 6, channel=SMS)])
    assert after.new_in(before) == [declaration(False, 6, channel=SMS)]


def test_only_a_text_of_the_programme_can_be_agreed_to_a_former_one_too() -> None:
    SECTION.check(Purpose.MARKETING, "2")
    SECTION.check(Purpose.MARKETING, "1")
    with pytest.raises(ConsentVersionUnknown) as unknown:
        SECTION.check(Purpose.MARKETING, "3")
    assert (unknown.value.field, unknown.value.metadata) == ("version", {"version": "2"})
    with pytest.raises(ConsentNotAsked):
        SECTION.check(Purpose.SURVEY, "2")


def test_the_text_of_a_version_that_the_programme_has_no_more_is_absent() -> None:
    former, gone = (SECTION.text(Purpose.MARKETING, version) for version in ("1", "0"))
    assert (former and former.zh, gone) == ("同意1", None)
    asked = SECTION.asked(Purpose.MARKETING)
    assert asked is not None
    assert asked.version == "2"


def test_a_time_ahead_of_ours_counts_as_now_so_that_a_fast_clock_outlasts_no_withdrawal() -> None:
    assert occurred(NOON + timedelta(minutes=4), NOON) == NOON
    assert occurred(NOON - timedelta(days=900), NOON) == NOON - timedelta(days=900)
    assert occurred(None, NOON + timedelta(microseconds=1999)) == NOON + timedelta(milliseconds=1)
    for wrong in (NOON + timedelta(minutes=6), NOON - timedelta(days=30 * 366)):
        with pytest.raises(OccurrenceInvalid):
            occurred(wrong, NOON)

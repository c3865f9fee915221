"""A provider that fails is left alone for a while, and what is kept of its words has no address."""

from datetime import UTC, datetime, timedelta

import pytest

from services.feedback.providers.domain.outgoing import kept_words
from services.feedback.providers.domain.pauses import FAILURES, LONGEST_PAUSE, Health
from services.feedback.providers.domain.signature import SKEW, is_signed, signed_headers

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_five_failures_in_a_row_begin_a_pause_after_which_one_message_tries() -> None:
    health = Health()
    for _ in range(FAILURES - 1):
        health.failed(NOW)
    assert health.may_call(NOW)
    health.answered()
    for _ in range(FAILURES):
        health.failed(NOW)
    assert not health.may_call(NOW)
    assert health.paused_until is not None
    after = health.paused_until
    assert health.may_call(after)
    assert not health.may_call(after)
    health.failed(after)
    assert health.paused_until - after > after - NOW
    for _ in range(30):
        health.failed(after)
    assert health.paused_until - after == LONGEST_PAUSE
    assert health.may_call(health.paused_until)
    health.answered()
    assert health.may_call(NOW)
    assert health.may_call(NOW)


@pytest.mark.parametrize(
    ("words", "address", "kept"),
    [
        ("43101 user refuse", "", "43101 user refuse"),
        ("+8613800001234 is no number", "+8613800001234", "… is no number"),
        ("13800001234 is blocked", "+8613800001234", "… is blocked"),
        ("code 1380000 of oABC_1", "oABC_1", "code … of …"),
        ("a\nb\x00", "", "a b"),
        ("x" * 300, "", "x" * 200),
    ],
)
def test_words_of_a_provider_are_kept_without_addresses(
    words: str, address: str, kept: str
) -> None:
    assert kept_words(words, address) == kept


def test_a_signature_is_of_one_id_body_secret_and_time() -> None:
    headers = signed_headers("s1", "tch_1", NOW, b"body")
    shown = ("tch_1", headers["webhook-timestamp"], headers["webhook-signature"])
    assert is_signed("s1", *shown, b"body", NOW)
    assert is_signed("s1", *shown, b"body", NOW + SKEW)
    assert is_signed("s1", *shown[:2], f"v1,bad {shown[2]}", b"body", NOW)
    assert not is_signed("s1", *shown, b"body", NOW + SKEW + timedelta(seconds=1))
    assert not is_signed("s2", *shown, b"body", NOW)
    assert not is_signed("s1", *shown, b"other", NOW)
    assert not is_signed("s1", "tch_2", *shown[1:], b"body", NOW)
    assert not is_signed("s1", "tch_1", "-5", shown[2], b"body", NOW)
    assert not is_signed("s1", *shown[:2], "v1,é\ud800", b"body", NOW)

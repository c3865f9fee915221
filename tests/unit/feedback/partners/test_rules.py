"""Signatures, waits, addresses and bodies of webhooks."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.partners.commands.endpoints import check_url
from services.feedback.partners.domain.endpoint import EndpointUrlInvalid
from services.feedback.partners.domain.message import BODY_BYTES_MAX, Message, body
from services.feedback.partners.domain.public_address import is_public
from services.feedback.partners.domain.retry import (
    RETRY_AFTER_MAX,
    TRIES_MAX,
    WAITS,
    retry_after,
    wait_after,
)
from services.feedback.partners.domain.signature import headers, shown, signature

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_the_signature_is_that_of_standard_webhooks() -> None:
    """Case 57."""
    key, other = bytes(range(32)), bytes(32)
    content = b'{"type":"tier.changed","data":{"member":"mem_1","to":"gold"}}'
    id_ = "evt_01kb0000000000000000000000"
    expected = "v1,ulCVGB7gipPJsMI3v+6V8fE8NQKhe+2tlgLxeX42SjY="
    assert signature([key], id_, 1795910400, content) == expected
    two = signature([other, key], id_, 1795910400, content).split(" ")
    assert len(two) == 2
    assert two[1] == expected
    assert two[0] != expected
    at = datetime.fromtimestamp(1795910400, UTC) + timedelta(milliseconds=900)
    assert headers([key], id_, at, content) == {
        "webhook-id": id_,
        "webhook-timestamp": "1795910400",
        "webhook-signature": expected,
    }
    assert base64.b64decode(shown(key).removeprefix("whsec_")) == key


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::808:808", True),
        ("2002:808:808::1", True),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("127.0.0.1", False),
        ("127.255.255.254", False),
        ("0.0.0.0", False),
        ("100.64.0.1", False),
        ("100.100.100.200", False),
        ("169.254.169.254", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::7f00:1", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("fd00:ec2::254", False),
        ("2001:db8::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("64:ff9b:1::808:808", False),
        ("2002:7f00:1::1", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
        ("crm.example", False),
        ("", False),
    ],
)
def test_only_public_addresses_are_public(address: str, public: bool) -> None:
    """Case 59."""
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "HTTPS"),
        ("ftp://crm.example/", "HTTPS"),
        ("http://crm.partner.example/", "HTTPS"),
        ("https://", "HOST"),
        ("https://10.0.0.1/", "HOST"),
        ("https://[::1]/", "HOST"),
        ("https://169.254.169.254/latest", "HOST"),
        ("https://2130706433/", "HOST"),
        ("https://0x7f.1/", "HOST"),
        ("https://localhost/", "HOST"),
        ("https://members.tessera.svc/", "HOST"),
        ("https://crm.partner.example:8080/", "PORT"),
        ("https://ann:secret@crm.partner.example/", "HOST"),
        ("https://crm.partner.example/a b", "HOST"),
        ("https://crm.partner.example/\r\nx: y", "HOST"),
        ("https://crm.partner.example/" + "x" * 500, "HOST"),
    ],
)
def test_an_address_to_which_nothing_may_go_is_refused(url: str, why: str) -> None:
    with pytest.raises(EndpointUrlInvalid) as refused:
        check_url(url)
    assert refused.value.metadata["why"] == why


def test_what_is_posted_to_is_written_plainly_in_development_too() -> None:
    check_url("https://crm.partner.example/hooks?for=tessera")
    check_url("https://crm.partner.example:8443/")
    check_url("http://127.0.0.1:9000/hooks", private=True)
    for url in ("http://127.0.0.1/\r\nx: y", "http://a b/", "file:///etc/passwd", "http://"):
        with pytest.raises(EndpointUrlInvalid):
            check_url(url, private=True)


@given(st.integers(1, 20), st.floats(0, 1, exclude_max=True), st.none() | st.integers(0, 10**6))
def test_a_wait_is_that_of_the_schedule_and_never_shorter_than_the_wish(
    tries: int, chance: float, wish_s: int | None
) -> None:
    wish = None if wish_s is None else timedelta(seconds=wish_s)
    wait = wait_after(tries, chance, wish)
    if tries >= TRIES_MAX:
        assert wait is None
        return
    assert wait is not None
    least, most = WAITS[tries - 1] * 0.9, WAITS[tries - 1] * 1.1
    if wish is not None:
        bounded = min(wish, RETRY_AFTER_MAX)
        assert wait >= bounded
        most = max(most, bounded)
    assert least <= wait <= most


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("0", 0),
        ("999999999999999999", 86_400),
        ("Mon, 02 Mar 2026 12:02:00 GMT", 120),
        ("Mon, 02 Mar 2026 11:00:00 GMT", 0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("١٢٠", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str, seconds: int | None) -> None:
    """Case 59."""
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert retry_after(header, NOON) == expected


def test_a_body_has_its_bounds_and_says_what_is_left_out() -> None:
    message = Message("evt_1", "tea", "mem_1", "tier.changed", NOON, NOON, {"to": "金卡"})
    told = json.loads(body(message, 17, is_replay=False))
    assert told == {
        "id": "evt_1",
        "type": "tier.changed",
        "brand": "tea",
        "member": "mem_1",
        "member_seq": 17,
        "occurred_at": "2026-03-02T12:00:00.000Z",
        "recorded_at": "2026-03-02T12:00:00.000Z",
        "data": {"to": "金卡"},
    }
    assert json.loads(body(message, 17, is_replay=True)) == {**told, "replay": True}
    long = Message("evt_1", "tea", "mem_1", "x", NOON, NOON, {"to": "金" * BODY_BYTES_MAX})
    content = body(long, 1, is_replay=False)
    assert len(content) <= BODY_BYTES_MAX
    assert json.loads(content)["data_left_out"] is True

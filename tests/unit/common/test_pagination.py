import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.common.errors import Refusal
from services.common.pagination import (
    PageTokenInvalid,
    PlaceTokens,
    decode_token,
    encode_token,
    page_size,
)

SECRET = b"s" * 32


@given(st.text(max_size=50), st.integers(-(2**53), 2**53))
def test_a_token_returns_the_fields_it_was_made_from(after: str, position: int) -> None:
    token = encode_token(SECRET, brand="tea", after=after, position=position)
    fields = decode_token(SECRET, token, brand="tea")
    assert fields == {"brand": "tea", "after": after, "position": position}


def test_a_token_of_another_brand_is_refused() -> None:
    token = encode_token(SECRET, brand="tea", after="x")
    with pytest.raises(PageTokenInvalid):
        decode_token(SECRET, token, brand="retail")


def test_a_list_begins_at_its_token_and_knows_none_of_another_filter() -> None:
    tokens = PlaceTokens(SECRET, {"list": "draws", "member": "ada"})
    assert (tokens.place("", 0), tokens.place("", "")) == (0, "")
    assert tokens.place(tokens.token(20), 0) == 20
    assert tokens.place(tokens.token("drw_1"), "") == "drw_1"
    other = PlaceTokens(SECRET, {"list": "draws", "member": "bob"})
    with pytest.raises(PageTokenInvalid):
        other.place(tokens.token(20), 0)


def test_a_token_signed_with_another_secret_is_refused() -> None:
    with pytest.raises(PageTokenInvalid):
        decode_token(SECRET, encode_token(b"t" * 32, brand="tea"), brand="tea")


def test_no_bit_of_a_token_can_be_changed() -> None:
    token = encode_token(SECRET, after="abc")
    raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    for position in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[position // 8] ^= 1 << position % 8
        with pytest.raises(PageTokenInvalid):
            decode_token(SECRET, base64.urlsafe_b64encode(bytes(changed)).decode())


@given(st.text(max_size=100))
def test_rubbish_is_refused(token: str) -> None:
    with pytest.raises(PageTokenInvalid):
        decode_token(SECRET, token)


def test_page_sizes_stay_within_their_limits() -> None:
    assert [page_size(asked) for asked in (0, 1, 100, 5000)] == [20, 1, 100, 100]
    assert page_size(0, default=5, max=10) == 5
    with pytest.raises(Refusal) as refused:
        page_size(-1)
    assert (refused.value.reason, refused.value.field) == ("INVALID_ARGUMENT", "page_size")

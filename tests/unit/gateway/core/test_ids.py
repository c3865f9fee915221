"""Global ids and cursors: what goes out comes back, and nothing else does."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gateway.core.ids import cursor, from_global, plain_id, position, to_global
from services.common.errors import Refusal

IDS = st.from_regex(r"[a-z]{2,4}_[0-9a-z]{1,40}", fullmatch=True)


@given(IDS)
def test_an_id_comes_back_from_its_global_form_and_from_itself(identifier: str) -> None:
    assert from_global(to_global("Member", identifier)) == ("Member", identifier)
    assert plain_id("Member", to_global("Member", identifier)) == identifier
    assert plain_id("Member", identifier) == identifier


@given(st.text(max_size=300))
@example("_")
def test_any_other_text_is_refused_or_harmless(text: str) -> None:
    try:
        identifier = plain_id("Member", text)
    except Refusal:
        return
    assert identifier.replace("_", "").replace("-", "").isalnum()
    assert len(identifier) <= 64


def test_an_id_of_another_type_is_refused() -> None:
    with pytest.raises(Refusal):
        plain_id("Member", to_global("Feedback", "fb_1"))


@given(st.integers(min_value=0))
def test_a_cursor_comes_back_only_in_its_own_list(place: int) -> None:
    assert position("entry", cursor("entry", place), int) == place
    with pytest.raises(Refusal) as refused:
        position("feedback", cursor("entry", place), str)
    assert refused.value.reason == "PAGE_TOKEN_INVALID"

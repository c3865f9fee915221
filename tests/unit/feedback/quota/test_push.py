"""What WeChat pushes is read in all its forms, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.quota.domain.push import PushInvalid, accepted, allows, pop_up_of

ENTRY = {"TemplateId": "W25", "SubscribeStatusString": "accept", "PopupScene": "0"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda each: (
        st.lists(each, max_size=3)
        | st.dictionaries(
            st.sampled_from(["List", "Event", "FromUserName", "CreateTime", "TemplateId", "x"]),
            each,
            max_size=4,
        )
    ),
    max_leaves=8,
)


def push(**changed: Any) -> dict[str, Any]:
    body = {"FromUserName": "o1", "CreateTime": 1610969440, "Event": "subscribe_msg_popup_event"}
    return {**body, "List": ENTRY, **changed}


def test_case_19_an_object_and_a_list_a_number_and_a_text_are_the_same_pop_up() -> None:
    read = {
        pop_up_of(push(List=listed, CreateTime=created))
        for listed in (ENTRY, [ENTRY])
        for created in (1610969440, "1610969440")
    }
    assert [(each.created, each.results) for each in read if each] == [
        ("1610969440", (("W25", "accept"),))
    ]
    assert pop_up_of(push(Event="subscribe_msg_change_event")) is None


@given(JSON)
def test_whatever_comes_is_read_or_refused(document: Any) -> None:
    for body in (document, push(List=document), {**push(), "CreateTime": document}):
        try:
            read = pop_up_of(body)
        except PushInvalid:
            continue
        if read is not None:
            assert all(isinstance(each, str) and each for pair in read.results for each in pair)


@pytest.mark.parametrize("result", ["accept", "acceptWithAlert", "acceptWithAudio"])
def test_case_18_what_begins_with_accept_allows(result: str) -> None:
    assert allows(result)


@pytest.mark.parametrize("result", ["reject", "ban", "filter", "", "Accept"])
def test_nothing_else_allows(result: str) -> None:
    assert not allows(result)


def test_a_template_counts_once_in_a_pop_up_and_only_where_the_programme_counts_it() -> None:
    results = [("a", "accept"), ("a", "accept"), ("b", "reject"), ("c", "accept")]
    assert accepted(results, {"a", "b"}) == ["a"]

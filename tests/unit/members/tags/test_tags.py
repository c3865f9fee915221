"""Tags of a member: set again, lapsed, bounded, shown, told."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.members.events.domain import TagFacts
from services.members.programme.domain.rules import Rules
from services.members.tags.domain.section import tag_definitions
from services.members.tags.domain.tag import CLASS_OF, Tag, TagClass, TagKind, TagSource
from services.members.tags.domain.tags import NO_TAGS, TAGS_MAX, Tags, TagsFull

NOW = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
"""00:30 of 3 March in Shanghai."""
HOUR = timedelta(hours=1)
RULES = Rules(
    7,
    ZoneInfo("Asia/Shanghai"),
    "CNY",
    "CN",
    {
        "tags": [
            {
                "code": code,
                "name": {"zh": code, "en": code},
                "kind": "style",
                "refresh": "triggered",
                **more,
            }
            for code, more in (("vip", {}), ("student", {"days": 2}))
        ]
    },
)
DECLARED = tag_definitions(RULES)


def tag(code: str, at: datetime = NOW, until: datetime | None = None) -> Tag:
    return Tag(code, TagSource.OPERATOR, "ann", at, 100, until)


def test_the_nine_kinds_are_in_three_classes_of_three() -> None:
    assert set(CLASS_OF) == set(TagKind)
    classes = list(CLASS_OF.values())
    assert {each: classes.count(each) for each in TagClass} == dict.fromkeys(TagClass, 3)


def test_a_tag_that_is_set_again_takes_the_later_time_and_expiry() -> None:
    first = NO_TAGS.changed([tag("vip", until=NOW + HOUR)], (), NOW)
    again = first.changed([tag("vip", NOW + HOUR / 2)], (), NOW + HOUR / 2)
    assert again.held == {"vip": tag("vip", NOW + HOUR / 2)}
    assert (first.revision, again.revision) == (1, 2)


def test_what_changes_nothing_is_no_change() -> None:
    held = NO_TAGS.changed([tag("vip")], (), NOW)
    assert held.changed([tag("vip")], ["student"], NOW) is held
    assert NO_TAGS.changed((), ["vip"], NOW) is NO_TAGS


def test_past_its_expiry_a_member_has_a_tag_no_more() -> None:
    tags = NO_TAGS.changed([tag("vip"), tag("student", until=NOW + HOUR)], (), NOW)
    assert tags.next_expiry(NOW) == NOW + HOUR
    assert set(tags.current(NOW + HOUR - timedelta(milliseconds=1))) == {"vip", "student"}
    assert set(tags.current(NOW + HOUR)) == {"vip"}
    assert tags.next_expiry(NOW + HOUR) is None


def test_tags_that_lapsed_take_no_place_and_one_too_many_is_refused() -> None:
    lapsing = [tag(f"t{n}", until=NOW + HOUR) for n in range(TAGS_MAX)]
    full = NO_TAGS.changed(lapsing, (), NOW)
    with pytest.raises(TagsFull):
        full.changed([tag("vip")], (), NOW)
    assert set(full.changed([tag("vip")], ["t0"], NOW).held) >= {"vip", "t1"}
    assert set(full.changed([tag("vip")], (), NOW + HOUR).held) == {"vip"}


def test_a_declared_term_counts_local_days_with_that_of_the_setting() -> None:
    assert DECLARED["vip"].lapses(NOW, RULES) is None
    # Set on 3 March in Shanghai, for two days: until the 5th begins there.
    assert DECLARED["student"].lapses(NOW, RULES) == datetime(2026, 3, 4, 16, tzinfo=UTC)


def test_only_declared_tags_are_shown_and_told_in_the_programmes_order() -> None:
    tags = NO_TAGS.changed([tag("student", until=NOW + HOUR), tag("old"), tag("vip")], (), NOW)
    assert [each.code for each in tags.shown(DECLARED, NOW)] == ["vip", "student"]
    assert tags.facts(DECLARED, NOW, RULES.version) == TagFacts(
        (1, 7), (("vip", None), ("student", NOW + HOUR))
    )


CODES = st.sampled_from(["a", "b", "c"])
CHANGES = st.lists(st.tuples(st.lists(CODES, unique=True), st.lists(CODES)), max_size=8)


@given(CHANGES)
def test_a_request_that_comes_again_changes_nothing_more(
    changes: list[tuple[list[str], list[str]]],
) -> None:
    tags: Tags = NO_TAGS
    for added, removed in changes:
        once = tags.changed([tag(code) for code in added], removed, NOW)
        tags = once.changed([tag(code) for code in added], removed, NOW)
        assert tags is once
        assert set(added) <= set(tags.held)
        assert not (set(removed) - set(added)) & set(tags.held)

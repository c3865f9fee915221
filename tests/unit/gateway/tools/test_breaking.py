"""A front end of the last release keeps working: what goes was announced for long enough."""

from datetime import date

import pytest

from gateway.tools import breaking

RELEASED = """
type Query { me: Member node(id: ID!): Node }
interface Node { id: ID! }
type Member implements Node {
  id: ID!
  phone: String
  entries(first: Int, since: String): [Entry!]!
}
type Entry { kind: Kind! }
enum Kind { EARN SPEND }
type Mutation { redeem(input: RedeemInput!): Member }
input RedeemInput { requestId: ID! note: String }
"""
TODAY = date(2026, 11, 21)
SOON = '@deprecated(reason: "Use contact. Until 2026-12-31.")'
LATER = '@deprecated(reason: "Use contact. Until 2027-06-30.")'
PAST = '@deprecated(reason: "Use contact. Until 2026-11-20.")'
LAST_DAY = '@deprecated(reason: "Use contact. Until 2026-11-21.")'


def changed(was: str, now: str, released: str = RELEASED, changelog: str = "") -> list[str]:
    """The problems when `was` is replaced by `now`."""
    assert was in released
    return breaking.problems(released, released.replace(was, now), changelog, TODAY)


def test_the_committed_schema_breaks_nothing_released() -> None:
    assert breaking.main([]) == 0


@pytest.mark.parametrize(
    ("was", "now", "problem"),
    [
        ("phone: String", "", "Member.phone was removed."),
        ("phone: String", "phone: Int", "Member.phone changed type from String to Int."),
        ("id: ID!\n  phone", "id: ID\n  phone", "Member.id changed type from ID! to ID."),
        ("note: String", "", "RedeemInput.note was removed."),
        ("note: String", "note: String!", "changed type from String to String!."),
        (", since: String", "", "since"),
        ("EARN SPEND", "EARN", "SPEND"),
        ("note: String", "note: String till: ID!", "till"),
        ("Member implements Node", "Member", "Member no longer implements interface Node."),
    ],
)
def test_what_breaks_a_front_end_is_named(was: str, now: str, problem: str) -> None:
    found = changed(was, now)
    assert any(problem in each for each in found), found


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("phone: String", "phone: String!"),
        ("phone: String", "phone: String name: String"),
        ("note: String", "note: String till: ID"),
        ("EARN SPEND", "EARN SPEND EXPIRE"),
    ],
)
def test_what_is_only_added_breaks_nothing(was: str, now: str) -> None:
    assert changed(was, now) == []


def test_a_deprecation_needs_a_day_long_enough_ahead_and_a_line_in_the_changelog() -> None:
    said = "- `Member.phone` goes after 2027-06-30"
    assert changed("phone: String", f"phone: String {LATER}", changelog=said) == []
    assert changed("phone: String", f"phone: String {LATER}") == [
        "Member.phone: is deprecated, and CHANGELOG.md does not say so."
    ]
    assert changed("phone: String", f"phone: String {SOON}", changelog=said) == [
        "Member.phone: may go on 2027-05-20 at the earliest, not on 2026-12-31."
    ]
    undated = 'phone: String @deprecated(reason: "Use contact.")'
    assert changed("phone: String", undated, changelog=said) == [
        "Member.phone: its reason does not end with `Until YYYY-MM-DD.`"
    ]


@pytest.mark.parametrize(
    ("part", "coordinate"),
    [
        ("SPEND", "`Kind.SPEND`"),
        ("since: String", "`Member.entries(since:)`"),
        ("note: String", "`RedeemInput.note`"),
    ],
)
def test_whatever_is_deprecated_is_announced_by_its_coordinate(part: str, coordinate: str) -> None:
    assert changed(part, f"{part} {LATER}", changelog=f"- {coordinate} goes") == []
    assert len(changed(part, f"{part} {LATER}")) == 1


def test_what_was_released_as_deprecated_may_go_after_its_last_day_and_not_on_it() -> None:
    for part in ("phone: String", "SPEND", ", since: String", "note: String"):
        ended = RELEASED.replace(part, f"{part} {PAST}")
        assert breaking.problems(ended, RELEASED.replace(part, ""), "", TODAY) == []
        current = RELEASED.replace(part, f"{part} {LAST_DAY}")
        assert len(breaking.problems(current, RELEASED.replace(part, ""), "", TODAY)) == 1


def test_with_a_field_that_may_go_the_types_go_that_only_it_led_to() -> None:
    part = "entries(first: Int, since: String): [Entry!]!"
    ended = RELEASED.replace(part, f"{part} {PAST}")
    gone = RELEASED.replace(part, "")
    gone = gone.replace("type Entry { kind: Kind! }", "").replace("enum Kind { EARN SPEND }", "")
    assert breaking.problems(ended, gone, "", TODAY) == []
    assert any("Entry" in each for each in breaking.problems(RELEASED, gone, "", TODAY))


def test_a_released_deprecation_cannot_be_brought_forward() -> None:
    released = RELEASED.replace("phone: String", f"phone: String {LATER}")
    assert changed("Use contact.", "Use contacts.", released) == []
    found = changed(LATER, SOON, released, "`Member.phone`")
    assert found == ["Member.phone: may go on 2027-05-20 at the earliest, not on 2026-12-31."]

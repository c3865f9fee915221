"""What a member learns of a kind of groups."""

from datetime import timedelta

from services.members.groups.api.messages import from_kind
from services.members.groups.domain.section import GroupKind
from services.members.tags.domain.section import TagDefinition
from services.members.tags.domain.tag import TagKind, TagRefresh

ASKS = ("camping", "less_sugar")
KIND = GroupKind(
    "club", "俱乐部", "Club", False, 100, timedelta(days=30), timedelta(days=14), 30, ASKS
)
TAGS = {
    code: TagDefinition(code, f"{code} zh", f"{code} en", TagKind.STYLE, TagRefresh.TRIGGERED)
    for code in ("less_sugar", "other", "camping")
}


def test_what_a_kind_asks_has_the_names_of_the_tags_in_the_order_of_the_kind() -> None:
    told = from_kind(KIND, TAGS).choices
    assert [each.code for each in told] == list(ASKS)
    assert (told[0].name.zh, told[0].name.en) == ("camping zh", "camping en")


def test_a_tag_that_the_programme_does_not_declare_is_no_choice() -> None:
    assert [each.code for each in from_kind(KIND, {"camping": TAGS["camping"]}).choices] == [
        "camping"
    ]

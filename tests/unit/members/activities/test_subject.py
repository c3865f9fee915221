"""What an activity may be about, by its kind; members and points hold the same line."""

import itertools
from datetime import UTC, datetime

import pytest

from services.members.activities.api.activities import to_activity
from services.members.activities.domain.activity import ActivityInvalid, check
from services.points.activities.api import activities as points_api
from services.points.activities.domain import validation as points
from tessera.types.v1 import types_pb2 as pb

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
ARTICLE = pb.Article(sku="jasmine", series="pure_tea")
IN_CART = pb.Article(sku="jasmine", quantity=2)
NAMELESS = pb.Article(quantity=1)
CONTENT = pb.Content(content_id="spring")
READ = pb.Content(content_id="spring", read_percent=80)
TOO_READ = pb.Content(content_id="spring", read_percent=101)
ARTICLES = (None, ARTICLE, IN_CART, NAMELESS)
CONTENTS = (None, CONTENT, READ, TOO_READ)
EVENTS = ("", "tasting", "x" * 65)
KINDS = [kind for kind in pb.ActivityType.values() if kind not in {0, 2, 3}]


def activity(kind: int, **about: object) -> pb.Activity:
    message = pb.Activity(
        channel="app",
        event_id="e1",
        member_id="mem_1",
        type=kind,  # type: ignore[arg-type]
        **{name: value for name, value in about.items() if value},  # type: ignore[arg-type]
    )
    message.occur_time.FromDatetime(NOON)
    return message


def refused(message: pb.Activity) -> str:
    """The field that members refuses; "" when the activity is taken."""
    try:
        check(to_activity(message), NOON, "CNY")
    except ActivityInvalid as error:
        return error.field
    return ""


def refused_by_points(message: pb.Activity) -> str:
    try:
        points.check(points_api.to_activity("tea", message), NOON, "CNY", "activity")
    except points.ActivityInvalid as error:
        return error.field.removeprefix("activity.")
    return ""


@pytest.mark.parametrize(
    ("kind", "about", "field"),
    [
        (pb.ACTIVITY_TYPE_BROWSE, {"article": ARTICLE}, ""),
        (pb.ACTIVITY_TYPE_BROWSE, {}, "article"),
        (pb.ACTIVITY_TYPE_BROWSE, {"article": IN_CART}, "article.quantity"),
        (pb.ACTIVITY_TYPE_ADD_TO_CART, {"article": IN_CART}, ""),
        (pb.ACTIVITY_TYPE_ADD_TO_CART, {"article": ARTICLE}, "article.quantity"),
        (pb.ACTIVITY_TYPE_REMOVE_FROM_CART, {"article": NAMELESS}, "article.sku"),
        (pb.ACTIVITY_TYPE_CONTENT_VIEW, {"content": READ}, ""),
        (pb.ACTIVITY_TYPE_CONTENT_VIEW, {"content": TOO_READ}, "content.read_percent"),
        (pb.ACTIVITY_TYPE_LIKE, {}, ""),
        (pb.ACTIVITY_TYPE_LIKE, {"content": CONTENT}, ""),
        (pb.ACTIVITY_TYPE_LIKE, {"content": READ}, "content.read_percent"),
        (pb.ACTIVITY_TYPE_COLLECT, {"article": ARTICLE}, ""),
        (pb.ACTIVITY_TYPE_SHARE, {"article": ARTICLE}, "article"),
        (pb.ACTIVITY_TYPE_EVENT_ATTENDANCE, {"event_code": "tasting"}, ""),
        (pb.ACTIVITY_TYPE_EVENT_ATTENDANCE, {}, "event_code"),
        (pb.ACTIVITY_TYPE_VISIT, {"event_code": "tasting"}, "event_code"),
        (pb.ACTIVITY_TYPE_SEARCH, {"search_words": "无糖 奶茶"}, ""),
        (pb.ACTIVITY_TYPE_SEARCH, {"search_words": "x" * 101}, "search_words"),
        (pb.ACTIVITY_TYPE_SEARCH, {}, "search_words"),
        (pb.ACTIVITY_TYPE_BROWSE, {"article": ARTICLE, "search_words": "x"}, "search_words"),
    ],
)
def test_a_kind_says_what_it_is_about(kind: int, about: dict[str, object], field: str) -> None:
    assert refused(activity(kind, **about)) == field


def test_members_and_points_refuse_the_same_subjects() -> None:
    for kind, article, content, event in itertools.product(KINDS, ARTICLES, CONTENTS, EVENTS):
        words = "tea" if kind == pb.ACTIVITY_TYPE_SEARCH else ""
        about = {"article": article, "content": content, "event_code": event}
        # Points never see the words.
        theirs = refused_by_points(activity(kind, **about))
        ours = refused(activity(kind, **about, search_words=words))
        assert bool(ours) == bool(theirs), (kind, about, ours, theirs)


def test_a_subject_makes_the_same_activity_after_points_kept_it() -> None:
    sent = activity(pb.ACTIVITY_TYPE_ADD_TO_CART, article=IN_CART)
    assert points_api.to_message(points_api.to_activity("tea", sent)) == sent


def test_events_leave_out_the_words_that_a_member_searched_for() -> None:
    searched = to_activity(activity(pb.ACTIVITY_TYPE_SEARCH, search_words="孕妇 能喝"))
    assert "孕妇".encode() in searched.content
    assert "孕妇".encode() not in searched.told
    assert pb.Activity.FromString(searched.told).type == pb.ACTIVITY_TYPE_SEARCH
    assert "孕妇" not in repr(searched)

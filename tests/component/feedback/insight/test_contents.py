"""Figures of contents and series, counted by MongoDB."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from services.common.mongo import Database
from services.feedback.insight.domain.content import ContentFigure, Subject
from services.feedback.insight.domain.happening import Happening
from services.feedback.insight.domain.metrics import Number
from services.feedback.insight.storage.contents import MongoContents
from services.feedback.insight.storage.happenings import MongoHappenings

SUNDAY = datetime(2026, 3, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
FIRST, LAST = date(2026, 2, 23), date(2026, 3, 8)


async def test_members_count_once_by_what_they_did(db: Database) -> None:
    done: list[Happening] = []

    def does(member: str, kind: str, at: datetime = SUNDAY, **about: object) -> None:
        done.append(Happening(f"h{len(done)}", "tea", member, kind, at, **about))  # type: ignore[arg-type]

    does("ada", "content_view", content="c1", read_percent=40)
    does("ada", "content_view", SUNDAY + DAY, content="c1", read_percent=90)
    does("ada", "like", SUNDAY + DAY, content="c1")
    does("bob", "content_view", content="c1", read_percent=89)
    does("bob", "collect", content="c1")
    does("bob", "share", content="c1")
    does("cy", "like", content="c1")
    does("cy", "content_view", content="c2")
    does("ada", "content_view", SUNDAY - 7 * DAY, content="c2", read_percent=100)  # before the days
    does("ada", "browse", series=("tea",))
    does("ada", "add_to_cart", series=("tea",))
    does("ada", "order", series=("cups", "tea"))
    does("", "content_view", content="c1", read_percent=100)  # nobody knows whose it is
    happenings, contents = MongoHappenings(db), MongoContents(db)
    await happenings.add([(each, each.at.date()) for each in done])

    first, second = await contents.figures("tea", Subject.CONTENT, FIRST, LAST, 9)
    assert first == ContentFigure(
        "c1", None, viewers=2, views=3, read_percents=179, finished=1, liked=2, collected=1,
        shared=1, interacted=3,
    )  # fmt: skip
    assert second == ContentFigure("c2", None, viewers=1, views=1)
    assert (first.read_through, first.read_part) == (Number(1, 2), Number(179, 200))
    assert [
        each.code for each in await contents.figures("tea", Subject.CONTENT, FIRST, LAST, 1)
    ] == ["c1"]
    assert await contents.figures("other", Subject.CONTENT, FIRST, LAST, 9) == []

    # A member of two weeks is one in each; the Sunday is the last day of its week.
    weeks = await contents.weeks("tea", Subject.CONTENT, "c1", FIRST, LAST)
    assert [(each.week, each.viewers, each.liked) for each in weeks] == [
        (date(2026, 2, 23), 2, 1),
        (date(2026, 3, 2), 1, 1),
    ]

    tea, cups = await contents.figures("tea", Subject.SERIES, FIRST, LAST, 9)
    assert tea == ContentFigure("tea", None, viewers=1, views=1, in_cart=1, ordered=1, interacted=1)
    assert cups == ContentFigure("cups", None, ordered=1, interacted=1)
    assert await contents.weeks("tea", Subject.SERIES, "cups", FIRST, LAST) == [
        ContentFigure("cups", date(2026, 2, 23), ordered=1, interacted=1)
    ]
    assert (cups.read_through, cups.interaction_rate(0)) == (None, None)
    assert tea.interaction_rate(4) == Number(1, 4)

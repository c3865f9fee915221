"""What members of a segment say more, or less, than others, and what is not told."""

from datetime import UTC, datetime, timedelta
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.common.clock import ManualClock
from services.common.errors import Refusal
from services.feedback.items.commands.feedback_differences import feedback_differences
from services.feedback.items.domain.differences import (
    COMPARED_MAX,
    Compared,
    Heard,
    Kind,
    Question,
    Reading,
    Side,
    Subject,
    differences_of,
)
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Publication
from services.feedback.sections import SECTIONS
from tests.fakes_feedback import FakeProgrammeStore

FIT, FABRIC, NEGATIVE = Subject(Kind.TOPIC, "fit"), Subject(Kind.TOPIC, "fabric"), Kind.NEGATIVE
NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
Z = {1: 1.959964, 2: 2.241403, 3: 2.393980}
"""The two-sided normal points of 0.05 ÷ 1, 2 and 3, from a printed table."""


def compared(segment: Heard, against: Heard) -> list[Compared]:
    return differences_of({Side.SEGMENT: segment, Side.AGAINST: against})


def heard(members: int, read: int = 0, **topics: int) -> Heard:
    return Heard(members, read, {Subject(Kind.TOPIC, code): n for code, n in topics.items()})


def test_newcombes_own_examples_have_his_intervals() -> None:
    # Statistics in Medicine 17 (1998), table II, method 10, contrasts (a) and (d).
    [found] = compared(heard(70, fit=56), heard(80, fit=48))
    assert found.difference.estimate == pytest.approx(0.2)
    assert (found.difference.low, found.difference.high) == pytest.approx(
        (0.0524, 0.3339), abs=5e-5
    )
    assert found.reading is Reading.HIGHER
    [few] = compared(heard(10, fit=9), heard(10, fit=3))
    assert (few.difference.low, few.difference.high) == pytest.approx((0.1705, 0.8090), abs=5e-5)
    assert few.reading is Reading.TOO_FEW, "however far its interval is from 0"


def test_all_intervals_of_an_answer_are_held_to_bonferronis_level() -> None:
    alone = compared(heard(70, fit=56), heard(80, fit=48))
    two = compared(heard(70, fit=56, fabric=20), heard(80, fit=48, fabric=24))
    first = next(each for each in two if each.subject == FIT)
    assert first.difference.low < alone[0].difference.low
    assert (first.difference.low, first.difference.high) == pytest.approx(
        by_bisection(56, 70, 48, 80, Z[2]), abs=1e-5
    )
    three = heard(70, 70, fit=56, fabric=20), heard(80, 80, fit=48, fabric=24)
    again = next(each for each in compared(*three) if each.subject == FIT)
    assert (again.difference.low, again.difference.high) == pytest.approx(
        by_bisection(56, 70, 48, 80, Z[3]), abs=1e-5
    )


def by_bisection(x: int, n: int, y: int, m: int, z: float) -> tuple[float, float]:
    """Newcombe's interval from the score test itself: a share is in its interval while it is no
    further than z standard errors, as they would be under it, from what was seen."""

    def end(did: int, size: int, far: float) -> float:
        seen, near = did / size, did / size
        for _ in range(60):
            share = (near + far) / 2
            is_in = abs(seen - share) <= z * sqrt(share * (1 - share) / size)
            near, far = (share, far) if is_in else (near, share)
        return near

    p, q = x / n, y / m
    low = p - q - sqrt((p - end(x, n, 0)) ** 2 + (end(y, m, 1) - q) ** 2)
    return low, p - q + sqrt((end(x, n, 1) - p) ** 2 + (q - end(y, m, 0)) ** 2)


@pytest.mark.parametrize(
    ("segment", "against", "reading"),
    [
        ((4, 2), (500, 20), None),
        ((500, 20), (4, 2), None),
        ((5, 5), (500, 0), Reading.TOO_FEW),
        ((29, 29), (500, 0), Reading.TOO_FEW),
        ((30, 30), (29, 0), Reading.TOO_FEW),
        ((30, 30), (30, 0), Reading.HIGHER),
        ((30, 0), (30, 30), Reading.LOWER),
        ((30, 10), (30, 11), Reading.NOT_SHOWN),
    ],
)
def test_no_figure_below_5_members_of_a_side_and_a_flag_below_30(
    segment: tuple[int, int], against: tuple[int, int], reading: Reading | None
) -> None:
    found = compared(heard(segment[0], fit=segment[1]), heard(against[0], fit=against[1]))
    assert [each.reading for each in found] == ([reading] if reading else [])


def test_negative_sentiment_is_a_share_of_those_of_whom_an_item_was_read() -> None:
    segment, against = Heard(100, 40, {Subject(NEGATIVE): 20}), Heard(100, 4)
    assert compared(segment, against) == [], "four were read"
    [found] = compared(segment, Heard(100, 50, {Subject(NEGATIVE): 5}))
    assert (found.segment.rate, found.against.rate) == (0.5, 0.1)


def test_of_many_topics_those_are_compared_of_which_most_members_spoke() -> None:
    many = {f"topic_{n:03}": n + 1 for n in range(COMPARED_MAX + 3)}
    found = compared(heard(100, **many), heard(100))
    assert len(found) == COMPARED_MAX
    assert "topic_002" not in {each.subject.code for each in found}
    assert "topic_003" in {each.subject.code for each in found}


def test_what_is_shown_comes_first_by_how_large_it_is() -> None:
    sides = heard(100, a=50, b=5, c=90, d=2), heard(100, a=45, b=60, c=10, d=2)
    assert [each.subject.code for each in compared(*sides)] == ["c", "b", "a", "d"]


COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40), max_size=6)


@settings(max_examples=25)
@given(COUNTS, COUNTS)
def test_with_the_sides_exchanged_every_interval_is_turned_about_0(
    one: dict[str, int], other: dict[str, int]
) -> None:
    def ends(each: Compared) -> tuple[float, float]:
        return each.difference.low, each.difference.high

    def told(found: list[Compared], sign: int) -> dict[Subject, tuple[float, ...]]:
        return {
            each.subject: tuple(
                sorted(
                    round(sign * end, 9) + 0.0
                    for end in (each.difference.low, each.difference.high)
                )
            )
            for each in found
        }

    here, there = heard(40, **one), heard(60, **other)
    assert told(compared(here, there), 1) == told(compared(there, here), -1)


class Store:
    """A brand with so many items."""

    def __init__(self, items: int = 0) -> None:
        self.items = items
        self.asked: list[Question] = []

    async def are_more(self, brand: str, since: datetime, until: datetime, most: int) -> bool:
        return self.items > most

    async def heard(self, brand: str, asked: Question) -> dict[Side, Heard]:
        self.asked.append(asked)
        return {
            Side.SEGMENT: Heard(30, 0, {FIT: 9, Subject(Kind.CATEGORY, "quality"): 3}),
            Side.AGAINST: heard(30, fabric=3),
            Side.BOTH: Heard(2),
        }


async def programmes() -> Programmes:
    topics = [{"code": "fit", "name": {"zh": "版型", "en": "Fit"}, "words": ["紧"]}]
    categories = [{"code": "quality", "name": {"zh": "质量", "en": "Quality"}}]
    document = {"feedback": {"topics": topics, "categories": categories}}
    found = Programmes(FakeProgrammeStore(), SECTIONS)
    await found.keep(Publication("retail", "1", document))
    return found


async def test_by_default_the_last_30_days_are_compared_with_names_of_the_programme() -> None:
    store = Store(200_000)
    found = await feedback_differences(
        store, await programmes(), ManualClock(NOW), "retail", "teens", "", None, None
    )
    assert store.asked == [Question("teens", "", NOW - timedelta(days=30), NOW)]
    assert found.sides == {Side.SEGMENT: 30, Side.AGAINST: 30, Side.BOTH: 2}
    assert {each.code: name.en for each, name in found.names.items()} == {
        "fit": "Fit",
        "fabric": "fabric",
        "quality": "Quality",
    }


@pytest.mark.parametrize(
    ("segment", "against", "days", "items", "field"),
    [
        ("", "", 30, 0, "segment"),
        ("Teens", "", 30, 0, "segment"),
        ("t" * 49, "", 30, 0, "segment"),
        ("teens", "$in", 30, 0, "against"),
        ("teens", "teens", 30, 0, "against"),
        ("teens", "", 0, 0, "until"),
        ("teens", "", 91, 0, "from"),
        ("teens", "", 90, 200_001, "from"),
    ],
)
async def test_a_wrong_question_is_refused_with_its_field(
    segment: str, against: str, days: int, items: int, field: str
) -> None:
    store = Store(items)
    with pytest.raises(Refusal) as refused:
        await feedback_differences(
            store,
            await programmes(),
            ManualClock(NOW),
            "retail",
            segment,
            against,
            NOW - timedelta(days=days),
            NOW,
        )
    assert (refused.value.reason, refused.value.field) == ("INVALID_ARGUMENT", field)
    assert not store.asked

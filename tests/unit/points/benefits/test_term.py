"""Terms: months, years, and years of membership."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.points.benefits.domain.term import Per, Term, term_of

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("per", "today", "enrolled_on", "first", "last"),
    [
        (Per.MONTH, "2026-02-28", None, "2026-02-01", "2026-02-28"),
        (Per.MONTH, "2028-02-29", None, "2028-02-01", "2028-02-29"),
        (Per.YEAR, "2026-12-31", None, "2026-01-01", "2026-12-31"),
        (Per.MEMBERSHIP_YEAR, "2026-03-04", "2025-03-04", "2026-03-04", "2027-03-03"),
        (Per.MEMBERSHIP_YEAR, "2026-03-03", "2025-03-04", "2025-03-04", "2026-03-03"),
        (Per.MEMBERSHIP_YEAR, "2025-02-27", "2024-02-29", "2024-02-29", "2025-02-27"),
        (Per.MEMBERSHIP_YEAR, "2025-02-28", "2024-02-29", "2025-02-28", "2026-02-27"),
        (Per.MEMBERSHIP_YEAR, "2028-02-28", "2024-02-29", "2027-02-28", "2028-02-28"),
    ],
)
def test_a_term_lasts_from_its_first_day_to_its_last(
    per: Per, today: str, enrolled_on: str | None, first: str, last: str
) -> None:
    enrolled = date.fromisoformat(enrolled_on) if enrolled_on else None
    expected = Term(date.fromisoformat(first), date.fromisoformat(last))
    assert term_of(per, date.fromisoformat(today), enrolled) == expected


def test_a_year_of_membership_needs_an_enrolment_that_is_past() -> None:
    assert term_of(Per.MEMBERSHIP_YEAR, date(2026, 3, 4), None) is None
    assert term_of(Per.MEMBERSHIP_YEAR, date(2026, 3, 4), date(2026, 3, 5)) is None


@given(per=st.sampled_from(Per), today=DAYS, enrolled_on=DAYS)
def test_every_day_lies_in_one_term_and_the_next_follows_it(
    per: Per, today: date, enrolled_on: date
) -> None:
    term = term_of(per, today, enrolled_on)
    if term is None:
        assert enrolled_on > today
        return
    assert term.first <= today <= term.last
    for day in (term.first, term.last):
        assert term_of(per, day, enrolled_on) == term
    following = term_of(per, term.last + timedelta(days=1), enrolled_on)
    assert following is not None
    assert following.first == term.last + timedelta(days=1)

"""A text of ten times the length takes about ten times the work, whatever stands in it."""

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from types import FrameType, ModuleType
from typing import Any

import pytest

from services.feedback.analysis.domain import intent, mentions, sentiment, taxonomy, wording
from services.feedback.analysis.domain.reading import read_text
from services.feedback.analysis.domain.sentiment import UNREAD
from services.feedback.analysis.domain.taxonomy import Issue
from services.feedback.analysis.domain.wording import denied_faults

MODULES = (intent, mentions, sentiment, taxonomy, wording)
ISSUES = (
    Issue("taste", ("口味", "味道", "好喝", "难喝"), things=("珍珠",)),
    Issue("service", ("服务", "态度", "服务好喝", "rude", "service")),
    Issue("safety", ("拉肚子", "异物", "洒", "sick")),
)
TEXTS = {
    "praise": "服务好喝",
    "a thing without a word on it": "服务和人",
    "faults denied": "没有拉肚子",
    "clauses": "服务好，",
    "breaks": "但",
    "cries": "why is it ",
    "and": "nice service and ",
    "nobody": "nobody ever",
    "blanks": "not   the   ",
    "marks": "?!",
    "figures of speech": "sick of sick of it ",
    "fears": "怕拉肚子",
    "fears denied": "怕拉肚子，没有",
}
SHORT = 200
"""Characters; the longest text has ten times as many."""


class _Counted:
    """A pattern that counts the characters it is given."""

    def __init__(self, pattern: re.Pattern[str], count: Callable[[int], None]) -> None:
        self._pattern, self._count = pattern, count

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._pattern, name)

        def counted(text: str) -> Any:
            self._count(len(text))
            return method(text)

        return counted


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], int]:
    """Counts the lines that a work runs, and the characters that its patterns are given."""
    done = 0

    def add(number: int) -> None:
        nonlocal done
        done += number

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        add(1)
        return trace

    def counted(work: Callable[[], object]) -> int:
        nonlocal done
        done = 0
        sys.settrace(trace)
        try:
            work()
        finally:
            sys.settrace(None)
        return done

    for module, name, pattern in _patterns():
        monkeypatch.setattr(module, name, _Counted(pattern, add))
    return counted


def _patterns() -> Iterator[tuple[ModuleType, str, re.Pattern[str]]]:
    for module in MODULES:
        for name, value in inspect.getmembers(module):
            if isinstance(value, re.Pattern):
                yield module, name, value


@pytest.mark.parametrize("part", TEXTS.values(), ids=TEXTS)
def test_ten_times_the_text_takes_about_ten_times_the_steps(
    part: str, steps: Callable[[Callable[[], object]], int]
) -> None:
    short, long = ((part * length)[:length] for length in (SHORT, 10 * SHORT))
    # What is made of the issues at first is no work of a text's.
    read_text(short, ISSUES, UNREAD)
    assert steps(lambda: read_text(long, ISSUES, UNREAD)) < 12 * steps(
        lambda: read_text(short, ISSUES, UNREAD)
    )
    assert steps(lambda: denied_faults(long)) < 12 * steps(lambda: denied_faults(short))


ROWS = {"fillers": "没" + "喝到" * 28, "negations": "没有是" * 19, "English": "not the " * 7}


@pytest.mark.parametrize("before", ROWS.values(), ids=ROWS)
def test_a_row_of_negations_and_fillers_is_read_in_one_way_only(before: str) -> None:
    """In two ways each, sixty characters would be read in many million ways."""
    assert read_text(f"{before}花好喝服务", ISSUES, UNREAD).praised[0] == "taste"

"""Pieces that a member bought: by series and local day, and by article ever.

Bounded: of series, those of `SERIES_MAX` and of `CELLS_MAX` days in all; of articles,
`ARTICLES_MAX`. The one that was bought longest ago is let go first, of two the later by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

SERIES_MAX = 64
CELLS_MAX = 2_000
"""Days with pieces, over all series of a member."""
ARTICLES_MAX = 200


class ArticleCount(NamedTuple):
    """Pieces of one article that were bought and kept, and the day on which it was bought last.

    A tuple, because a member has two hundred of them.
    """

    pieces: int
    last_day: int


@dataclass(slots=True)
class Bought:
    """Pieces by series and day, and by article. Days count as `date.toordinal` does."""

    series: dict[str, dict[int, int]] = field(default_factory=dict)
    articles: dict[str, ArticleCount] = field(default_factory=dict)

    def change(
        self,
        day: date,
        series: Mapping[str, int],
        articles: Mapping[str, int],
        oldest: date,
    ) -> None:
        """Add pieces to what was bought on `day`, or take them away; forget days before `oldest`.

        What is taken from an article or a series that was let go changes nothing.
        """
        for name, pieces in series.items():
            if day >= oldest:
                self._change_series(name, day.toordinal(), pieces)
        for name, pieces in articles.items():
            self._change_article(name, day.toordinal(), pieces)
        self._forget_before(oldest.toordinal())
        self._bound()

    def by_series(self, first: date, last: date) -> dict[str, int]:
        """Pieces by series over the local days from `first` to `last`, both included; none at 0."""
        begin, end = first.toordinal(), last.toordinal()
        sums = {
            name: sum(pieces for day, pieces in days.items() if begin <= day <= end)
            for name, days in self.series.items()
        }
        return {name: pieces for name, pieces in sums.items() if pieces}

    def favourite(self, first: date, last: date) -> str:
        """The series with most pieces in those days; of two the later bought, then by name."""
        counted = self.by_series(first, last)
        if not counted:
            return ""
        end = last.toordinal()
        last_days = {name: max(d for d in self.series[name] if d <= end) for name in counted}
        most = max((counted[name], last_days[name]) for name in counted)
        return min(name for name in counted if (counted[name], last_days[name]) == most)

    def _change_series(self, name: str, day: int, pieces: int) -> None:
        days = self.series.get(name, {})
        left = max(0, days.get(day, 0) + pieces)
        if left:
            days[day] = left
        else:
            days.pop(day, None)
        if days:
            self.series[name] = days
        else:
            self.series.pop(name, None)

    def _change_article(self, name: str, day: int, pieces: int) -> None:
        known = self.articles.get(name)
        left = (known.pieces if known else 0) + pieces
        if left > 0:
            last_day = max(day, known.last_day) if known else day
            self.articles[name] = ArticleCount(left, last_day)
        else:
            self.articles.pop(name, None)

    def _forget_before(self, oldest: int) -> None:
        for name, days in list(self.series.items()):
            if min(days) < oldest:
                kept = {day: pieces for day, pieces in days.items() if day >= oldest}
                if kept:
                    self.series[name] = kept
                else:
                    del self.series[name]

    def _bound(self) -> None:
        if len(self.series) > SERIES_MAX:
            last = {name: max(days) for name, days in self.series.items()}
            for name in _latest_first(last)[SERIES_MAX:]:
                del self.series[name]
        while sum(map(len, self.series.values())) > CELLS_MAX:
            first = min(min(days) for days in self.series.values())
            self._forget_before(first + 1)
        if len(self.articles) > ARTICLES_MAX:
            last = {name: each.last_day for name, each in self.articles.items()}
            for name in _latest_first(last)[ARTICLES_MAX:]:
                del self.articles[name]


def _latest_first(last: Mapping[str, int]) -> list[str]:
    return sorted(last, key=lambda name: (-last[name], name))

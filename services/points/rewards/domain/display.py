"""How the catalogue is shown: in which group and place, with which words and pictures."""

from __future__ import annotations

from dataclasses import dataclass

from services.points.programme.domain.document import Text


@dataclass(frozen=True, slots=True)
class Category:
    """A group of rewards. The one with the lowest `order` is shown first."""

    code: str
    name: Text
    order: int = 0


@dataclass(frozen=True, slots=True)
class Display:
    """How one reward is shown. `list_price_minor` is in minor units of the brand's currency."""

    description: Text = ("", "")
    category: Category | None = None
    order: int = 0
    images: tuple[str, ...] = ()
    list_price_minor: int = 0

    def place(self, categories: tuple[Category, ...]) -> tuple[int, int]:
        """By this the catalogue is sorted; rewards without a category come last."""
        group = len(categories) if self.category is None else categories.index(self.category)
        return group, self.order


PLAIN = Display()
"""Of a reward of which the programme says nothing more."""

"""A mutation that is repeated."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Wish:
    """A mutation, its caller and the fields of its answer. `needs` names the mutation before it."""

    name: str
    selected: str
    given: dict[str, Any]
    by_staff: bool = False
    needs: str = ""
    its_id: str = ""
    before: tuple[tuple[str, dict[str, Any]], ...] = ()

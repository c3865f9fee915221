"""Boards: which figures stand together, and whose board opens first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.feedback.programme.domain import Text, text_of

MAIN = "main"
MAIN_NAME = Text("总览", "Overview")


class BoardNotFound(Exception):
    """The programme in force has no board of this code."""

    reason = "BOARD_NOT_FOUND"
    field = "board"


@dataclass(frozen=True, slots=True)
class Board:
    """`metrics` in their order. It opens for operators who have all of `scopes`."""

    code: str
    name: Text
    scopes: tuple[str, ...]
    metrics: tuple[str, ...]


def board_of(written: Mapping[str, Any]) -> Board:
    """A board as the programme has it."""
    name, scopes = text_of(written["name"]), tuple(written["scopes"])
    return Board(written["code"], name, scopes, tuple(written["metrics"]))


def chosen(boards: Sequence[Board], code: str, may: Callable[[str], bool]) -> Board:
    """The board of a code; without one the first that opens for whoever has the scopes of `may`.

    The first of `boards` is everybody's. Raises BoardNotFound.
    """
    everybody, *others = boards
    if code:
        found = next((each for each in boards if each.code == code), None)
        if found is None:
            raise BoardNotFound(code)
        return found
    return next((each for each in others if all(map(may, each.scopes))), everybody)

"""Views, and what one may hold."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

VIEWS_MAX = 50
"""Views of one owner."""
FILTERS_MAX = 12
NAME_CHARS_MAX = 40
ADDRESS_CHARS_MAX = 2_000
VALUE_CHARS_MAX = 200
_SCREEN = re.compile(r"(?=.{1,80}$)(/[A-Za-z0-9_.-]{1,40}){1,3}")
_FILTER = re.compile(r"[A-Za-z0-9_-]{1,32}")
_SEARCH = "q"
"""The filter in which an operator types a phone number or a name."""


class ViewsFull(Exception):
    """The owner has as many views as one may have."""

    reason = "VIEWS_FULL"


class ViewNotYours(Exception):
    """Another operator saved the view."""

    reason = "VIEW_NOT_YOURS"
    field = "view_id"


class ViewInvalid(Exception):
    """What `field` says cannot be kept."""

    reason = "INVALID_ARGUMENT"

    def __init__(self, field: str, told: str) -> None:
        super().__init__(told)
        self.field = field


class Filter(NamedTuple):
    """A filter as the screen's address has it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class View:
    """A screen with filters. `saved_by`: the operator's subject."""

    id: str
    brand: str
    screen: str
    name: str
    filters: tuple[Filter, ...]
    team: bool
    saved_by: str
    saved_at: datetime

    @property
    def owner(self) -> str:
        """Whose it is: an operator's, or "" for the team's."""
        return "" if self.team else self.saved_by

    @property
    def address(self) -> str:
        """The screen's address with its filters, as the console opens it."""
        return f"{self.screen}?{urlencode(self.filters)}" if self.filters else self.screen


def checked_name(name: str) -> str:
    """The name in one line. Raises ViewInvalid."""
    text = " ".join(name.split())
    if not (1 <= len(text) <= NAME_CHARS_MAX and text.isprintable()):
        raise ViewInvalid("name", f"1 to {NAME_CHARS_MAX} characters")
    return text


def read_address(address: str) -> tuple[str, tuple[Filter, ...]]:
    """The path of the screen and its filters by name. Raises ViewInvalid."""
    if len(address) > ADDRESS_CHARS_MAX:
        raise ViewInvalid("address", f"at most {ADDRESS_CHARS_MAX} characters")
    screen, _, search = address.partition("?")
    if _SCREEN.fullmatch(screen) is None:
        raise ViewInvalid("address", "a screen's path and filters, such as /feedback?show=waiting")
    try:
        pairs = parse_qsl(search, True, bool(search), max_num_fields=FILTERS_MAX)
    except ValueError as error:
        told = f"at most {FILTERS_MAX} filters, as name=value"
        raise ViewInvalid("address", told) from error
    by_name: dict[str, Filter] = {}
    for name, value in pairs:
        if _FILTER.fullmatch(name) is None:
            raise ViewInvalid("address", "names of filters have 1 to 32 of a-z, A-Z, 0-9, _ and -")
        if name == _SEARCH:
            raise ViewInvalid("address", "a search names people, and is not kept")
        if name in by_name:
            raise ViewInvalid("address", "each filter once")
        if not (value.strip() and len(value) <= VALUE_CHARS_MAX and value.isprintable()):
            raise ViewInvalid(
                "address", f"values of filters have 1 to {VALUE_CHARS_MAX} characters"
            )
        by_name[name] = Filter(name, value)
    return screen, tuple(by_name[name] for name in sorted(by_name))

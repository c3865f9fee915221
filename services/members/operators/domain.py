"""Views, and what one may hold."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from services.common.errors import invalid
from services.common.text import checked, line

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
    """The name in one line. Refuses INVALID_ARGUMENT."""
    return checked("name", line(name), NAME_CHARS_MAX, least=1)


def read_address(address: str) -> tuple[str, tuple[Filter, ...]]:
    """The path of the screen and its filters by name. Refuses INVALID_ARGUMENT."""
    if len(address) > ADDRESS_CHARS_MAX:
        raise invalid("address", f"at most {ADDRESS_CHARS_MAX} characters")
    screen, _, search = address.partition("?")
    if _SCREEN.fullmatch(screen) is None:
        raise invalid("address", "a screen's path and filters, such as /feedback?show=waiting")
    try:
        pairs = parse_qsl(search, True, bool(search), max_num_fields=FILTERS_MAX)
    except ValueError as error:
        raise invalid("address", f"at most {FILTERS_MAX} filters, as name=value") from error
    by_name: dict[str, Filter] = {}
    for name, value in pairs:
        if _FILTER.fullmatch(name) is None:
            raise invalid("address", "names of filters have 1 to 32 of a-z, A-Z, 0-9, _ and -")
        if name == _SEARCH:
            raise invalid("address", "a search names people, and is not kept")
        if name in by_name:
            raise invalid("address", "each filter once")
        by_name[name] = Filter(name, checked("address", line(value), VALUE_CHARS_MAX, least=1))
    return screen, tuple(by_name[name] for name in sorted(by_name))

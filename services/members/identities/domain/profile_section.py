"""The section `profile` of a programme: the preferences that members may tell, and limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from services.members.programme.domain.rules import Rules

BIRTHDAY_CHANGES_DEFAULT = 1


class NamedValue(NamedTuple):
    """A code with its name in Chinese and English."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Preference:
    """Something that a member may prefer: one of `values`, or any text where there are none."""

    name: NamedValue
    values: tuple[NamedValue, ...] = ()

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(value.code for value in self.values)


@dataclass(frozen=True, slots=True)
class ProfileSection:
    """Preferences by code, how often a birthday may change in a local calendar year, and the fields
    of a complete profile."""

    birthday_changes_per_year: int = BIRTHDAY_CHANGES_DEFAULT
    preferences: Mapping[str, Preference] = field(default_factory=dict)
    complete: tuple[str, ...] = ()
    """None: the brand does not say when one is complete."""


def profile_section(rules: Rules) -> ProfileSection:
    """The section, parsed once a version."""
    return rules.section(parse_profile)


def parse_profile(rules: Rules) -> ProfileSection:
    """The section. Raises KeyError, TypeError or ValueError where it breaks the schema."""
    written = rules.document.get("profile", {})
    preferences = {}
    for each in written.get("preferences", ()):
        values = tuple(_named(value) for value in each.get("values", ()))
        preferences[each["code"]] = Preference(_named(each), values)
    changes = written.get("birthday_changes_per_year", BIRTHDAY_CHANGES_DEFAULT)
    return ProfileSection(int(changes), preferences, tuple(written.get("complete", ())))


def _named(written: Mapping[str, Any]) -> NamedValue:
    return NamedValue(written["code"], written["name"]["zh"], written["name"]["en"])

"""The section `search` of a programme: by what members are found."""

from dataclasses import dataclass

from services.members.programme.domain.rules import Rules


@dataclass(frozen=True, slots=True)
class SearchSection:
    """`by_name`: whether digests of names are kept, and looked at."""

    by_name: bool = False


def search_section(rules: Rules) -> SearchSection:
    """The section, parsed once a version."""
    return rules.section(parse_search)


def parse_search(rules: Rules) -> SearchSection:
    """The section. Raises KeyError, TypeError or ValueError where it breaks the schema."""
    return SearchSection(bool(rules.document.get("search", {}).get("by_name", False)))

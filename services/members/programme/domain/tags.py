"""Rules for tags that a schema can't say."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.members.programme.domain.declared import Path, repeats

TERMS = {"every_days": "periodic", "on": "triggered"}
"""What a rule says of one way to refresh, and of no other."""


def tag_contradictions(tags: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Path, str]]:
    """What contradicts itself within the section `tags`."""
    yield from repeats(tags, ("tags",))
    for i, tag in enumerate(tags):
        rule: Mapping[str, Any] = tag.get("rule", {})
        for term, refresh in TERMS.items() if rule else ():
            if term in rule and tag["refresh"] != refresh:
                told = f"belongs to refresh: {refresh}, this is {tag['refresh']}"
                yield ("tags", i, "rule", term), told
            if term not in rule and tag["refresh"] == refresh:
                yield ("tags", i, "rule"), f"refresh: {refresh} needs {term}"

"""A brand's programme as feedback holds it: the frame, and the document that rooms read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar, cast
from zoneinfo import ZoneInfo

FALLBACK_LANGUAGE = "zh"
FALLBACK_ZONE = "UTC"

S = TypeVar("S")


class Text(NamedTuple):
    """A name in the two languages."""

    zh: str
    en: str


def text_of(name: Mapping[str, str]) -> Text:
    """The name as a document writes it. Raises KeyError where a language is missing."""
    return Text(name["zh"], name["en"])


@dataclass(frozen=True)
class Publication:
    """A programme document as members published it. Revisions sort by time of publication."""

    brand: str
    revision: str
    document: Mapping[str, Any]


@dataclass(frozen=True)
class Programme:
    """One published version. Each room reads its own part of `feedback` by `section`."""

    brand: str = ""
    revision: str = ""
    language: str = FALLBACK_LANGUAGE
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo(FALLBACK_ZONE))
    document: Mapping[str, Any] = field(default_factory=dict)
    _sections: dict[object, object] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def feedback(self) -> Mapping[str, Any]:
        """The part of the document that this service's rooms share; empty where there is none."""
        return self.document.get("feedback") or {}

    def section(self, parse: Callable[["Programme"], S]) -> S:
        """The section that `parse` reads, parsed once a version. Raises what `parse` raises."""
        if parse not in self._sections:
            self._sections[parse] = parse(self)
        return cast("S", self._sections[parse])


Parse = Callable[[Programme], object]
"""Reads one room's section. Raises ValueError, KeyError, TypeError or AttributeError where the
document breaks the schema, by which members has checked it."""


def programme_of(publication: Publication) -> Programme:
    """The frame. Raises ValueError, KeyError, TypeError or AttributeError, as a section does."""
    document = publication.document
    return Programme(
        brand=publication.brand,
        revision=publication.revision,
        language=document.get("language", FALLBACK_LANGUAGE),
        zone=ZoneInfo(document.get("timezone", FALLBACK_ZONE)),
        document=document,
    )

"""The section `phone_codes` of a programme: how codes are sent, and how many."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from services.members.programme.domain.rules import Rules

DEFAULT_LANGUAGE = "zh"


class PhoneCodesNotOffered(Exception):
    """The programme has no section `phone_codes`."""

    reason = "PHONE_CODES_NOT_OFFERED"


@dataclass(frozen=True, slots=True)
class PhoneCodesSection:
    """`texts` by language; the last three are the most codes in a local day."""

    texts: Mapping[str, str]
    life: timedelta
    attempts: int
    again: timedelta
    phone_day: int
    address_day: int
    brand_day: int

    def text(self, language: str, digits: str) -> str:
        """The SMS with these digits."""
        minutes = int(self.life.total_seconds()) // 60
        written = self.texts.get(language, self.texts[DEFAULT_LANGUAGE])
        return written.replace("{code}", digits).replace("{minutes}", str(minutes))


@dataclass(frozen=True, slots=True)
class Parsed:
    """A section that may be missing: a parser never gives None."""

    section: PhoneCodesSection | None


def phone_codes_of(rules: Rules) -> PhoneCodesSection:
    """The section of a programme. Raises PhoneCodesNotOffered where it has none."""
    section = rules.section(parse_phone_codes).section
    if section is None:
        raise PhoneCodesNotOffered("the programme has no phone_codes")
    return section


def parse_phone_codes(rules: Rules) -> Parsed:
    """The section `phone_codes`. Raises KeyError or ValueError where it can't be read."""
    written: Mapping[str, Any] | None = rules.document.get("phone_codes")
    if written is None:
        return Parsed(None)
    return Parsed(
        PhoneCodesSection(
            texts=dict(written["text"]),
            life=timedelta(minutes=written["life_minutes"]),
            attempts=written["attempts"],
            again=timedelta(seconds=written["again_seconds"]),
            phone_day=written["phone_day"],
            address_day=written["address_day"],
            brand_day=written["brand_day"],
        )
    )

"""The section `consents` of a programme: the texts that members are asked to agree to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.members.consent.domain.declaration import Purpose
from services.members.programme.domain.rules import Rules


class ConsentNotAsked(Exception):
    """The programme asks for no consent for this purpose."""

    reason = "CONSENT_NOT_ASKED"

    def __init__(self, purpose: Purpose, field: str) -> None:
        super().__init__(f"the programme asks for no consent for {purpose.value}")
        self.field = field


class ConsentVersionUnknown(Exception):
    """The programme has no text of this version for the purpose."""

    reason = "CONSENT_VERSION_UNKNOWN"

    def __init__(self, current: str, field: str) -> None:
        super().__init__(f"no such version; {current} is asked now")
        self.field = field
        self.metadata = {"version": current}


@dataclass(frozen=True, slots=True)
class ConsentText:
    """A text to agree to, in two languages; `url` is "" where there is no longer one."""

    version: str
    zh: str
    en: str
    url: str


@dataclass(frozen=True, slots=True)
class AskedPurpose:
    """A purpose and its texts, the newest first."""

    purpose: Purpose
    texts: tuple[ConsentText, ...]


@dataclass(frozen=True, slots=True)
class ConsentSection:
    """`service_granted`: whether a member who was never asked gets messages of service."""

    service_granted: bool
    purposes: tuple[AskedPurpose, ...]

    def texts(self, purpose: Purpose) -> tuple[ConsentText, ...]:
        """The texts of a purpose, the newest first; none when it is not asked."""
        return next((each.texts for each in self.purposes if each.purpose is purpose), ())

    def asked(self, purpose: Purpose) -> ConsentText | None:
        """The text that is asked now."""
        return next(iter(self.texts(purpose)), None)

    def text(self, purpose: Purpose, version: str) -> ConsentText | None:
        """The text of a version; None when the programme has it no more."""
        return next((text for text in self.texts(purpose) if text.version == version), None)

    def check(self, purpose: Purpose, version: str, path: str = "") -> None:
        """Raises ConsentNotAsked and ConsentVersionUnknown. `path`: where the request has both.

        A former version is good: a front end may have shown it before the new one came in force.
        """
        asked = self.asked(purpose)
        if asked is None:
            raise ConsentNotAsked(purpose, f"{path}purpose")
        if self.text(purpose, version) is None:
            raise ConsentVersionUnknown(asked.version, f"{path}version")


def consents_of(rules: Rules) -> ConsentSection:
    """The section of a programme."""
    return rules.section(parse_consents)


def parse_consents(rules: Rules) -> ConsentSection:
    """The section `consents`. Raises KeyError or ValueError where it can't be read."""
    written: Mapping[str, Any] = rules.document.get("consents", {})
    purposes: Sequence[Mapping[str, Any]] = written.get("purposes", ())
    return ConsentSection(
        service_granted=_granted(written.get("service_default", "granted")),
        purposes=tuple(
            AskedPurpose(Purpose(each["purpose"]), tuple(map(_text, each["texts"])))
            for each in purposes
        ),
    )


def _granted(written: str) -> bool:
    if written not in ("granted", "not_granted"):
        raise ValueError(f"service_default: {written}")
    return written == "granted"


def _text(written: Mapping[str, Any]) -> ConsentText:
    text = written["text"]
    return ConsentText(written["version"], text["zh"], text["en"], written.get("url", ""))

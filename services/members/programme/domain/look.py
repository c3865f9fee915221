"""The look of a brand: the colour from which front ends make all others."""

from dataclasses import dataclass

from services.members.programme.domain.rules import Rules


@dataclass(frozen=True, slots=True)
class Look:
    """A colour in OKLCH without its lightness: hue in degrees, chroma in thousandths."""

    hue: int
    chroma_thousandths: int


def look_of(rules: Rules) -> Look | None:
    """The look in the section `look`; None where the programme names none."""
    section = rules.document.get("look")
    if section is None:
        return None
    return Look(int(section["hue"]), int(section["chroma_thousandths"]))

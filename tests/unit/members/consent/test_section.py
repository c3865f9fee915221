"""The section of a programme: bounded, and each purpose and version once."""

import pytest

from services.members.consent.domain.section import parse_consents
from services.members.programme.commands.programme_file import read
from tests.paths import PROGRAMMES
from tests.unit.members.consent.declarations import rules

TEA = (PROGRAMMES / "tea.yaml").read_text("utf-8")
HEAD, _, _ = TEA.partition("consents:\n")
_, _, TAIL = TEA.partition("\nfeedback:")


def problems(section: str) -> list[str]:
    """The keys of its problems; what messages of other sections miss in it is their matter."""
    found = read(f"{HEAD}consents:\n{section}\nfeedback:{TAIL}")
    return [each.key for each in found.problems if each.key.startswith("consents.")]


def texts(*versions: str) -> str:
    return ", ".join(f"{{version: '{v}', text: {{zh: 好, en: Yes}}}}" for v in versions)


def test_the_examples_are_asked_by_their_newest_text() -> None:
    for brand in ("car", "fashion", "retail", "tea"):
        document = read((PROGRAMMES / f"{brand}.yaml").read_text("utf-8")).document
        section = parse_consents(rules(**document["consents"]))
        assert section.service_granted
        assert "marketing" in [each.purpose.value for each in section.purposes]
    assert [each.version for each in section.purposes[1].texts] == ["2026-03", "2026-01"]


@pytest.mark.parametrize(
    ("section", "key"),
    [
        ("  service_default: maybe", "consents.service_default"),
        (
            "  purposes: [{purpose: fun, texts: [" + texts("1") + "]}]",
            "consents.purposes[0].purpose",
        ),
        ("  purposes: [{purpose: survey, texts: []}]", "consents.purposes[0].texts"),
        (
            "  purposes: [{purpose: survey, texts: [" + texts("a b") + "]}]",
            "consents.purposes[0].texts[0].version",
        ),
        (
            "  purposes: [{purpose: survey, texts: [" + texts("1", "2", "1") + "]}]",
            "consents.purposes[0].texts[2].version",
        ),
        (
            "  purposes: [{purpose: survey, texts: [{version: '1', text: {zh: 好, en: Yes},"
            " url: 'http://10.0.0.1/'}]}]",
            "consents.purposes[0].texts[0].url",
        ),
        (
            "  purposes:\n"
            + "    - {purpose: survey, texts: ["
            + texts("1")
            + "]}\n" * 1
            + "    - {purpose: survey, texts: ["
            + texts("2")
            + "]}",
            "consents.purposes[1].purpose",
        ),
        (
            "  purposes: [{purpose: survey, texts: [" + texts(*map(str, range(21))) + "]}]",
            "consents.purposes[0].texts",
        ),
    ],
)
def test_a_wrong_section_is_refused_by_its_key(section: str, key: str) -> None:
    assert problems(section) == [key]


def test_a_section_that_cannot_be_read_raises() -> None:
    for wrong in ({"service_default": "maybe"}, {"purposes": [{"purpose": "fun", "texts": []}]}):
        with pytest.raises(ValueError, match=r"maybe|fun"):
            parse_consents(rules(**wrong))

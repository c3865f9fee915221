"""Every character of a text of a YAML file has its place in the file."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.members.programme.commands.yaml_source import Place, read_yaml
from services.members.programme.domain.declared import Path

STYLES = {
    "plain": "a: b\nwhen: x > FAULT",
    "single quotes": "when: 'x == \"it''s\" && FAULT'",
    "double quotes": 'when: "x == \\"y\\" && FAULT"',
    "escapes": 'when: "x == \\u0041\\x42\\n\\t\\\\ && FAULT"',
    "in a line": "- {code: a, when: 'FAULT'}",
    "several lines": "when: x > 1 &&\n  y > 2 &&\n\n  FAULT",
    "several lines in quotes": 'when: "x > 1\n   && \\\n    FAULT"',
    "block": "when: |\n  x > 1 &&\n    FAULT\n",
    "block with a header": "when: |2- # FAULT is below\n  x > 1 &&\n  FAULT\n",
    "folded": "when: >-\n  x > 1 &&\n  FAULT\n\n  && y\n",
    "Chinese": "when: '\"拉肚子😀\" in x && FAULT'",
    "the first line": "FAULT",
}


@pytest.mark.parametrize("source", STYLES.values(), ids=STYLES.keys())
def test_a_place_in_a_text_is_found_however_it_is_written(source: str) -> None:
    file = read_yaml(source)
    path, text = next((path, text) for path, text in texts(file.document) if "FAULT" in text)
    before = source[: source.rindex("FAULT")]
    line_start = before.rfind("\n") + 1
    expected = Place(before.count("\n") + 1, len(before) - line_start + 1)
    assert file.place_in(path, text.index("FAULT")) == expected


def texts(value: Any, path: Path = ()) -> list[tuple[Path, str]]:
    if isinstance(value, str):
        return [(path, value)]
    items = value.items() if isinstance(value, dict) else enumerate(value)
    return [found for key, item in items for found in texts(item, (*path, key))]


@given(
    st.text(st.sampled_from("ab '\"\\\n:#爱"), max_size=30),
    st.sampled_from(["'", '"']),
    st.integers(0, 40),
)
def test_a_place_is_always_within_the_file(text: str, quote: str, at: int) -> None:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    written = text.replace("'", "''").replace("\n", " ") if quote == "'" else escaped
    source = f"a:\n  b: {quote}{written}{quote}\n"
    file = read_yaml(source)
    place = file.place_in(("a", "b"), at)
    assert place.line == 2
    assert 6 <= place.column <= len(source)
    if quote == '"' and at < len(text):
        found = source.splitlines()[1][place.column - 1 :]
        assert found.startswith((text[at], "\\"))


def test_a_path_without_a_place_has_that_of_what_is_around_it() -> None:
    file = read_yaml("a:\n  b: 1\n")
    assert file.place(("a", "b", "c")) == Place(2, 3)
    assert file.place_in(("x",), 3) == Place(1, 1)

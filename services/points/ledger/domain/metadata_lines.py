"""Lines of text in a posting's metadata: several are joined into one value, up to its length."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

VALUE_CHARS_MAX = 256
VALUES_MAX = 10
"""Of the 16 that a posting may have."""


def packed(name: str, lines: Iterable[str], most: int = VALUES_MAX) -> dict[str, str]:
    """Lines joined into values; those beyond the last value are left out."""
    values: list[str] = []
    for line in lines:
        if values and len(values[-1]) + 1 + len(line) <= VALUE_CHARS_MAX:
            values[-1] += ";" + line
        else:
            values.append(line)
    return {f"{name}.{number}": value for number, value in enumerate(values[:most], 1)}


def unpacked(name: str, metadata: Mapping[str, str]) -> list[str]:
    keys = (f"{name}.{number}" for number in range(1, VALUES_MAX + 1))
    return [line for key in keys if key in metadata for line in metadata[key].split(";")]
